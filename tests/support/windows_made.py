"""Made-up Pythons for Windows and wheels: small, but named and built like the real ones."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import windows_stub

#: Ends at once: enough of a program to be looked at.
PROGRAM = windows_stub.program(b"\xc3")


def embeddable(
    path: Path, minor: int = 13, program: bytes = PROGRAM, without: str = "", more: Mapping[str, bytes] | None = None
) -> Path:
    """The zip that a person downloads."""
    files = {
        "python.exe": program,
        "pythonw.exe": program,
        f"python3{minor}.dll": b"MZ",
        f"python3{minor}.zip": b"PK\5\6" + bytes(18),
        f"python3{minor}._pth": f"python3{minor}.zip\r\n.\r\n\r\n#import site\r\n".encode(),
        "LICENSE.txt": b"PSF",
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            if name != without:
                package.writestr(name, content)
    return path


def wheel(folder: Path, name: str, files: Mapping[str, bytes], tags: str = "py3-none-any") -> str:
    """A wheel of version 1.0 with these files; its SHA-256."""
    path = folder / f"{name}-1.0-{tags}.whl"
    with zipfile.ZipFile(path, "w") as package:
        for member, content in {**files, f"{name}-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\n"}.items():
            package.writestr(member, content)
    return hashlib.sha256(path.read_bytes()).hexdigest()

"""The packages as wheels for Windows: downloaded by their hashes or found in a folder, and unpacked."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.windows.locked import Locked

_NAME = re.compile(
    r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-\d[^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<system>[^-]+)\.whl"
)
_LINKS = {"purelib", "platlib"}


@dataclass(frozen=True)
class Wheel:
    """One of them, and its SHA-256."""

    path: Path
    sha: str


def download(needed: Iterable[Locked], version: str, folder: Path) -> None:
    """Let the pip that runs here fetch them for a 64-bit Windows with that Python; it compares the hashes itself.

    Raises:
        OfficeError: it could not.
    """
    wanted = folder / "wanted.txt"
    lines = (
        f"{one.name}=={one.version} " + " ".join(f"--hash=sha256:{sha}" for sha in sorted(one.hashes)) for one in needed
    )
    wanted.write_text("\n".join(lines), encoding="ascii")
    asked = (
        "--only-binary=:all:",
        "--no-deps",
        "--require-hashes",
        "--platform",
        "win_amd64",
        "--implementation",
        "cp",
    )
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", *asked]
    words += ["--python-version", version, "--requirement", str(wanted), "--dest", str(folder)]
    done = subprocess.run(
        words, capture_output=True, encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
        raise OfficeError(because("Y874", error=said[-1] if said else done.returncode))


def wheels_in(folder: Path, needed: Sequence[Locked], version: str) -> list[Wheel]:
    """The wheel of each package that runs there.

    Raises:
        OfficeError: one is missing, or is not the one that is locked.
    """
    there: dict[tuple[str, str], list[Path]] = {}
    for path in sorted(folder.glob("*.whl")):
        read = _NAME.fullmatch(path.name)
        if read and _runs(read, version):
            there.setdefault((_plain(read["name"]), read["version"]), []).append(path)
    missing = [f"{one.name} {one.version}" for one in needed if (one.name, one.version) not in there]
    if missing:
        raise OfficeError(because("Y872", version=version, names="、".join(missing)))
    return [_checked(one, there[one.name, one.version]) for one in needed]


def unpack_wheel(wheel: Wheel, folder: Path) -> None:
    """Lay it into the folder; its programs for a command line are left out.

    Raises:
        OfficeError: a path in it leads elsewhere, or two wheels bring the same file.
    """
    with zipfile.ZipFile(wheel.path) as package:
        for info in package.infolist():
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            if parts[:1] and parts[0].endswith(".data"):
                if parts[1:2] and parts[1] not in _LINKS:
                    continue
                parts = parts[2:]
            if info.is_dir() or not parts:
                continue
            target = folder.joinpath(*parts)
            if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in info.filename or target.exists():
                raise OfficeError(because("Y873", file=wheel.path.name))
            target.parent.mkdir(parents=True, exist_ok=True)
            with package.open(info) as source, target.open("xb") as written:
                while block := source.read(1 << 20):
                    written.write(block)


def _runs(read: re.Match[str], version: str) -> bool:
    """Whether a wheel with that name runs on a 64-bit Windows with that Python."""
    minor = int(version.partition(".")[2])
    if not {"any", "win_amd64"} & set(read["system"].split(".")):
        return False
    pythons, abis = read["python"].split("."), read["abi"].split(".")
    if "none" in abis:
        return bool({"py3", f"py3{minor}", f"cp3{minor}"} & set(pythons))
    if f"cp3{minor}" in abis:
        return f"cp3{minor}" in pythons
    return "abi3" in abis and any(
        name.startswith("cp3") and name[3:].isdigit() and int(name[3:]) <= minor for name in pythons
    )


def _checked(one: Locked, paths: Sequence[Path]) -> Wheel:
    """The one of them that is locked."""
    for path in paths:
        sha = digest(path.read_bytes())
        if sha in one.hashes:
            return Wheel(path, sha)
    raise OfficeError(because("Y873", file=paths[0].name))


def _plain(name: str) -> str:
    """A package's name as the lock file writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()

"""Packing: interpreter, packages, product → one folder that runs on Windows without being installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from huifang import __version__
from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError, lies_there
from huifang.edges.windows.doors import DOORS, PACKAGES, PYTHON, README, bat, readme
from huifang.edges.windows.interpreter import Interpreter, interpreter_in, unpack_interpreter
from huifang.edges.windows.locked import lock_text, locked_in, windows
from huifang.edges.windows.wheels import Wheel, download, unpack_wheel, wheels_in

#: The product's own packages: an editable install has them in four places.
OWN = ("huifang", "huifang.macros", "huifang.templates", "huifang.workbooks")
#: Made by tools, or for people to look at.
LEFT_OUT = ("__pycache__", "*.py[co]", "blank")


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What the folder holds."""

    python: str
    packages: int
    files: int
    size: int


def pack_windows(folder: Path, python: Path, wheels: Path | None, tell: Callable[[str], None]) -> Packed:
    """Make the folder, whole or not at all; packages come from the folder ``wheels``, else from pip's registry.

    Raises:
        OfficeError: the folder holds something, the interpreter is none, or a package is missing or another one.
    """
    folder = folder.absolute()
    if lies_there(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise OfficeError(because("Y827", folder=folder))
    interpreter = interpreter_in(python)
    computer = windows(interpreter.version)
    needed = [one for one in locked_in(lock_text()) if one.is_needed(computer)]
    beside = folder.with_name(f".{folder.name}.packing")
    try:
        with TemporaryDirectory() as downloaded:
            if wheels is None:
                tell(f"正在下载 {len(needed)} 个安装包……")
                download(needed, interpreter.version, Path(downloaded))
            found = wheels_in(wheels or Path(downloaded), needed, interpreter.version)
            tell("正在装进文件夹……")
            shutil.rmtree(beside, ignore_errors=True)
            _fill(beside, interpreter, found)
        if folder.is_dir():
            folder.rmdir()
        beside.replace(folder)
    except OSError as error:
        raise OfficeError(because("Y802", file=folder.name, error=error.strerror or error)) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(beside)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Packed(python=interpreter.version, packages=len(found), files=len(sizes), size=sum(sizes))


def _fill(folder: Path, interpreter: Interpreter, wheels: list[Wheel]) -> None:
    packages = f"Lib/{PACKAGES}{_release_of(interpreter, wheels)}"
    (folder / PYTHON).mkdir(parents=True)
    unpack_interpreter(interpreter, folder / PYTHON, packages)
    for wheel in wheels:
        unpack_wheel(wheel, folder / PYTHON / packages)
    for place, within in _own_folders():
        target = folder / PYTHON / packages / within
        shutil.copytree(place, target, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    for name, what in DOORS.items():
        (folder / name).write_bytes(bat(what))
    (folder / README).write_bytes(readme(__version__, interpreter.version))


def _own_folders() -> Iterator[tuple[Path, str]]:
    """Where the product's packages lie, and where they belong below the others."""
    for package in OWN:
        for place in import_module(package).__path__:
            yield Path(place), package.replace(".", "/")


def _release_of(interpreter: Interpreter, wheels: list[Wheel]) -> str:
    """What differs between two packs by name: nothing of another one lies in a folder of this name."""
    seen = sha256(interpreter.version.encode())
    for wheel in wheels:
        seen.update(wheel.sha.encode())
    for place, within in _own_folders():
        for path in sorted(place.rglob("*.py")):
            seen.update(f"{within}/{path.relative_to(place).as_posix()}".encode())
            seen.update(path.read_bytes())
    return f"{__version__}-{seen.hexdigest()[:8]}"

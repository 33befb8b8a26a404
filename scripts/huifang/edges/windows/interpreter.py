"""The Python for Windows that needs no installing: the zip that a person adds, looked at before it is unpacked."""

from __future__ import annotations

import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError

#: The oldest that the product runs on.
OLDEST = (3, 11)
#: Honest ones have some eleven megabytes, and thirty files.
MAX_BYTES, MAX_MEMBERS = 200 * 1024 * 1024, 2_000
_PATHS = re.compile(r"python3(\d\d)\._pth")
#: For which processor a program is made, as its header says.
_AMD64, _KINDS = 0x8664, {0x14C: "32 位的", 0xAA64: "ARM 处理器的"}


@dataclass(frozen=True)
class Interpreter:
    """The zip, its version in two numbers, and the name of the file that says where packages lie."""

    path: Path
    version: str
    paths: str


def interpreter_in(path: Path) -> Interpreter:
    """What lies in the zip.

    Raises:
        OfficeError: it is not an embeddable Python for 64-bit Windows, or an old one.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(2) == b"MZ":
                raise _other(path, "是安装程序")
        with zipfile.ZipFile(path) as package:
            return _looked_at(path, package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, KeyError, NotImplementedError, EOFError) as error:
        raise _other(path, "不是完好的压缩包") from error
    except OSError as error:
        raise OfficeError(because("Y804", file=path.name, error=error.strerror or error)) from error


def unpack_interpreter(interpreter: Interpreter, folder: Path, packages: str) -> None:
    """Unpack it, and say in its ``._pth`` where the packages lie; then it looks nowhere else on the computer."""
    with zipfile.ZipFile(interpreter.path) as package:
        package.extractall(folder)
    library = interpreter.paths.replace("._pth", ".zip")
    lines = (library, ".", packages.replace("/", "\\"))
    (folder / interpreter.paths).write_bytes("".join(f"{line}\r\n" for line in lines).encode("ascii"))


def _looked_at(path: Path, package: zipfile.ZipFile) -> Interpreter:
    infos = package.infolist()
    names = [info.filename for info in infos]
    if any(_leads_out(name) for name in names):
        raise _other(path, "里面的路径不安全")
    if len(names) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_BYTES:
        raise _other(path, "太大")
    paths = [found for name in names if (found := _PATHS.fullmatch(name))]
    if "python.exe" not in names:
        raise _other(path, "最外层没有 python.exe")
    if len(paths) != 1:
        raise _other(path, "不是 embeddable 版本")
    with package.open("python.exe") as stream:
        machine = _machine(stream.read(4096))
    if machine != _AMD64:
        raise _other(path, f"是{_KINDS.get(machine, '别的电脑的')}")
    version = (3, int(paths[0][1]))
    if version < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise OfficeError(because("Y871", file=path.name, version=f"3.{version[1]}", oldest=oldest))
    return Interpreter(path, f"3.{version[1]}", paths[0][0])


def _machine(head: bytes) -> int:
    """For which processor a program is made; 0 for what is none."""
    if len(head) < 64 or head[:2] != b"MZ":
        return 0
    at = struct.unpack_from("<I", head, 60)[0]
    if head[at : at + 4] != b"PE\0\0" or len(head) < at + 6:
        return 0
    machine: int = struct.unpack_from("<H", head, at + 4)[0]
    return machine


def _leads_out(name: str) -> bool:
    """Whether a member would be laid outside of the folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _other(path: Path, why: str) -> OfficeError:
    return OfficeError(because("Y870", file=path.name, why=why))

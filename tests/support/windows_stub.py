"""A tiny program for Windows that stands in place of python.exe, made from C without a compiler for Windows."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

BASE, SECTION, CODE = 0x400000, 0x1000, 0x400
FUNCTIONS = ("GetStdHandle", "GetCommandLineW", "GetEnvironmentVariableW", "WriteFile", "ExitProcess")
SOURCE = Path(__file__).with_suffix(".c")
LINKED = "SECTIONS { . = 0x401400; .all : { *(.text.start) *(.text*) *(.rodata*) *(.data*) } /DISCARD/ : { *(*) } }"


def compiled(folder: Path) -> bytes:
    """The machine code, as it lies at its address."""
    script, built = folder / "stub.ld", folder / "stub.bin"
    script.write_text(LINKED, encoding="ascii")
    flags = [
        "-O1",
        "-w",
        "-ffreestanding",
        "-fno-pic",
        "-no-pie",
        "-fno-stack-protector",
        "-mno-red-zone",
        "-fcf-protection=none",
    ]
    link = ["-nostdlib", f"-Wl,-T,{script}", "-Wl,--oformat=binary", "-Wl,--build-id=none"]
    subprocess.run(["gcc", *flags, *link, str(SOURCE), "-o", str(built)], check=True)
    return built.read_bytes()


def program(code: bytes, exit_code: int = 0, machine: int = 0x8664) -> bytes:
    """The code as an .exe for the console: one section with what Windows has to fill in, then the code."""
    section = bytearray(CODE)
    names = bytearray()
    for place, name in enumerate(FUNCTIONS):
        at = SECTION + 0x280 + len(names)
        names += b"\0\0" + name.encode() + b"\0"
        for table in (0, 0x100):
            struct.pack_into("<Q", section, table + 8 * place, at)
    section[0x280 : 0x280 + len(names)] = names
    struct.pack_into("<I", section, 0x200, exit_code)
    library = SECTION + 0x380
    section[0x380:0x38D] = b"KERNEL32.dll\0"
    struct.pack_into("<5I", section, 0x210, SECTION + 0x100, 0, 0, library, SECTION)
    body = bytes(section) + code
    body += bytes(-len(body) % 0x200)
    headers = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"
    headers += struct.pack("<HHIIIHH", machine, 1, 0, 0, 0, 0xF0, 0x23)
    headers += struct.pack("<HBBIIIII", 0x20B, 14, 0, len(body), 0, 0, SECTION + CODE, SECTION)
    headers += struct.pack("<QIIHHHHHHIIIIHH", BASE, 0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0, 0x40000, 0x200, 0, 3, 0)
    headers += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    headers += struct.pack("<16Q", 0, SECTION + 0x210 | 40 << 32, *[0] * 14)
    headers += struct.pack("<8sIIIIIIHHI", b".all", 0x3F000, SECTION, len(body), 0x200, 0, 0, 0, 0, 0xE0000060)
    return headers.ljust(0x200, b"\0") + body

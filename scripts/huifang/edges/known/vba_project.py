"""What a VBA project says: its modules as text, out of the container in which Excel keeps it ([MS-OVBA]).

Everything comes from somebody else's file: whatever is not as it should be ends in ``ValueError``.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

#: Ours are far below; Excel adds what it has compiled.
MAX_PROJECT_BYTES = 4 * 1024 * 1024
_MAX_TEXT_BYTES = 2 * 1024 * 1024
_CHUNK_BYTES = 4096
#: Records of the directory that are read; the version has six bytes, whatever its length says.
_CODE_PAGE, _VERSION, _OTHER_PROJECT = 0x0003, 0x0009, 0x000E
_STREAM, _OFFSET, _NAME = 0x001A, 0x0031, 0x0019
_MODULE_ENDS = 0x002B


def modules(project: bytes) -> dict[str, str]:
    """The text of every module by its name.

    Raises:
        ValueError: it is no such project, too large, or refers to the project of another workbook.
    """
    import olefile  # noqa: PLC0415  (rare)

    if len(project) > MAX_PROJECT_BYTES:
        raise ValueError("too large")
    try:
        with olefile.OleFileIO(io.BytesIO(project)) as container:
            return _modules(container)
    except ValueError:
        raise
    except Exception as error:  # somebody else's file and somebody else's parser: any error may come
        raise ValueError("broken") from error


def _modules(container: object) -> dict[str, str]:
    def stream(name: str) -> bytes:
        return bytes(container.openstream(["VBA", name]).read())  # type: ignore[attr-defined]

    found: dict[str, str] = {}
    code_page = "cp1252"
    module: dict[int, bytes] = {}
    left = _MAX_TEXT_BYTES
    for kind, data in _records(decompressed(stream("dir"))):
        if kind == _CODE_PAGE:
            code_page = f"cp{int.from_bytes(data, 'little')}"
        elif kind == _OTHER_PROJECT:
            raise ValueError("refers to another workbook")
        elif kind in (_NAME, _STREAM, _OFFSET):
            module[kind] = data
        elif kind == _MODULE_ENDS:
            name = module[_NAME].decode(code_page)
            packed = stream(module[_STREAM].decode(code_page))[int.from_bytes(module[_OFFSET], "little") :]
            if name in found:
                raise ValueError("two modules of one name")
            found[name] = decompressed(packed, left).decode(code_page)
            left -= len(found[name])
            module = {}
    return found


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HI", directory, at)
        size = 6 if kind == _VERSION else size
        yield kind, directory[at + 6 : at + 6 + size]
        at += 6 + size


def decompressed(packed: bytes, most: int = _MAX_TEXT_BYTES) -> bytes:
    """What [MS-OVBA] 2.4.1 packs: a signature, then chunks of up to 4096 bytes.

    Raises:
        ValueError: it is not packed so, or gives too much.
    """
    if packed[:1] != b"\x01":
        raise ValueError("not packed")
    out = bytearray()
    at = 1
    while at + 2 <= len(packed):
        header = int.from_bytes(packed[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        if header & 0x7000 != 0x3000:
            raise ValueError("no chunk")
        chunk = packed[at + 2 : end]
        out += _chunk(chunk) if header & 0x8000 else chunk[:_CHUNK_BYTES]
        if len(out) > most:
            raise ValueError("too large")
        at = end
    return bytes(out)


def _chunk(packed: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(packed):
        flags = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not flags >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            token = int.from_bytes(packed[at : at + 2], "little")
            at += 2
            length_bits = 16 - max((len(out) - 1).bit_length(), 4)
            length = (token & (1 << length_bits) - 1) + 3
            offset = (token >> length_bits) + 1
            if offset > len(out) or len(out) + length > _CHUNK_BYTES:
                raise ValueError("no chunk")
            for _ in range(length):
                out.append(out[-offset])
    return bytes(out)

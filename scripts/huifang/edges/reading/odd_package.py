"""Packages that spreadsheet programs open although their parts are not named as all programs name them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from posixpath import dirname
from typing import BinaryIO

from huifang.core.zip_end import has_its_own_end

BOOK, ROOT_LINKS, TYPES = "xl/workbook.xml", "_rels/.rels", "[content_types].xml"
#: Where the first relation of a package leads that is of this kind, there is its workbook.
_OFFICE = re.compile(r'<(?:\w+:)?Relationship\b(?=[^>]*Type="[^"]*/officeDocument")[^>]*Target="([^"]*)"')
_TARGET = re.compile(r'(Target|PartName)="(/[^"]*|[^"/]*\\[^"]*)"')
#: The parts that the parser looks for by name.
_KNOWN = (
    BOOK,
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    ROOT_LINKS,
    "[Content_Types].xml",
)
#: What the standard library raises on what is no sound zip.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ValueError)
Inflate = Callable[[zipfile.ZipFile, str], bytes]


def holds_workbook(stream: BinaryIO) -> bool:
    """Whether it is a whole package with a workbook in it, whatever the file is called."""
    try:
        if not has_its_own_end(stream) or not zipfile.is_zipfile(stream):
            return False
        with zipfile.ZipFile(stream) as package:
            names = {_plain(name).lower() for name in package.namelist()}
    except _BROKEN:
        return False
    return BOOK in names


def _plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/")


def straightened(package: zipfile.ZipFile, inflate: Inflate) -> bytes | None:
    """The same package with the usual names: slashes between folders, the workbook in ``xl``, parts called as the
    relations call them. None where nothing is to be straightened; ``inflate`` gives a part's bytes, within limits.
    """
    infos = package.infolist()
    plain = {info.filename: _plain(info.filename) for info in infos}
    links = next((name for name, bare in plain.items() if bare.lower() == ROOT_LINKS), None)
    found = _OFFICE.search(inflate(package, links).decode("utf-8", "replace")) if links else None
    book = found[1].replace("\\", "/").lstrip("/") if found else BOOK
    folder = dirname(book)
    moved = {name: _moved(bare, book, folder) for name, bare in plain.items()}
    called = _called(package, inflate, moved)
    final = {name: called.get(bare.lower(), bare) for name, bare in moved.items()}
    if all(name == bare for name, bare in final.items()) or len({*final.values()}) != len(final):
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, bare in final.items():
            content = inflate(package, name)
            is_about_names = bare.endswith(".rels") or bare.lower() == TYPES
            target.writestr(bare, _renamed(content, book, folder) if is_about_names else content)
    return out.getvalue()


def _moved(name: str, book: str, folder: str) -> str:
    """The name where the workbook is ``xl/workbook.xml``."""
    if name.lower() == book.lower():
        return BOOK
    if name.lower() == f"{folder}/_rels/{book.rpartition('/')[2]}.rels".lstrip("/").lower():
        return f"{dirname(BOOK)}/_rels/workbook.xml.rels"
    if not folder:
        return name if name.lower() in (TYPES, ROOT_LINKS) or name.lower().startswith("docprops/") else f"xl/{name}"
    return f"xl/{name[len(folder) + 1 :]}" if name.lower().startswith(f"{folder.lower()}/") else name


def _called(package: zipfile.ZipFile, inflate: Inflate, moved: Mapping[str, str]) -> dict[str, str]:
    """The names that the parser and the workbook's relations give to parts, by these names in small letters."""
    names = {known.lower(): known for known in _KNOWN}
    links = next((name for name, bare in moved.items() if bare.lower() == _KNOWN[1].lower()), None)
    if links:
        for target in re.findall(r'\bTarget="([^"]*)"', inflate(package, links).decode("utf-8", "replace")):
            bare = target.replace("\\", "/")
            if not bare.startswith("/"):
                names[f"xl/{bare}".lower()] = f"xl/{bare}"
    return names


def _renamed(content: bytes, book: str, folder: str) -> bytes:
    """What names parts, with the names that they have now."""

    def renamed(found: re.Match[str]) -> str:
        target = found[2].replace("\\", "/")
        return f'{found[1]}="{"/" + _moved(target[1:], book, folder) if target.startswith("/") else target}"'

    text = _TARGET.sub(renamed, content.decode("utf-8", "replace"))
    return text.replace(f'Target="{book}"', f'Target="{BOOK}"').encode()

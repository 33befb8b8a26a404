"""A workbook's package: parts that nobody touched are copied as their compressed bytes, changed ones are streamed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath, relpath, splitext
from typing import IO, BinaryIO

from huifang.core.catalogue import because
from huifang.edges.patching.changes import CannotPatch
from huifang.edges.patching.markup import Document, Edit, NotXml, quoted, sorted_edits, splicing
from huifang.edges.patching.survey import MAX_HELD_BYTES

CHUNK = 1 << 16
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/"
CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, LookupError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: ``target`` is the part's name in the package (None where it lies outside)."""

    id: str
    kind: str
    target: str | None


class Package:
    """A workbook's parts and what is to become of them. Names are compared without case, as the programs do.

    Raises:
        CannotPatch: it is no workbook, it is protected by a password, or it is damaged.
    """

    def __init__(self, source: bytes | Path) -> None:
        try:
            self._zip = zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source))
        except (*_BROKEN, ValueError) as error:
            raise CannotPatch(because("Y701")) from error
        infos = self._zip.infolist()
        self._infos = {info.filename.lstrip("/").lower(): info for info in infos}
        if len(self._infos) != len(infos) or any(info.flag_bits & 1 for info in infos):
            raise CannotPatch(because("Y702"))
        self._new: dict[str, bytes] = {}
        self._edits: dict[str, list[Edit]] = {}
        self._added: list[str] = []
        self._removed: set[str] = set()
        self._relations: dict[str, list[Relation]] = {}
        if CONTENT_TYPES.lower() not in self._infos:
            raise CannotPatch(because("Y703"))

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def names(self) -> Iterator[str]:
        """The parts as they stand now."""
        for key, info in self._infos.items():
            if key not in self._removed:
                yield info.filename
        yield from (name for name in self._added if name.lower() not in self._removed)

    def has(self, name: str) -> bool:
        """Whether there is such a part now."""
        key = name.lower()
        return key not in self._removed and (key in self._infos or key in self._new)

    def read(self, name: str) -> bytes:
        """A part as it stands now.

        Raises:
            CannotPatch: it is missing, damaged or too large to be held.
        """
        key = name.lower()
        if key in self._new:
            return self._new[key]
        return b"".join(self._limited(self.stream(name)))

    def _limited(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        total = 0
        for chunk in chunks:
            total += len(chunk)
            if total > MAX_HELD_BYTES:
                raise CannotPatch(because("Y704"))
            yield chunk

    def stream(self, name: str) -> Iterator[bytes]:
        """A part as it was in the original, in chunks.

        Raises:
            CannotPatch: it is missing or damaged.
        """
        info = self._infos.get(name.lower())
        if info is None:
            raise CannotPatch(because("Y705", part=name))
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise CannotPatch(because("Y706")) from error

    def document(self, name: str) -> Document:
        """A part as XML that can be edited.

        Raises:
            CannotPatch: it is missing or no XML that spreadsheet programs write.
        """
        with readable(name):
            return Document(self.read(name))

    def put(self, name: str, content: bytes) -> None:
        """Give a part other content; a part that was not there is added without a content type."""
        key = name.lower()
        if key not in self._infos and key not in self._new:
            self._added.append(name)
        self._removed.discard(key)
        self._new[key] = content

    def edit(self, name: str, edits: Iterable[Edit]) -> None:
        """Change stretches of a part's original bytes when it is written; nothing is held."""
        self._edits.setdefault(name.lower(), []).extend(edits)

    def remove(self, name: str) -> None:
        """Take a part out, with its relations and its content type."""
        self._removed.add(name.lower())
        self._new.pop(name.lower(), None)
        self._relations.pop(name, None)
        if self.has(_rels_of(name)):
            self._removed.add(_rels_of(name).lower())
        types = self.document(CONTENT_TYPES)
        for element in types.root.all("Override"):
            if element.attributes.get("PartName", "").lower() == f"/{name.lower()}":
                types.remove(element)
        self.put(CONTENT_TYPES, types.result())

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Put in a new part; ``vml`` gets its content type by its ending, as all programs do."""
        self.put(name, content)
        types = self.document(CONTENT_TYPES)
        ending = splitext(name)[1].lstrip(".")
        if ending == "vml":
            if all(e.attributes.get("Extension", "").lower() != ending for e in types.root.all("Default")):
                default = f'<Default Extension="{ending}" ContentType="{content_type}"/>'
                types.insert(types.root.inside, types.xml(default))
        else:
            types.append(types.root, types.xml(f'<Override PartName="/{name}" ContentType="{content_type}"/>'))
        self.put(CONTENT_TYPES, types.result())

    def free_name(self, pattern: str) -> str:
        """A part name that is not taken; ``pattern`` has ``{}`` for the number."""
        taken = {name.lower() for name in self.names()}
        return next(name for number in range(1, 100_000) if (name := pattern.format(number)).lower() not in taken)

    def relations(self, name: str) -> list[Relation]:
        """What a part refers to (``""`` is the package itself)."""
        if name not in self._relations:
            rels = _rels_of(name)
            self._relations[name] = self._parse_relations(name, rels) if self.has(rels) else []
        return self._relations[name]

    def _parse_relations(self, name: str, rels: str) -> list[Relation]:
        found = []
        for element in self.document(rels).root.all("Relationship"):
            given = element.attributes
            target = given.get("Target", "")
            inside = given.get("TargetMode", "").lower() != "external"
            part = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(name), target))
            found.append(Relation(given.get("Id", ""), given.get("Type", ""), part if inside else None))
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of that kind (the last word of its type) that a part refers to."""
        return [r.target for r in self.relations(name) if r.target and r.kind.rpartition("/")[2] == kind]

    def is_referred_to(self, part: str) -> bool:
        """Whether any part still refers to this one."""
        holders = [name for name in self.names() if not name.endswith(".rels")]
        return any(relation.target == part for name in holders for relation in self.relations(name))

    def relate(self, name: str, kind: str, target: str) -> str:
        """Let a part refer to another; returns the relation's id."""
        taken = {relation.id for relation in self.relations(name)}
        new = next(f"rId{n}" for n in range(1, 1_000_000) if f"rId{n}" not in taken)
        kind = kind if "/" in kind else OFFICE + kind
        rels = _rels_of(name)
        if not self.has(rels):
            self.put(rels, (_DECLARATION + _RELATIONS).encode())
        document = self.document(rels)
        relative = relpath(f"/{target}", f"/{dirname(name)}")
        xml = f'<Relationship Id="{new}" Type="{kind}" Target="{quoted(relative)}"/>'
        document.append(document.root, document.xml(xml))
        self.put(rels, document.result())
        self.relations(name).append(Relation(new, kind, target))
        return new

    def unrelate(self, name: str, target: str) -> None:
        """Let a part no longer refer to another; an empty list of relations goes, too."""
        gone = {relation.id for relation in self.relations(name) if relation.target == target}
        document = self.document(_rels_of(name))
        entries = document.root.all("Relationship")
        for element in entries:
            if element.attributes.get("Id") in gone:
                document.remove(element)
        self._relations[name] = [relation for relation in self.relations(name) if relation.id not in gone]
        if len(entries) == len(gone):
            self._removed.add(_rels_of(name).lower())
            self._new.pop(_rels_of(name).lower(), None)
        else:
            self.put(_rels_of(name), document.result())

    def save(self, out: BinaryIO) -> None:
        """Write the package: parts in their old order, then the new ones."""
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self._zip.comment
            for key, info in self._infos.items():
                if key in self._removed:
                    continue
                if key in self._new or key in self._edits:
                    chunks = (self._new[key],) if key in self._new else self.stream(key)
                    _write(target, info, splicing(chunks, sorted_edits(self._edits.get(key, ()))))
                else:
                    self._copy(target, info)
            for name in self._added:
                if name.lower() not in self._removed:
                    _write(target, zipfile.ZipInfo(name), (self._new[name.lower()],))

    def _copy(self, target: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Copy a part as its compressed bytes; only the header before it is written anew."""
        source = self._zip.fp
        into = target.fp
        assert source is not None and into is not None
        source.seek(info.header_offset)
        header = source.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise CannotPatch(because("Y706"))
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        source.seek(name_length + extra_length, io.SEEK_CUR)
        copy = _same_entry(info)
        copy.CRC, copy.compress_size, copy.file_size = info.CRC, info.compress_size, info.file_size
        copy.header_offset = into.tell()
        into.write(copy.FileHeader())
        _pump(source, into, info.compress_size)
        target.filelist.append(copy)
        target.NameToInfo[copy.filename] = copy
        target.start_dir = into.tell()


@contextmanager
def readable(name: str) -> Iterator[None]:
    """What cannot be parsed is refused, with the part's name."""
    try:
        yield
    except NotXml as error:
        raise CannotPatch(because("Y707", part=name)) from error


def _rels_of(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


def _same_entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A new entry of the same name, time and method; sizes follow, so none is announced for later."""
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.compress_type, entry.external_attr = info.compress_type, info.external_attr
    entry.create_system, entry.comment = info.create_system, info.comment
    entry.flag_bits = info.flag_bits & ~0x08
    return entry


def _write(target: zipfile.ZipFile, info: zipfile.ZipInfo, chunks: Iterable[bytes]) -> None:
    entry = _same_entry(info)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with target.open(entry, "w") as stream:
        for chunk in chunks:
            stream.write(chunk)


def _pump(source: IO[bytes], target: IO[bytes], count: int) -> None:
    while count:
        chunk = source.read(min(CHUNK, count))
        if not chunk:
            raise CannotPatch(because("Y706"))
        target.write(chunk)
        count -= len(chunk)

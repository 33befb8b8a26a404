"""What is inside a mail (.eml) or a .zip: names in whatever encoding, forwarded mails, a zip within, all within limits.

Pure over bytes: nothing is written, and the path of a member means nothing, only its last part is used.
"""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from huifang.core.catalogue import because
from huifang.core.charsets import in_charset
from huifang.core.reasons import Reason
from huifang.core.text import clean
from huifang.core.zip_end import has_its_own_end
from huifang.edges.arriving.letters import Envelope, letter_of
from huifang.edges.arriving.looking import LEFTOVERS
from huifang.edges.arriving.mail_headers import attachment_name, header_text
from huifang.edges.reading.odd_package import holds_workbook
from huifang.edges.reading.unreadable import NotTakenOut
from huifang.edges.store.files import CONTAINER_ENDINGS, WORKBOOK_ENDINGS

MAX_MEMBERS = 200
MAX_MEMBER_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 128 * 1024 * 1024
MAX_FORWARDS = 5
_ZIP_MAGIC = b"PK\x03\x04"
_MAX_NAME = 120


@dataclass(frozen=True)
class Parcel:
    """One file inside. ``name`` reads ``邮件.eml!张三.xlsx``.

    ``letter`` is what the outermost mail says of itself (None: it came in no mail).
    ``content`` is empty for what is no workbook, and where there is a ``problem``.
    """

    name: str
    content: bytes
    letter: Envelope | None = None
    problem: NotTakenOut | None = None

    @property
    def arrived_at(self) -> datetime | None:
        """When the mail came, on the office's wall clock; None where it does not say."""
        return self.letter.at if self.letter else None


def unpack(name: str, content: bytes, server: str = "") -> Sequence[Parcel]:
    """Every file inside the mail or archive, those of earlier mails first; what cannot be opened is a problem.

    ``server`` is the name of the server that receives the office's mail (empty: not known).

    A zip may hold a zip or a mail, and a mail a zip, but no deeper; mails may be forwarded several times. Pictures
    within a mail's text, and what systems leave in archives, are passed over.
    """
    opened = _Unpacking(server)
    opened.open(content, _Spot(name))
    return sorted(opened.parcels, key=lambda parcel: (parcel.arrived_at is None, parcel.arrived_at))


@dataclass(frozen=True)
class _Spot:
    """Where we are: the name so far, how many archives and mails deep, and the outermost mail."""

    name: str
    depth: int = 0
    forwards: int = 0
    letter: Envelope | None = None

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name.rpartition("!")[2]).suffix.lower()


@dataclass
class _Unpacking:
    """One container being opened; members and bytes are counted across all that is nested in it."""

    server: str = ""
    parcels: list[Parcel] = field(default_factory=list)
    members: int = 0
    bytes_left: int = MAX_TOTAL_BYTES
    names: set[str] = field(default_factory=set)

    def open(self, content: bytes, spot: _Spot) -> None:
        """Sort out one file: by its name, and where that says nothing, by what it is."""
        if spot.ending in WORKBOOK_ENDINGS:
            self._put(spot, content)
        elif spot.ending == ".eml":
            self._guarded(partial(self._mail, content), spot, because("Y207"))
        elif holds_workbook(io.BytesIO(content)):
            self._put(_Spot(f"{spot.name}.xlsx", spot.depth, spot.forwards, spot.letter), content)
        elif spot.ending == ".zip" or (not spot.ending and content.startswith(_ZIP_MAGIC)):
            self._guarded(partial(self._zip, content), spot, because("Y208"))
        else:
            self._put(spot, b"")

    def _put(self, spot: _Spot, content: bytes, problem: NotTakenOut | None = None) -> None:
        self.parcels.append(Parcel(spot.name, content, spot.letter, problem))

    def _guarded(self, step: Callable[[_Spot], None], spot: _Spot, reason: Reason) -> None:
        """Run a step over somebody else's bytes; any error of the parsers becomes a problem of it."""
        try:
            step(spot)
        except NotTakenOut as problem:
            self._put(spot, b"", problem)
        except Exception:  # somebody else's file and somebody else's parser: any error may come, none may stop the run
            self._put(spot, b"", NotTakenOut(reason))

    def _inner(self, spot: _Spot, name: str, deeper: int = 0, forwards: int = 0) -> _Spot:
        """The spot of a member; two members of one name are told apart."""
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise NotTakenOut(because("Y201", count=MAX_MEMBERS))
        base, count = PurePosixPath(_base_name(name)), 1
        whole = f"{spot.name}!{base}"
        while whole in self.names:
            count += 1
            whole = f"{spot.name}!{base.stem}-{count}{base.suffix}"
        self.names.add(whole)
        return _Spot(whole, spot.depth + deeper, spot.forwards + forwards, spot.letter)

    def _mail(self, content: bytes, spot: _Spot) -> None:
        self._message(message_from_bytes(content.removeprefix(b"\xef\xbb\xbf")), spot)

    def _message(self, mail: Message, spot: _Spot) -> None:
        if spot.forwards > MAX_FORWARDS:
            raise NotTakenOut(because("Y202", count=MAX_FORWARDS))
        letter = spot.letter or letter_of(mail, self.server)
        self._part(mail, _Spot(spot.name, spot.depth, spot.forwards, letter))

    def _forwarded(self, part: Message, inner: Message, spot: _Spot) -> None:
        """A forwarded mail; one that was encoded as a whole, against the standard, is decoded first."""
        encoding = header_text(part["content-transfer-encoding"] or "").strip().lower()
        if encoding == "base64" and not inner.keys():
            inner = message_from_bytes(b64decode(str(inner.get_payload()).encode("ascii", "replace")))
        self._message(inner, spot)

    def _part(self, part: Message, spot: _Spot) -> None:
        kind, name = part.get_content_type(), attachment_name(part)
        payload: Any = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload:
            inner = self._inner(spot, name if name.lower().endswith(".eml") else f"{name or '转发的邮件'}.eml", 0, 1)
            self._guarded(partial(self._forwarded, part, payload[0]), inner, because("Y207"))
        elif isinstance(payload, list):
            for child in payload:
                self._part(child, spot)
        else:
            self._leaf(part, kind, name, spot)

    def _leaf(self, part: Message, kind: str, name: str, spot: _Spot) -> None:
        """An attachment; text without a name is the mail itself, a picture that the text shows is none either."""
        shown = part.get_content_disposition() != "attachment" or part["content-id"]
        if kind.startswith("image/") and shown and not name.lower().endswith((*WORKBOOK_ENDINGS, *CONTAINER_ENDINGS)):
            return
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if kind == "application/ms-tnef":
            name = "winmail.dat"
        if not name:
            if kind.startswith("text/") or not content.startswith(_ZIP_MAGIC):
                return
            name = "附件"
        is_mail = name.lower().endswith(".eml")
        inner = self._inner(spot, name, deeper=not is_mail, forwards=is_mail)
        if part.defects and not _is_whole(content, inner):
            self._put(inner, b"", NotTakenOut(because("Y203")))
        else:
            self._limited(content, inner)

    def _limited(self, content: bytes, spot: _Spot) -> None:
        """Open a member whose bytes are at hand, as long as all of them together are not too many."""
        self.bytes_left -= len(content)
        if len(content) > MAX_MEMBER_BYTES or self.bytes_left < 0:
            self._put(spot, b"", NotTakenOut(because("Y206")))
        else:
            self.open(content, spot)

    def _zip(self, content: bytes, spot: _Spot) -> None:
        if spot.depth > 1:
            raise NotTakenOut(because("Y204"))
        if not has_its_own_end(io.BytesIO(content)):
            raise NotTakenOut(because("Y208"))
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for info in package.infolist():
                path = re.split(r"[/\\]", _zip_name(info))
                if path[-1] and "__MACOSX" not in path and not LEFTOVERS.fullmatch(path[-1]):
                    inner = self._inner(spot, path[-1], deeper=1)
                    self._guarded(partial(self._member, package, info), inner, because("Y209"))

    def _member(self, package: zipfile.ZipFile, info: zipfile.ZipInfo, spot: _Spot) -> None:
        """Inflate one member, no further than allowed, and only if it may be something for us."""
        if info.flag_bits & 1:
            raise NotTakenOut(because("Y205"))
        known = spot.ending in (*WORKBOOK_ENDINGS, *CONTAINER_ENDINGS)
        with package.open(info) as stream:
            content = stream.read(len(_ZIP_MAGIC))
            if known or content == _ZIP_MAGIC:
                limit = min(MAX_MEMBER_BYTES, self.bytes_left)
                content += stream.read(max(0, limit + 1 - len(content)))
        self._limited(content, spot)


def _base_name(name: str) -> str:
    """The last part of a path, cleaned and cut; never empty, never a step upwards."""
    base = clean(re.split(r"[/\\]", name)[-1]).replace("\n", " ").replace("\t", " ")
    path = PurePosixPath(base)
    if len(base) > _MAX_NAME:
        base = f"{path.stem[:_MAX_NAME]}{path.suffix[:10]}"
    return base if base.strip(". ") else "未命名"


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: flagged UTF-8, else bytes that are UTF-8 or GBK, which the library took for cp437."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    return in_charset(info.orig_filename.encode("cp437", "replace"))


def _is_whole(content: bytes, spot: _Spot) -> bool:
    """Whether something that was encoded oddly came through all the same."""
    if spot.ending in WORKBOOK_ENDINGS:
        return holds_workbook(io.BytesIO(content))
    stream = io.BytesIO(content)
    return spot.ending != ".zip" or (zipfile.is_zipfile(stream) and has_its_own_end(stream))

"""Mails and archives as people's programs make them, byte by byte."""

from __future__ import annotations

import io
import zipfile
from base64 import encodebytes
from collections.abc import Iterable, Mapping

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE = "Mon, 30 Nov 2026 16:00:00 +0800"


def book(text: str = "x") -> bytes:
    """The smallest package that counts as a workbook by its content."""
    return zipped({"xl/workbook.xml": text.encode()})


def encoded(text: str) -> bytes:
    """Header text: what is no ASCII as raw GBK bytes."""
    return text.encode("gb18030")


def part(
    content: bytes,
    disposition: str | bytes = "attachment",
    kind: str | bytes = "application/octet-stream",
    encoding: str = "base64",
    body: bytes | None = None,
    more: Iterable[str] = (),
) -> bytes:
    """One part of a mail; the headers go in as they are given."""
    headers = [b"Content-Type: " + _raw(kind), f"Content-Transfer-Encoding: {encoding}".encode()]
    headers += [b"Content-Disposition: " + _raw(disposition)] if disposition else []
    headers += [line.encode() for line in more]
    coded = body if body is not None else encodebytes(content) if encoding == "base64" else content
    return b"\n".join(headers) + b"\n\n" + coded


def _raw(header: str | bytes) -> bytes:
    return header if isinstance(header, bytes) else header.encode()


def named(content: bytes, name: str, kind: str = XLSX) -> bytes:
    """A part with a plain ASCII or raw UTF-8 name."""
    return part(content, f'attachment; filename="{name}"', kind)


TEXT = part(b"", "", "text/plain; charset=utf-8", "8bit", "请查收\n".encode())
PICTURE = part(b"\x89PNG", 'inline; filename="logo.png"', "image/png", more=["Content-ID: <logo>"])


def multipart(*parts: bytes, kind: str = "mixed", mark: str = "B0") -> bytes:
    """A part made of parts."""
    inner = b"".join(f"--{mark}\n".encode() + p.rstrip(b"\n") + b"\n" for p in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n'.encode() + inner + f"--{mark}--\n".encode()


def mail(*parts: bytes, date: str | None = DATE, received: Iterable[str] | None = None, mark: str = "B0") -> bytes:
    """A whole mail: a text and these parts; ``received`` from the newest down (None: one line, of its date)."""
    received = [date] if received is None and date else received or ()
    lines = [f"Received: from a.example by b.example with SMTP id 1;\n\t{moment}" for moment in received]
    lines += [f"Date: {date}"] if date else []
    lines += ["From: =?GBK?B?wO7P/sP3?= <a@example.com>", "Subject: =?utf-8?B?5Zue6K6/6KGo?=", "MIME-Version: 1.0"]
    return "\n".join(lines).encode() + b"\n" + multipart(TEXT, *parts, mark=mark)


def forwarded(inner: bytes, headers: str = "Content-Type: message/rfc822\nContent-Disposition: attachment") -> bytes:
    """A mail as a part of another."""
    return headers.encode() + b"\n\n" + inner


def zipped(members: Mapping[str, bytes], coding: str = "", packed: bool = True) -> bytes:
    """An archive; with a ``coding``, names are stored as its bytes and not flagged, as programs in China do. Not
    ``packed``: members are stored as they are.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            info = _Unflagged(name, coding) if coding else zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            package.writestr(info, content)
    return stream.getvalue()


class _Unflagged(zipfile.ZipInfo):
    """A member whose name is stored as raw bytes."""

    __slots__ = ("raw",)

    def __init__(self, name: str, coding: str) -> None:
        super().__init__(name)
        self.raw = name.encode(coding)

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.raw, self.flag_bits & ~0x800


def encrypted(members: Mapping[str, bytes]) -> bytes:
    """An archive whose members say that they are encrypted."""
    content = bytearray(zipped(members))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(magic)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(magic, start + 4)
    return bytes(content)

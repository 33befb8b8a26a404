"""What is attached where a mail may only be so large: all of it, else packed, else in several mails."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from math import ceil

from huifang.edges.drawing.looks import CREATED

#: Base64 as it is sent: lines of 76 signs and their end for 57 bytes; the headers of an attachment.
_LINE, _BYTES, _HEADERS = 78, 57, 2500


def as_sent(content: bytes) -> int:
    """How many bytes of a mail an attachment takes."""
    return ceil(len(content) / _BYTES) * _LINE + _HEADERS


def shared_out(
    first: Mapping[str, bytes], more: Mapping[str, bytes], room: int, archive: str
) -> tuple[list[dict[str, bytes]], list[str]]:
    """The attachments of one mail, or of several: all of them where there is ``room``; else ``more`` packed into the
    ``archive`` beside the ``first``; else as many in each mail as it has room for. And the names of those that are too
    large for any.
    """
    if sum(map(as_sent, (*first.values(), *more.values()))) <= room:
        return [{**first, **more}], []
    packed = {**first, **({archive: zipped(more)} if more else {})}
    if more and sum(map(as_sent, packed.values())) <= room:
        return [packed], []
    mails: list[dict[str, bytes]] = [{}]
    left, too_large = room, []
    for name, content in {**first, **more}.items():
        size = as_sent(content)
        if size > room:
            too_large.append(name)
            continue
        if size > left:
            mails.append({})
            left = room
        mails[-1][name] = content
        left -= size
    return mails, too_large


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of the files; the same files give the same bytes, and their names are flagged as UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, CREATED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return stream.getvalue()

"""The head of the journal's chain that a report prints, read back from its file."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from huifang.edges.store.office import REPORTS

#: Where a head is printed, all of it or its first digits: in the page's text, and among the workbook's texts.
_HEAD = re.compile(rb"\xe9\x93\xbe\xe9\xa6\x96[^0-9a-f]{1,80}?([0-9a-f]{64})")  # 链首
_DIGITS = re.compile(rb"\xe6\xa0\xa1\xe9\xaa\x8c\xe7\xa0\x81 ([0-9a-f]{12})(?![0-9a-f])")  # 校验码
_PARTS = re.compile(r"xl/(?:sharedStrings|worksheets/sheet1)\.xml")
#: A part that is larger holds no head of ours.
_MAX_PART = 64 * 1024 * 1024
#: How reports are named: kind, period, version.
_NAME = re.compile(rf"{REPORTS}/[^/]+-\d{{4}}(?:-\d\d(?:[上中下]旬)?|Q\d|W\d\d)(?:-第\d+版)?\.(?:xlsx|html)")


def is_named_as_report(path: str) -> bool:
    """Whether a file of an office (by its relative path) is named as a report is."""
    return _NAME.fullmatch(path) is not None


def printed_head(content: bytes) -> str | None:
    """The head on a report, workbook or page, or its first digits; None where none can be found."""
    texts = _texts(content)
    found = (pattern.search(text) for pattern in (_HEAD, _DIGITS) for text in texts)
    return next((one[1].decode() for one in found if one), None)


def _texts(content: bytes) -> list[bytes]:
    if not content.startswith(b"PK"):
        return [content]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [i for i in package.infolist() if _PARTS.fullmatch(i.filename) and i.file_size <= _MAX_PART]
            return [package.read(part) for part in parts]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return []

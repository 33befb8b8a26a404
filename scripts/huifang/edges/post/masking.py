"""Attachments for roles that need no telephone numbers: workbooks of ours and pages, with the numbers masked."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape, unescape

from huifang.core.phones import masked

#: The texts of a package that hold what people read: those of cells, and of notes and headers.
_TEXTS = re.compile(r"(<(?:\w+:)?(?:t|oddHeader|oddFooter)(?:\s[^>]*)?>)([^<]*)(?=<)")
_HTML, _TEXT = (".html", ".txt")


def masked_file(name: str, content: bytes) -> bytes:
    """The file with the telephone numbers in it masked; the same file gives the same bytes."""
    if name.endswith((_HTML, _TEXT)):
        return masked(content.decode()).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in package.infolist():
            part = package.read(info)
            if info.filename.endswith(".xml"):
                part = _TEXTS.sub(_masked_text, part.decode()).encode()
            copy.writestr(info, part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _masked_text(found: re.Match[str]) -> str:
    said = unescape(found[2])
    hidden = masked(said)
    return found[0] if hidden == said else found[1] + escape(hidden, quote=False)

"""A workbook of somebody's own without what could do something by itself: values and looks alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

from huifang.core.catalogue import because
from huifang.edges.reading.active_content import active_parts
from huifang.edges.reading.unreadable import Unreadable


def is_active(content: bytes) -> bool:
    """Whether the workbook has macros, objects, links or the like in it. Our own macros are for the agent alone."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return bool(active_parts(package, has_dde=False, with_ours=True))


def plain_copy(content: bytes) -> bytes:
    """The workbook with what its formulas showed in their place, and nothing that is active.

    Raises:
        Unreadable: it cannot be copied so.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  (rare)

    stream = BytesIO()
    try:
        book = load_workbook(BytesIO(content), data_only=True, keep_vba=False, keep_links=False)
        book.save(stream)
    except Exception as error:  # somebody else's workbook and the library's own mistakes
        raise Unreadable(because("Y101")) from error
    return stream.getvalue()

"""Templates as an office makes them: with a header picture, a text box, a logo."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

LOGO = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def letterhead(*rows: Sequence[str], header: bool = True, box: bool = True, logo: bool = True) -> bytes:
    """A sheet 处理单 with these rows, and around them what openpyxl drops."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("处理单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if header:
        sheet.set_header("&C&G", {"image_center": "logo.png", "image_data_center": BytesIO(LOGO)})
    if box:
        sheet.insert_textbox("D1", "某某公司")
    if logo:
        sheet.insert_image("D9", "logo.png", {"image_data": BytesIO(LOGO)})
    book.close()
    return stream.getvalue()

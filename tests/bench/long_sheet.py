"""How long a sheet of many rows takes, against XlsxWriter alone writing the same cells in the same run.

python tests/bench/long_sheet.py [--rows 50000]
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from xlsxwriter.format import Format

from huifang.edges.drawing.forms import page_setup, plain_format
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import LINE, Palette, new_book

COLUMNS = 18
WIDTHS = (15, 11, 22, 12, 9, 9, 10, 10, 20, 26, 11, 22, 20, 15, 10, 12, 34, 8)
#: A tenth of the texts are different in every row, as numbers and remarks are; the others come again and again.
WORDS = ("接通", "满意", "无问题", "客户询问冬季新品的价格，约好下周再联系", "电话", "李晓明", "城东永安五金商行")


def rows(count: int) -> list[tuple[Any, ...]]:
    """Rows like those of the ledger."""
    first = date(2026, 1, 1)
    return [
        (
            f"H2611-{n:05d}-1", f"K{n % 60_000:05d}", f"{n % 60_000} 号商行", first + timedelta(days=n % 300),
            f"{9 + n % 9:02d}:{n % 60:02d}", f"{9 + n % 9:02d}:{n % 60:02d}", WORDS[0], WORDS[1], "", WORDS[3],
            WORDS[2], f"第 {n} 次登记，已经回复客户", "", f"138{n % 10**8:08d}", WORDS[4], n % 7,
            f"回访计划/2026-11下旬/A{n % 300:03d}-{WORDS[5]}.xlsx", n % 200 + 2,
        )
        for n in range(count)
    ]  # fmt: skip


def draw(listed: list[tuple[Any, ...]], put: Callable[..., Callable[[], bytes]]) -> bytes:
    """A sheet with all features: table, header, print set-up, frozen panes, validation, conditional format."""
    stream = BytesIO()
    book = new_book(stream, "长表")
    palette = Palette(book)
    sheet = book.add_worksheet("明细")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)

    def style_of(value: Any) -> Format:
        return palette.get(border=1, border_color=LINE, text_wrap=True, num_format=plain_format(value))

    headers = [{"header": f"列 {n}", "header_format": palette.header()} for n in range(COLUMNS)]
    table = ((0, 0, len(listed), COLUMNS - 1), {"name": "明细", "columns": headers, "style": None})
    done = put(book, stream, sheet, listed, style_of, table)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.data_validation(1, 7, len(listed), 7, {"validate": "list", "source": ["满意", "不满意"]})
    sheet.conditional_format(1, 7, len(listed), 7, {"type": "blanks", "format": palette.get(bg_color="#FFF2CC")})
    page_setup(sheet, "单位", "长表")
    return done()


def streamed(book: Any, stream: BytesIO, sheet: Any, listed: list[tuple[Any, ...]], style_of: Any, table: Any) -> Any:
    """Our way, row heights included."""
    lists = LongLists(book, stream)
    lists.add(sheet, 1, listed, WIDTHS, style_of)
    lists.add_table(sheet, *table)
    return lists.close


def bare(book: Any, stream: BytesIO, sheet: Any, listed: list[tuple[Any, ...]], style_of: Any, table: Any) -> Any:
    """XlsxWriter alone: each cell by the method of its type, no heights."""
    text, day, number = style_of(""), style_of(date.min), style_of(0)
    for row, cells in enumerate(listed, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(row, column, value, text)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_number(row, column, value, number)

    area, options = table
    sheet.add_table(*area, options)

    def done() -> bytes:
        book.close()
        return stream.getvalue()

    return done


def main() -> None:
    """Measure both, one after the other, in seconds of the processor: others may be at work."""
    gc.set_threshold(100_000)  # as every command of huifang does
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    listed = rows(parser.parse_args().rows)
    seconds = {}
    for name, put in {"streamed": streamed, "bare XlsxWriter": bare}.items():
        start = time.process_time()
        content = draw(listed, put)
        seconds[name] = time.process_time() - start
        print(f"{name:16} {seconds[name]:6.2f} s  {len(content) / 1e6:5.1f} MB")
    print(f"ratio            {seconds['streamed'] / seconds['bare XlsxWriter']:6.2f}")


if __name__ == "__main__":
    main()

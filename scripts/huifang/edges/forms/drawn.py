"""The templates of the declared forms: one page each, with marks where the values go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.edges.drawing.looks import BRAND, EDGE, ISSUED, MUTED, Palette, new_book
from huifang.tables.declared.forms import column_of
from huifang.tables.model import Column, Kind
from huifang.tables.printed import LINE, QUESTION, PrintedForm, mark_name

LABEL, VALUE = 84, 148
WIDTHS = (LABEL, VALUE) * 3
LAST = len(WIDTHS) - 1
#: A column of more characters has a row of its own. Names of customers are wrapped rather.
_WIDEST_PAIR = 16
_WRAPPED = frozenset({"customer_name"})
HEAD, TITLE, CAPTION, PAIR, FULL, ANSWER, WORDS, GAP, SIGNED, NOTE = 24, 40, 28, 28, 30, 32, 90, 10, 58, 34
#: In percent: some programs draw columns a little wider. Fitted to the width, a sheet would lose its page breaks.
SCALE = 94
NUMBERS = "一二三四五六七八九"
#: Where to write the day of a signature.
DAY = "　　　年　　月　　日"
RATE = "请您评价（在 □ 里打 √）"

Shown = tuple[str, Column]


def template_of(form: PrintedForm, left_out: Set[str] = frozenset()) -> bytes:
    """The form's template, without the columns (by their keys in the form) that an office does not use.

    The same declaration gives the same bytes.
    """
    stream = BytesIO()
    book = new_book(stream, form.title)
    _Drawn(book, form, left_out).draw()
    book.close()
    return stream.getvalue()


class _Drawn:
    """One form on its sheet, drawn from the top down."""

    def __init__(self, book: Workbook, form: PrintedForm, left_out: Set[str]) -> None:
        self.form, self.left_out, self.row = form, left_out, 0
        self.palette = Palette(book)
        self.sheet: Worksheet = book.add_worksheet(form.title)
        for index, width in enumerate(WIDTHS):
            self.sheet.set_column_pixels(index, index, width)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.45)
        self.sheet.center_horizontally()
        self.sheet.set_print_scale(SCALE)
        self.box = {"border": 1, "border_color": EDGE, "text_wrap": True}
        self.label = self.palette.get(**self.box, bg_color=ISSUED, font_size=9, align="center")
        self.value = self.palette.get(**self.box, indent=1, num_format="@")

    def draw(self) -> None:
        """Everything, in the order of the paper."""
        get, form = self.palette.get, self.form
        half = (LAST + 1) // 2
        self._put(0, half - 1, "{{ 单位名称 }}", get(font_size=9, font_color=MUTED))
        self._put(half, LAST, "{% if 编号 %}编号 {{ 编号 }}{% endif %}", get(font_size=9, align="right"))
        self._next(HEAD)
        self._put(0, LAST, "{{ 表名 }}", get(bold=True, font_size=18, align="center"))
        self._next(TITLE)
        blocks = [(caption, fields) for caption, keys in form.blocks if (fields := [*self._fields(keys)])]
        for number, (caption, fields) in enumerate(blocks):
            self._caption(number, caption)
            self._pairs(fields)
        if form.listed:
            self._list([*self._fields(form.listed)])
        if form.asks:
            self._caption(len(blocks), RATE, needs="题数")
            self._questions()
        if form.remarks:
            caption, key = form.remarks
            (mark, _), *_ = self._fields([key])
            self._put(0, 0, caption, self.label)
            self._put(1, LAST, f"{{{{ {mark} }}}}", self.value)
            self._next(WORDS)
        self._next(GAP)
        self._signatures()
        self._put(0, LAST, form.note, get(font_size=8, font_color=MUTED, text_wrap=True, valign="top"))
        self._next(NOTE)
        self.sheet.print_area(0, 0, self.row - 1, LAST)

    def _fields(self, keys: Sequence[str]) -> Iterator[Shown]:
        """The columns that are shown, with their marks."""
        for key in keys:
            table, column = column_of(self.form, key)
            if key not in self.left_out:
                own = table is self.form.table
                yield mark_name(column) if own else f"{table.name}.{mark_name(column)}", column

    def _put(self, first: int, last: int, text: str, style: object) -> None:
        if first == last:
            self.sheet.write_string(self.row, first, text, style)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
            self.sheet.write_string(self.row, first, text, style)

    def _next(self, height: int) -> None:
        self.sheet.set_row_pixels(self.row, height)
        self.row += 1

    def _caption(self, number: int, caption: str, needs: str = "") -> None:
        style = self.palette.get(bold=True, font_color=BRAND, bottom=2, bottom_color=BRAND)
        text = f"{NUMBERS[number]}、{caption}"
        self._put(0, LAST, f"{{% if {needs} %}}{text}{{% endif %}}" if needs else text, style)
        self._next(CAPTION)

    def _pairs(self, fields: Sequence[Shown]) -> None:
        """Three pairs of label and value a row, the last one stretched; what is wide has a row of its own."""
        waiting: list[Shown] = []
        for field in (*fields, None):
            if waiting and (field is None or len(waiting) == len(WIDTHS) // 2 or _is_wide(field[1])):
                self._row(waiting)
                waiting = []
            if field is not None:
                waiting.append(field)
                if _is_wide(field[1]):
                    self._row(waiting, FULL)
                    waiting = []

    def _row(self, fields: Sequence[Shown], height: int = PAIR) -> None:
        for place, (mark, column) in enumerate(fields):
            self._put(2 * place, 2 * place, column.header, self.label)
            until = LAST if place == len(fields) - 1 else 2 * place + 1
            self._put(2 * place + 1, until, f"{{{{ {mark} }}}}", self.value)
        self._next(height)

    def _list(self, fields: Sequence[Shown]) -> None:
        """A line for each row of the list; the last column is stretched."""
        for text in ("header", "mark"):
            for index, (mark, column) in enumerate(fields):
                until = LAST if index == len(fields) - 1 else index
                said = column.header if text == "header" else f"{{{{ {LINE}.{mark} }}}}"
                self._put(index, until, said, self.label if text == "header" else self.value)
            self._next(PAIR)

    def _questions(self) -> None:
        asked = self.palette.get(**self.box, bg_color=ISSUED, indent=1)
        self._put(0, 1, f"{{{{ {QUESTION}.题目 }}}}", asked)
        self._put(2, LAST, f"{{{{ {QUESTION}.选项 }}}}", self.value)
        self._next(ANSWER)

    def _signatures(self) -> None:
        style = self.palette.get(**self.box, font_size=9, valign="top")
        across = len(WIDTHS) // 2
        for first in range(0, len(self.form.signatures), across):
            here = self.form.signatures[first : first + across]
            for place, who in enumerate(here):
                until = LAST if place == len(here) - 1 else 2 * place + 1
                self._put(2 * place, until, f"{who}：\n{DAY}", style)
            self._next(SIGNED)


def _is_wide(column: Column) -> bool:
    is_moment = column.kind in (Kind.DATE, Kind.DATETIME, Kind.PERSON, Kind.CHOICE)
    return column.width > _WIDEST_PAIR and not is_moment and column.key not in _WRAPPED

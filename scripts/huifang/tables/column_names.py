"""What the columns of a table are called in lists of other people, and what was told about a list's own headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from huifang.core.text import clean, half_width
from huifang.core.traditional import simplified
from huifang.tables.header_words import loose_headers, plain_header
from huifang.tables.model import Column, Kind, Table, column_letter

#: A name that lacks a sign still has so many.
SHORTEST = 3
#: What tells one of several telephones from the others: a number behind it, whose or which it is.
_FURTHER = re.compile(
    r"(?:备用|其他|其它|另一个?|第[一二三四]个?|办公室?|单位|公司|家庭|家里|住宅|店内|本人)(?P<name>.+)"
    r"|(?P<called>.+?)(?:[-_]?[1-9]|[一二三四]|[(](?:[1-9]|[一二三四]|备用|其他|办公|住宅|家庭|另一个)[)])"
)
#: What stands between words that mean the same.
_BETWEEN = re.compile(r"[/\\|、或]")


class Way(StrEnum):
    """How a column was recognised, the surest first."""

    TOLD = "按指定"
    SAVED = "按上次的对应"
    HEADER = "表头相同"
    VARIANT = "表头写法不同"
    SYNONYM = "表头同义"
    CONTENTS = "按内容推测"
    JOINED = "并入同一格"
    NEAREST = "表头相近"


class ColumnNames:
    """What the columns of a table may be called, and what was told about a sheet's own headers."""

    def __init__(self, table: Table, told: Mapping[str, str], saved: Mapping[str, str]) -> None:
        self._headers = {plain_header(column.header): column for column in table.columns}
        self._fixed = {
            plain_header(source): (table.by_header.get(target), way)
            for way, mapping in ((Way.SAVED, saved), (Way.TOLD, told))
            for source, target in mapping.items()
        }
        self._synonyms: dict[str, list[Column]] = {}
        self._loose: dict[str, list[Column]] = {}
        for column in table.columns:
            for word in column.synonyms.split():
                self._synonyms.setdefault(plain_header(word), []).append(column)

    def fixed(self, index: int, header: str) -> tuple[Column | None, Way] | None:
        """What somebody said that the column is (None: it is to be left out); None where nobody did."""
        names = (plain_header(header), plain_header(f"{column_letter(index)} 列"))
        return next((self._fixed[name] for name in names if name in self._fixed), None)

    def named(self, header: str) -> tuple[Column, Way] | None:
        """The column of that header."""
        name = plain_header(header)
        if name in self._headers:
            exact = half_width(clean(header)).rstrip("*") == self._headers[name].header
            return self._headers[name], Way.HEADER if exact else Way.VARIANT
        column = self._headers.get(simplified(name))
        return (column, Way.VARIANT) if column else None

    def synonymous(self, header: str) -> list[Column]:
        """The columns that offices call so, if need be without what is put around a header."""
        known = self._synonyms.get(simplified(plain_header(header)), [])
        if known or header in self._loose:
            return known or self._loose[header]
        forms = (simplified(form) for form in loose_headers(header))
        called = (self._called(form) for form in forms)
        found = next(filter(None, called), []) or self._in_several_words(header)
        return self._loose.setdefault(header, found)

    def _called(self, name: str) -> list[Column]:
        return [self._headers[name]] if name in self._headers else self._synonyms.get(name, [])

    def _in_several_words(self, header: str) -> list[Column]:
        """The one column that every word of the header means, as 电话/手机."""
        words = [simplified(word) for word in _BETWEEN.split(plain_header(header))]
        meant = {column.key: column for word in words for column in self._called(word)}
        return [*meant.values()] if len(words) > 1 and len(meant) == 1 and all(map(self._called, words)) else []

    def knows(self, index: int, header: str) -> bool:
        """Whether the header tells anything."""
        return bool(header) and bool(self.fixed(index, header) or self.named(header) or self.synonymous(header))

    def nearest(self, header: str) -> list[Column]:
        """The columns whose name lacks only its last sign here, as 客户名 for 客户名称."""
        names = {simplified(form) for form in (plain_header(header), *loose_headers(header)) if len(form) >= SHORTEST}
        return [column for called, column in self._headers.items() if called[:-1] in names]

    def telephone(self, header: str) -> Column | None:
        """The column that this is one of several telephones of, as 座机 and 联系电话2 are of 电话."""
        names = [simplified(form) for form in (plain_header(header), *loose_headers(header))]
        further = filter(None, map(_FURTHER.fullmatch, names))
        for form in dict.fromkeys((*names, *(one["name"] or one["called"] for one in further))):
            column = self._headers.get(form)
            called = [column] if column else self.synonymous(form)
            if len(called) == 1 and called[0].kind is Kind.PHONE:
                return called[0]
        return None

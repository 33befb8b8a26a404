"""Whose call it was: the rows of a list of past calls against the customers, by number, telephone and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huifang.core.dialled import lines_in
from huifang.decisions.moving_in import plain_name
from huifang.policy.customers import Customer
from huifang.tables.model import Row


class NotOne(ValueError):
    """What a row says is of several customers, or of none in particular."""


class CustomersKnownBy:
    """The customers by what a list may name them with."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._by_number: dict[str, Customer] = {}
        self._by_line: dict[str, list[Customer]] = {}
        self._by_name: dict[str, list[Customer]] = {}
        for one in customers:
            self._by_number[one.customer_no] = one
            for line in lines_in(one.phone):
                self._by_line.setdefault(line, []).append(one)
            if one.name:
                self._by_name.setdefault(plain_name(one.name), []).append(one)

    def of(self, row: Row) -> Customer | None:
        """The customer of the row; None where nobody is known by anything that it says.

        A number of ours counts unless name and telephone are both another's: it may be that of another program. Else
        the telephone counts, then the name; where it belongs to several, the other one tells.

        Raises:
            NotOne: it does not tell.
        """
        lines = lines_in(row["phone"] or "")
        by_line = [one for line in lines for one in self._by_line.get(line, ())]
        by_name = self._by_name.get(plain_name(row["customer_name"]), []) if row["customer_name"] else []
        numbered = self._by_number.get(row["customer_no"] or "")
        if numbered is not None:
            others = [one for one in (*by_line, *by_name) if one is not numbered]
            if others and numbered not in (*by_line, *by_name):
                raise NotOne
            return numbered
        both = [one for one in by_line if one in by_name]
        found = _distinct(both or by_line or by_name)
        if len(found) > 1:
            raise NotOne
        return next(iter(found.values()), None)


def _distinct(found: Iterable[Customer]) -> Mapping[str, Customer]:
    return {one.customer_no: one for one in found}

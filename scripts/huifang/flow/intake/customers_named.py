"""Customers who are known by their name alone, on open rows of sheets and on forms: their number is found when these
are taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from huifang.core.text import half_width
from huifang.policy.customers import Customer
from huifang.rules.context import SheetContext
from huifang.tables.model import Rows


def with_numbers(context: SheetContext, rows: Rows) -> Rows:
    """The rows with the number of each customer who is known by name alone; a name that is not clear stays alone."""
    numbers, names = rows.cells("customer_no"), rows.cells("customer_name")
    if None not in numbers:
        return rows
    cells = zip(rows.cells("plan_no"), numbers, names, strict=True)
    alone = [place for place, (plan_no, number, name) in enumerate(cells) if name and not plan_no and not number]
    if not alone:
        return rows
    filled = [*numbers]
    for place in alone:
        found = context.numbers_named(names[place])
        if len(found) == 1:
            filled[place] = found[0]
    return replace(rows, columns={**rows.columns, "customer_no": filled})


def known_as(customers: Mapping[str, Customer]) -> Callable[..., Sequence[str]]:
    """Whom some words mean: the number, the name, the contact or the telephone of one customer; where several are
    called so, those that all the words fit, if there are any.
    """
    known: dict[str, list[str]] = {}
    for number, one in customers.items():
        for word in {*map(_plain, (number, one.name, one.contact, one.phone))}:
            known.setdefault(word, []).append(number)

    def meant(first: str, *further: str) -> Sequence[str]:
        numbers = known.get(_plain(first), [])
        for word in further:
            numbers = [number for number in numbers if number in known.get(_plain(word), [])] or numbers
        return numbers

    return meant


def _plain(word: str) -> str:
    return half_width(word).replace(" ", "").casefold()

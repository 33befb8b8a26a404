"""Open rows in which an agent picked the customer's name: the number is found when the sheet is taken in."""

from __future__ import annotations

from dataclasses import replace

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

"""The register of complaints as an office uses it: what each step asks for is said at the cell, and coloured.

The colours of the state follow from the filled cells alone. Whether a deadline has passed is not among them: a workbook
that stays open does not know when it was last calculated, and the clocks need the calendar; ``huifang complaints`` says
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xlsxwriter.worksheet import Worksheet

from huifang.edges.drawing.forms import Drawing
from huifang.edges.drawing.looks import ALERT, BRAND_PALE, DONE, LATE, SETTLED, TODAY
from huifang.policy.complaints import ALL, ComplaintNeed
from huifang.tables.model import Table
from huifang.tables.options import BUILT_IN, DISSATISFIED

_BEGUN = ("accepted_told_at", "started_at", "responded_at", "assigned_at")
_SETTLED = ("carried_out_at", "outcome_told_at")
#: The state is shown at the number and the receipt, which stay in sight.
_SHOWN_AT = ("complaint_no", "received_at")


def asking(table: Table, needs: Iterable[ComplaintNeed]) -> Table:
    """The table whose columns say at which step they are to be filled."""
    when: dict[str, str] = {}
    for need in needs:
        whose = "" if need.applies_to == ALL else f"“{need.applies_to}”的投诉，"
        for key in need.asked:
            when.setdefault(key, f"{whose}填写了“{table.by_key[need.done_with].header}”，")
    columns = (replace(column, needed_when=when.get(column.key, column.needed_when)) for column in table.columns)
    return replace(table, columns=tuple(columns))


def colour_complaints(
    drawing: Drawing, sheet: Worksheet, table: Table, last: int, needs: Sequence[ComplaintNeed]
) -> None:
    """Red: dissatisfied. Grey: closed. Orange: not begun. Green: settled. Blue: being handled. Yellow: asked for."""
    at = {column.key: f"${table.letter(column.key)}2" for column in table.columns}

    def colour(key: str, condition: str, background: str, stop: bool = False) -> None:
        index = list(table.by_key).index(key)
        style = drawing.book.add_format({"bg_color": background})
        rule = {"type": "formula", "criteria": f"={condition}", "format": style, "stop_if_true": stop}
        sheet.conditional_format(1, index, last, index, rule)

    rated = [f'{at["revisit_satisfaction"]}="{word}"' for word in DISSATISFIED]
    said = [f'ISNUMBER(SEARCH("{word}",{at["reaction"]}))' for word in ("不满意", "不接受")]
    unhappy = f'AND(OR({",".join(rated + said)}),{at["closing_note"]}="")'
    states = (
        (unhappy, ALERT),
        (f'{at["closed_at"]}<>""', DONE),
        (_any_of(at, _SETTLED), SETTLED),
        (_any_of(at, _BEGUN), BRAND_PALE),
        (f'{at["complaint_no"]}<>""', LATE),
    )
    for key in _SHOWN_AT:
        for condition, background in states:
            colour(key, condition, background, stop=True)
    colour("closing_note", f'AND({at["closed_at"]}<>"",{unhappy})', ALERT)
    for need in needs:
        only = _only(at, need.applies_to)
        for key in need.asked:
            colour(key, f'AND({at[need.done_with]}<>"",{at[key]}=""{only})', TODAY)


def _any_of(at: dict[str, str], keys: Sequence[str]) -> str:
    return "OR(" + ",".join(f'{at[key]}<>""' for key in keys) + ")"


def _only(at: dict[str, str], applies_to: str) -> str:
    """The condition, as one more argument, under which the line is about the row."""
    if applies_to == ALL:
        return ""
    if applies_to in BUILT_IN["是否成立"]:
        return f',{at["upheld"]}="{applies_to}"'
    word = applies_to.replace('"', '""')
    return f',OR({at["severity"]}="{word}",{at["category"]}="{word}")'

"""What is wrong with the rows of an auditor's sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import clean, half_width
from huifang.policy.people import People, Person
from huifang.tables.cells import shown
from huifang.tables.declared.spot_checks import SPOT_CHECKS
from huifang.tables.model import Row
from huifang.tables.options import AUDITOR, BOSS, NO, YES

#: What the auditor fills in, and what of it the customer says.
FILLED = tuple(column.key for column in SPOT_CHECKS.columns if not column.issued)
SAID = ("answered_by", "was_called", "called_on", "satisfaction", "solved")
#: What every row needs that was begun, what one does whose customer was reached, and what one who was called tells.
_NEEDED, _REACHED, _CALLED = ("reached", "checked_by", "checked_at"), ("was_called",), ("satisfaction", "solved")


@dataclass(frozen=True, kw_only=True)
class OnSheet:
    """A customer who was drawn, as the sheet names him: his place among the tickets and whom to ask for."""

    order: int
    customer_no: str
    contact: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class ChecksContext:
    """What an auditor's sheet about an agent is judged by: who was drawn, by 抽查编号, when the list was sealed, and
    the places that were rung before.
    """

    agent: str
    drawn: Mapping[str, OnSheet]
    people: People
    sealed_on: date
    today: date
    rung_before: frozenset[int] = frozenset()

    def auditor(self, text: str) -> Person | None:
        """Who rang, if that is somebody who may."""
        person = self.people.find(text)
        allowed = person and person.role in (AUDITOR, BOSS) and person.person_no != self.agent
        return person if person and allowed and person.active_on(self.today) else None


def begun(row: Row) -> bool:
    """Whether somebody filled in something."""
    return any(row[key] is not None for key in FILLED) or bool(row.broken.intersection(FILLED))


def check_spot_checks(context: ChecksContext, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """All that is wrong with the rows that were begun."""
    answered = [row for row in rows if begun(row)]
    of_rows = (one for row in answered for check in ROW_CHECKS for one in check(context, row))
    return (*of_rows, *_twice(answered), *_out_of_order(context, answered))


def _unknown(context: ChecksContext, row: Row) -> Iterator[Finding]:
    if row["check_no"] not in context.drawn:
        yield found("S916", row.place("check_no"), subject=row["customer_no"] or row["check_no"] or "没有编号的一行")


def _issued(context: ChecksContext, row: Row) -> Iterator[Finding]:
    """Cells that the office had filled."""
    drawn = context.drawn.get(row["check_no"])
    if drawn is None:
        return
    if _plain(row["customer_no"]) != _plain(drawn.customer_no):
        yield found(
            "S910", row.place("customer_no"), subject=row["check_no"], old=drawn.customer_no,
            new=shown(row["customer_no"]),
        )  # fmt: skip
    for key, old in (("contact", drawn.contact), ("phone", drawn.phone)):
        if key not in row.broken and _plain(row[key]) != _plain(old):
            header = SPOT_CHECKS.by_key[key].header
            yield found("S911", row.place(key), column=header, old=old, new=shown(row[key]))


def _plain(value: object) -> str:
    return half_width(clean(shown(value)))


def _filled(context: ChecksContext, row: Row) -> Iterator[Finding]:
    """What is asked for."""
    lacking = [key for key in _NEEDED if row[key] is None and key not in row.broken]
    if row["reached"] == YES:
        lacking += [key for key in _REACHED if row[key] is None and key not in row.broken]
    for key in lacking:
        column = SPOT_CHECKS.by_key[key]
        example = f"例如：{column.example}" if column.example else ""
        yield found("C201", row.place(key), column=column.header, example=example)
    if row["reached"] == YES and row["was_called"] == YES:
        for key in _CALLED:
            if row[key] is None and key not in row.broken:
                yield found("S917", row.place(key), column=SPOT_CHECKS.by_key[key].header)


def _not_reached(context: ChecksContext, row: Row) -> Iterator[Finding]:
    if row["reached"] == NO:
        for key in SAID:
            if row[key] is not None:
                yield found("S912", row.place(key), column=SPOT_CHECKS.by_key[key].header)


def _times(context: ChecksContext, row: Row) -> Iterator[Finding]:
    moment, called_on = row["checked_at"], row["called_on"]
    if moment is None:
        return
    said = f"{moment:%Y-%m-%d %H:%M}"
    if moment.date() > context.today:
        yield found("S913", row.place("checked_at"), moment=said, what="还没有到")
    elif moment.date() < context.sealed_on:
        yield found("S913", row.place("checked_at"), moment=said, what=f"在名单封存({context.sealed_on})以前")
    if called_on and called_on > moment.date():
        yield found("S913", row.place("called_on"), moment=said, what=f"在客户说的回访日期({called_on})以前")


def _auditor(context: ChecksContext, row: Row) -> Iterator[Finding]:
    who = row["checked_by"]
    if who is not None and context.auditor(who) is None:
        yield found("S914", row.place("checked_by"), person=who)


ROW_CHECKS: tuple[Callable[[ChecksContext, Row], Iterator[Finding]], ...] = (
    _unknown, _issued, _filled, _not_reached, _times, _auditor,
)  # fmt: skip


def _twice(rows: Iterable[Row]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for row in rows:
        number = row["check_no"]
        if number in seen:
            yield found("S918", row.place("check_no"), subject=number, other=seen[number])
        elif number:
            seen[number] = row.number


def _out_of_order(context: ChecksContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """The first row for whose sake others before it were passed over."""
    places = {context.drawn[row["check_no"]].order: row for row in rows if row["check_no"] in context.drawn}
    rung = context.rung_before.union(places)
    on_sheet = {one.order: one.customer_no for one in context.drawn.values()}
    for order, row in sorted(places.items()):
        before = [number for place, number in sorted(on_sheet.items()) if place < order and place not in rung]
        if before:
            yield found("S915", row.place("check_no"), count=len(before), subject="、".join(before))
            return

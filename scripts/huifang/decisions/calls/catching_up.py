"""Stages that were never called about and are over by now: the next call about the same row makes up for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from huifang.decisions.calls.owed import Open
from huifang.decisions.calls.trigger import rule_and_subject


def caught_up(wanted: Iterable[Open], start: date) -> list[Open]:
    """The calls that are wanted; of several about one row that nobody was given yet, those whose window was over before
    ``start`` go along with the newest, in its window and to whom it is made, where their rules say so (decision 29).
    """
    listed = list(wanted)
    rows: dict[tuple[str, str, str], list[Open]] = {}
    for one in listed:
        if one.rule.catches_up and one.rule.anchor and one.obligation.issue is None:
            subject = rule_and_subject(one.obligation.key)[1]
            rows.setdefault((one.customer.customer_no, one.rule.anchor.sheet, subject), []).append(one)
    newest = {id(one): max(ones, key=_begins) for ones in rows.values() for one in ones}
    return [_along(one, newest.get(id(one), one), start) for one in listed]


def _begins(one: Open) -> tuple[date, date, str]:
    return one.obligation.from_on, one.obligation.due_on, one.obligation.key


def _along(one: Open, newest: Open, start: date) -> Open:
    if one is newest or one.obligation.due_on >= start or one.ended or newest.ended:
        return one
    window = replace(
        one.obligation, from_on=newest.obligation.from_on, due_on=newest.obligation.due_on,
        until=newest.obligation.until,
    )  # fmt: skip
    return replace(one, obligation=window, contact=newest.contact, goes_along=True)


def newest_of_each(served: Sequence[Open]) -> list[Open]:
    """What one call serves, without the stages that go along with a newer one about the same row: they say neither how
    it is made nor what is asked.
    """
    kept, rows = [], set[tuple[str, str]]()
    for one in served:
        if one.rule.catches_up and one.rule.anchor:
            row = one.rule.anchor.sheet, rule_and_subject(one.obligation.key)[1]
            if row in rows:
                continue
            rows.add(row)
        kept.append(one)
    return kept

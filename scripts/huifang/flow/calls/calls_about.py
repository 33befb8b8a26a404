"""Which calls were about which row of a register: a call is issued for a project, for a complaint, for a slip."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from huifang.decisions.calls.trigger import rule_and_subject
from huifang.flow.office.moment import Moment
from huifang.tables.declared.registers import SEEN
from huifang.tables.model import Table


def subjects_of_calls(moment: Moment, table: Table, counted_from: str = "") -> dict[str, tuple[str, ...]]:
    """By plan number, the numbers that the table's rows have now that the call is owed for; calls about none are left
    out. Only those that count from the column of that header, where one is given.
    """
    now = {first: number for number, first in first_numbers(moment, table).items()}
    anchors = [(rule.rule, rule.anchor) for rule in moment.policy.rules if rule.anchor]
    rules = {no for no, at in anchors if at.sheet == table.name and counted_from in ("", at.header)}
    subjects: dict[str, dict[str, None]] = {}
    for calls in moment.issued.by_customer().values() if rules else ():
        for call in calls:
            owed_for = (subject for rule, subject in map(rule_and_subject, call.keys) if rule in rules)
            about = {now.get(subject, subject): None for subject in owed_for}
            if about:
                subjects.setdefault(call.plan_no, {}).update(about)
    return {plan_no: tuple(about) for plan_no, about in subjects.items()}


def first_numbers(moment: Moment, table: Table) -> dict[str, str]:
    """The number that each row had first, by the one that a 更正单 gave it."""
    if moment.evidence is None or table not in SEEN or table.workbook not in moment.versions:
        return {}
    return moment.evidence.of(table).first_numbers


def likely_renumbered(moment: Moment, table: Table) -> dict[str, str]:
    """By the number of a new row, that of a row that is gone and is likely the same."""
    if moment.evidence is None or table not in SEEN or table.workbook not in moment.versions:
        return {}
    return moment.evidence.of(table).likely_renumbered()


def connected_calls(moment: Moment, plan_nos: Collection[str], *columns: str) -> list[dict[str, Any]]:
    """These columns of the connected calls under these plan numbers, in order of time."""
    from huifang.edges.store.segments import collect_rows  # noqa: PLC0415  (frames take long to import)
    from huifang.ledger.questions import connections, sharing  # noqa: PLC0415

    if not plan_nos:
        return []
    calls = connections(sharing(moment.records, plan_nos, ()))
    made = collect_rows(calls.select("plan_no", "record_no", "moment", *columns))
    return sorted(made, key=lambda row: (row["moment"], row["record_no"]))

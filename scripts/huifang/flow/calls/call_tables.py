"""回访记录 as the rules of a batch need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huifang.edges.known.presets import fitted
from huifang.policy.model import Policy
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import CALLS, DECISION, with_questions
from huifang.tables.model import Kind, Table
from huifang.tables.options import ALLOWED, Options


def call_table(policy: Policy, preset_name: str, rules: Iterable[str]) -> tuple[Table, Options]:
    """回访记录 as these rules need it: with their questions and the columns that the preset uses."""
    table, lists = with_questions(_questions(policy, rules), fitted(preset_name, CALLS))
    options = {**cell_options(policy), **lists}
    method = table.by_key["method"].options or ""
    allowed = {way for rule in rules for way in policy.methods_of(rule)}
    return table, {**options, f"{ALLOWED}{method}": tuple(way for way in options[method] if way in allowed)}


def whole_table(policy: Policy, preset_name: str) -> Table:
    """回访记录 with all that a record keeps; what the preset does not use is out of sight."""
    asked, _ = with_questions(_questions(policy, ()), CALLS.without(c.key for c in CALLS.columns if c.unread))
    used = fitted(preset_name, asked)
    unused = (c.key for c in asked.columns if c.key not in used.by_key or used.by_key[c.key].hidden)
    return replace(asked, columns=(*asked.columns, replace(DECISION, hidden=True))).hiding(unused)


def _questions(policy: Policy, rules: Iterable[str]) -> list[tuple[str, str, tuple[str, ...], Kind]]:
    """The questions that one of these rules asks (none: any rule), as columns are made of them."""
    chosen = frozenset(rules)
    return [
        (q.key, q.text, _choices(policy, q.form, q.choices), q.kind)
        for q in policy.questions
        if not q.rules or not chosen or chosen & set(q.rules)
    ]


def _choices(policy: Policy, form: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    return {"满意度": policy.options["满意度"], "是否": ("是", "否"), "选项": choices}.get(form, ())

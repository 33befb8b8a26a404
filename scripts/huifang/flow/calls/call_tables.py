"""回访记录 as the rules of a batch need it."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.edges.known.presets import fitted
from huifang.policy.model import Policy
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import CALLS, with_questions
from huifang.tables.model import Table
from huifang.tables.options import Options


def call_table(policy: Policy, preset_name: str, rules: Iterable[str]) -> tuple[Table, Options]:
    """回访记录 as these rules need it: with their questions and the columns that the preset uses."""
    chosen = frozenset(rules)
    questions = [
        (q.key, q.text, _choices(policy, q.form, q.choices))
        for q in policy.questions
        if not q.rules or not chosen or chosen & set(q.rules)
    ]
    table, lists = with_questions(questions, fitted(preset_name, CALLS))
    return table, {**cell_options(policy), **lists}


def _choices(policy: Policy, form: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    return {"满意度": policy.options["满意度"], "是否": ("是", "否"), "选项": choices}.get(form, ())

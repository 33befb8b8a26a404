"""The six steps of an agent with what shows each of them, for the auditor's page of its own."""

from __future__ import annotations

from huifang.decisions.audit.audited import StepShown
from huifang.decisions.reports.parts.six_steps import STEPS
from huifang.decisions.reports.parts_view import PartsView


def steps_shown(view: PartsView, agent: str) -> tuple[StepShown, ...]:
    """The steps as the report counts them, every one with its evidence."""
    shown = []
    for name, step in STEPS:
        listed = [*step(view, agent)]
        missed, evidence = ([str(one) for one in listed if one.ok is ok] for ok in (False, True))
        shown.append(StepShown(name=name, done=len(evidence), all=len(listed), missed=missed, evidence=evidence))
    return tuple(shown)

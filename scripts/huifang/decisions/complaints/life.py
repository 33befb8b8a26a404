"""How far a complaint is: what was done, what comes next, whether it may be closed, how often it was reopened.

The steps of the sources: accepted and told; judged; where not upheld answered politely, told, closed; else cause,
remedy, approval where it is asked for, carried out, told, the customer's reaction, a revisit where one is ordered.
A step that nobody filled in counts as done when a later one is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huifang.policy.complaints import AGAIN, Complaint, covers, is_closed, is_valid, last_word, obstacles
from huifang.policy.model import Policy
from huifang.tables.declared.complaints import COMPLAINTS

CLOSED = "已关闭"


@dataclass(frozen=True, slots=True)
class Life:
    """Where a complaint stands: its stage in words, the headers of the cells to be filled next, what stands against
    closing it; ``reopened`` how many times the customer was dissatisfied with the result so far."""

    stage: str
    missing: tuple[str, ...]
    obstacles: tuple[str, ...]
    reopened: int

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.stage == CLOSED


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that waits while none of the cells is filled; the first is the one to fill."""

    waiting: str
    keys: tuple[str, ...]

    def is_done(self, complaint: Complaint) -> bool:
        return any(complaint.get(key) is not None for key in self.keys)


_ACCEPT = _Step("待受理", ("accepted_told_at", "started_at", "responded_at"))
_JUDGE = _Step("待判断", ("upheld", "assigned_at", "responsible"))
_INVESTIGATE = _Step("待调查", ("investigated_at", "cause", "conclusion"))
_DECIDE = _Step("待定方案", ("remedy", "remedy_kind"))
_APPROVE = _Step("待批准", ("approved_at",))
_CARRY_OUT = _Step("待执行", ("carried_out_at",))
_TELL = _Step("待告知结果", ("outcome_told_at", "revisited_at"))
_HEAR = _Step("待投诉人答复", ("reaction", "revisit_satisfaction"))
_REVISIT = _Step("待回访", ("revisited_at",))
_CLOSE = _Step("待关闭", ("closed_at",))


def life_of(policy: Policy, complaint: Complaint, reopened: int = 0) -> Life:
    """Where the complaint stands under the policy; ``reopened`` counts the present dissatisfaction, too."""
    if is_closed(complaint, policy.satisfied_to_close):
        return Life(CLOSED, tuple(_lacking(policy, complaint)), (), reopened)
    against = tuple(why for _, why in obstacles(complaint, policy.satisfied_to_close, policy.revisits_complaints))
    steps = tuple(_steps(policy, complaint))
    done = max((index for index, step in enumerate(steps) if step.is_done(complaint)), default=-1)
    following = next((step for step in steps[done + 1 :] if not step.is_done(complaint)), _CLOSE)
    stage, keys = following.waiting, following.keys[:1]
    if last_word(complaint).satisfied is False:
        stage, keys = AGAIN, ("remedy", "carried_out_at", "outcome_told_at", "reaction")
    elif following is _CLOSE and complaint.get("closed_at") is not None:
        stage, keys = _HEAR.waiting, ("reaction", "closing_note")
    headers = (*_lacking(policy, complaint), *(COMPLAINTS.by_key[key].header for key in keys))
    return Life(stage, tuple(dict.fromkeys(headers)), against, reopened)


def _steps(policy: Policy, complaint: Complaint) -> Iterator[_Step]:
    """The steps of this complaint, in their order, the closing left out."""
    yield _ACCEPT
    yield _JUDGE
    if is_valid(complaint):
        yield _INVESTIGATE
        yield _DECIDE
        if any("approved_by" in need.asked and covers(need.applies_to, complaint) for need in policy.needs):
            yield _APPROVE
        yield _CARRY_OUT
    yield _TELL
    if policy.satisfied_to_close and is_valid(complaint):
        yield _HEAR
    if policy.revisits_complaints:
        yield _REVISIT


def _lacking(policy: Policy, complaint: Complaint) -> Iterator[str]:
    """The cells that the steps reached ask for and that are empty."""
    for need in policy.needs:
        if complaint.get(need.done_with) is not None and covers(need.applies_to, complaint):
            for key in need.asked:
                if complaint.get(key) is None:
                    yield COMPLAINTS.by_key[key].header

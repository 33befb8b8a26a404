"""How each agent stands after the periods in which somebody was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huifang.core.periods import Period
from huifang.decisions.audit.audited import PeriodChecked, Standing
from huifang.decisions.audit.judging import Suspicion, judge, measured_forgetting
from huifang.flow.audit.checked import checked_in
from huifang.flow.office.desk import Desk


def drawn_periods(desk: Desk) -> list[Period]:
    """The periods in which somebody was drawn, in their order."""
    policy = desk.present.policy
    names = dict.fromkeys(draw.period for draw in desk.state.draws)
    return sorted((policy.parse_period(name) for name in names), key=lambda period: period.until_on)


def checked_until(desk: Desk, period: Period) -> list[PeriodChecked]:
    """What was heard about each agent in each period up to and with this one, the oldest first.

    Raises:
        OfficeError: a sealed frame or the ledger cannot be read.
    """
    until = (one for one in drawn_periods(desk) if one.until_on <= period.until_on)
    return [checked for one in until for checked in checked_in(desk, one)]


def standings_of(desk: Desk, checked: Sequence[PeriodChecked]) -> Mapping[str, Sequence[Standing]]:
    """By agent, the standing after each period, the oldest first."""
    suspicion = Suspicion(forgetting=measured_forgetting(checked), suspected=desk.present.policy.suspected_share)
    histories: dict[str, list[PeriodChecked]] = {}
    for one in checked:
        histories.setdefault(one.agent, []).append(one)
    return {agent: judge(histories[agent], suspicion) for agent in sorted(histories)}


def standings_in(desk: Desk, period: Period) -> list[Standing]:
    """How each agent who was drawn in the period stands after it."""
    standings = standings_of(desk, checked_until(desk, period))
    return [mine[-1] for mine in standings.values() if mine[-1].period == period.name]

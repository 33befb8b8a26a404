"""The audit of a period as one value: what the auditor heard, what the records and 话单 show, how each agent stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from huifang.core.periods import Period
from huifang.decisions.audit.audited import AgentAudit, PeriodAudit, StepShown
from huifang.decisions.audit.steps import steps_shown
from huifang.decisions.reports.figures import figures_of
from huifang.decisions.reports.parts.six_steps import NAME as SIX_STEPS
from huifang.flow.audit.checked import checking_notes, still_to_ring
from huifang.flow.audit.frames import sealed_frame
from huifang.flow.audit.reconciling import reconciled_in
from huifang.flow.audit.signalling import signals_of
from huifang.flow.audit.standings import checked_until, standings_of
from huifang.flow.audit.who_to_ring import customers_to_ring
from huifang.flow.office.desk import Desk
from huifang.flow.reports.counting import figures_view, problems_of
from huifang.flow.reports.parts import parts_of
from huifang.flow.reports.reporting import duties_of
from huifang.ledger.spot_checks import DrawnCustomer


def audit(desk: Desk, period: Period, *, with_steps: bool = True) -> PeriodAudit:
    """Everything that 抽查报告 says; without the six steps it is quicker.

    Raises:
        OfficeError: a sealed frame or the ledger cannot be read.
    """
    checked = checked_until(desk, period)
    signals, reconciled = signals_of(desk, period), reconciled_in(desk, period)
    standings = standings_of(desk, checked)
    people, draws = desk.present.people, desk.state.draws_of(period.name)
    steps = _steps(desk, period) if with_steps else {}
    agents = [
        AgentAudit(
            agent=mine.agent,
            label=people.label(mine.agent),
            standing=standings[mine.agent][-1],
            claimed=mine.claimed,
            calls=[replace(call, checked_by=people.label(call.checked_by)) for call in mine.calls],
            waiting=_named(desk, period, still_to_ring(desk, period, mine.agent, standings[mine.agent][-1].wanted)),
            before=standings[mine.agent][:-1],
            signals=[signal for signal in signals if signal.agent == mine.agent],
            reconciled=reconciled.get(mine.agent),
            steps=steps.get(mine.agent, ()),
        )
        for mine in checked
        if mine.period == period.name
    ]
    return PeriodAudit(
        period=period.name,
        unit_name=desk.at_end_of(period).policy.unit_name,
        made_at=desk.now,
        seeds=[draw.seed for draw in draws],
        sealed_before=all(draw.sealed_before for draw in draws),
        agents=agents,
        notes=checking_notes(desk, period),
    )


def _named(desk: Desk, period: Period, drawn: Iterable[DrawnCustomer]) -> tuple[str, ...]:
    """Whom to ring next: number, name, contact and telephone, as the sealed registers have them."""
    sealed, drawn = sealed_frame(desk, period), tuple(drawn)
    if sealed is None or not drawn:
        return ()
    known = customers_to_ring(desk, sealed, period, [one.customer_no for one in drawn])
    named = []
    for one in drawn:
        customer = known.get(one.customer_no)
        parts = (customer.name, customer.contact, customer.phone) if customer else ()
        named.append(" ".join(filter(None, (one.customer_no, *parts))))
    return tuple(named)


def _steps(desk: Desk, period: Period) -> Mapping[str, Sequence[StepShown]]:
    """By agent, the six steps of the period, where a report of the policy has them."""
    then = desk.at_end_of(period)
    duty = next((one for one in duties_of(then.policy) if SIX_STEPS in one.parts), None)
    if duty is None:
        return {}
    problems = problems_of(then, period)
    view = figures_view(desk, then, period, [problem.record for problem in problems])
    figures = figures_of(view)
    _, seen = parts_of(desk, then, view, figures, problems, replace(duty, parts=(SIX_STEPS,)))
    return {line.agent: steps_shown(seen, line.agent) for line in figures.agents} if seen else {}

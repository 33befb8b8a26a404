"""What the auditor's calls of a period say, compared with the ledger, and whom the auditor is still to ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from huifang.core.periods import Period
from huifang.decisions.audit.audited import CheckedCall, PeriodChecked
from huifang.decisions.audit.checking_haste import haste_in
from huifang.decisions.audit.comparing_calls import Claims, compare
from huifang.decisions.audit.draws import Frame, in_order
from huifang.flow.audit.frames import sealed_frame, stored_frame
from huifang.flow.audit.reconciling import reconciled_in
from huifang.flow.audit.who_to_ring import customers_to_ring, moment_of
from huifang.flow.office.desk import Desk
from huifang.ledger.checks_said import CheckedRow
from huifang.ledger.kinds import Draw
from huifang.ledger.records import CallRecord
from huifang.ledger.spot_checks import DrawnCustomer, SealedFrame
from huifang.tables.options import YES


def checked_in(desk: Desk, period: Period) -> tuple[PeriodChecked, ...]:
    """What was heard about each agent who was drawn in the period; empty where nothing was drawn.

    Raises:
        OfficeError: the sealed frame or the ledger cannot be read.
    """
    sealed, draws = sealed_frame(desk, period), desk.state.draws_of(period.name)
    if sealed is None or not draws:
        return ()
    agents = sorted({customer.agent for draw in draws for customer in draw.chosen})
    rows = {agent: [*desk.state.checks.of(period.name, agent)] for agent in agents}
    compared = _Compared(desk, period, sealed, [row for mine in rows.values() for _, row in mine])
    frame = stored_frame(desk, sealed)
    return tuple(
        PeriodChecked(
            agent=agent,
            period=period.name,
            claimed=compared.claimed(frame, agent),
            drawn=min(frame.per_agent, len(frame.lists.get(agent, ()))),
            listed=len(frame.lists.get(agent, ())),
            calls=tuple(compared.call(agent, draw, row) for draw, row in rows[agent]),
        )
        for agent in agents
    )


class _Compared:
    """The rows of a period's sheets beside the records of the customers on them."""

    def __init__(self, desk: Desk, period: Period, sealed: SealedFrame, rows: Sequence[CheckedRow]) -> None:
        self._desk, self._period, self._sealed = desk, period, sealed
        numbers = {row.customer_no for row in rows}
        self._customers = customers_to_ring(desk, sealed, period, numbers)
        self._steps = moment_of(desk, sealed, period).policy.options.get("满意度", ())
        self._versions = self._versions_of({self._now(number) for number in numbers})
        self._proved = _proved(desk, period) if rows else {}

    def _now(self, number: str) -> str:
        """The number that a customer has now: the ledger goes by that."""
        return self._desk.state.renumbered.get(number, number)

    def _versions_of(self, numbers: Iterable[str]) -> Mapping[str, Mapping[str, list[CallRecord]]]:
        """All versions of the records of these customers, by customer and record, in their order."""
        wanted = [*numbers]
        if not (wanted and self._desk.state.segments):
            return {}
        import narwhals as nw  # noqa: PLC0415  (frames take long to import)

        from huifang.edges.store.segments import to_records  # noqa: PLC0415  (as above)

        versions: dict[str, dict[str, list[CallRecord]]] = {}
        of_them = self._desk.ledger.frame().filter(nw.col("customer_no").is_in(wanted))
        for record in sorted(to_records(of_them), key=lambda record: record.seq):
            versions.setdefault(record.customer_no, {}).setdefault(record.record_no, []).append(record)
        return versions

    def _claims(self, agent: str, number: str) -> Claims:
        """The records as they stood when the frame was sealed; those that came later as they were first accepted."""
        sealed, later = list[CallRecord](), list[CallRecord]()
        for versions in self._versions.get(self._now(number), {}).values():
            then = [version for version in versions if version.seq < self._sealed.seq]
            if then:
                sealed += [] if then[-1].withdrawn else then[-1:]
            elif not versions[-1].withdrawn:
                later.append(versions[0])
        customer = self._customers.get(number)
        return Claims(
            agent=agent,
            sealed=[record for record in sealed if record.called_on in self._period],
            later=[record for record in later if record.called_on in self._period],
            contact=customer.contact if customer else "",
            steps=self._steps,
        )

    def call(self, agent: str, draw: int, row: CheckedRow) -> CheckedCall:
        """One row, compared."""
        compared = compare(row, self._claims(agent, row.customer_no))
        is_proved = compared.record_no in self._proved.get(agent, frozenset())
        compared = compared.where_proved() if is_proved else compared
        customer = self._customers.get(row.customer_no)
        return CheckedCall(
            agent=agent,
            period=self._period.name,
            draw=draw,
            order=row.order,
            check_no=row.check_no,
            customer_no=row.customer_no,
            customer=customer.name if customer else "",
            record_no=compared.record_no,
            agreement=compared.agreement,
            differences=compared.differences,
            unsure=compared.unsure,
            words=row.words,
            checked_by=row.checked_by,
            checked_at=row.checked_at,
            is_proved=is_proved,
            is_forgotten=is_proved and compared.is_denied,
        )

    def claimed(self, frame: Frame, agent: str) -> int:
        """How many customers of the agent's list have a record of the period, those included that came later."""
        listed = frame.lists.get(agent, ())
        called = self._desk.once(("called", self._period.name, self._desk.state.head), self._called)
        return sum(
            bool(customer.record_no) or (agent, self._now(customer.customer_no)) in called for customer in listed
        )

    def _called(self) -> frozenset[tuple[str, str]]:
        """Who has a record of the period of whom, as the ledger is now."""
        if not self._desk.state.segments:
            return frozenset()
        from huifang.edges.store.segments import collect_rows  # noqa: PLC0415  (frames take long to import)
        from huifang.ledger.questions import standing, within  # noqa: PLC0415

        records = within(standing(self._desk.ledger.frame()), self._period.from_on, self._period.until_on)
        rows: list[dict[str, Any]] = collect_rows(records.select("agent", "customer_no").unique())
        return frozenset((row["agent"], row["customer_no"]) for row in rows)


def _proved(desk: Desk, period: Period) -> Mapping[str, frozenset[str]]:
    """The records that call records of the telephone company prove, by agent."""
    return {agent: one.proved for agent, one in reconciled_in(desk, period).items()}


def still_to_ring(desk: Desk, period: Period, agent: str, wanted: int) -> tuple[DrawnCustomer, ...]:
    """The next customers in the sealed order: so many that ``wanted`` would be reached in all, were all of them
    reached; without those who were rung. Of several draws the first one counts.

    Raises:
        OfficeError: the sealed frame cannot be read.
    """
    sealed, draws = sealed_frame(desk, period), desk.state.draws_of(period.name)
    if sealed is None or not draws:
        return ()
    rung = {row.customer_no: row for _, row in desk.state.checks.of(period.name, agent)}
    left = max(wanted - sum(row.reached == YES for row in rung.values()), 0)
    ordered = in_order(stored_frame(desk, sealed), draws[0].seed, agent)
    return tuple([customer for customer in ordered if customer.customer_no not in rung][:left])


def on_sheets(desk: Desk, draw: Draw, agent: str) -> tuple[DrawnCustomer, ...]:
    """The customers of an agent who stand on the draw's sheets, further ones included, in the order of tickets."""
    more = desk.state.checks.more_of(draw.period, draw.number)
    parts = (draw.chosen, draw.reserve, *(part for one in more for part in (one.chosen, one.reserve)))
    return tuple(customer for part in parts for customer in part if customer.agent == agent)


def checking_notes(desk: Desk, period: Period) -> tuple[str, ...]:
    """What is odd about the auditor's own work in the period: haste, answers all alike, customers who were never drawn,
    tickets passed over, and rows that were changed afterwards.
    """
    people, checks = desk.present.people, desk.state.checks
    rows = [row for (name, _), row in checks.rows.items() if name == period.name]
    notes = [*haste_in(rows, people.label)]
    strangers = [one for said in checks.entered if said.period == period.name for one in said.strangers]
    if strangers:
        notes.append(f"核查表上有没有被抽中的客户：{'、'.join(dict.fromkeys(strangers))}，没有计入。")
    notes += _passed_over(desk, period)
    for change in checks.changes.get(period.name, ()):
        notes.append(
            f"{change.after.check_no} 的结果由 {people.label(change.after.checked_by)} 在 {change.at:%m-%d %H:%M} "
            f"重新交来的表改过（原来是 {_told(change.before)}，现在是 {_told(change.after)}），以后一次为准。"
        )
    return tuple(notes)


def _told(row: CheckedRow) -> str:
    if row.reached != YES:
        return "没有接通"
    said = (
        f"接到回访“{row.was_called}”" if row.was_called else "",
        f"{row.called_on:%m-%d}" if row.called_on else "",
        row.satisfaction,
        f"解决“{row.solved}”" if row.solved else "",
    )
    return "，".join(filter(None, said)) or "接通"


def _passed_over(desk: Desk, period: Period) -> Iterator[str]:
    """Agents of whom a later customer was rung while an earlier one was not."""
    for draw in desk.state.draws_of(period.name)[:1]:
        for agent in sorted({customer.agent for customer in draw.chosen}):
            rung = {row.order for number, row in desk.state.checks.of(period.name, agent) if number == draw.number}
            gaps = [order for before, after in pairwise(sorted({0, *rung})) for order in range(before + 1, after)]
            if gaps:
                places = "、".join(str(order) for order in gaps)
                yield f"{desk.present.people.label(agent)}：签号顺序第 {places} 位还没有核查，后面的先核查了。"

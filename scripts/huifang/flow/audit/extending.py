"""Further customers of the same draw, where what was heard asks for more calls than stand on the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.core.text import file_name
from huifang.decisions.audit.audited import PeriodChecked
from huifang.decisions.audit.draws import RESERVES_PER_CHECK, in_order
from huifang.decisions.audit.judging import Suspicion, judge
from huifang.edges.store.office import CHECKS
from huifang.flow.audit.checked import checked_in, on_sheets, still_to_ring
from huifang.flow.audit.frames import sealed_frame, stored_frame
from huifang.flow.audit.sheets_written import sheet_name, write_further
from huifang.flow.audit.to_auditor import send_to_auditor
from huifang.flow.office.desk import Desk
from huifang.ledger.checks_said import DrawExtended
from huifang.ledger.kinds import Draw
from huifang.ledger.spot_checks import DrawnCustomer, DrawnSheet, check_no, sheet_digest


@dataclass(frozen=True)
class Extended:
    """The further sheets that were written, whom of each agent (by period and 工号) the auditor is to ring next, by
    抽查编号, and what stood in the way.
    """

    files: tuple[str, ...]
    waiting: dict[tuple[str, str], tuple[str, ...]]
    notes: tuple[Finding, ...]


def extend(desk: Desk, period: Period) -> Extended:
    """See to it that whoever is still to be rung stands on a sheet.

    Raises:
        OfficeError: the sealed frame cannot be read, or a sheet not be written.
    """
    files, notes, waiting = list[str](), list[Finding](), dict[tuple[str, str], tuple[str, ...]]()
    draws = desk.state.draws_of(period.name)
    for checked in checked_in(desk, period):
        if not checked.calls:
            continue
        draw = draws[0]
        left = still_to_ring(desk, period, checked.agent, _wanted(checked))
        waiting[period.name, checked.agent] = tuple(check_no(period.name, draw.number, one) for one in left)
        listed = {one.customer_no for one in on_sheets(desk, draw, checked.agent)}
        lacking = [one for one in left if one.customer_no not in listed]
        if lacking:
            more = _commit(desk, period, draw, lacking)
            files.append(more.sheet.file)
    if draws:
        write_further(desk, period, draws[0])
        for more in desk.state.checks.more_of(period.name, draws[0].number):  # once each, also where a run died
            notes += send_to_auditor(desk, replace(draws[0], sheets=(more.sheet,)), more.sheet.digest[:8])
    return Extended(tuple(files), waiting, tuple(notes))


def _wanted(checked: PeriodChecked) -> int:
    """How many customers are to be reached in all: that depends on this period alone."""
    return judge([checked], Suspicion())[-1].wanted


def _commit(desk: Desk, period: Period, draw: Draw, lacking: Sequence[DrawnCustomer]) -> DrawExtended:
    """Journal the next customers: those who are to be rung, and behind them others who stand by."""
    sealed = sealed_frame(desk, period)
    assert sealed is not None
    agent = lacking[0].agent
    after = in_order(stored_frame(desk, sealed), draw.seed, agent)[lacking[-1].order :]
    chosen, reserve = tuple(lacking), tuple(after[: len(lacking) * RESERVES_PER_CHECK])
    label = desk.of_versions(sealed.versions).people.label(agent)
    again = f"-第{draw.number}次" if draw.number > 1 else ""
    stem = f"{CHECKS}/{period.name}/{file_name(f'抽查-{label}'.replace(' ', '-'))}{again}-续"
    fingerprint = sheet_digest(desk.state.office_id, period.name, draw.number, agent, (*chosen, *reserve))
    sheet = DrawnSheet(file=sheet_name(desk, stem), agent=agent, digest=fingerprint)
    more = DrawExtended(period=period.name, draw=draw.number, sheet=sheet, chosen=chosen, reserve=reserve)
    desk.commit(more)  # first: nobody sees who is next before the journal knows
    return more

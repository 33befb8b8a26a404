"""Spot checks: seal the frame when the period closes, draw from it with a seed, draw again to verify."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.text import file_name
from huifang.decisions.audit.draws import Frame, draw_from, make_frame
from huifang.decisions.calls.owed import open_obligations
from huifang.edges.store.files import OfficeError, digest, write_bytes
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE, CHECKS
from huifang.edges.store.segments import collect_rows
from huifang.flow.audit.frames import NewerFrame, sealed_frame, stored_frame
from huifang.flow.audit.to_auditor import send_to_auditor
from huifang.flow.audit.who_to_ring import customers_to_ring, moment_of
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.kinds import Draw, FrameSealed
from huifang.ledger.questions import newest_claims, within
from huifang.ledger.spot_checks import DrawnSheet, SealedFrame, sheet_digest
from huifang.policy.customers import Customer
from huifang.policy.register_read import cell_options


class PeriodOpen(Exception):
    """The period is not over, so nobody knows the list that its agents will hold at its end."""

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(f"{closes_at:%Y-%m-%d %H:%M}")
        self.closes_at = closes_at


@dataclass(frozen=True)
class SpotDraw:
    """A sealed frame, and what was drawn from it (None: no seed was given). ``files`` are the draw's workbooks."""

    frame: SealedFrame
    draw: Draw | None
    findings: tuple[Finding, ...]

    @property
    def sealed_before(self) -> bool:
        """Whether the frame was sealed before the seed was given."""
        return self.draw is None or self.draw.sealed_before

    @property
    def files(self) -> tuple[str, ...]:
        """The draw's workbooks."""
        return self.draw.workbooks if self.draw else ()


@dataclass(frozen=True)
class Redrawn:
    """A journaled draw, and whether drawing again gives the same."""

    draw: Draw
    same: bool


def frames_due(desk: Desk) -> list[Period]:
    """The batches whose period has closed and whose frame is not sealed; none where the policy checks nobody."""
    policy = desk.present.policy
    if not policy.spot_checks:
        return []
    batches = desk.state.batches()
    return [p for p in batches if not sealed_frame(desk, p) and desk.now >= policy.closes_at(p)]


def seal(desk: Desk, period: Period) -> SealedFrame:
    """Store the period's frame and journal its hash; a sealed frame stays as it is, whatever changed since.

    Raises:
        PeriodOpen: the period has not closed.
    """
    if sealed := sealed_frame(desk, period):
        return sealed
    closes_at = desk.present.policy.closes_at(period)
    if desk.now < closes_at:
        raise PeriodOpen(closes_at)
    then = desk.at_end_of(period)
    records = within(then.records, period.from_on, period.until_on)
    claims: dict[str, dict[str, str]] = {}
    for row in sorted(collect_rows(newest_claims(records)), key=lambda row: (row["moment"], row["record_no"])):
        claims.setdefault(row["customer_no"], {})[row["agent"]] = row["record_no"]
    people, customers = then.people.by_no, _on_the_lists(then, period)
    content = make_frame(period, then.policy.spot_checks, customers, people, claims).to_bytes()
    path, sha = keep(desk.office, f"{ARCHIVE}/{CHECKS}/{period.name}-{digest(content)[:12]}.json", content)
    desk.commit(
        FrameSealed(period=period.name, frame_sha256=sha, path=path, versions=dict(then.versions), archived={path: sha})
    )
    return desk.state.frames[period.name]


def _on_the_lists(then: Moment, period: Period) -> list[Customer]:
    """Whom somebody may be asked about: those who are gone, or not approved any more, only while something is owed to
    them and nobody gave it up (decision 16).
    """
    customers = [*then.customers.values()]
    if any(customer.ended_on for customer in customers):
        view = planning_view(then, period)
        owed = {one.customer.customer_no for one in open_obligations(view, min(then.today, period.until_on))}
        customers = [one for one in customers if one.ended_on is None or one.customer_no in owed]
    return [one for one in customers if not (then.evidence and then.evidence.written_off(one.customer_no))]


def draw(desk: Desk, period: Period, seed: str | None) -> SpotDraw:
    """Seal the frame if it is not, and draw from it; the same seed again gives the same draw and nothing new.

    Raises:
        PeriodOpen: the period has not closed.
        OfficeError: the sealed frame is missing or not what was sealed.
    """
    sealed_before = sealed_frame(desk, period) is not None
    sealed = seal(desk, period)
    drawn = None
    if seed is not None:
        drawn = next((d for d in desk.state.draws_of(period.name) if d.seed == seed), None)
        frame = stored_frame(desk, sealed)
        if drawn is None:
            drawn = _commit(desk, period, sealed, frame, seed, sealed_before)
        else:
            _write_missing(desk, sealed, frame, drawn)
    noted = send_to_auditor(desk, drawn) if drawn else ()
    return SpotDraw(sealed, drawn, (*desk.clock_findings, *_repeated(desk, period), *noted))


def _commit(desk: Desk, period: Period, sealed: SealedFrame, frame: Frame, seed: str, sealed_before: bool) -> Draw:
    sample = draw_from(frame, seed)
    number = len(desk.state.draws_of(period.name)) + 1
    new = Draw(
        period=period.name, number=number, seed=seed, frame_sha256=sealed.sha256, sealed_before=sealed_before,
        chosen=sample.chosen, reserve=sample.reserve, sheets=(),
    )  # fmt: skip
    new = replace(new, sheets=tuple(_sheets(desk, sealed, new)))
    desk.commit(new)  # first: nobody sees who is drawn by a seed that the journal does not know
    _write_missing(desk, sealed, frame, new)
    return new


def _sheets(desk: Desk, sealed: SealedFrame, new: Draw) -> Iterator[DrawnSheet]:
    """One workbook per agent, each with a name that is free and that no draw of the office has."""
    people = desk.of_versions(sealed.versions).people
    taken = {file.lower() for earlier in desk.state.draws for file in earlier.workbooks}
    again = f"-第{new.number}次" if new.number > 1 else ""
    for agent in sorted({customer.agent for customer in new.chosen}):
        name = file_name(f"抽查-{people.label(agent).replace(' ', '-')}")
        stem = f"{CHECKS}/{new.period}/{name}{again}"
        path, count = f"{stem}.xlsx", 1
        while path.lower() in taken or desk.office.path(path).exists():  # names may differ in case only
            count += 1
            path = f"{stem}-{count}.xlsx"
        taken.add(path.lower())
        rows = [customer for customer in (*new.chosen, *new.reserve) if customer.agent == agent]
        fingerprint = sheet_digest(desk.state.office_id, new.period, new.number, agent, rows)
        yield DrawnSheet(file=path, agent=agent, digest=fingerprint)


def _write_missing(desk: Desk, sealed: SealedFrame, frame: Frame, drawn: Draw) -> None:
    """Write the draw's workbooks that are not there; the auditor may have filled in the others."""
    from huifang.edges.books.spotcheck_sheet import SheetContent, spotcheck_book  # noqa: PLC0415  (rarely drawn)

    then = moment_of(desk, sealed, frame.period)
    customers = customers_to_ring(
        desk, sealed, frame.period, [one.customer_no for one in (*drawn.chosen, *drawn.reserve)]
    )
    options = cell_options(then.policy)
    for sheet in drawn.sheets:
        path = desk.office.path(sheet.file)
        if path.exists():
            continue
        content = SheetContent(
            period=frame.period,
            draw=drawn,
            frame=sealed,
            agent=sheet.agent,
            chosen=[customer for customer in drawn.chosen if customer.agent == sheet.agent],
            reserve=[customer for customer in drawn.reserve if customer.agent == sheet.agent],
            customers=customers,
            per_agent=frame.per_agent,
            unit_name=then.policy.unit_name,
            office_id=desk.state.office_id,
            digest=sheet.digest,
        )
        write_bytes(path, spotcheck_book(content, options))


def _repeated(desk: Desk, period: Period) -> Iterator[Finding]:
    """S901 for every draw after the period's first."""
    draws = desk.state.draws_of(period.name)
    for again in draws[1:]:
        yield found(
            "S901", Place(f"{CHECKS}/{period.name}"), period=period.name, first=draws[0].seed, seed=again.seed,
            number=again.number,
        )  # fmt: skip


def verify_draws(desk: Desk, period: Period) -> tuple[Redrawn, ...]:
    """Draw every journaled draw of the period again from the stored frame; empty where nothing was drawn.

    Raises:
        OfficeError: a newer release sealed the frame.
    """
    sealed = desk.state.frames.get(period.name)
    try:
        frame = stored_frame(desk, sealed) if sealed else None
    except NewerFrame:
        raise
    except (OfficeError, ValueError):
        frame = None
    redrawn = []
    for drawn in desk.state.draws_of(period.name):
        same = False
        if frame is not None and sealed is not None and drawn.frame_sha256 == sealed.sha256:
            sample = draw_from(frame, drawn.seed)
            same = (sample.chosen, sample.reserve) == (drawn.chosen, drawn.reserve)
        redrawn.append(Redrawn(drawn, same))
    return tuple(redrawn)

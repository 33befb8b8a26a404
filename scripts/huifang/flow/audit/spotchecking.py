"""Spot checks: seal the frame when the period closes, draw from it with a seed, draw again to verify."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.text import file_name
from huifang.decisions.audit.draws import Frame, draw_from, in_order, make_frame
from huifang.decisions.calls.owed import open_obligations
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE, CHECKS
from huifang.edges.store.segments import collect_rows
from huifang.flow.audit.frames import NewerFrame, sealed_frame, stored_frame
from huifang.flow.audit.sheets_written import sheet_name, write_missing
from huifang.flow.audit.to_auditor import send_to_auditor
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.checks_said import DrawExtended
from huifang.ledger.kinds import Draw, FrameSealed
from huifang.ledger.questions import newest_claims, within
from huifang.ledger.spot_checks import DrawnSheet, SealedFrame, sheet_digest
from huifang.policy.customers import Customer


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
    listed = [one for one in customers if not (then.evidence and then.evidence.written_off(one.customer_no))]
    return _by_caller(then, period, listed) if any(rule.caller for rule in then.policy.rules) else listed


def _by_caller(then: Moment, period: Period, customers: list[Customer]) -> list[Customer]:
    """The customers, on the list of whoever was to make all their calls of the period by 执行."""
    callers: dict[str, list[str]] = {}
    for call in then.issued.of_period(period.name):
        callers.setdefault(call.customer_no, []).append(call.owner)
    called = [callers.get(one.customer_no, [one.owner]) for one in customers]
    return [
        one if one.owner in by else dataclasses.replace(one, owner=by[-1])
        for one, by in zip(customers, called, strict=True)
    ]


def draw(desk: Desk, period: Period, seed: str | None, *, reuse_seed: bool = False) -> SpotDraw:
    """Seal the frame if it is not, and draw from it; the same seed again gives the same draw and nothing new. A seed
    that was used in another period draws nothing, unless it is to be used again (decision 27): everybody who saw that
    draw would know whom this one finds.

    Raises:
        PeriodOpen: the period has not closed.
        OfficeError: the sealed frame is missing or not what was sealed.
    """
    sealed_before = sealed_frame(desk, period) is not None
    sealed = seal(desk, period)
    drawn = next((d for d in desk.state.draws_of(period.name) if d.seed == seed), None)
    used = next((d for d in desk.state.draws if d.seed == seed), None)
    if seed is not None and drawn is None and used and not reuse_seed:
        place = Place(f"{CHECKS}/{period.name}")
        known = found("S902", place, seed=seed, period=used.period)
        return SpotDraw(sealed, None, (*desk.clock_findings, known, *_repeated(desk, period)))
    if seed is not None:
        frame = stored_frame(desk, sealed)
        if drawn is None:
            drawn = _commit(desk, period, sealed, frame, seed, sealed_before)
        else:
            write_missing(desk, period, drawn)
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
    write_missing(desk, period, new)
    return new


def _sheets(desk: Desk, sealed: SealedFrame, new: Draw) -> Iterator[DrawnSheet]:
    """One workbook per agent, each with a name that is free and that no draw of the office has."""
    people, named = desk.of_versions(sealed.versions).people, list[str]()
    again = f"-第{new.number}次" if new.number > 1 else ""
    for agent in sorted({customer.agent for customer in new.chosen}):
        name = file_name(f"抽查-{people.label(agent).replace(' ', '-')}")
        stem = f"{CHECKS}/{new.period}/{name}{again}"
        path = sheet_name(desk, stem, named)
        named.append(path)
        rows = [customer for customer in (*new.chosen, *new.reserve) if customer.agent == agent]
        fingerprint = sheet_digest(desk.state.office_id, new.period, new.number, agent, rows)
        yield DrawnSheet(file=path, agent=agent, digest=fingerprint)


def _repeated(desk: Desk, period: Period) -> Iterator[Finding]:
    """S901 for every draw after the period's first."""
    draws = desk.state.draws_of(period.name)
    for again in draws[1:]:
        yield found(
            "S901", Place(f"{CHECKS}/{period.name}"), period=period.name, first=draws[0].seed, seed=again.seed,
            number=again.number,
        )  # fmt: skip


def _more_of(desk: Desk, drawn: Draw) -> list[DrawExtended]:
    return desk.state.checks.more_of(drawn.period, drawn.number)


def is_next(frame: Frame, seed: str, more: DrawExtended) -> bool:
    """Whether the customers of a further sheet are those whom the tickets give at their places."""
    listed = (*more.chosen, *more.reserve)
    ordered = in_order(frame, seed, more.sheet.agent)
    return listed == tuple(ordered[one.order - 1] for one in listed if one.order <= len(ordered))


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
            same = same and all(is_next(frame, drawn.seed, more) for more in _more_of(desk, drawn))
        redrawn.append(Redrawn(drawn, same))
    return tuple(redrawn)

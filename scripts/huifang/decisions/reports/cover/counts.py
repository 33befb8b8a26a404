"""What the cover counts of each agent: customers rather than calls, each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields

from huifang.decisions.reports.figures import Figures
from huifang.decisions.reports.reached import Reached
from huifang.ledger.records import CallRecord
from huifang.tables.options import CONNECTED, DISSATISFIED, SATISFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Reached):
    """One agent's counts, or those of all.

    ``planned`` and ``done`` are obligations, as everywhere; ``heard``, ``satisfied`` and ``dissatisfied`` customers who
    were reached, as content as in the row that is worst; ``open_problems`` those of any age; ``sheets`` says whether a
    sheet was due (1), ``on_time`` whether it came as it was to come.
    """

    planned: int = 0
    done: int = 0
    heard: int = 0
    satisfied: int = 0
    dissatisfied: int = 0
    open_problems: int = 0
    sheets: int = 0
    on_time: int = 0

    @property
    def satisfied_share(self) -> float | None:
        """Satisfied customers of those reached, 0 to 1; None where nobody was."""
        return self.satisfied / self.heard if self.heard else None

    @property
    def as_kept(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


_NAMES = tuple(one.name for one in fields(Counts))


@dataclass(frozen=True)
class Past:
    """A period before; ``total`` is None where nothing is known of it, ``agents`` is empty where only the total is."""

    period: str
    total: Counts | None = None
    agents: Mapping[str, Counts] = field(default_factory=dict)


def counts_of(figures: Figures, records: Iterable[CallRecord]) -> dict[str, Counts]:
    """The counts by agent; a customer counts with the agent of the row that is worst, of equal ones the newest."""
    worst: dict[str, CallRecord] = {}
    for record in sorted(records, key=lambda r: (r.moment, r.record_no)):
        known = worst.get(record.customer_no)
        if record.result == CONNECTED and (known is None or content(record) <= content(known)):
            worst[record.customer_no] = record
    sheets, mine = figures.sheets_of(), dict[str, list[CallRecord]]()
    for record in worst.values():
        mine.setdefault(record.agent, []).append(record)
    counts = {}
    for line in figures.agents:
        heard = mine.get(line.agent, [])
        due = [sheet for sheet in sheets.get(line.agent, ()) if sheet.state]
        counts[line.agent] = Counts(
            planned=line.planned, done=line.done, heard=len(heard),
            satisfied=sum(record.satisfaction in SATISFIED for record in heard),
            dissatisfied=sum(record.satisfaction in DISSATISFIED for record in heard),
            open_problems=line.open_problems, sheets=int(bool(due)),
            on_time=int(bool(due) and not any(sheet.is_told for sheet in due)),
        )  # fmt: skip
    return counts


def content(record: CallRecord) -> int:
    """How content the customer was: 0 not, 1 neither or not said, 2 content."""
    return 0 if record.satisfaction in DISSATISFIED else 2 if record.satisfaction in SATISFIED else 1


def total_of(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    listed = [*counts]
    return Counts(**{name: sum(getattr(one, name) for one in listed) for name in _NAMES})


def read_counts(kept: Mapping[str, int]) -> Counts:
    """Counts as they were kept; what is not there is 0."""
    return Counts(**{name: kept[name] for name in _NAMES if name in kept})


def blocks(shares: Sequence[float | None], lowest: float) -> str:
    """A small column per share from ``lowest`` to 1, as text; a dot where there is none."""
    steps = "▁▂▃▄▅▆▇█"
    room = (1 - lowest) or 1

    def step(share: float) -> str:
        return steps[min(7, max(0, round((share - lowest) / room * 7)))]

    return "".join("·" if share is None else step(share) for share in shares)

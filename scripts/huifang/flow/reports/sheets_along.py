"""The boss gets the sheets that a report was made of along with it: as they came, marked as accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from huifang.core.text import file_name
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.store.files import OfficeError, workbook_ending
from huifang.edges.store.keeping import read_kept
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened
from huifang.flow.post.letters import Attached, Matter
from huifang.flow.reports.reporting import duties_of
from huifang.ledger.state import MadeReport, Submission
from huifang.policy.model import Policy
from huifang.policy.people import People, Person
from huifang.tables.cells import shown
from huifang.tables.options import BOSS, SUPERVISOR


def sheets_along(desk: Desk, matters: Sequence[Matter], persons: Sequence[Person]) -> Attached:
    """The sheets of the batches that the reports are about, for a boss or a supervisor; nobody else gets them."""
    files: dict[str, bytes] = {}
    if all(person.role in (BOSS, SUPERVISOR) for person in persons):
        for made in (matter.about for matter in matters):
            if made.kind == _carries_sheets(desk.present.policy):
                files.update(desk.once(("sheets along", made.seq), partial(_marked, desk, made)))
    return Attached(files)


def _carries_sheets(policy: Policy) -> str:
    """The report that sheets are handed in for; of several the others would only bring them once more."""
    return (policy.sheet_duty or duties_of(policy)[0]).report


def _marked(desk: Desk, made: MadeReport) -> tuple[tuple[str, bytes], ...]:
    """By name, in the order of agents, what had come when the report was made."""
    from huifang.edges.marking.accepted_copy import accepted_copy  # noqa: PLC0415  (letters are rare)
    from huifang.edges.marking.plain_copy import is_active, plain_copy  # noqa: PLC0415

    policy, people = desk.present.policy, desk.present.people
    period = policy.parse_period(made.period)
    batches = {batch.name for batch in desk.state.batches() if batch.until_on in period}
    sheets = [s for s in desk.state.submissions if s.period in batches and s.seq < made.seq and not s.withdrawn]
    used, marked = Counter[str](), list[tuple[str, bytes]]()
    for sheet in sorted((s for s in sheets if s.accepted and s.rows), key=lambda s: (s.agent, s.number)):
        try:
            kept = read_kept(desk.office, sheet.archived, desk.state.archived.get(sheet.archived, ""))
            content, ending = opened(desk, kept, sheet.archived), workbook_ending(sheet.archived)
            if is_active(content):  # what an agent's workbook can do by itself goes to nobody else
                content, ending = plain_copy(content), ".xlsx"
        except (OfficeError, Unreadable):
            continue  # verify tells of it
        stem = file_name(f"{_name(people, sheet.agent)}-{sheet.period}")
        used[stem] += 1
        again = f"-{used[stem]}" if used[stem] > 1 else ""
        marked.append((f"{stem}{again}{ending}", accepted_copy(content, _said(people, sheet))))
    return tuple(marked)


def _name(people: People, agent: str) -> str:
    """The agent's name; with the number, where another has the same."""
    person = people.by_no.get(agent)
    return person.name if person and person.name and not people.is_ambiguous(person.name) else people.label(agent)


def _said(people: People, sheet: Submission) -> Mapping[str, str]:
    returned = f"，另有 {sheet.errors} 处错误退回改正" if sheet.errors else ""
    return {
        "业务员": people.label(sheet.agent),
        "期间": sheet.period,
        "入账": f"{sheet.rows} 行{returned}",
        "收到时间": shown(sheet.arrived_at),
        "提交编号": sheet.number,
        "核对码": sheet.sha256[:12],
    }

"""Handing out calls: an agent's sheet of the batch, then at most one a day that takes its place (decision 24)."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import chain, count

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.core.text import file_name
from huifang.decisions.calls.planning import in_book
from huifang.edges.books.hidden_record import HiddenRecord
from huifang.edges.store.files import MACRO_ENDING, WORKBOOK_ENDING, digest, write_bytes
from huifang.edges.store.issued_calls import issued_path
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import PLANS
from huifang.flow.calls.call_tables import call_table
from huifang.flow.office.desk import Desk
from huifang.ledger.issues import IssuedCall, calls_to_line
from huifang.ledger.sheets_said import IssuedBook, PlanIssued
from huifang.policy.items import STRUCTURE_VERSION


def held_back(
    desk: Desk, period: Period, new: Sequence[IssuedCall], at_leisure: bool
) -> tuple[tuple[IssuedCall, ...], tuple[Finding, ...]]:
    """The calls that are handed out now, and what is said of those that wait for the next working day (L715).

    Nobody gets a second addition on one day; ``at_leisure`` nobody gets one on a day off, except for calls of that day.
    """
    now = desk.present
    is_day_off = at_leisure and not now.calendar(period.from_on, period.until_on).is_workday(now.today)
    waiting: list[Finding] = []
    ready: list[IssuedCall] = []
    for agent in dict.fromkeys(call.agent for call in new):
        mine = [call for call in new if call.agent == agent]
        books = desk.state.books_of(period.name, agent)
        if any(book.issued_on == now.today for book in books[1:]):
            place, label = now.people.place(agent, "person_no"), now.people.label(agent)
            waiting.append(found("L715", place, agent=label, count=len(mine)))
        elif not (books and is_day_off and all(call.planned_on > now.today for call in mine)):
            ready.extend(mine)
    return tuple(ready), tuple(waiting)


def issue(
    desk: Desk, period: Period, new: Sequence[IssuedCall], still_open: Sequence[IssuedCall], agreed: Set[str]
) -> tuple[str, ...]:
    """Write a workbook for each agent with ``new`` calls, those first, then what is ``still_open`` for these agents;
    keep what it was issued with, and commit. The customers want those of the plan numbers ``agreed`` on their day.
    """
    from huifang.edges.books.call_sheet import agent_book  # noqa: PLC0415  (most views of a plan issue none)
    from huifang.flow.calls.handouts import handout_of  # noqa: PLC0415

    now = desk.present
    agents = sorted({call.agent for call in new})
    rules = {call.rule for call in (*new, *still_open)}
    table, options = call_table(now.policy, desk.state.preset, rules)
    methods = (m for call in (*new, *still_open) for m in now.policy.methods_of(call.rule))
    options = {**options, "回访方式": tuple(dict.fromkeys(methods))}
    before = {call.plan_no: call for call in desk.ledger.issued().of_period(period.name)}
    books: list[IssuedBook] = []
    lines: list[bytes] = []
    produced: dict[str, str] = {}
    used = {book.file.lower() for book in (*desk.state.books, *desk.state.withdrawn_books)}
    for done, agent in enumerate(agents, start=1):
        path = _free_name(desk, period, agent, used)
        rest = [call for call in still_open if call.agent == agent]
        calls = [in_book(call, path) for call in new if call.agent == agent]
        changed = [in_book(call, path) for call in rest if call != before.get(call.plan_no)]
        again = [call.plan_no for call in rest if call == before.get(call.plan_no)]
        line = calls_to_line(desk.state.office_id, agent, period.name, (*calls, *changed), again)
        record = HiddenRecord(
            office_id=desk.state.office_id, agent=agent, period=period.name, book=path, digest=digest(line),
            structure=STRUCTURE_VERSION,
        )  # fmt: skip
        handout = handout_of(now, agent, period, record, len(calls), agreed)
        content = agent_book(table, (*calls, *rest), handout, options, now.policy)
        produced[path] = write_bytes(desk.office.path(path), content)
        books.append(
            IssuedBook(
                file=path, agent=agent, digest=record.digest, sha256=produced[path], start=sum(map(len, lines)),
                length=len(line),
            )
        )  # fmt: skip
        lines.append(line)
        used.add(path.lower())
        desk.progress("制作回访表", done, len(agents))
    calls_in = keep(desk.office, issued_path(desk.journal.next_seq), b"".join(lines))
    desk.commit(
        PlanIssued(
            period=period.name,
            from_on=period.from_on,
            until_on=period.until_on,
            rules=tuple(sorted(rules)),
            books=tuple(books),
            calls_in=calls_in.path,
            versions=dict(now.versions),
            archived={calls_in.path: calls_in.sha},
        )
    )
    return tuple(produced)


def _free_name(desk: Desk, period: Period, agent: str, used: Set[str]) -> str:
    """The agent's workbook of the batch, a further one with the day; with a number where that was used, by a workbook
    that was taken back, or on many computers by one whose name differs in case.
    """
    person, is_further = desk.present.people.by_no.get(agent), desk.state.books_of(period.name, agent)
    who = f"{agent}-{person.name}" if person and person.name else agent
    name = f"{who}-{period.name}" + (f"-补{desk.now:%m%d}" if is_further else "")
    stem = f"{PLANS}/{period.name}/{file_name(name)}"
    ending = MACRO_ENDING if desk.present.policy.agent_macros else WORKBOOK_ENDING
    names = chain([f"{stem}{ending}"], (f"{stem}-{number}{ending}" for number in count(2)))
    return next(path for path in names if path.lower() not in used)

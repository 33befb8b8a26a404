"""回访表: the workbooks that were handed out go to their agents by mail, where the office has a mailbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huifang.edges.store.files import OfficeError, digest, read_bytes
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, can_be_mailed, without_address
from huifang.ledger.issues import Book
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared.mail_rules import SHEETS_OUT


@dataclass(frozen=True)
class SheetOut:
    """A workbook as its letter tells it: ``calls`` are all of the agent's in the batch, ``due_on`` is when the sheet is
    to be back; a ``further`` one takes the place of those before.
    """

    period: str
    calls: int
    due_on: date
    further: bool


def _issued(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The workbooks of batches that are not due yet, as they were handed out: what an agent has filled in where it lies
    is not sent to anybody.
    """
    now, earlier, calls = desk.present, set[tuple[str, str]](), dict[str, Counter[str]]()
    for book in desk.state.books:
        further = (book.agent, book.period) in earlier
        earlier.add((book.agent, book.period))
        due_on = now.policy.sheets_due_on(book.span, now.calendar(book.span.from_on, book.span.until_on))
        if due_on < now.today:
            continue
        key = matter_key(book.agent, book.period, book.digest[:12])
        if desk.state.letters.of(SHEETS_OUT, key) is None and not _lies_there(desk, book):
            continue
        person = now.people.by_no.get(book.agent)
        lacking = None
        if person is None or not can_be_mailed(person):
            if book.issued_on < now.today:
                continue  # which was said on the day
            person, lacking = None, without_address(now, book.agent, "回访表")
        if book.period not in calls:
            calls[book.period] = Counter(call.agent for call in desk.ledger.issued().of_period(book.period))
        about = SheetOut(book.period, calls[book.period][book.agent], due_on, further)
        yield Matter(
            key=key, label=book.period, number=book.agent, about=about,
            concerns=(person,) if person else (), nobody=lacking, files=(book.file,), period=book.period,
        )  # fmt: skip


def _lies_there(desk: Desk, book: Book) -> bool:
    try:
        return digest(read_bytes(desk.office.path(book.file))) == book.sha256
    except OfficeError:
        return False


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    (sheet,) = (matter.about for matter in matters)
    return f"【回访表】{sheet.period}{'（补）' if sheet.further else ''} 请在 {sheet.due_on:%m-%d} 前交回"


SHEETS_SENT = Occasion(
    name=SHEETS_OUT, template="sheet_mail.txt.j2", subject=_subject, find=_issued, lapses=True, of_the_work=True
)

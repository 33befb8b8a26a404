"""表 = 回访计划: the newest issue of a period taken back."""

from __future__ import annotations

from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.store.files import read_bytes
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE
from huifang.flow.calls.sheets_out import SHEETS_SENT
from huifang.flow.correcting.form import Asked, Form, Refused
from huifang.flow.office.desk import Desk
from huifang.flow.post.putting_aside import put_aside
from huifang.ledger.sheets_said import PlanWithdrawn
from huifang.tables.declared.corrections import OF_PLAN, WHOLE


def withdraw_plan(desk: Desk, form: Form, asked: Asked) -> bool:
    """Take back the newest issue of a period, as long as nothing of it came back; its workbooks go to the archive."""
    if not asked.whole:
        raise Refused(because("Y421", whole=WHOLE[OF_PLAN]), "column")
    books = desk.state.books_of(asked.number)
    if not books:
        raise Refused(because("Y422", period=asked.number))
    seq = max(book.seq for book in desk.state.books)
    newest_books = [book for book in books if book.seq == seq]
    if not newest_books:
        raise Refused(because("Y423"))
    agents = {book.agent for book in newest_books}
    returned = [s for s in desk.state.submissions if s.period == asked.number and s.seq > seq and not s.withdrawn]
    if any(s.agent in agents for s in returned):
        raise Refused(because("Y424"))
    moved: dict[str, str] = {}
    for book in newest_books:
        target = f"{ARCHIVE}/撤回/{seq:06d}/{Path(book.file).name}"
        if desk.office.path(book.file).exists():
            path, sha = keep(desk.office, target, read_bytes(desk.office.path(book.file)))
            moved[path] = sha
    form.commit(desk, PlanWithdrawn(**asked.said, plan_seq=seq, archived=moved))
    for book in newest_books:
        desk.office.path(book.file).unlink(missing_ok=True)
    put_aside(desk, (SHEETS_SENT,))
    return True

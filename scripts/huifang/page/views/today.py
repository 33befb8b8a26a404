"""The first page: what is due today, what waits for whom, how far everybody is; the auditor has one of his own."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from werkzeug import Request, Response

from huifang.core.text import plain_file_name
from huifang.decisions.audit import told
from huifang.edges.arriving.looking import files_in
from huifang.edges.store.office import Office
from huifang.flow.intake.dropping import drop
from huifang.flow.office.desk import Desk
from huifang.flow.screen.alarms import Alarm, alarms
from huifang.flow.screen.auditing import audits_made, checking, frames
from huifang.flow.screen.coming import comes_next
from huifang.flow.screen.complaints import open_complaints
from huifang.flow.screen.progress import progress
from huifang.flow.screen.recent import recent, reports_made
from huifang.flow.screen.rehearsing import Rehearsals
from huifang.flow.screen.to_confirm import to_confirm
from huifang.flow.screen.to_do import to_do
from huifang.flow.screen.waits import waits
from huifang.page.forms.listed import FORMS
from huifang.page.frame import Screen, see_other
from huifang.tables.declared.complaints import WORKBOOK as COMPLAINT_BOOK
from huifang.tables.declared.forms import COMPLAINT as COMPLAINT_FORM

#: By the folder of the office, as several windows look at one.
_REHEARSALS: dict[Path, Rehearsals] = {}
#: The fields that files are put into: single files, and a folder.
_FILES = ("files", "folder")
#: The number of a record of a call.
_OF_A_CALL = re.compile(r"[A-Z]\d{4}-\d+-\d+")


def show(page: Screen, asked: Request) -> Response:
    """What is due, what waits for whom, and how far everybody is."""
    assert page.office is not None
    desk = page.desk()
    if page.is_auditor:
        reports = sorted(reports_made(desk), key=lambda one: -one.seq)
        return page.draw(
            "auditor", frames=frames(desk), reports=reports, audits=audits_made(desk), checking=checking(desk),
            known=_forms(page), told=told,
        )  # fmt: skip
    part = _what_is_due(page, desk)
    if asked.args.get("part") == "today":  # asked for again while it is found out
        return page.draw("today_part", **part)
    found = open_complaints(desk)
    return page.draw(
        "today",
        **part,
        alarms=(*_died(page), *alarms(desk, found, part["foreseen"].rehearsed)),
        waits=waits(desk),
        address=lambda subject: _address(desk, subject),
        complaints=found,
        complaint_book=COMPLAINT_BOOK,
        complaint_form=COMPLAINT_FORM.title,
        progress=progress(desk),
        results=recent(desk),
        inbox=_waiting(page.office),
    )


def _what_is_due(page: Screen, desk: Desk) -> dict[str, Any]:
    """What the part of the page is drawn from that says what is going to be done."""
    foreseen = rehearsals_of(desk.office).look(desk.now)
    rehearsed = foreseen.rehearsed
    todo = to_do(desk, rehearsed.steps) if rehearsed else ()
    return {
        "foreseen": foreseen, "todo": todo, "next": comes_next(desk) if rehearsed and not todo else None,
        "has_nobody": bool(desk.present.policy.all_rules) and not desk.present.customers,
        "known": _forms(page), "is_doubtful": desk.clock_is_doubtful, "confirming": to_confirm(desk).count,
        "today": desk.now.date(),
    }  # fmt: skip


def _forms(page: Screen) -> frozenset[str]:
    """The names of the forms that this role has."""
    return frozenset(form.name for form in FORMS if page.role in form.roles)


def _address(desk: Desk, subject: str) -> str:
    """Where the customer is shown whom something that waits is about, by the number that it begins with; empty where it
    is about none.
    """
    number = subject.partition(" ")[0]
    if number in desk.present.customers:
        return f"/customers/{quote(number, safe='')}"
    return f"/customers?q={quote(number)}" if _OF_A_CALL.fullmatch(number) else ""


def _died(page: Screen) -> Iterator[Alarm]:
    """The last job, where its process is gone and it did not end."""
    last = next(iter(page.jobs.recent()), None)
    if last is not None and last.died:
        yield Alarm(
            f"“{last.title}”没有做完",
            "电脑可能中途关了。已经入账的没有丢，再做一次就会接着做完。",
            f"/jobs/{last.number}",
        )


def rehearsals_of(office: Office) -> Rehearsals:
    """The rehearsals of the office: one, however many look."""
    return _REHEARSALS.setdefault(office.root.resolve(), Rehearsals(office))


def _waiting(office: Office) -> int:
    return sum(1 for _ in files_in(office.inbox)) if office.inbox.is_dir() else 0


def put_in(page: Screen, asked: Request) -> Response:
    """Files that came by WeChat or mail, into the inbox; what cannot be collected is told at once."""
    assert page.office is not None
    aside = Path(tempfile.mkdtemp(prefix="huifang-"))
    try:
        paths = []
        for number, upload in enumerate(one for name in _FILES for one in asked.files.getlist(name)):
            if upload.filename:
                folder = aside / f"{number}"
                folder.mkdir()
                paths.append(folder / plain_file_name(upload.filename))
                upload.save(paths[-1])
        if not paths:
            return page.trouble("还没有选文件。请先点“选择文件”，或把文件拖到虚线框里，再点“放进收件箱”。", 422)
        dropped = drop(page.office, paths)
    finally:
        asked.close()
        shutil.rmtree(aside, ignore_errors=True)
    if dropped.refused or dropped.there:
        return page.draw("dropped", dropped=dropped)
    return see_other("/#inbox")

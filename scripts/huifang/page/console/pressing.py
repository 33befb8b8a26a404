"""What a button of 控制台.xlsm does: its command as a job like those of the page, then both sheets anew."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huifang.edges.books.console_lines import (
    BAD,
    BAND,
    BUTTON_ROW,
    BUTTONS,
    DAY,
    GOOD,
    TEXT,
    ConsoleLine,
    ConsoleSheets,
)
from huifang.edges.store.files import OfficeError, refused_by_system
from huifang.edges.store.office import REPORTS, Office
from huifang.edges.system.processes import start_in_window, this_python
from huifang.flow.screen.rehearsing import Rehearsed, rehearse
from huifang.page.console.result import plain_lines, result_lines
from huifang.page.console.today import ASK, today_lines
from huifang.page.forms.listed import BY_NAME
from huifang.page.frame import Screen
from huifang.page.jobs import JobOrder, PageJob

#: What the buttons say that run no command that ends.
AUDITOR, PAGE, REFRESH = "auditor", "page", "refresh"
#: So often it is asked whether a job has ended, and so long whether a page came to life, in seconds.
_OFTEN, _PAGE_LIVES = 0.1, 4.0
_CLEAN, _BROKEN = 0, 3
_CAPTIONS = {one.word: one.caption for one in BUTTONS}
_ADDRESS = "/?token="
#: What stands for what is going to be done where nobody looked.
_BUSY = "有人正在使用这个办公室。等他做完再点“刷新”，就能看到还有什么要做。"


@dataclass(frozen=True)
class Pressed:
    """What came of it: the exit code, and what is shown now."""

    code: int
    sheets: ConsoleSheets


def press(page: Screen, word: str, room: Path, tell: Callable[[PageJob], None]) -> Pressed:
    """Do it. What a page that is opened says goes into the ``room``; ``tell`` hears how far a job is."""
    assert page.office is not None
    if word in (AUDITOR, PAGE):
        return _opened(page, page.office, word == AUDITOR, room)
    if word == REFRESH:
        known = None if page.running() else rehearse(page.office, page.now())
        result = result_lines(last_job(page), page.office, page.now())
        return Pressed(_CLEAN, ConsoleSheets(_today(page, known, _BUSY), result))
    form, caption = BY_NAME[word], _CAPTIONS[word]
    if running := page.running():
        told = f"{running}。请等它做完，再点一次“{caption}”。一直不结束的，请看看是不是别的电脑正在用。"
        result = plain_lines(page.now(), BAD, "现在不能做", told)
        return Pressed(_BROKEN, ConsoleSheets(_today(page, None, _BUSY), result))
    job = _done(page, page.do(JobOrder(form=form.name, title=caption, argv=form.command)), tell)
    code = _BROKEN if job.code is None else job.code
    nothing_left = Rehearsed(at=page.now(), of="") if word == "run" and code <= 1 else None
    result = result_lines(job, page.office, page.now())
    return Pressed(code, ConsoleSheets(_today(page, nothing_left), result, _opens(job)))


def last_job(page: Screen) -> PageJob | None:
    """The last command that has ended, whether from a button here or from the page."""
    return next((job for job in page.jobs.recent() if not job.is_running), None)


def _done(page: Screen, job: PageJob, tell: Callable[[PageJob], None]) -> PageJob:
    while job.is_running:
        time.sleep(_OFTEN)
        tell(job)
        job = page.jobs.get(job.number) or job
    return job


def _opens(job: PageJob) -> str:
    """The workbook that is opened: the report that was made."""
    files = job.body.get("files", ()) if job.form == "report" else ()
    return next((file for file in files if file.startswith(f"{REPORTS}/") and file.endswith(".xlsx")), "")


def _today(page: Screen, known: Rehearsed | None = None, unknown: str = ASK) -> tuple[ConsoleLine, ...]:
    """The first sheet. What is going to be done takes as long to find out as to do, so only who asks waits for it."""
    try:
        return today_lines(page.desk(), known, unknown)
    except (OfficeError, OSError) as raised:
        reason = raised if isinstance(raised, OfficeError) else refused_by_system(raised)
        return (
            ConsoleLine(BAND, ("控制台",)),
            ConsoleLine(DAY, (f"这一页写于 {page.now():%m-%d %H:%M}",)),
            ConsoleLine(BUTTON_ROW),
            ConsoleLine(BAD, ("办公室现在读不了",)),
            ConsoleLine(TEXT, (f"{reason}",)),
        )


def _opened(page: Screen, office: Office, for_auditor: bool, room: Path) -> Pressed:
    """Open 回访台, or the page of whoever audits, and leave it open."""
    moment = ("--now", f"{page.fixed_now:%Y-%m-%d %H:%M}") if page.fixed_now else ()
    role = ("--auditor",) if for_auditor else ()
    log = room / "page.txt"
    process = start_in_window(this_python("-m", "huifang", "-C", str(office.root), *moment, "page", *role), log)
    until = time.monotonic() + _PAGE_LIVES
    while process.poll() is None and time.monotonic() < until and _ADDRESS not in _said(log):
        time.sleep(_OFTEN)
    today, told_by_page = _today(page), _said(log).splitlines()
    log.unlink(missing_ok=True)  # in it stands the address that lets one in
    if process.poll() is not None:
        result = plain_lines(page.now(), BAD, "回访台没有打开", *told_by_page[-3:], "请再点一次。")
        return Pressed(_BROKEN, ConsoleSheets(today, result))
    how = "那个新的黑色窗口里" if sys.platform == "win32" else "终端里运行 huifang page 以后"
    told = f"浏览器会自己打开。没有打开的，请把{how}的地址抄到浏览器里。"
    if for_auditor:
        only = "这一页请监督岗自己用：抽中了谁、核查的结果，只给监督岗和老板看，控制台里不显示。"
        return Pressed(_CLEAN, ConsoleSheets(today, plain_lines(page.now(), GOOD, "监督岗的页面打开了", told, only)))
    ends = "用完了，关掉那个窗口。" if sys.platform == "win32" else ""
    return Pressed(_CLEAN, ConsoleSheets(today, plain_lines(page.now(), GOOD, "回访台打开了", told + ends)))


def _said(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""

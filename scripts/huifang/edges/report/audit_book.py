"""抽查报告 as a workbook: a first sheet to read and print, and what is behind each of its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from huifang.decisions.audit import told
from huifang.decisions.audit.audited import PeriodAudit
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import Palette, new_book
from huifang.edges.report.audit_cover import draw_audit_cover
from huifang.edges.report.lists import Pages, ShownList, draw_details

CALLS, OVER_TIME, SIGNALS, PHONE, STEPS = "各次通话", "各期结果", "记录里看到的", "话单核对", "六步"
DONE, NOT_DONE = "做到", "没有做到"


@dataclass(frozen=True)
class _Head:
    """What is said above every sheet."""

    unit_name: str
    title: str


def audit_book(audit: PeriodAudit, title: str, head: str) -> bytes:
    """The workbook's bytes; the same findings under the same ``head`` of the chain give the same bytes."""
    stream = BytesIO()
    book = new_book(stream, title)
    pages = Pages(Palette(book), LongLists(book, stream))
    first = book.add_worksheet("封面")
    links = {}
    for key, name, listed in _sheets(audit):
        sheet = book.add_worksheet(name)
        draw_details(sheet, pages, _Head(audit.unit_name, title), name, listed)
        links[key] = f"internal:'{name}'!A1"
    draw_audit_cover(first, pages.palette, audit, title, head, links)
    first.activate()
    return pages.lists.close()


def _sheets(audit: PeriodAudit) -> Iterator[tuple[str, str, ShownList]]:
    """Every sheet behind the first: a word for links, its name, its list. What nobody has leaves no sheet."""
    agents = told.ordered(audit.agents)
    yield "calls", CALLS, ShownList(
        ("业务员", "抽查编号", "客户", "记录编号", "结果", "说明", "客户原话", "核查人", "核查时间", "话单"),
        (16, 25, 22, 18, 10, 46, 40, 12, 17, 10),
        [
            (one.label, c.check_no, told.customer(c), c.record_no or "(没有记录)", str(c.agreement),
             "；".join(c.differences) or c.unsure, c.words, c.checked_by, told.moment(c.checked_at),
             "有这次通话" if c.is_proved else "")
            for one in agents for c in one.calls
        ],
        "还没有核查过谁。",
    )  # fmt: skip
    yield "time", OVER_TIME, ShownList(
        ("业务员", "期间", "联系上", "相符", "不符", "说不准", "没联系上", "最多", "结论", "发现", "能说明什么",
         "下一步"),
        (16, 14, 8, 8, 8, 8, 9, 8, 14, 40, 46, 40),
        [
            (one.label, s.period, s.checked, s.confirmed, s.contradicted, s.unsure, s.unreachable, told.upper(s),
             str(s.verdict), s.found, s.limits, s.next_step)
            for one in agents for s in (*one.before, one.standing)
        ],
        "还没有抽查过谁。",
    )  # fmt: skip
    signals = [(one.label, s.what, s.figure, s.usual, s.place) for one in agents for s in one.signals]
    if signals:
        headers = ("业务员", "看到什么", "多少", "本单位通常", "在哪里")
        yield "signals", SIGNALS, ShownList(headers, (16, 26, 30, 36, 60), signals, "没有。")
    if any(one.reconciled for one in agents):
        headers = ("业务员", "对上", "报告的", "哪一种", "明细")
        yield "phone", PHONE, ShownList(headers, (16, 8, 8, 22, 90), [*_phone(audit)], "没有话单。")
    if any(one.steps for one in agents):
        columns = ("业务员", "步骤", "做到", "应做", "结果", "依据")
        yield "steps", STEPS, ShownList(columns, (16, 20, 8, 8, 12, 90), [*_steps(audit)], "没有要检查的。")


def _phone(audit: PeriodAudit) -> Iterator[Sequence[Any]]:
    for one in told.ordered(audit.agents):
        seen = one.reconciled
        if seen is None:
            continue
        counts = (one.label, seen.matched, seen.reported)
        lines = [(*counts, kind, said) for kind, listed in told.phone_lists(seen) for said in listed]
        yield from lines or [(*counts, "没有不同", "")]


def _steps(audit: PeriodAudit) -> Iterator[Sequence[Any]]:
    for one in told.ordered(audit.agents):
        for step in one.steps:
            counts = (one.label, step.name, step.done, step.all)
            lines = [(*counts, NOT_DONE, said) for said in step.missed]
            lines += [(*counts, DONE, said) for said in step.evidence]
            yield from lines or [(*counts, "本期没有要做的", "")]

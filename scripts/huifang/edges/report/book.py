"""The report as a workbook: a cover for half a minute, a sheet per agent, and the lists behind the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any, TypeVar

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.core.catalogue import CATALOGUE
from huifang.decisions.calls.subjects import named
from huifang.decisions.reports.changes import NAME as CHANGES
from huifang.decisions.reports.cover.compose import CoverMade
from huifang.decisions.reports.cover.voices import NAME as VOICES
from huifang.decisions.reports.figures import AgentFigures, Owed
from huifang.decisions.reports.listed import ABOUT, COUNTED_AS
from huifang.decisions.reports.order import Spans, call_spans, ordered_calls, ordered_owed, owed_spans
from huifang.decisions.reports.report import Problem, Report
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import Palette, new_book
from huifang.edges.drawing.measured_sheet import MeasuredSheet
from huifang.edges.report.cover import draw_cover
from huifang.edges.report.lists import (
    LIST_TOP,
    Pages,
    ShownList,
    draw_details,
    draw_heading,
    draw_list,
    draw_title,
    sheet_name,
)
from huifang.edges.report.overview import ALL_CALLS, ALL_OWED, PROBLEMS, REFUSED, draw_overview
from huifang.edges.report.overview_agents import TOTAL, Links
from huifang.edges.report.parts import draw_part
from huifang.ledger.records import CallRecord
from huifang.policy.duties import CALLS_PART
from huifang.tables.declared.calls import CALLS, KNOWN_BY
from huifang.tables.declared.house_rules import REPORT_PARTS
from huifang.tables.model import Column, column_letter

FINDINGS, EXCEPTIONS = "校验发现", "例外与更正"
#: The sheet behind the cover, where the report is about calls and where it is not.
OVERVIEW = {True: CALLS_PART, False: "目录"}
FIXED_SHEETS = (
    "封面",
    OVERVIEW[False],
    VOICES,
    ALL_OWED,
    ALL_CALLS,
    PROBLEMS,
    REFUSED,
    FINDINGS,
    EXCEPTIONS,
    CHANGES,
    *REPORT_PARTS,
    "history",
)
OWED_TOP = 5

_OfAgent = TypeVar("_OfAgent", Owed, CallRecord)
#: Whom and what a listed call was about; what else was issued stands in 台账.
_ABOUT = ("customer_no", "customer_name", "contact_role", "reason_to_call")


def report_book(report: Report, cover: CoverMade) -> bytes:
    """The workbook's bytes, the details behind the cover; the same report gives the same bytes."""
    stream = BytesIO()
    book = new_book(stream, report.title)
    pages = Pages(Palette(book), LongLists(book, stream))
    first = book.add_worksheet("封面")
    overview = book.add_worksheet(OVERVIEW[report.has_calls], MeasuredSheet)
    changes = (report.changes,) if report.changes and report.changed else ()
    said = (cover.voices,) if cover.voices else ()
    for part in (*report.parts, *said, *changes):
        draw_part(book, book.add_worksheet(part.name, MeasuredSheet), pages, report, part)
    links = _draw_calls(book, pages, report) if report.has_calls else {}
    if report.refused:
        _draw_refused(book.add_worksheet(REFUSED), pages, report)
    if report.has_calls or report.findings:
        _draw_findings(book.add_worksheet(FINDINGS), pages, report)
    if report.exemptions or report.corrections or report.unasked:
        _draw_exceptions(book.add_worksheet(EXCEPTIONS), pages, report)
    draw_overview(book, overview, pages.palette, report, links)
    draw_cover(first, pages.palette, cover.cover, links)
    first.activate()
    return pages.lists.close()


def _draw_calls(book: Workbook, pages: Pages, report: Report) -> dict[str, Links]:
    """A sheet per agent and the lists behind the figures; returns the links to the rows of each figure."""
    names = agent_sheet_names(report.figures.agents, (sheet.get_name() for sheet in book.worksheets()))
    owed, records = _by_agent(report.figures.owed), _by_agent(report.records)
    links: dict[str, Links] = {}
    for line in report.figures.agents:
        sheet, mine = book.add_worksheet(names[line.agent]), (owed.get(line.agent, ()), records.get(line.agent, ()))
        own = {"sheet": f"internal:'{names[line.agent]}'!A1"}
        links[line.agent] = {**own, **_draw_agent(sheet, pages, report, line, *mine)}
    owed_links = _draw_all_owed(book.add_worksheet(ALL_OWED), pages, report)
    links[TOTAL] = {**owed_links, **_draw_all_calls(book.add_worksheet(ALL_CALLS), pages, report)}
    for agent, link in _draw_problems(book.add_worksheet(PROBLEMS), pages, report).items():
        links[agent] = {**links[agent], "open_problems": link}
    return links


def agent_sheet_names(agents: Iterable[AgentFigures], taken: Iterable[str] = ()) -> dict[str, str]:
    """A sheet name per agent, none of those ``taken`` and never one twice."""
    names: dict[str, str] = {}
    for line in agents:
        wanted = f"{line.agent} {line.name}" if line.name != line.agent else line.agent
        names[line.agent] = sheet_name(wanted, (*FIXED_SHEETS, *taken, *names.values()))
    return names


def _links(sheet: Worksheet, spans: Spans, top: int, width: int) -> dict[str, str]:
    """The link to the rows of each figure; ``top`` is the list's first row (from 0)."""
    last = column_letter(width - 1)
    name = sheet.get_name().replace("'", "''")
    return {
        figure: f"internal:'{name}'!A{top + first + 1}:{last}{top + end + 1}" for figure, (first, end) in spans.items()
    }


def _by_agent(listed: Iterable[_OfAgent]) -> dict[str, list[_OfAgent]]:
    """What belongs to each agent, in its order."""
    found: dict[str, list[_OfAgent]] = {}
    for one in listed:
        found.setdefault(one.agent, []).append(one)
    return found


def _draw_agent(
    sheet: Worksheet,
    pages: Pages,
    report: Report,
    line: AgentFigures,
    owed_by: Iterable[Owed],
    made_by: Iterable[CallRecord],
) -> dict[str, str]:
    """An agent's sheet; returns the link to the rows of each figure."""
    columns, owing = _call_columns(report), _owed_columns(report)
    both = ([column.width for column in listed] for listed in (owing, columns))
    widths = [*map(max, zip_longest(*both, fillvalue=0))]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    draw_title(sheet, pages, report, f"{line.agent} {line.name}", widths)
    summary = (
        f"应访 {line.planned}，完成 {line.done}；拨打 {line.reported} 次，接通 {line.connected} 次；"
        f"满意 {line.satisfied}，一般 {line.neutral}，不满意 {line.dissatisfied}；"
        f"本期未解决 {line.unresolved}，未解决 {line.open_problems}。"
    )
    sheet.write_string(2, 0, summary, pages.palette.get())
    draw_heading(sheet, pages, OWED_TOP - 2, f"应访名单({line.planned})", len(widths))
    owed = ordered_owed(owed_by)
    lines = (_owed_line(report, one, owing) for one in owed)
    listed = ShownList([column.header for column in owing], widths, lines, "本期没有应访的客户。")
    row = draw_list(sheet, pages, OWED_TOP - 1, listed)
    calls_at = row + 1
    draw_heading(sheet, pages, calls_at, f"通话记录({line.reported})", len(widths))
    records = ordered_calls(made_by)
    made = report.lists.lines(records, columns)
    headers = [column.header for column in columns]
    draw_list(sheet, pages, calls_at + 1, ShownList(headers, widths, made, "本期没有通话记录。"))
    sheet.repeat_rows(0)
    owed_links = _links(sheet, owed_spans(owed), OWED_TOP, len(owing))
    return {**owed_links, **_links(sheet, call_spans(records), calls_at + 2, len(columns))}


def _owed_columns(report: Report) -> tuple[Column, ...]:
    """The columns of a list of what was owed; the class where it follows from data, the role where rules name one."""
    rules, column = report.rules.values(), CALLS.by_key.__getitem__
    by_class = (COUNTED_AS,) if report.has_states else ()
    by_role = (column("contact_role"),) if any(rule.contact_role for rule in rules) else ()
    return (
        column("plan_no"), column("customer_no"), column("customer_name"), *by_class, *by_role,
        column("reason_to_call"), ABOUT, column("from_on"), column("due_on"), Column("状态", "status", width=16),
        column("called_on"), KNOWN_BY[0],
    )  # fmt: skip


def _owed_line(report: Report, owed: Owed, columns: Iterable[Column]) -> tuple[Any, ...]:
    obligation, done = owed.obligation, owed.obligation.fulfilled_by
    rule, missing = report.rules.get(obligation.rule), "(计划外完成)" if done else "(未列入计划)"
    said = {
        "plan_no": obligation.plan_no or missing, "customer_no": owed.customer.customer_no,
        "customer_name": owed.customer.name, COUNTED_AS.key: owed.counted_as,
        "contact_role": rule.contact_role if rule else "", "reason_to_call": rule.title if rule else obligation.rule,
        ABOUT.key: named(owed.about) or report.rows_told.get(obligation.plan_no, ""),
        "from_on": obligation.from_on, "due_on": obligation.due_on, "status": owed.status,
        "called_on": done.called_on if done else "", "record_no": done.record_no if done else "",
    }  # fmt: skip
    return tuple(said[column.key] for column in columns)


def _call_columns(report: Report) -> tuple[Column, ...]:
    """The columns of a list of calls: the record, whom it was about, and what agents wrote."""
    written = (c for c in report.lists.columns if c.key in _ABOUT or (not c.issued and c.key in report.lists.filled))
    return (KNOWN_BY[0], *written)


def _draw_all_owed(sheet: Worksheet, pages: Pages, report: Report) -> dict[str, str]:
    owed = ordered_owed(report.figures.owed)
    columns = _owed_columns(report)
    lines = ((_label(report, o.agent), *_owed_line(report, o, columns)) for o in owed)
    headers, widths = ("业务员", *(c.header for c in columns)), (14, *(c.width for c in columns))
    draw_details(sheet, pages, report, ALL_OWED, ShownList(headers, widths, lines, "本期没有应访的客户。"))
    return _links(sheet, owed_spans(owed), LIST_TOP + 1, len(headers))


def _draw_all_calls(sheet: Worksheet, pages: Pages, report: Report) -> dict[str, str]:
    records = ordered_calls(report.records)
    columns = _call_columns(report)
    said = zip(records, report.lists.lines(records, columns), strict=True)
    lines = ((_label(report, record.agent), *line) for record, line in said)
    headers, widths = ("业务员", *(c.header for c in columns)), (14, *(c.width for c in columns))
    draw_details(sheet, pages, report, ALL_CALLS, ShownList(headers, widths, lines, "本期没有通话记录。"))
    return _links(sheet, call_spans(records), LIST_TOP + 1, len(headers))


def _label(report: Report, agent: str) -> str:
    return report.labels.get(agent, agent)


def _draw_problems(sheet: Worksheet, pages: Pages, report: Report) -> dict[str, str]:
    """The open problems, agent by agent; returns the link to those of each, and of all."""
    problems = sorted(report.problems, key=lambda p: (p.record.agent, p.record.moment, p.record.record_no))
    headers = (
        "记录编号", "客户编号", "客户名称", "业务员", "回访日期", "已等天数", "客户意见或需求", "不满意原因",
        "处理措施", "待谁批示", "上报文件", "批示意见",
    )  # fmt: skip
    widths = (15, 11, 20, 12, 12, 9, 26, 22, 22, 12, 22, 26)
    lines = (
        (
            p.record.record_no, p.record.customer_no, p.record.customer_name, p.agent_label, p.record.called_on,
            p.open_days, p.record.wishes, p.record.dissatisfied_because, p.record.measures, p.decider,
            p.record.report_document, p.decision,
        )
        for p in problems
    )  # fmt: skip
    unsolved = sum(row.said.unsolved for row in report.refused)
    empty = f"入账的记录里没有；退回的行里有 {unsolved} 个，见“{REFUSED}”。" if unsolved else "没有未解决的问题。"
    draw_details(sheet, pages, report, "未解决的问题", ShownList(headers, widths, lines, empty))
    spans: dict[str, tuple[int, int]] = {TOTAL: (0, len(problems) - 1)} if problems else {}
    for place, problem in enumerate(problems):
        spans[problem.record.agent] = (spans.get(problem.record.agent, (place, place))[0], place)
    return _links(sheet, spans, LIST_TOP + 1, len(headers))


def _draw_refused(sheet: Worksheet, pages: Pages, report: Report) -> None:
    headers = ("由谁改正", "批次", "文件", "行", "计划编号", "客户编号", "回访日期", "退回日期", "不满意或未解决")
    widths = (16, 14, 40, 8, 15, 14, 13, 13, 16)
    lines = (
        (
            _label(report, one.sheet.agent), one.sheet.period, one.sheet.file, one.said.row, one.said.plan_no,
            one.said.customer_no, one.said.called_on, one.sheet.posted_on, "是" if one.said.unhappy else "",
        )
        for one in report.refused
    )  # fmt: skip
    draw_details(sheet, pages, report, REFUSED, ShownList(headers, widths, lines, "没有退回未入账的行。"))


def _draw_findings(sheet: Worksheet, pages: Pages, report: Report) -> None:
    headers = ("级别", "代码", "类别", "位置", "问题", "怎么办")
    widths = (8, 9, 20, 44, 60, 60)
    names = {"error": "错误", "warning": "提醒"}
    ordered = sorted(report.findings, key=lambda f: (not f.is_error, f.code, str(f.place)))
    lines = ((names[f.severity], f.code, CATALOGUE[f.code].title, str(f.place), f.message, f.hint) for f in ordered)
    draw_details(sheet, pages, report, FINDINGS, ShownList(headers, widths, lines, "没有发现问题。"))


def _draw_exceptions(sheet: Worksheet, pages: Pages, report: Report) -> None:
    widths = (14, 16, 14, 20, 20, 14, 40)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    draw_title(sheet, pages, report, EXCEPTIONS, widths)
    draw_heading(sheet, pages, 3, "例外登记", 7)
    lines: Iterable[Sequence[Any]] = (
        (e.subject, e.subject_no, e.from_on, e.until_on or "", e.treatment, e.approved_by, e.reason)
        for e in report.exemptions
    )
    headers = ("对象", "编号", "起", "止", "处理", "批准人", "原因")
    row = draw_list(sheet, pages, 4, ShownList(headers, widths, lines, "没有例外。"))
    draw_heading(sheet, pages, row + 1, "更正", 7)
    changes = ((c.subject_no, c.column, c.old, c.new, c.at, c.by, c.why) for c in report.corrections)
    headers = ("编号", "列", "原值", "新值", "时间", "更正人", "原因")
    row = draw_list(sheet, pages, row + 2, ShownList(headers, widths, changes, "没有更正。"))
    draw_heading(sheet, pages, row + 1, "没有批示就解决的问题", 7)
    solved = (
        (p.record.record_no, p.record.called_on, p.agent_label, p.record.customer, p.decider, p.solved_by, _what(p))
        for p in report.unasked
    )
    headers = ("记录编号", "回访日期", "业务员", "客户", "应由谁批示", "解决的记录", "问题")
    draw_list(sheet, pages, row + 2, ShownList(headers, widths, solved, "没有这样的问题。"))


def _what(problem: Problem) -> str:
    return "；".join(filter(None, (problem.record.dissatisfied_because, problem.record.wishes)))

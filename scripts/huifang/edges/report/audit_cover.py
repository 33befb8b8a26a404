"""The first sheet of 抽查报告: what was found in all, a line for each agent, what to do, how it was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.decisions.audit import told
from huifang.decisions.audit.audited import AgentAudit, PeriodAudit, Verdict
from huifang.edges.drawing.canvas import WHITE_EDGE, Across, Canvas, TextRun
from huifang.edges.drawing.forms import lines_of
from huifang.edges.drawing.looks import ALARM, ALARM_PALE, BRAND, BRAND_PALE, FONT, INK, LINE, MUTED, PAPER, Palette
from huifang.ledger.journal import DIGITS_SHOWN

#: The widths of its columns in pixels: 720 together, so that it fills the paper at its own size.
WIDTHS = (26, 96, 50, 50, 46, 46, 54, 62, 62, 132, 96)
_HEADERS = ("业务员", "有记录", "联系上", "相符", "不符", "说不准", "没联系上", "最多", "历次 不符/联系上", "结论")
_TILES: tuple[Across, ...] = ((0, 1), (2, 3), (4, 6), (7, 8), (9, 9), (10, 10))
_CHARACTER = 7.0
_COLOURS = {Verdict.REVIEW: ALARM, Verdict.GO_ON: BRAND, Verdict.NOTHING_FOUND: MUTED}


def draw_audit_cover(
    sheet: Worksheet, palette: Palette, audit: PeriodAudit, title: str, head: str, links: Mapping[str, str]
) -> None:
    """Band, first sentence, figures, agents, what to do, notes, signatures; ``links`` lead to sheets by their name,
    ``head`` is the chain's, of which some digits stand at the foot.
    """
    sheet.hide_gridlines(2)
    canvas = Canvas(sheet, palette, WIDTHS)
    _band(canvas, audit, title)
    _figures(canvas, audit, links)
    _agents(canvas, audit)
    _to_do(canvas, told.needing(audit))
    _others(canvas, audit, links)
    _notes(canvas, audit)
    _sign(canvas, head)
    _paper(sheet, audit, canvas.row)


def _paper(sheet: Worksheet, audit: PeriodAudit, rows: int) -> None:
    """A4 upright, as many pages as it takes."""
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.35, bottom=0.45)
    sheet.center_horizontally()
    sheet.print_area(0, 0, rows - 1, len(WIDTHS) - 1)
    name = audit.unit_name.replace("&", "&&")[:40]
    sheet.set_footer(f'&L&"{FONT}"&8 {name}　只呈老板&R&"{FONT}"&8 第 &P 页 共 &N 页', {"margin": 0.2})


def _band(canvas: Canvas, audit: PeriodAudit, title: str) -> None:
    row = canvas.down(42)
    band: dict[str, Any] = {"bg_color": BRAND, "font_color": PAPER, "bold": True}
    canvas.put(row, (0, 7), title, font_size=20, indent=1, **band)
    canvas.put(row, (8, 10), "只呈老板", font_size=13, align="right", indent=1, **band)
    canvas.line(told.about(audit), 24, font_size=9, font_color=MUTED, bg_color=BRAND_PALE)
    _text(canvas, told.lede(audit), size=12, bold=True)


def _text(canvas: Canvas, text: str, size: int = 10, **style: Any) -> None:
    """A paragraph over the whole width, as high as it needs."""
    width = sum(WIDTHS) / _CHARACTER * 10 / size
    height = round(lines_of(text, width) * size * 1.8) + 6
    canvas.line(text, height, font_size=size, text_wrap=True, valign="vcenter", **style)


def _figures(canvas: Canvas, audit: PeriodAudit, links: Mapping[str, str]) -> None:
    canvas.heading("一、数字", "只是这一期抽到的客户")
    rows = [canvas.down(height) for height in (20, 36, 32)]
    targets = ("calls", "calls", "calls", "calls", "", "phone")
    for figure, span, target in zip(told.figures(audit), _TILES, targets, strict=True):
        box: dict[str, Any] = {"align": "center", "bg_color": BRAND_PALE, **WHITE_EDGE}
        canvas.put(rows[0], span, figure.label, link=links.get(target, ""), font_color=MUTED, **box)
        value: list[TextRun] = [
            (figure.value, {"bold": True, "font_size": 18, "font_color": ALARM if figure.is_bad else BRAND}),
            (f" {figure.unit}" if figure.unit else "", {"font_size": 9, "font_color": MUTED}),
        ]
        canvas.put(rows[1], span, value, **box)
        canvas.put(rows[2], span, figure.note, font_size=8, font_color=MUTED, valign="top", text_wrap=True, **box)


def _agents(canvas: Canvas, audit: PeriodAudit) -> None:
    canvas.heading("二、各业务员", "要过问的在前；“最多”怎么看，见下面")
    row = canvas.down(22)
    for column, header in enumerate(_HEADERS, start=1):
        place: dict[str, Any] = {} if column == 1 else {"align": "center"}
        canvas.put(row, (column, column), header, font_size=9, font_color=MUTED, bottom=1, bottom_color=LINE, **place)
    for agent in told.ordered(audit.agents):
        _agent(canvas, agent)
    if not audit.agents:
        canvas.line("本期没有抽到谁。", font_color=MUTED)
    _text(canvas, told.HOW_TO_READ, size=9, font_color=MUTED)


def _agent(canvas: Canvas, agent: AgentAudit) -> None:
    row, now = canvas.down(24), agent.standing
    colour = _COLOURS[now.verdict]
    style: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    middle = {**style, "align": "center"}
    canvas.put(row, (0, 0), told.MARKS[now.verdict], **{**middle, "font_color": colour})
    canvas.put(row, (1, 1), agent.label, shrink=True, **{**style, "bold": now.verdict is not Verdict.NOTHING_FOUND})
    counts = (agent.claimed, now.checked, now.confirmed, now.contradicted, now.unsure, now.unreachable)
    for column, count in enumerate(counts, start=2):
        bad = column == 5 and count
        ink = {"font_color": ALARM, "bold": True} if bad else {}
        canvas.put(row, (column, column), str(count) if count else "·", **{**middle, **ink})
    canvas.put(row, (8, 8), told.upper(now), **middle)
    canvas.put(row, (9, 9), told.over_time(agent), shrink=True, **{**middle, "font_size": 9, "font_color": BRAND})
    canvas.put(row, (10, 10), str(now.verdict), shrink=True, **{**middle, "font_color": colour, "bold": True})


def _to_do(canvas: Canvas, agents: Sequence[AgentAudit]) -> None:
    canvas.heading(f"三、要做的事（{len(agents)} 人）", "写给您看的，请不要转给业务员")
    if not agents:
        canvas.line("没有要您做的事。", font_color=MUTED)
    for agent in agents:
        now = agent.standing
        ground = ALARM_PALE if now.verdict is Verdict.REVIEW else BRAND_PALE
        edge: dict[str, Any] = {"left": 5, "left_color": ALARM if now.verdict is Verdict.REVIEW else BRAND}
        card: dict[str, Any] = {"bg_color": ground, **edge}
        canvas.line(f"{agent.label}　{told.verdict(now)}", 26, font_size=12, bold=True, **card)
        said = (("发现", now.found), ("能说明什么", now.limits), ("下一步", now.next_step))
        for label, text in (*said, ("还要打", "、".join(agent.waiting))):
            if text:
                _text(canvas, f"{label}：{text}", **card)
        canvas.down(6)


def _others(canvas: Canvas, audit: PeriodAudit, links: Mapping[str, str]) -> None:
    """Where more is to be found: signals, the telephone company's records, the six steps."""
    lines = []
    for agent in told.ordered(audit.agents):
        seen = agent.reconciled
        missing = f"，{len(seen.without_call)} 次在话单里没有找到" if seen and seen.without_call else ""
        calls = f"话单对上 {told.matched(agent)}{missing}" if seen else ""
        signs = f"记录里有 {len(agent.signals)} 处值得看一眼" if agent.signals else ""
        steps = f"六步缺 {missed} 步" if (missed := sum(step.done < step.all for step in agent.steps)) else ""
        if said := "；".join(filter(None, (signs, calls, steps))):
            lines.append((agent.label, said))
    canvas.heading("四、还看到的", "只是看到的，不是结论；点击名称看明细")
    if not lines:
        canvas.line("没有别的。", font_color=MUTED)
    target = next((links[key] for key in ("signals", "phone", "steps") if key in links), "")
    for label, said in lines:
        row = canvas.down(22)
        canvas.put(row, (0, 1), label, link=target, font_color=BRAND, shrink=True)
        canvas.put(row, (2, 10), said, font_size=9, font_color=INK, shrink=True)


def _notes(canvas: Canvas, audit: PeriodAudit) -> None:
    canvas.heading("五、核查本身")
    for note in audit.notes or ("没有要说明的。",):
        _text(canvas, note, size=9)


def _sign(canvas: Canvas, head: str) -> None:
    canvas.down(6)
    canvas.line("老板意见：", 24, top=1, top_color=MUTED, indent=0)
    canvas.line("", 22, bottom=4, bottom_color=LINE)
    row = canvas.down(34)
    for span, label in (((0, 3), "监督岗签字："), ((4, 7), "老板签字："), ((8, 10), "日期：")):
        canvas.put(row, span, label, font_color=MUTED)
    note = f"明细在后面的工作表里。　校验码 {head[:DIGITS_SHOWN]}"
    canvas.line(note, 18, font_size=8, font_color=MUTED, indent=0)

"""The cover as workbook and page: one page of A4, everything of its value on it, nothing cut, colours to be read."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from huifang.decisions.reports.cover.model import (
    AgentLine,
    Card,
    Cover,
    Group,
    Headline,
    PartLine,
    ReturnedOf,
    Voices,
)
from huifang.edges.drawing import looks
from huifang.edges.drawing.looks import Palette, new_book
from huifang.edges.report.cover import WIDTHS, draw_cover
from huifang.edges.report.page import report_page
from printed import page_texts

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
LONG = "欧阳上官司马诸葛的很长的名字一共有三十个字才能写完它的全部呢"


def agent(number: int, name: str = "李明", **over: Any) -> AgentLine:
    plain = {
        "agent": f"A{number:02}", "name": name, "rank": number, "done": 24, "planned": 25, "done_share": 0.96,
        "spark": "·▁▃▅▆█", "spark_said": "2026-11上旬 96%", "change": -8, "satisfied_share": 0.88,
        "dissatisfied": (1, 1), "unresolved": (0, 0), "mark": "▲", "note": "6 行退回未改、连降 3 期",
    }  # fmt: skip
    return AgentLine(**{**plain, **over})


QUIET = Cover(
    title="旬报 · 2026-11中旬", to="吴姐", unit_name="华东五金&销售部", about=("单位　期间",),
    lede="与上期持平。没有要您过问的事。",
    cards=(), cards_in_all=0, has_calls=True, digits="0123456789ab", ahead_title="下期（11月21日 至 11月30日）",
    ahead=("现在看，没有应访的客户。",),
    figures=[Headline(label=x, value="0", unit="个", change="→ 第一期") for x in "甲乙丙丁戊己"],
    voices=Voices(complaints="抱怨：没有", wishes="想要：没有"),
)  # fmt: skip
FULL = replace(
    QUIET,
    to=LONG[:12],
    lede="字" * 88,
    about=("单位" * 20, "第 2 版：数字变了 7 处。"),
    cards=[Card(customer=f"{LONG[:9]}… 欧阳经理", phone="0571-87654321", agent="李明 11-12", quote="门" * 28,
                proposal="建" * 24, decider="周丽华", document="问题上报单-1105", days=15)] * 3,
    cards_in_all=7,
    figures=[Headline(label="不满意", value="0", unit="位", change="→ 另有退回的", note="另有 1 位在退回的行里",
                      note_is_bad=True, is_bad=True)] * 6,
    agents=[agent(n, LONG[:10]) for n in range(1, 11)],
    others="其余 40 人没有要过问的：完成率 92%–100%，合计 912/950",
    total=agent(0, "合计", agent="", rank=None, mark="", note=""),
    scale="小柱从 70% 到 100%",
    voices=Voices(complaints="抱怨（60 位，其中不满意 3 位）", wishes="想要（122 位）",
                  complained=[Group(LONG[:9], 60, 1)] * 4, wanted=[Group(LONG[:9], 61, 0)] * 4, per_block=5,
                  quote="门" * 30, quoted="东升超市 张经理，钱大勇 11-12 记"),
    refused=[ReturnedOf(who=LONG[:8], rows=6, bad="1 位不满意、1 个未解决", causes="原因没有填（1）；" * 3)] * 3,
    refused_rows=20,
    refused_more="等 9 人；其余 2 行里没有坏消息",
    ahead=("应访 154 个。", "答应客户的日子：11-23 永兴（孙小雨）。"),
    parts=[PartLine("六步", "话" * 60, True)] * 5,
    parts_in_all=9,
)  # fmt: skip


def drawn(cover: Cover) -> Worksheet:
    stream = BytesIO()
    book = new_book(stream, "x")
    draw_cover(book.add_worksheet("封面"), Palette(book), cover, {})
    book.close()
    return load_workbook(stream, rich_text=True)["封面"]


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def page_of(cover: Cover) -> str:
    report = SimpleNamespace(findings=(), changed=None, parts=())
    return report_page(report, cover)  # type: ignore[arg-type]


@pytest.mark.parametrize("cover", [QUIET, FULL], ids=["quiet", "full"])
def test_it_prints_on_one_page_of_a4_upright(cover: Cover) -> None:
    sheet = drawn(cover)
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize), sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        "portrait",
        "9",
        True,
    )
    assert sheet.print_area.endswith(f"$K${sheet.max_row}") and sum(WIDTHS) == 720
    high = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)) / 72
    assert (11.69 - 0.35 - 0.45) / high >= 0.7, high


def test_sizes_in_the_footer_are_followed_by_a_blank() -> None:
    footer = drawn(QUIET).oddFooter
    said = "".join(str(part.text) for part in (footer.left, footer.right))
    assert "华东五金&&销售部" in said or "华东五金&销售部" in said
    assert not re.search(r"&\d+[^\s\d]", said)


@pytest.mark.parametrize("cover", [QUIET, FULL], ids=["quiet", "full"])
def test_every_text_can_be_read_on_its_ground(cover: Cover) -> None:
    pairs = set()
    for row in drawn(cover).iter_rows():
        for cell in row:
            if cell.value not in (None, ""):
                ground = f"#{cell.fill.fgColor.rgb[2:]}" if cell.fill.fill_type else looks.PAPER
                pairs |= {(f"#{color[2:]}", ground) for color in _inks(cell)}
    assert len(pairs) > 4
    assert [(ink, ground) for ink, ground in pairs if ground not in looks.ON_GROUND[ink]] == []


def _inks(cell: Any) -> set[str]:
    parts = [part for part in cell.value if not isinstance(part, str)] if isinstance(cell.value, list) else []
    return {part.font.color.rgb for part in parts} or {cell.font.color.rgb}


@pytest.mark.parametrize("draw", [lambda cover: texts(drawn(cover)), page_of], ids=["workbook", "page"])
class TestBoth:
    """Workbook and page say the same."""

    def test_a_quiet_period_says_that_nothing_waits(self, draw: Any) -> None:
        said = draw(QUIET)
        for sentence in ("请您批示（0 件）", "没有等您批示的事。", "没有要您过问的事", "本期没有业务员需要报告。",
                         "抱怨：没有", "没有。交来的行都入账了", "校验码 0123456789ab"):  # fmt: skip
            assert sentence in said, sentence
        assert "▲" not in said.replace("■", "") and "+1" not in said

    def test_a_full_one_says_what_it_leaves_out(self, draw: Any) -> None:
        said = draw(FULL)
        for sentence in ("请您批示（7 件，先列 3 件）", "其余 4 件见批示单和待办", "其余 40 人没有要过问的", "等 9 人",
                         "没有入账的（20 行被退回）", "里面有：1 位不满意、1 个未解决", "合计", "每个 ■ 约是 5 位客户",
                         "另有 1 位在退回的行里", "1+1", "另有 4 个部分在后面"):  # fmt: skip
            assert sentence in said, sentence
        assert said.count("6 行退回未改、连降 3 期") == 10

    def test_headings_are_numbered_on_end(self, draw: Any) -> None:
        for cover, count in ((QUIET, 6), (FULL, 7), (replace(FULL, has_calls=False, refused=(), refused_rows=0), 3)):
            found = re.findall("([一二三四五六七八])、", draw(cover))
            assert found == [*"一二三四五六七八"[:count]]

    def test_nothing_of_ours_is_shown(self, draw: Any) -> None:
        said = re.sub("#[0-9A-F]{6}", "", draw(FULL))
        assert not re.search(r"[0-9a-f]{13}|/[一-龥]+/|[A-Z]\d{3}\b", said.replace("A01", ""))


@pytest.mark.slow
def test_the_fullest_page_prints_on_one_paper(chromium: str, pdftotext: str, tmp_path: Path) -> None:
    page, target = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(page_of(FULL), encoding="utf-8")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    words = (f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={target}")
    subprocess.run([chromium, *flags, *words, page.as_uri()], check=True, capture_output=True, timeout=60)
    assert len(page_texts(target, pdftotext)) == 1


def test_the_fullest_cover_is_printed_at_four_fifths_of_its_size() -> None:
    """An A4 page holds 1,046 pixels at the scale at which the columns fill it."""

    def heights(cover: Cover) -> list[int]:
        sheet = drawn(cover)
        return [round((sheet.row_dimensions[row].height or 15) * 96 / 72) for row in range(1, sheet.max_row + 1)]

    assert 1046 / sum(heights(FULL)) >= 0.8
    assert all(height >= 18 or height == 6 for height in heights(FULL))
    assert heights(QUIET)[:3] == [42, 24, 44]


def test_a_page_says_its_small_columns_in_numbers() -> None:
    assert 'role="img" aria-label="2026-11上旬 96%">·▁▃▅▆█</span>' in page_of(FULL)


def test_what_was_decided_and_not_done_in_time_is_told_instead_of_asked() -> None:
    late = replace(FULL.cards[0], decided="已批示：同意退货。由 钱大勇 办，限 11-25", overdue=3)
    for said in (texts(drawn(replace(FULL, cards=[late]))), page_of(replace(FULL, cards=[late]))):
        assert "批示过期 3 天未办" in said and "由 钱大勇 办，限 11-25" in said
        assert "已等 15 天" not in said and "□ 同意" not in said
    again = page_of(replace(FULL, cards=[replace(FULL.cards[0], asked=2)]))
    assert "催过 2 次　已等 15 天" in again


def test_a_complaint_is_asked_about_like_a_problem() -> None:
    card = replace(FULL.cards[0], agent="李明 11-12", document="", complaint="T2611-004", proposal="退还差价")
    page, sheet = page_of(replace(FULL, cards=[card])), texts(drawn(replace(FULL, cards=[card])))
    assert "李明 11-12 受理 · 投诉 T2611-004" in page and "处理方案：退还差价" in page and "处理方案：退还差价" in sheet
    assert "业务员：" not in sheet and "□ 同意" in sheet


def test_a_tile_of_nothing_bad_is_not_alarming() -> None:
    assert 'class="value"><b>0</b>' in page_of(QUIET) and 'class="value"><b class="warn">0</b>' in page_of(FULL)

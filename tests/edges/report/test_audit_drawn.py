"""抽查报告 as workbook, page and five lines, drawn from a value: all three say the same, and none of them accuses."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from audits_made import PERIOD, period_audit
from huifang.decisions.audit import told
from huifang.decisions.audit.audited import Agreement, PeriodAudit, Verdict
from huifang.edges.report.audit_book import CALLS, NOT_DONE, OVER_TIME, PHONE, SIGNALS, STEPS, audit_book
from huifang.edges.report.audit_page import audit_page

TITLE = f"抽查报告 {PERIOD}"
HEAD = "0123456789abcdef"


@cache
def book() -> Workbook:
    return load_workbook(BytesIO(audit_book(period_audit(), TITLE, HEAD)))


@cache
def page() -> str:
    return audit_page(period_audit(), TITLE, HEAD)


def texts(name: str) -> list[str]:
    return [str(cell.value) for row in book()[name].iter_rows() for cell in row if cell.value is not None]


def rows(name: str) -> list[list[object]]:
    listed = [[cell.value for cell in row] for row in book()[name].iter_rows(min_row=4)]
    return [row for row in listed if any(row)]


def words_of_page() -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", page().partition("</style>")[2])).split())


def nothing_checked() -> PeriodAudit:
    full = period_audit()
    none = [
        replace(
            one, calls=(), signals=(), reconciled=None, steps=(), before=(), waiting=("K0001 甲", "K0002 乙"),
            standing=replace(one.standing, checked=0, confirmed=0, contradicted=0, unsure=0, unreachable=0,
                             verdict=Verdict.GO_ON),
        )
        for one in full.agents
    ]  # fmt: skip
    return replace(full, agents=tuple(none), notes=())


def test_the_first_sheet_says_what_was_found_and_what_to_do() -> None:
    said = texts("封面")
    assert said[0] == TITLE and said[1] == "只呈老板"
    assert said[3].startswith(
        "联系上 21 位客户：13 位说的与记录相符，7 位不符，1 位说不准。"
        "建议全面复核：A03 欧阳上官司马。有不符，再看看：A02 王海燕。"
    )
    assert "还要打：K0017 永兴五金行 王女士 13800000017" in said
    assert [one for one in said if one.startswith("A0")][:3] == ["A03 欧阳上官司马", "A02 王海燕", "A01 李晓明"]
    assert "1/3　1/3　6/12" in said and "80%" in said
    assert any(HEAD[:12] in one for one in said) and not any(HEAD in one for one in said)


def test_every_call_stands_behind_it_with_what_differs() -> None:
    header, *calls = rows(CALLS)
    listed = [dict(zip(header, row, strict=True)) for row in calls]
    assert len(listed) == sum(len(one.calls) for one in period_audit().agents)
    (unsure,) = [one for one in listed if one["结果"] == Agreement.UNSURE]
    assert unsure["说明"] == "接电话的不是联系人 王女士" and unsure["核查人"] == "D01 孙正平"
    assert sum(one["结果"] == Agreement.DIFFERS for one in listed) == told.total(period_audit(), "contradicted")


def test_periods_signals_phone_records_and_steps_have_sheets_of_their_own() -> None:
    assert [(row[0], row[1], row[8]) for row in rows(OVER_TIME)[1:4]] == [
        ("A03 欧阳上官司马", "2026-09下旬", "继续抽查"), ("A03 欧阳上官司马", "2026-10下旬", "继续抽查"),
        ("A03 欧阳上官司马", PERIOD, "建议全面复核"),
    ]  # fmt: skip
    assert rows(SIGNALS)[1][1:4] == ["通话时长完全一样", "12 次都是 2 分钟", "别人最多 3 次"]
    assert len([row for row in rows(PHONE) if row[3] == "记了，话单里没有"]) == 11
    missed = [row for row in rows(STEPS) if row[4] == NOT_DONE]
    assert len(missed) == 6 * 4 and "没有接通" in str(missed[0][5])
    assert len(rows(STEPS)) == 1 + 3 * 6 * 29


def test_what_nobody_has_leaves_no_sheet() -> None:
    empty = load_workbook(BytesIO(audit_book(nothing_checked(), TITLE, HEAD)))
    assert empty.sheetnames == ["封面", CALLS, OVER_TIME]
    assert told.lede(nothing_checked()) == "还没有核查结果。还有 6 位客户等监督岗打电话。"
    assert "六步" not in audit_page(nothing_checked(), TITLE, HEAD)


def test_the_page_says_the_same_without_scripts_and_escapes_what_customers_said() -> None:
    said = words_of_page()
    assert told.lede(period_audit()) in said and "没有啊，没人打过 <b>电话</b>。" in said
    assert "<b>电话</b>" not in page() and "<script" not in page() and "http" not in page()
    for one in period_audit().agents:
        assert f"{one.label} {told.verdict(one.standing)}" in said.replace("　", " ")
    assert said.count("没有做到") == 6 * 4
    assert "其余 24 条见工作簿的“六步”。" in said


def test_it_is_printed_on_a4_and_read_on_a_telephone() -> None:
    cover = book()["封面"]
    assert (cover.page_setup.paperSize, cover.page_setup.orientation) == (9, "portrait")
    assert cover.sheet_properties.pageSetUpPr.fitToPage
    assert "@media print" in page() and "max-width: 600px" in page() and "width=device-width" in page()


def test_five_lines_of_text() -> None:
    lines = told.five_lines(period_audit())
    assert [line[:2] for line in lines] == ["1 ", "2 ", "3 ", "4 ", "5 "]
    assert "A03 欧阳上官司马：" in lines[1] and "A02 王海燕：" in lines[1]
    assert "对上 48 次，共报告 59 次；11 次" in lines[3]
    assert told.five_lines(nothing_checked())[3] == "4 本期没有导入话单，没有与通话记录核对。"


@pytest.mark.parametrize(
    "word", ["造假", "假的", "欺骗", "撒谎", "作弊", "嫌疑", "虚假", "编造", "违规", "处分", "不诚实"]
)
def test_nothing_is_a_verdict_on_a_person(word: str) -> None:
    everything = "\n".join([*told.five_lines(period_audit()), words_of_page(), *texts("封面"), *texts(OVER_TIME)])
    assert word not in everything
    everything.replace("\N{NO-BREAK SPACE}", " ").encode("gbk")


def test_who_is_merely_drawn_from_again_is_nothing_to_do_and_of_many_some_are_named() -> None:
    full = period_audit()
    calm = replace(full.agents[0], standing=replace(full.agents[0].standing, verdict=Verdict.GO_ON))
    assert told.needing(replace(full, agents=(calm,))) == []
    assert "没有发现需要您过问的事。" in told.lede(replace(full, agents=(calm,)))
    many = [replace(full.agents[2], agent=f"B{n:02d}", label=f"B{n:02d} 甲") for n in range(20)]
    assert "建议全面复核：B00 甲、B01 甲、B02 甲、B03 甲等 20 人。" in told.lede(replace(full, agents=many))
    without = [replace(many[0], steps=()), *many[1:]]
    assert "<th>1 名单经审批</th>" in audit_page(replace(full, agents=without), TITLE, HEAD)

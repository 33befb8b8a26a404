"""The agent's sheet: where its columns stand, how wide and high it is, and what 状态 says while it is filled in."""

from __future__ import annotations

import csv
import re
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from huifang.core.periods import parse_period
from huifang.edges.books.call_layout import LOWEST, Layout, laid_out
from huifang.edges.books.call_sheet import Handout, agent_book
from huifang.edges.books.hidden_record import HiddenRecord
from huifang.edges.known.presets import Preset, load_preset, presets
from huifang.ledger.issues import IssuedCall
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import ANSWER_KEYS, CALLS, CONNECTED_KEYS, with_questions
from huifang.tables.model import Kind
from office import columns, put

#: What a screen of 1366 pixels shows of a sheet, and of that what always stays in sight.
SCREEN, IN_SIGHT = 1316, 336
TODAY = date.today()  # noqa: DTZ011  (LibreOffice asks the clock of this computer)
DAY = timedelta(days=1)


def layout_of(preset: Preset) -> Layout:
    """The sheet with everything that the regulation may ask."""
    policy = preset.policy
    asked = ((question.key, question.text, (), Kind.TEXT) for question in policy.questions)
    table, _ = with_questions(asked, preset.fitted(CALLS))
    return laid_out(table, policy, policy.methods_of(""))


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_what_an_ordinary_call_needs_fits_a_screen(preset: Preset) -> None:
    layout = layout_of(preset)
    keys = list(layout.table.by_key)
    questions = {question.key for question in preset.policy.questions}
    apart = {"purpose", "papers", "method", "contact_role"} | questions
    usual = sum(width for key, width in zip(keys[: layout.printed], layout.pixels, strict=False) if key not in apart)
    assert usual <= SCREEN
    assert sum(layout.pixels[: layout.frozen]) == IN_SIGHT + 58 * ("contact_role" in keys[: layout.frozen])
    assert "phone" in keys[: layout.frozen]
    assert {layout.pixels[layout.at(key)] for key in questions} <= {96}


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_every_column_stands_somewhere_once(preset: Preset) -> None:
    layout = layout_of(preset)
    keys = [column.key for column in layout.table.columns]
    assert sorted(keys) == sorted({*preset.fitted(CALLS).by_key, *(q.key for q in preset.policy.questions)})
    assert not [column.key for column in layout.table.columns[: layout.printed] if column.hidden]
    ways = preset.policy.methods_of("")
    assert (keys.index("method") < layout.printed) is (len(ways) > 1)
    assert {"plan_no", "customer_no", "from_on", "due_on", "planned_on"} <= {*keys[layout.folded :]}


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_seven_cells_make_an_ordinary_call_and_four_one_in_vain(preset: Preset) -> None:
    """The planned way stands there already; nothing that the customer said is made up from anything else."""
    typed = [key for key in ANSWER_KEYS if not CALLS.by_key[key].prefilled]
    assert len(typed) == 4
    mandatory = [question for question in preset.policy.questions if question.mandatory]
    assert len([*typed, *CONNECTED_KEYS]) == 7 and len(mandatory) <= 1
    layout = layout_of(preset)
    assert all(layout.at(key) < layout.printed for key in (*typed, *CONNECTED_KEYS))


def test_the_roles_of_contacts_are_seen_where_rules_go_by_them() -> None:
    seen = {p.preset for p in presets() if (layout := layout_of(p)).at("contact_role") < layout.frozen}
    assert seen == {p.preset for p in presets() if any(rule.contact_role for rule in p.policy.rules)}
    assert "hotel-subscription" in seen


@pytest.mark.parametrize(
    ("name", "height"), [("永安五金", 30), ("安泰装饰工程有限公司", 39), ("名" * 30, 75), ("Abc " * 9, 57)]
)
def test_a_row_is_as_high_as_its_texts(name: str, height: int) -> None:
    layout = layout_of(load_preset("sales-ten-day"))
    row = [name if column.key == "customer_name" else None for column in layout.table.columns]
    assert layout.height(row) == height
    assert layout.height([None] * len(row)) == LOWEST


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("【漏气报警回访】漏气单 F2610-041：10-17 更换灶前软管，张师傅。请在 10-17 21:00 以前回访。还有没有气味、"
         "阀门关好没有、知不知道抢修电话。消费特点：白天家里没有人。", 7),
        ("一" * 14, 1), ("一" * 13 + "二。", 2), ("一" * 10 + "F2610-041：", 2), ("http" * 20, 4),
    ],
)  # fmt: skip
def test_a_message_has_a_line_for_every_word_that_no_longer_fits(text: str, lines: int) -> None:
    layout = layout_of(load_preset("gas-repair"))
    row = [text if column.key == "message" else None for column in layout.table.columns]
    assert layout.height(row) == max(LOWEST, 16 * lines + 3)


def test_the_header_is_as_high_as_the_longest_question() -> None:
    heights = {p.preset: layout_of(p).header_height for p in presets()}
    assert heights["sales-ten-day"] == 32 and heights["property-households"] == 39


def issued(number: int, **over: Any) -> IssuedCall:
    usual: dict[str, Any] = {
        "plan_no": f"H2611-{number:04d}", "customer_no": f"K{number:04d}", "customer_name": f"{number} 号商行",
        "contact_role": "", "contact": "王女士", "phone": f"1380000{number:04d}", "agent": "A01", "owner": "A01",
        "rule": "R1", "method": "电话", "reason_to_call": "十日例行回访", "message": "", "from_on": TODAY - 9 * DAY,
        "due_on": TODAY + 9 * DAY, "planned_on": TODAY, "base_on": TODAY, "base_is_call": False, "basis": "",
        "covers": (), "period": "2026-11下旬", "book": "x.xlsx",
    }  # fmt: skip
    return IssuedCall(**{**usual, **over})


def book_of(
    *calls: IssuedCall, preset: str = "sales-ten-day", today: date = TODAY, agreed: frozenset[str] = frozenset()
) -> bytes:
    period = parse_period("2026-11下旬", (10, 20, 30))
    record = HiddenRecord(office_id="o", agent="A01", period=period.name, book="x.xlsx", digest="", structure=1)
    handout = Handout(
        agent_no="A01", agent="钱大勇", period=period, issued_on=today, hand_in=datetime(2026, 11, 30, 18, 0),
        customers=("甲店", "乙店"), new=len(calls), agreed=agreed, record=record,
    )  # fmt: skip
    shipped = load_preset(preset)
    options = {**cell_options(shipped.policy), "回访方式": shipped.policy.methods_of("R1")}
    return agent_book(shipped.fitted(CALLS), calls, handout, options, shipped.policy)


CALLED = {"回访日期": TODAY.toordinal() - 693_594, "开始时间": 545 / 1440, "结束时间": 549 / 1440, "通话结果": "接通"}
WELL = {**CALLED, "满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题"}
#: What is typed into an issued row, and what it then says of itself.
SAID: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "今天"),
    ({"备注": "先记一笔"}, "今天"),
    ({"回访方式": "电话"}, "今天"),
    ({"回访日期": 24, "开始时间": 905, "结束时间": 6, "通话结果": "占线"}, "再打"),
    ({"通话结果": "接通"}, "缺时间"),
    ({**CALLED, "结束时间": None}, "缺时间"),
    ({**CALLED, "通话结果": None}, "缺结果"),
    ({**CALLED, "回访方式": None}, "缺方式"),
    ({**CALLED, "通话结果": "无人接听"}, "再打"),
    ({**CALLED, "通话结果": "改约"}, "再打"),
    ({**CALLED, "通话结果": "空号"}, "√"),
    ({**CALLED, "通话结果": "拒访"}, "√"),
    (CALLED, "缺满意"),
    ({**WELL, "满意度": "不满意"}, "缺原因"),
    ({**WELL, "满意度": "不满意", "不满意原因": "送货晚"}, "√"),
    ({**WELL, "客户意见或需求": None}, "缺意见"),
    ({**WELL, "处理情况": None}, "缺处理"),
    ({**WELL, "处理情况": "未解决"}, "缺上报"),
    ({**WELL, "处理情况": "未解决", "上报对象": "B01"}, "缺上报"),
    ({**WELL, "处理情况": "未解决", "上报对象": "B01", "上报文件": "问题上报单"}, "√"),
    (WELL, "√"),
)


@pytest.mark.slow
def test_the_state_of_a_row_follows_what_is_typed(libreoffice: str, tmp_path: Path) -> None:
    """As LibreOffice works it out; the last rows are late, planned for later, agreed behind their window (ahead, and
    over), and open ones that nobody issued.
    """
    calls = [issued(n) for n in range(1, len(SAID) + 1)]
    calls += [issued(90, due_on=TODAY - DAY, planned_on=TODAY - 3 * DAY), issued(91, planned_on=TODAY + 2 * DAY)]
    calls += [
        issued(n, due_on=TODAY - 3 * DAY, planned_on=TODAY + days * DAY) for n, days in ((92, 2), (93, 0), (94, -1))
    ]
    agreed = frozenset(call.plan_no for call in calls[-3:])
    book = load_workbook(BytesIO(book_of(*calls, agreed=agreed)))
    sheet = book["回访记录"]
    numbers = {sheet.cell(row, columns(sheet)["计划编号"]).value: row for row in range(2, len(calls) + 2)}
    for call, (typed, _) in zip(calls, SAID, strict=False):
        put(sheet, numbers[call.plan_no], typed)
    put(sheet, len(calls) + 2, WELL)
    put(sheet, len(calls) + 3, {**WELL, "客户名称": "甲店"})
    book.save(tmp_path / "表.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [libreoffice, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
         "--outdir", str(tmp_path), str(tmp_path / "表.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "表.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    states = {number: lines[row - 1][0] for number, row in numbers.items()}
    assert [states[call.plan_no] for call in calls] == [said for _, said in SAID] + [
        "逾期", f"{TODAY + 2 * DAY:%m-%d}", f"{TODAY + 2 * DAY:%m-%d}", "今天", "逾期",
    ]  # fmt: skip
    assert [line[0] for line in lines[len(calls) + 1 : len(calls) + 4]] == ["缺客户", "√", ""]
    shown = dict(zip(lines[0], lines[numbers["H2611-0004"] - 1], strict=True))
    assert (shown["回访日期"], shown["开始时间"], shown["结束时间"]) == ("24日", "9:05", "6分钟")
    usual = dict(zip(lines[0], lines[numbers[calls[len(SAID) - 1].plan_no] - 1], strict=True))
    assert (usual["回访日期"], usual["开始时间"], usual["结束时间"]) == (f"{TODAY.month}-{TODAY.day}", "09:05", "09:09")


def test_what_is_late_comes_first_and_the_state_stands_there_before_anybody_counts() -> None:
    calls = (
        issued(1, planned_on=TODAY + DAY), issued(2), issued(3, due_on=TODAY - DAY, planned_on=TODAY + 3 * DAY),
        issued(4, due_on=TODAY + DAY, planned_on=TODAY - DAY),
    )  # fmt: skip
    sheet = load_workbook(BytesIO(book_of(*calls)), data_only=True)["回访记录"]
    at = columns(sheet)
    seen = [(sheet.cell(row, at["状态"]).value, sheet.cell(row, at["客户编号"]).value) for row in range(2, 7)]
    tomorrow = f"{TODAY + DAY:%m-%d}"
    assert seen == [("逾期", "K0003"), ("今天", "K0004"), ("今天", "K0002"), (tomorrow, "K0001"), (None, None)]


def test_a_call_that_the_customer_wants_later_is_not_late_before() -> None:
    """Its window stays (decision 13), and it stands among the others of its day."""
    late = issued(1, due_on=TODAY - DAY, planned_on=TODAY + DAY)
    wanted = issued(2, due_on=TODAY - DAY, planned_on=TODAY + DAY)
    book = load_workbook(BytesIO(book_of(wanted, late, agreed=frozenset({wanted.plan_no}))), data_only=True)
    sheet = book["回访记录"]
    at = columns(sheet)
    assert [(sheet.cell(row, at["客户编号"]).value, sheet.cell(row, at["状态"]).value) for row in (2, 3)] == [
        ("K0001", "逾期"),
        ("K0002", f"{TODAY + DAY:%m-%d}"),
    ]


def test_the_planned_way_is_there_already() -> None:
    book = load_workbook(BytesIO(book_of(issued(1))))
    sheet = book["回访记录"]
    at = columns(sheet)
    assert [sheet.cell(row, at["回访方式"]).value for row in (2, 3, 32)] == ["电话"] * 3
    book = load_workbook(BytesIO(book_of(issued(1, method="上门"), preset="property")))
    sheet = book["回访记录"]
    at = columns(sheet)
    assert [sheet.cell(row, at["回访方式"]).value for row in (2, 3)] == ["上门", None]  # of several, of none planned
    assert at["回访方式"] == at["通话结果"] + 1


def test_numbers_are_no_formulas_and_names_are_offered_in_open_rows() -> None:
    sheet = load_workbook(BytesIO(book_of(issued(1))))["回访记录"]
    at = columns(sheet)
    for row in (2, 3):
        formulas = [header for header, column in at.items() if str(sheet.cell(row, column).value or "").startswith("=")]
        assert formulas == ["状态"]
    name = sheet.cell(3, at["客户名称"]).coordinate
    (offered,) = [rule for rule in sheet.data_validations.dataValidation if name in rule and rule.type == "list"]
    assert offered.formula1 == '"甲店,乙店"' and not offered.showErrorMessage


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_a_size_is_never_read_on(preset: Preset) -> None:
    """``&811-30`` would be letters of size 811: behind every size stands a blank."""
    with zipfile.ZipFile(BytesIO(book_of(issued(1), preset=preset.preset))) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    printed = [text for xml in sheets for text in re.findall(r"<odd(?:Header|Footer)>(.*?)</odd", xml)]
    assert printed and all(re.search(r"&amp;\d", text) for text in printed)
    assert not [text for text in printed if re.search(r"&amp;\d+(?! |\d)", text)]


def test_groups_of_remarks_are_offered_and_other_words_taken() -> None:
    preset = load_preset("sales-ten-day")
    own = {**cell_options(preset.policy), "回访方式": ("电话",), "意见归类": ("要报价单=报价,价格表", "新品")}
    sheet = load_workbook(BytesIO(agent_book(preset.fitted(CALLS), (), None, own, preset.policy)))["回访记录"]
    for header in ("客户意见或需求", "不满意原因"):
        cell = sheet.cell(2, columns(sheet)[header]).coordinate
        (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule]
        assert (rule.formula1, bool(rule.showErrorMessage)) == ('"要报价单,新品"', False)


def test_paper_says_whose_it_is_and_until_when() -> None:
    sheet = load_workbook(BytesIO(book_of(*(issued(n) for n in range(1, 24)))))["回访记录"]
    assert sheet.oddHeader.center.text.strip() == "钱大勇（A01）　2026-11下旬（11-21 至 11-30）"
    assert sheet.oddHeader.left.text.strip() == "客户回访记录表"
    assert sheet.oddFooter.left.text.strip().startswith(
        "11-30 18:00 前交主管；未解决的请在电脑上往右填处理措施、上报对象"
    )
    last = sheet.print_area.partition(":")[2].replace("$", "")
    assert last == f"{sheet.cell(1, columns(sheet)['不满意原因']).column_letter}{1 + 23 + 3}"
    assert sheet.freeze_panes == f"{sheet.cell(1, columns(sheet)['电话'] + 1).column_letter}2"


def test_a_decision_stands_out_of_what_was_said() -> None:
    told = "【维修回访】维修单 W1123：11-18 换锁芯，刘师傅。问修好没有。"
    book = load_workbook(BytesIO(book_of(issued(1, message=told))), rich_text=True)
    sheet = book["回访记录"]
    cell = sheet.cell(2, columns(sheet)["回访内容"]).value
    assert str(cell) == told and cell[0].font.b and cell[0].text == "【维修回访】"


def test_days_and_times_are_of_kinds_that_a_number_says() -> None:
    """Formats that show a short form as it is understood are only there where the kind of the column decides."""
    sheet = load_workbook(BytesIO(book_of(issued(1))))["回访记录"]
    short = {h for h, c in columns(sheet).items() if str(sheet.cell(2, c).number_format).startswith("[")}
    assert {CALLS.by_header[header].kind for header in short} == {Kind.DATE, Kind.TIME}

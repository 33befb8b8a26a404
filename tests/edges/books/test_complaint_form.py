"""投诉登记表 as people edit it: what the drop-downs offer, and the colours that follow from the filled cells."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from complaints_made import GOOD, typed
from huifang.edges.books.register_books import build_books
from huifang.edges.drawing.looks import ALERT, BRAND_PALE, DONE, LATE, SETTLED, TODAY
from huifang.edges.known.presets import load_preset
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK
from office import load, put

#: The register as the regulation of these forms has it.
TABLE = load_preset("travel-complaints").fitted(COMPLAINTS)
STAFF = (
    {"person_no": "A01", "name": "李明", "status": "在职"},
    {"person_no": "A02", "name": "王伟", "status": "在职"},
    {"person_no": "A03", "name": "王伟", "status": "在职"},
    {"person_no": "A04", "name": "赵静", "status": "离职"},
)


def form(preset: str = "travel-complaints", **rows: Any) -> Worksheet:
    book = load(io.BytesIO(build_books(load_preset(preset), rows)[WORKBOOK]))  # type: ignore[arg-type]
    return book["投诉"]


def drop_down(sheet: Worksheet, header: str) -> tuple[list[str], bool] | None:
    """What the list of the column offers, and whether it takes nothing else."""
    cell = f"{TABLE.letter(TABLE.by_header[header].key)}2"
    for rule in sheet.data_validations.dataValidation:
        if cell in rule and rule.type == "list":
            return rule.formula1.strip('"').split(","), bool(rule.showErrorMessage)
    return None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "values", "strict"),
    [
        ("渠道", ["电话", "现场", "书信", "邮件", "短信", "网络", "微信或QQ", "回访"], False),
        ("投诉类别", ["服务", "产品", "价格", "行程", "其他"], False),
        ("严重程度", ["一般", "重大"], True),
        ("是否成立", ["成立", "不成立"], True),
        ("方案类型", ["道歉", "解释", "补偿", "退款", "更换", "重新安排", "维修", "其他"], False),
        ("责任部门", ["服务部", "产品部", "销售部", "客服中心"], False),
        ("客户反馈", ["满意", "接受", "不满意", "不接受"], False),
        ("回访满意度", ["非常满意", "满意", "一般", "不满意", "非常不满意"], True),
    ],
)
def test_drop_downs(header: str, values: list[str], strict: bool) -> None:
    assert drop_down(form(), header) == (values, strict)


def test_classes_without_departments_are_offered_too() -> None:
    offered = drop_down(form("complaint-basic"), "投诉类别")
    assert offered == (["服务", "产品", "质量", "价格", "行程", "收费", "其他"], False)


@pytest.mark.slow
@pytest.mark.parametrize("header", [c.header for c in TABLE.columns if c.kind == "人员"])
def test_people_are_offered_where_they_are_known(header: str) -> None:
    """By name; by 工号 where two have it; not who has left."""
    assert drop_down(form(人员=STAFF), header) == (["李明", "A02", "A03"], False)
    assert drop_down(form(), header) is None


def test_settings_about_complaints_are_there_only_with_complaints() -> None:
    def sheets(preset: str) -> list[str]:
        return load(io.BytesIO(build_books(load_preset(preset))["制度.xlsx"])).sheetnames  # type: ignore[arg-type]

    assert {"投诉时限", "投诉分派", "投诉要求"} <= {*sheets("property")}
    assert not {"投诉分派", "投诉要求"} & {*sheets("sales-ten-day")}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("投诉人", "填写了“接收时间”，必填。"),
        ("归档号", "填写了“关闭时间”，必填。"),
        ("方案类型", "“成立”的投诉，填写了“执行完成时间”，必填。"),
    ],
)
def test_a_cell_says_at_which_step_it_is_asked_for(header: str, said: str) -> None:
    cell = f"{TABLE.letter(TABLE.by_header[header].key)}2"
    (prompt,) = [rule.prompt for rule in form().data_validations.dataValidation if cell in rule]
    assert said in prompt


# --- colours


def rules_at(sheet: Worksheet, header: str) -> list[tuple[str, str, bool]]:
    """(formula, colour, does it stop) of the column's conditional formats, by priority."""
    letter = TABLE.letter(TABLE.by_header[header].key)
    found = [
        (rule.priority, rule.formula[0], rule.dxf.fill.bgColor.rgb[-6:], bool(rule.stopIfTrue))
        for area in sheet.conditional_formatting
        if str(area.sqref).startswith(f"{letter}2:")
        for rule in area.rules
    ]
    return [(formula, f"#{colour}", stops) for _, formula, colour, stops in sorted(found)]


RECEIVED = {header: GOOD[header] for header in ("投诉编号", "接收时间", "投诉内容")}
BEGUN = {**RECEIVED, "开始处理时间": GOOD["开始处理时间"]}
CARRIED_OUT = {**BEGUN, "是否成立": "成立", "执行完成时间": GOOD["执行完成时间"]}
UNHAPPY = {**CARRIED_OUT, "客户反馈": "还是不满意"}
#: The row, the colour of its number, and the columns that are yellow or red.
STATES: tuple[tuple[str, dict[str, Any], str, dict[str, str]], ...] = (
    ("empty", {}, "", {}),
    ("received", RECEIVED, LATE, {"投诉人": TODAY, "联系方式": TODAY}),
    ("begun", BEGUN, BRAND_PALE, {"投诉人": TODAY, "联系方式": TODAY}),
    ("answered", {**RECEIVED, "首次响应时间": GOOD["首次响应时间"]}, BRAND_PALE, {"联系方式": TODAY}),
    ("settled", CARRIED_OUT, SETTLED, {"处理方案": TODAY, "方案类型": TODAY, "证据": ""}),
    ("settled, not valid", {**CARRIED_OUT, "是否成立": "不成立"}, SETTLED, {"处理方案": "", "方案类型": ""}),
    ("dissatisfied", UNHAPPY, ALERT, {"关闭说明": ""}),
    ("revisited in vain", {**CARRIED_OUT, "回访满意度": "非常不满意"}, ALERT, {}),
    ("closed in anger", {**UNHAPPY, "关闭时间": GOOD["关闭时间"]}, ALERT, {"关闭说明": ALERT, "归档号": TODAY}),
    ("closed with a reason", {**UNHAPPY, "关闭时间": GOOD["关闭时间"], "关闭说明": "撤回"}, DONE, {"关闭说明": ""}),
    ("closed", dict(GOOD), DONE, {"关闭说明": "", "归档号": "", "证据": ""}),
)


def test_colours_follow_from_the_filled_cells(tmp_path: Path, libreoffice: str) -> None:
    """LibreOffice works out every condition for every row; the first that holds gives the colour."""
    path = tmp_path / WORKBOOK
    path.write_bytes(build_books(load_preset("travel-complaints"))[WORKBOOK])
    book = load(path)
    page, sheet = book["投诉"], book.create_sheet("条件")
    wanted: list[tuple[str, str, str]] = []
    for row, (name, values, colour, cells) in enumerate(STATES, start=2):
        put(page, row, {header: typed(header, value) for header, value in values.items()})
        for header, expected in {"投诉编号": colour, "接收时间": colour, **cells}.items():
            rules = rules_at(page, header)
            formula = '""'
            for condition, fill, _ in reversed(rules):
                formula = f'IF({condition},"{fill}",{formula})'
            moved = re.sub(r"(\$[A-Z]+)2\b", lambda m, row=row: f"投诉.{m[1]}{row}", formula)  # type: ignore[misc]
            sheet.append([name, header, "=" + moved.replace("投诉.", "投诉!")])
            wanted.append((name, header, expected))
    for other in [name for name in book.sheetnames if name not in ("投诉", "条件")]:
        del book[other]
    book.move_sheet("条件", -1)
    book.active = 0
    book.save(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [libreoffice, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    with path.with_suffix(".csv").open(encoding="utf-8") as stream:
        assert [tuple(line) for line in csv.reader(stream)] == wanted


def test_the_state_that_comes_first_hides_the_others() -> None:
    for header in ("投诉编号", "接收时间"):
        states = [rule for rule in rules_at(form(), header) if rule[1] != TODAY]
        assert [colour for _, colour, _ in states] == [ALERT, DONE, SETTLED, BRAND_PALE, LATE]
        assert all(stops for *_, stops in states)

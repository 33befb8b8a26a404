"""Headers with a number before them, a hint behind, another line or another language."""

import pytest

from huifang.tables.anywhere import find_header, read_anywhere
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.locating import locate

HEADERS = [column.header for column in CUSTOMERS.columns]


@pytest.mark.parametrize(
    "phone",
    ["电话（必填）", "电话（11位手机号）", "电话(手机或座机)", "【必填】电话", "电话\n11位手机号", "电话\n（必填）",
     "电话 如 13800000001", "电话：11位", "3.电话", "3、电话", "（3）电话", "③电话", "三、电话", "3 电话", "※电话",
     "★电话",
     "电话★", "*电话*", "Phone 电话", "电话 Phone", "电话/Phone", "电话\nPhone No.", "PHONE电话", "3.电话（必填）Phone",
     "聯繫電話（必填）", "手机号（11位）", "1.联系电话"],
)  # fmt: skip
def test_what_is_put_around_a_header_does_not_hide_it(phone):
    located = locate(CUSTOMERS, [["客户编号", "客户名称", "业务员", phone], ["K1", "甲店", "A01", "13800000001"]])
    assert [match.column.header for match in located.matches] == ["客户编号", "客户名称", "业务员", "电话"]
    assert not located.doubts


@pytest.mark.parametrize(
    "header",
    [
        "电话(备用)",
        "紧急联系人电话号",
        "电话费",
        "原电话(旧)",
        "合同额(元)",
        "审核日期(计划)",
        "电话记录",
        "QQ号",
        "3月电话量",
    ],
)
def test_what_says_something_else_is_left_alone(header):
    for table in (CUSTOMERS, PROJECTS):
        located = locate(table, [["客户编号", "客户名称", "工程名称", header]])
        assert header not in {match.header for match in located.matches}


def test_of_two_that_may_be_the_same_none_is_taken():
    located = locate(CUSTOMERS, [["客户编号", "客户名称", "电话（办公）", "电话（手机）"]])
    (doubt,) = located.doubts
    assert [header for _, header in doubt.sources] == ["电话（办公）", "电话（手机）"]


def test_the_plain_one_wins():
    located = locate(CUSTOMERS, [["客户编号", "客户名称", "电话（办公）", "电话"]])
    assert {match.header: match.column.key for match in located.matches}["电话"] == "phone" and not located.doubts


@pytest.mark.parametrize("wanted", ["备注", "电话", "标签"])
def test_a_register_in_place_is_read_with_a_hint_in_any_header(wanted):
    headers = [f"{header}\n（选填，如无可空）" if header == wanted else header for header in HEADERS]
    key = CUSTOMERS.by_header[wanted].key
    row = ["13800000001" if header == wanted else "" for header in HEADERS]
    read = read_anywhere(CUSTOMERS, [headers, row], "客户资料库.xlsx", {})
    assert read.rows[0][key] == "13800000001"
    assert [finding.code for finding in read.findings].count("F113") == 1


def test_a_sheet_of_calls_with_hints_is_read():
    headers = [column.header for column in CALLS.columns]
    at = headers.index("回访日期")
    headers[at] = "回访日期\n如 11-24"
    grid = [headers, ["2026-11-24" if index == at else "" for index in range(len(headers))]]
    assert str(read_anywhere(CALLS, grid, "表.xlsx", {}).rows[0]["called_on"]) == "2026-11-24"


def test_a_standard_sheet_is_not_looked_at_further():
    assert find_header(CUSTOMERS, [HEADERS]) is None
    assert find_header(CUSTOMERS, [[*HEADERS, "我的列", "第 2 联系人"]]) is None

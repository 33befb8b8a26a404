"""The house rules, read from the sheets of 制度."""

from dataclasses import replace
from datetime import date, time

import pytest

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.presets import load_preset, presets
from huifang.policy.build import read_policy
from huifang.policy.complaints import TimeLimit
from huifang.policy.duties import DueDay, WrongDueDay, parse_due_day
from huifang.policy.items import BY_NAME, ITEMS, LATER, MOVED, MOVED_TO_MAILBOX
from huifang.policy.notices import Notice
from huifang.tables.declared import campaigns, house_rules
from huifang.tables.model import column_letter
from huifang.tables.odd_cells import BadCell

D = date.fromisoformat
SHEETS = [table.name for table in house_rules.TABLES if not table.optional]
OPTIONAL = [table.name for table in house_rules.TABLES if table.optional]

#: Those that a sheet may not lack.
FIRST_ITEMS = [item for item in ITEMS if item.name not in LATER]


def grids():
    return {name: [list(row) for row in grid] for name, grid in load_preset("sales-ten-day").grids().items()}


def read(changed):
    return read_policy(changed, "制度.xlsx", NEEDED)


def brief(result):
    return [(f.code, f.place.sheet, f.place.cell) for f in result.findings]


def row_of(item):
    """The sheet row of an item of 基本."""
    return 2 + [i.name for i in ITEMS].index(item)


def with_item(item, value):
    changed = grids()
    changed["基本"][row_of(item) - 1][1] = value
    return changed


def with_rows(sheet, *rows):
    changed = grids()
    changed[sheet] = [changed[sheet][0], *rows]
    return changed


@pytest.mark.parametrize("preset", [preset.preset for preset in presets()])
def test_a_preset_is_clean(preset):
    assert read(load_preset(preset).grids()).findings == ()


def test_what_the_ten_day_preset_says():
    policy = read(grids()).policy
    assert (policy.batch, policy.report_days, policy.report_at) == ("旬", (10, 20, 30), time(18))
    assert (policy.early_days, policy.max_attempts, policy.daily_limit, policy.spot_checks) == (3, 3, 20, 3)
    assert policy.started_on is None and policy.max_call_minutes == 30 and policy.written_report is True
    assert policy.workdays == frozenset(range(5)) and policy.classes == ("普通客户", "大客户")
    (rule,) = policy.rules
    assert (rule.rule, rule.interval, rule.unit, rule.methods) == ("R1", 10, "天", ("电话",))
    assert rule.classes == policy.classes and rule.clause.startswith("《客户回访制度》")
    assert policy.rules_for({"普通客户"}) == (rule,) and policy.known_class("没有的类别") == policy.classes[0]
    assert policy.options["联系角色"] == ("负责人", "采购", "财务") and policy.options["客户类别"] == policy.classes
    assert [str(span) for span in policy.work_spans] == ["09:00-12:00", "13:30-18:00"]
    duty = policy.sheet_duty
    assert duty == policy.duty_of("旬报") and duty.fine_yuan is None and policy.duty_of("没有的报告") is None


def test_every_item_is_one_field_and_its_default_can_be_read():
    items = (*ITEMS, *MOVED, *MOVED_TO_MAILBOX)
    assert len({item.field for item in items}) == len(items) == len(BY_NAME)
    for item in items:
        item.read(item.default)


GOOD = [
    # item, cell, field, value
    ("单位名称", "  甲公司 ", "unit_name", "甲公司"),
    ("启用日期", "2026-11-21", "started_on", D("2026-11-21")),
    ("启用日期", D("2026-11-21"), "started_on", D("2026-11-21")),
    ("启用日期", " ", "started_on", None),
    ("批次", "月", "batch", "月"),
    ("报告日", "5,15,25", "report_days", (5, 15, 25)),
    ("报告日", "10、20、31", "report_days", (10, 20, 31)),
    ("报告日", "\uff11\uff10\uff0c\uff12\uff10\uff0c\uff13\uff10", "report_days", (10, 20, 30)),
    ("报告时刻", "17:30", "report_at", time(17, 30)),
    ("报告时刻", time(17, 30), "report_at", time(17, 30)),
    ("报告时刻", 0.75, "report_at", time(18)),
    ("工作日", "周一至周六", "workdays", frozenset(range(6))),
    ("最长通话(分钟)", 3.0, "max_call_minutes", 3),
    ("最长通话(分钟)", "", "max_call_minutes", None),
    ("提前天数", 0, "early_days", 0),
    ("提前天数", "\uff15", "early_days", 5),
    ("最多尝试次数", "30", "max_attempts", 30),
    ("最短间隔(天)", 5, "min_gap_days", 5),
    ("约定回访", "否", "keeps_agreed_days", False),
    ("每日上限", 500, "daily_limit", 500),
    ("每人抽查数", 0, "spot_checks", 0),
    ("抽查种子出处", " 双色球 ", "seeds_from", "双色球"),
    ("怀疑比例", "30%", "suspected_share", 0.3),
    ("怀疑比例", "\uff12\uff15\uff05", "suspected_share", 0.25),
    ("怀疑比例", 0.2, "suspected_share", 0.2),
    ("怀疑比例", 15, "suspected_share", 0.15),
    ("抽查结果给主管", "是", "audit_to_supervisor", True),
    ("控制台", "是", "console", True),
    ("业务员宏", "是", "agent_macros", True),
    ("未解决须书面上报", "否", "written_report", False),
    ("费用限额(元)", "交通费 200，住宿费:300.5元", "expense_limits", (("交通费", 200.0), ("住宿费", 300.5))),
    ("回访中的不满登记到", "反馈", "heard_into", "反馈"),
    ("办结后加重点标记", "是", "marked_when_settled", True),
    ("反馈回复期限(天)", "0", "reply_days", 0),
    ("反馈回复期限(天)", "", "reply_days", None),
    (
        "措施由谁决定",
        "产品质量 责任公司；建议　品质部",
        "measure_deciders",
        (("产品质量", "责任公司"), ("建议", "品质部")),
    ),
    ("反馈单交给", "产品质量 生产部，其他 客服部", "slip_receivers", (("产品质量", "生产部"), ("其他", "客服部"))),
    ("措施由谁验证", " 服务中心 ", "measure_verifier", "服务中心"),
    ("满意才能结案", "是", "satisfied_to_close", True),
    ("保存年限(年)", 5, "retention_years", 5),
    ("质保月数(送电)", "12", "warranty_from_power_on", 12),
    ("质保月数(发货)", "", "warranty_from_shipping", None),
    ("入账方式", "整表", "posting", "整表"),
    ("不完整算迟交", "是", "incomplete_is_late", True),
    ("顺延", "推后", "shift", "推后"),
]


@pytest.mark.parametrize(("item", "cell", "field", "value"), GOOD)
def test_a_good_value(item, cell, field, value):
    result = read(with_item(item, cell))
    assert getattr(result.policy, field) == value
    assert [f for f in result.findings if f.is_error] == []


WRONG = [
    ("单位名称", ["", "  ", None]),
    ("制度", [""]),
    ("启用日期", ["明天", "2026-02-30", 5, 20261321]),
    ("批次", ["", "年", "ten", 10]),
    ("报告日", ["", "10,20", "10,20,30,31", "20,10,30", "10,10,30", "0,10,20", "10,20,32", "10,29,30", "十,二十,三十",
              "10;20;3x", 10, D("2026-10-20")]),
    ("报告时刻", ["", "25:00", "傍晚", 18, "18"]),
    ("工作日", ["", "周八", "1-5", "每天"]),
    ("工作时间", ["", "全天", "18:00-18:00", "09:00-12:00,11:00-18:00", "22:00-06:00,05:00-12:00", "9-12"]),
    ("通话时段", ["", "早上", "20:00-20:00", 8]),
    ("最长通话(分钟)", [0, 601, "三十", -1, 2.5]),
    ("提前天数", ["", -1, 61, "三", 1.5]),
    ("最多尝试次数", ["", 0, 31, "三次", True]),
    ("最短间隔(天)", ["", -1, 61, "五天"]),
    ("约定回访", ["", "要"]),
    ("每日上限", ["", 0, 501, "很多"]),
    ("每人抽查数", ["", -1, 101]),
    ("抽查种子出处", [""]),
    ("怀疑比例", ["", "两成", "4%", "81%", 0, 1, 0.9, -0.2, "20%-30%"]),
    ("抽查结果给主管", ["", "老板", "yes", 1]),
    ("控制台", ["", "要", "yes", 1]),
    ("业务员宏", ["", "要", "yes", 1]),
    ("审核角色", [""]),
    ("未解决须书面上报", ["", "yes", "TRUE", "对", 1]),
    ("回访中的不满登记到", ["", "是", "服务单", "投诉，反馈"]),
    ("办结后加重点标记", ["", "重点", 1]),
    ("反馈回复期限(天)", [-1, 366, "三天内", 1.5]),
    ("反馈单交给", ["生产部", "产品质量"]),
    ("措施由谁决定", ["品质部", "产品质量 品质部 服务中心", 3]),
    ("措施由谁验证", [BadCell("#N/A")]),
    ("满意才能结案", ["", "满意", 1]),
    ("重新办理时限", ["", "三天", "3", "3 周", "1.5 天"]),
    ("另用登记表", [BadCell("#N/A")]),
    ("入账方式", ["", "逐列"]),
    ("不完整算迟交", ["", "算"]),
    ("质保月数(送电)", "一年"),
    ("质保月数(发货)", "0"),
    ("费用限额(元)", ["交通费", "200", "交通费 很多"]),
    ("保存年限(年)", ["", "0", "永久"]),
    ("顺延", ["", "不", "顺延"]),
    ("结构版本", ["", 0, 2, "一"]),
]  # fmt: skip


def test_there_is_a_wrong_value_for_each_item():
    assert [item for item, _ in WRONG] == [item.name for item in ITEMS]


@pytest.mark.slow
@pytest.mark.parametrize(("item", "cell"), [(item, cell) for item, cells in WRONG for cell in cells])
def test_a_wrong_value_falls_back_to_the_default(item, cell):
    result = read(with_item(item, cell))
    assert brief(result) == [("P602", "基本", f"B{row_of(item)}")]
    (finding,) = result.findings
    declared = BY_NAME[item]
    assert getattr(result.policy, declared.field) == declared.read(declared.default)
    assert f"“{item}”" in finding.message and f"“{declared.default}”" in finding.hint
    assert finding.is_error and str(finding.place) == f"制度.xlsx!基本!B{row_of(item)}"


@pytest.mark.parametrize("bad", ["#N/A", "="])
@pytest.mark.parametrize("item", ["单位名称", "启用日期", "每日上限"])
def test_an_error_cell_is_one_finding(item, bad):
    assert brief(read(with_item(item, BadCell(bad)))) == [("P602", "基本", f"B{row_of(item)}")]


def test_unknown_item_names_the_nearest():
    changed = grids()
    changed["基本"].append(["每日上线", "30", ""])
    result = read(changed)
    assert brief(result) == [("P601", "基本", f"A{len(ITEMS) + 2}")]
    assert "每日上线" in result.findings[0].message and "是不是“每日上限”" in result.findings[0].hint
    assert result.policy.daily_limit == 20


def test_unknown_item_like_nothing_known():
    changed = grids()
    changed["基本"].append(["xyz", "30", ""])
    assert "是不是" not in read(changed).findings[0].hint


def test_renamed_item_is_unknown_and_missing():
    changed = grids()
    changed["基本"][row_of("提前天数") - 1][0] = "提前日数"
    assert brief(read(changed)) == [("P601", "基本", f"A{row_of('提前天数')}"), ("P604", "基本", None)]


def test_duplicate_item_the_first_counts():
    changed = with_item("每日上限", 30)
    changed["基本"].append(["每日上限", 40, ""])
    result = read(changed)
    assert brief(result) == [("P603", "基本", f"A{len(ITEMS) + 2}")]
    assert f"第 {row_of('每日上限')} 行" in result.findings[0].message
    assert result.policy.daily_limit == 30


@pytest.mark.parametrize("item", [item.name for item in ITEMS])
def test_missing_item_takes_the_default(item):
    changed = grids()
    del changed["基本"][row_of(item) - 1]
    result = read(changed)
    declared = BY_NAME[item]
    if item in LATER:  # a sheet of 0.1.0 has none
        assert result.findings == ()
    else:
        assert brief(result) == [("P604", "基本", None)]
        assert not result.findings[0].is_error and item in result.findings[0].message
    assert getattr(result.policy, declared.field) == declared.read(declared.default)


def test_rows_of_the_items_may_stand_in_any_order_with_gaps():
    changed = with_item("每日上限", "多")
    header, *rows = changed["基本"]
    changed["基本"] = [header, ["", "", ""], *reversed(rows)]
    row = 2 + len(ITEMS) - [item.name for item in ITEMS].index("每日上限")
    assert brief(read(changed)) == [("P602", "基本", f"B{row}")]


def test_columns_of_the_items_may_stand_in_any_order():
    changed = with_item("每日上限", "多")
    changed["基本"] = [[value, about, item] for item, value, about in changed["基本"]]
    assert brief(read(changed)) == [("P602", "基本", f"A{row_of('每日上限')}")]


def test_an_item_without_a_name_is_one_finding():
    changed = grids()
    changed["基本"].append(["", "30", ""])
    result = read(changed)
    assert brief(result) == [("C201", "基本", f"A{len(ITEMS) + 2}")]


@pytest.mark.parametrize("sheet", SHEETS)
def test_missing_sheet(sheet):
    changed = grids()
    del changed[sheet]
    result = read(changed)
    assert result.findings[0].code == "F102" and f"“{sheet}”" in result.findings[0].message
    assert str(result.findings[0].place) == "制度.xlsx"
    more = {"基本": ["P604"] * len(FIRST_ITEMS), "客户类别": ["P607", "P607", "P605"]}
    assert [f.code for f in result.findings[1:]] == more.get(sheet, [])
    assert result.policy.daily_limit == 20  # usable in any case


def test_a_sheet_that_may_be_missing():
    assert OPTIONAL == ["列", "投诉分派", "投诉要求", "定期任务", "指标", "通知", "邮箱"]
    changed = {name: grid for name, grid in grids().items() if name not in OPTIONAL}
    result = read(changed)
    same = replace(result.policy, notices=read(grids()).policy.notices)
    assert result.findings == () and same == read(grids()).policy


# 通知


MAJOR, DECIDED = Notice(occasion="重大投诉"), Notice(occasion="批示")
HALF_AN_HOUR = Notice(occasion="投诉到期前", ahead=TimeLimit(30, "分钟"))


@pytest.mark.parametrize(
    ("items", "notices"),
    [
        ({}, (MAJOR, DECIDED, HALF_AN_HOUR)),
        ({"提前提醒": "2 小时"}, (MAJOR, DECIDED, Notice(occasion="投诉到期前", ahead=TimeLimit(2, "小时")))),
        ({"提前提醒": ""}, (MAJOR, DECIDED)),
        (
            {"当天通知": "老板，主管"},
            (MAJOR, DECIDED, HALF_AN_HOUR, Notice(occasion="当天通知", roles=("老板", "主管"))),
        ),
    ],
)
def test_an_office_without_the_sheet_goes_on_as_before(items, notices):
    changed = grids()
    del changed["通知"]
    changed["基本"] += [[item, value, ""] for item, value in items.items()]
    result = read(changed)
    assert (result.findings, result.policy.notices) == ((), notices)


@pytest.mark.parametrize(
    ("item", "cell"), [("当天通知", "经理"), ("当天通知", "老板，站长"), ("提前提醒", "半小时"), ("提前提醒", "30")]
)
def test_what_moved_is_still_read_there(item, cell):
    changed = grids()
    del changed["通知"]
    changed["基本"].append([item, cell, ""])
    assert brief(read(changed)) == [("P602", "基本", f"B{len(ITEMS) + 2}")]


@pytest.mark.parametrize(("value", "codes"), [("老板", ["P616"]), ("", [])])
def test_what_stands_in_both_places_counts_in_the_sheet(value, codes):
    changed = with_rows("通知", ["重大投诉", "", "", "", "", "", ""])
    changed["基本"].append(["当天通知", value, ""])
    result = read(changed)
    assert [f.code for f in result.findings] == codes and result.policy.notices == (MAJOR,)


NEAR_DAY = Notice(occasion="投诉到期前", ahead=TimeLimit(1, "天"))
TO_THE_DESK = Notice(occasion="当天通知", roles=("老板",), departments=("客服部", "责任部门"), template="急件")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["投诉到期前", "", "", 1, "天", "", ""], NEAR_DAY),
        (["当天通知", "老板", "客服部，责任部门", None, None, "急件", ""], TO_THE_DESK),
        (["投诉到期前", "", "", 1, None, "", ""], ("P617", "通知", "E2")),
        (["投诉到期前", "", "", None, None, "", ""], ("P617", "通知", "D2")),
        (["重大投诉", "", "", 1, None, "", ""], ("P615", "通知", "D2")),
        (["交表提醒", "", "", 2, "小时", "", ""], ("P607", "通知", "E2")),
        (["下班时", "", "", None, None, "", ""], ("C205", "通知", "A2")),
    ],
)
def test_a_row_of_the_notices(row, said):
    result = read(with_rows("通知", row))
    if isinstance(said, Notice):
        assert (result.findings, result.policy.notices) == ((), (said,))
    else:
        assert brief(result) == [said]


def test_nothing_at_all_still_gives_a_policy():
    result = read({})
    codes = [f.code for f in result.findings]
    assert codes.count("F102") == len(SHEETS) and codes.count("P604") == len(FIRST_ITEMS)
    assert result.policy.rules == () and result.policy.batch == "旬"


FILLED = {
    "客户类别": [["普通客户", ""]],
    "回访规则": [["R1", "例行", "滚动", 10, "天", "普通客户", "电话", "", ""]],
    "问卷": [["Q1", "R1", "收到了吗", "是否", "", "否"]],
    "投诉时限": [["开始处理", "接收时间", 10, "分钟", "开始处理时间", "全部", "主管", ""]],
    "报告": [["旬报", "报告日", "旬", "老板", 50, ""]],
    "选项": [["联系角色", "财务"]],
    "日历": [["2026-11-18", "休", "店庆"]],
    "专项": [["2026-11-21", "2026-11-30", "普通客户", "介绍新品"]],
}


@pytest.mark.parametrize(
    ("sheet", "key"),
    [(t.name, c.key) for t in house_rules.TABLES if t.name in FILLED for c in t.columns if c.required],
)
def test_a_missing_column_is_a_finding_and_no_stop(sheet, key):
    changed = grids()
    changed.update({name: [changed[name][0], *rows] for name, rows in FILLED.items()})
    assert [f for f in read(changed).findings if f.is_error] == []
    table = next(t for t in house_rules.TABLES if t.name == sheet)
    at = list(table.by_key).index(key)
    changed[sheet] = [[*row[:at], *row[at + 1 :]] for row in changed[sheet]]
    result = read(changed)
    assert ("F103", sheet, "A1") in brief(result)
    policy = result.policy
    assert None not in policy.classes and None not in policy.day_marks
    assert all(None not in (rule.rule, rule.interval, rule.unit, rule.title) for rule in policy.rules)
    assert all(None not in (question.text, question.question_no) for question in policy.questions)
    assert all(None not in (campaign.from_on, campaign.until_on, campaign.message) for campaign in policy.campaigns)
    assert all(None not in values for values in policy.options.values()) and None not in policy.options


RULE = ["R1", "例行", "滚动", 10, "天", "普通客户", "电话", "", ""]


def rule(**changes):
    keys = list(house_rules.RULES.by_key)
    cells = [*RULE, *[None] * (len(keys) - len(RULE))]
    for key, value in changes.items():
        cells[keys.index(key)] = value
    return cells


def at(key):
    return f"{house_rules.RULES.letter(key)}2"


def share(**changes):
    return rule(**{"trigger": "比例", "interval": None, "unit": None, "share": "30", **changes})


RULES = [
    # row, findings, rules left
    (rule(), [], 1),
    (rule(classes=""), [], 1),
    (rule(classes="普通客户、大客户"), [], 1),
    (rule(classes="普通客户\uff0c大客户"), [], 1),
    (rule(classes="大户"), [("P607", "F2"), ("P605", "A2")], 0),
    (rule(classes="大户,普通客户"), [("P607", "F2")], 1),
    (rule(classes="大户,小户"), [("P607", "F2"), ("P607", "F2"), ("P605", "A2")], 0),
    (rule(methods="电报"), [("P607", "G2")], 1),
    (rule(methods="电话,电报"), [("P607", "G2")], 1),
    (rule(methods=""), [], 1),
    (rule(interval=0), [("C212", "D2")], 0),
    (rule(interval=3661), [("C212", "D2")], 0),
    (rule(interval="十"), [("C204", "D2")], 0),
    (rule(interval=""), [("P605", "D2")], 0),
    (rule(unit="刻"), [("C205", "E2")], 0),
    (rule(unit="小时"), [("P605", "E2")], 0),
    (rule(trigger="每天"), [("C205", "C2")], 0),
    (rule(rule=""), [("C201", "A2")], 0),
    (rule(contact_role="前台"), [("P607", at("contact_role"))], 1),
    (rule(classes="大客户", on_site_classes="普通客户"), [("P615", at("on_site_classes"))], 1),
    (rule(classes="大客户,普通客户", on_site_classes="普通客户"), [], 1),
    (rule(classes="", on_site_classes="普通客户"), [], 1),
    (rule(target="不少于30%"), [], 1),
    (rule(target="大客户100%"), [], 1),
    (rule(target="大户100%"), [("P607", at("target"))], 1),
    (rule(target="尽量"), [("P618", at("target"))], 1),
    (rule(caller="角色:客服"), [], 1),
    (share(), [], 1),
    (share(share="2/3", times=3, cycle="年"), [], 1),
    (share(share="三成"), [("P605", at("share"))], 0),
    (share(window_length=1), [("P615", at("window_length"))], 1),  # customers have no windows
    (share(where="服务单.服务类型", where_values="维修"), [("P615", at("where")), ("P615", at("where_values"))], 1),
    (share(anchor="服务单.完工时间", window_length=1, unit="天"), [], 1),
    (share(anchor="服务单.完工时间", unit="月"), [("P615", at("unit"))], 1),
    (rule(caller="客服"), [("P605", at("caller"))], 0),
    (rule(caller="首问责任人"), [("P605", at("caller"))], 0),  # a rolling rule counts from no row
    (rule(caller="投诉.没有的列"), [("P605", at("caller"))], 0),
]


def test_a_role_that_the_lists_or_the_table_of_the_day_have_can_be_called():
    called = with_rows("回访规则", rule(contact_role="财务"))
    called["选项"] = [called["选项"][0], ["联系角色", "财务"]]
    assert brief(read(called)) == []
    on_row = rule(
        trigger="日期",
        interval=None,
        unit=None,
        anchor="台账.安装完成日期",
        window_from=0,
        window_length=7,
        contact_role="配电室负责人",
    )
    assert brief(read(with_rows("回访规则", on_row))) == []


@pytest.mark.parametrize(("row", "findings", "left"), RULES)
def test_rules(row, findings, left):
    result = read(with_rows("回访规则", row))
    assert brief(result) == [(code, "回访规则", cell) for code, cell in findings]
    assert len(result.policy.rules) == left


def test_rule_with_unknown_class_offers_the_known_ones():
    result = read(with_rows("回访规则", rule(classes="大户,普通客户")))
    assert "“大户”" in result.findings[0].message and "普通客户、大客户" in result.findings[0].hint
    assert result.policy.rules[0].classes == ("普通客户",)


def test_duplicate_rule():
    assert brief(read(with_rows("回访规则", rule(), rule(title="再来")))) == [("T510", "回访规则", "A3")]


CAMPAIGNS = [
    (["2026-11-21", "2026-11-30", "", "甲"], [], 1),
    (["2026-11-21", "2026-11-21", "大客户", "甲"], [], 1),
    (["2026-11-30", "2026-11-21", "", "甲"], [("T515", "B2")], 0),
    (["2026-11-21", "2026-11-30", "大户", "甲"], [("P607", "C2")], 0),
    (["2026-11-21", "2026-11-30", "大户、大客户", "甲"], [("P607", "C2")], 1),
    (["", "2026-11-30", "", "甲"], [("C201", "A2")], 0),
    (["2026-11-21", "月底", "", "甲"], [("C202", "B2")], 0),
    (["2026-11-21", "2026-11-30", "", ""], [("C201", "D2")], 0),
]


@pytest.mark.parametrize(("row", "findings", "left"), CAMPAIGNS)
def test_campaigns(row, findings, left):
    row = [D(cell) if cell.startswith("2026") else cell for cell in row]
    result = read(with_rows("专项", row))
    assert brief(result) == [(code, "专项", cell) for code, cell in findings]
    assert len(result.policy.campaigns) == left


def test_campaigns_apply_to_days_and_classes_inclusive():
    row = [D("2026-11-21"), D("2026-11-30"), "大客户", "甲"]
    (campaign,) = read(with_rows("专项", row)).policy.campaigns
    days = ("2026-11-20", "2026-11-21", "2026-11-30", "2026-12-01")
    assert [campaign.is_on(D(day)) for day in days] == [False, True, True, False]
    assert campaign.covers({"大客户", "新客户"}, "") and not campaign.covers({"普通客户"}, "")


def test_campaigns_cover_the_places_that_they_name():
    row = [D("2026-11-21"), D("2026-11-30"), "", "甲", "新湖镇、英俊镇"]
    grid = grids()
    grid["专项"] = [[column.header for column in campaigns.CAMPAIGNS.columns], row]
    (campaign,) = read(grid).policy.campaigns
    covered = [campaign.covers({"普通客户"}, region) for region in ("新湖镇", "英俊镇", "湖镇", "")]
    assert covered == [True, True, False, False]


ON_DAY = {"trigger": "日期", "window_from": 0, "window_length": 7, "interval": ""}
CONDITIONS = [
    # columns, values, what is wrong
    ("服务单.服务类型", "维修，事故", None),
    ("服务单.服务类型；服务单.服务人员", "维修;张师傅", None),
    ("服务单.服务类型；服务单.服务人员", "维修，张师傅", ("P605", "条件值")),
    ("服务单.服务类型", "", ("P605", "条件值")),
    ("", "维修", ("P605", "条件值")),
    ("服务单.颜色", "红", ("P605", "条件列")),
    ("投诉.严重程度", "重大", ("P605", "条件列")),
]


@pytest.mark.parametrize(("columns", "values", "wrong"), CONDITIONS)
def test_conditions(columns, values, wrong):
    named = {**ON_DAY, "anchor": "服务单.完工时间", "where": columns, "where_values": values}
    result = read(with_rule(**named))
    letter = {header: column_letter(at) for at, header in enumerate(house_rules.RULES.by_header)}
    assert brief(result) == ([(wrong[0], "回访规则", f"{letter[wrong[1]]}2")] if wrong else [])
    if not wrong:
        (made,) = result.policy.rules
        assert [str(c.source) for c in made.conditions] == columns.split("；")
        assert made.conditions[0].values[0] == "维修" and len(made.conditions) == len(columns.split("；"))


def test_a_condition_on_the_customer_names_what_is_known_of_customers():
    named = {**ON_DAY, "anchor": "客户.体验日期", "where_values": "城东"}
    assert read(with_rule(**named, where="客户.区域")).policy.rules[0].conditions
    (finding,) = read(with_rule(**named, where="客户.备注")).findings
    assert finding.code == "P605" and "区域" in finding.message


def with_rule(**cells):
    """The policy with one rule of these cells, whatever column they stand in."""
    grid = grids()
    row = dict(zip(house_rules.RULES.by_key, RULE, strict=False)) | cells
    grid["回访规则"] = [list(house_rules.RULES.by_header), [row.get(key, "") for key in house_rules.RULES.by_key]]
    return grid


QUESTIONS = [
    (["Q1", "", "好吗", "是否", "", ""], [], 1),
    (["Q1", "R1", "好吗", "选项", "好,不好", "是"], [], 1),
    (["Q1", "R1", "好吗", "选项", "", ""], [("P605", "E2")], 0),
    (["Q1", "R9", "好吗", "文字", "", ""], [("P607", "B2")], 0),
    (["Q1", "R1,R9", "好吗", "文字", "", ""], [("P607", "B2")], 1),
    (["Q1", "R1", "好吗", "图画", "", ""], [("C205", "D2")], 0),
    (["Q1", "R1", "", "文字", "", ""], [("C201", "C2")], 0),
    (["Q1", "R1", "好吗", "文字", "", "也许"], [("C205", "F2")], 0),
]


@pytest.mark.parametrize(("row", "findings", "left"), QUESTIONS)
def test_questions(row, findings, left):
    result = read(with_rows("问卷", row))
    assert brief(result) == [(code, "问卷", cell) for code, cell in findings]
    assert len(result.policy.questions) == left


def test_other_sheets():
    cases = [
        ("日历", [D("2026-11-18"), "假", ""], ("C205", "日历", "B2")),
        ("日历", ["哪天", "休", ""], ("C202", "日历", "A2")),
        ("投诉时限", ["开始处理", "接收时间", -1, "分钟", "开始处理时间", "", "", ""], ("C212", "投诉时限", "C2")),
        ("投诉时限", ["开始处理", "接收时间", 1, "刻", "开始处理时间", "", "", ""], ("C205", "投诉时限", "D2")),
        ("报告", ["旬报", "报告日", "双周", "", "", ""], ("C205", "报告", "C2")),
        ("报告", ["旬报", "报告日", "旬", "", "五十元", ""], ("C204", "报告", "E2")),
        ("选项", ["通话结果", ""], ("C201", "选项", "B2")),
    ]
    for sheet, row, finding in cases:
        assert brief(read(with_rows(sheet, row))) == [finding], sheet


def test_options_are_added_behind_the_built_in_ones():
    policy = read(with_rows("选项", ["通话结果", "语音信箱"], ["通话结果", "接通"], ["新列表", "甲"])).policy
    assert policy.options["通话结果"][0] == "接通" and policy.options["通话结果"][-1] == "语音信箱"
    assert len(policy.options["通话结果"]) == 9 and policy.options["新列表"] == ("甲",)


def test_methods_of_a_rule_and_of_an_unplanned_call():
    rows = [rule(methods="电话,上门"), rule(rule="R2", classes="大客户", methods="上门,邮件")]
    policy = read(with_rows("回访规则", *rows)).policy
    assert policy.methods_of("R2") == ("上门", "邮件") and policy.methods_of("") == ("电话", "上门", "邮件")
    assert [rule.rule for rule in policy.rules_for({"大客户"})] == ["R2"]
    assert [rule.rule for rule in policy.rules_for({"普通客户"})] == ["R1"]
    assert read(with_rows("回访规则", rule(methods=""))).policy.methods_of("R1") == ("电话",)


DUE_DAYS = [
    # text, period, due
    ("报告日", "2026-11中旬", "2026-11-20"),
    ("期末", "2026-11", "2026-11-30"),
    ("月末", "2027-02", "2027-02-28"),
    ("次日", "2026-12", "2027-01-01"),
    ("25日", "2026-11", "2026-11-25"),
    ("每月25号", "2026-11", "2026-11-25"),
    ("31日", "2026-11", "2026-11-30"),
    ("次月3日", "2026-11", "2026-12-03"),
    ("次月３日", "2026-12", "2027-01-03"),
    ("次月31日", "2027-01", "2027-02-28"),
    ("期末后3天", "2026W46", "2026-11-18"),
    ("活动结束后3天", "2026W46", "2026-11-18"),
    ("周五", "2026W47", "2026-11-20"),
    ("每周五", "2026W53", "2027-01-01"),
    ("星期天", "2026W47", "2026-11-22"),
    ("周一", "2026W47", "2026-11-16"),
    ("第一个周一", "2026-11", "2026-11-02"),
    ("第一个周日", "2026-11", "2026-11-01"),
    ("第三个周三", "2026-11", "2026-11-18"),
    ("最后一个周五", "2026-11", "2026-11-27"),
    ("最后一个周一", "2026-11", "2026-11-30"),
    ("次月第一个周一", "2026-11", "2026-12-07"),
    ("最后一个星期五", "2026Q4", "2026-12-25"),
    ("25日", "2026Q4", "2026-12-25"),
    ("次月10日", "2026上半年", "2026-07-10"),
    ("期末后3天", "2026下半年", "2027-01-03"),
    ("年末", "2026", "2026-12-31"),
    ("次月15日", "2026", "2027-01-15"),
    ("当天", "2026-11-21", "2026-11-21"),
]


@pytest.mark.parametrize(("text", "period", "due"), DUE_DAYS)
def test_due_days(text, period, due):
    assert parse_due_day(text).of(parse_period(period)) == D(due)


@pytest.mark.parametrize(
    "text", ["", "尽快", "0日", "32日", "次月", "下月3日", "3", "期末后天", "十日", "周八", "第五个周一", "一个周一"]
)
def test_wrong_due_days_are_said_and_taken_as_the_periods_end(text):
    with pytest.raises(WrongDueDay, match="次月3日"):
        parse_due_day(text)
    result = read(with_rows("报告", ["旬报", text or "?", "旬", "老板", "", ""]))
    assert brief(result) == [("P605", "报告", "B2")]
    assert result.policy.reports[0].due_day == DueDay()


@pytest.mark.parametrize(
    ("due", "span"), [("周五", "月"), ("周五", "日"), ("25日", "周"), ("第一个周一", "周"), ("次月3日", "日")]
)
def test_a_due_day_that_its_period_does_not_have_is_said_and_taken_as_the_periods_end(due, span):
    result = read(with_rows("报告", ["月报", due, span, "老板", "", ""]))
    assert brief(result) == [("P605", "报告", "B2")]
    assert result.policy.reports[0].due_day == DueDay()


def test_parts_of_a_report():
    grid = grids()
    headers = [column.header for column in house_rules.REPORTS.columns]
    grid["报告"] = [
        headers,
        ["旬报", "报告日", "旬", "老板", "", "", "回访、待办，天气"],
        ["月报", "25日", "月", "", "", "", ""],
    ]
    result = read(grid)
    assert brief(result) == [("P607", "报告", "G2")]
    assert [duty.parts for duty in result.policy.reports] == [("回访", "待办"), ("回访",)]


def test_sheets_are_due_with_their_report_and_never_before_the_batch_ends():
    calendar = WorkCalendar(frozenset(range(5)))
    for name, period, due in (
        ("sales-ten-day", "2026-11中旬", "2026-11-20"),
        ("car-dealer", "2026-11", "2026-12-03"),
        ("equipment-lifecycle", "2026-11", "2026-11-30"),
        ("service-desk", "2026-11", "2026-12-01"),
    ):
        policy = load_preset(name).policy
        assert policy.sheets_due_on(parse_period(period), calendar) == D(due), name

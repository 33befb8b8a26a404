"""``init`` and ``policies``: the office it makes, what it refuses, and 制度.xlsx as something the office may edit."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

import offices_made as made
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.presets import load_preset, presets
from huifang.edges.reading.xlsx_read import read_book
from huifang.policy.build import read_policy
from huifang.tables.declared import house_rules
from offices_made import huifang

pytestmark = pytest.mark.slow

FOLDERS = ["收件箱", "发件箱", "回访计划", "台账", "报告", "抽查", "归档", ".huifang"]
BOOKS = ["制度.xlsx", "人员.xlsx", "客户资料库.xlsx"]  # S5 uses no others

#: The contract's headers ("Sheets and headers"), without the ones that only other policies use.
PROMISED = {
    ("制度.xlsx", "基本"): "项目 值 说明",
    ("制度.xlsx", "客户类别"): "类别",
    ("制度.xlsx", "回访规则"): "",
    ("制度.xlsx", "问卷"): "题号 适用规则 题目 题型 选项 必答",
    ("制度.xlsx", "投诉时限"): "阶段 起算 时限 单位 完成 适用 升级对象 依据",
    ("制度.xlsx", "报告"): "报告 截止 期间 收件角色 迟交罚款(元) 依据",
    ("制度.xlsx", "选项"): "类型 值",
    ("制度.xlsx", "日历"): "日期 类型 名称",
    ("制度.xlsx", "专项"): "起 止 适用类别 内容 区域 决定人",
    ("人员.xlsx", "人员"): "工号 姓名 角色 部门 上级 邮箱 电话 负责区域 每日上限 状态 离职日期 附件加密 外呼号码",
    ("人员.xlsx", "代班"): "工号 起 止 代理人",
    ("人员.xlsx", "例外"): "对象 编号 起 止 处理 批准人 原因",
    ("客户资料库.xlsx", "客户"): (
        "客户编号 客户名称 客户类别 业务员 联系人 电话 地址 区域 审核状态 审核人 审核日期 首次登记日期 勿扰时段 标签 "
        "重点标记 消费特点 备注"
    ),
    ("客户资料库.xlsx", "联系人"): "客户编号 联系角色 姓名 部门 职务 年龄 电话 邮箱 微信或QQ",
}
CALL_HEADERS = [
    *(
        "状态",
        "客户名称",
        "联系人",
        "电话",
        "上次回访",
        "回访内容",
        "回访日期",
        "开始时间",
        "结束时间",
        "通话结果",
        "满意度",
    ),
    *("客户意见或需求", "处理情况", "不满意原因", "处理措施", "上报对象", "上报文件", "下次联系日期", "备注"),
    *("推送内容", "已发资料"),
    *("联系角色", "回访方式", "回访事由", "应访起", "应访止", "计划日期", "客户编号", "计划编号"),
]
ITEMS = [
    *("单位名称", "制度", "启用日期", "批次", "报告日", "报告时刻", "工作日", "工作时间", "通话时段", "最长通话(分钟)"),
    *("提前天数", "最多尝试次数", "每人抽查数", "入账方式", "顺延", "结构版本"),
]
VALUES = {
    "角色": "老板/主管/业务员/监督岗",
    "审核状态": "待审核/已审核/停用",
    "状态": "在职/离职",
    "通话结果": "接通/无人接听/占线/关机/停机/空号/拒访/改约",
    "满意度": "非常满意/满意/一般/不满意/非常不满意",
    "处理情况": "无问题/已解决/未解决",
    "回访方式": "电话/上门/书信/传真/短信/邮件/微信或QQ",
}
SAMPLE_DAYS = ["2026-11-21", "2026-01-05", "2026-02-28", "2026-03-01", "2026-10-03", "2027-01-02", "2028-02-29"]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new office, never changed."""
    folder = tmp_path_factory.mktemp("init") / "office"
    said = huifang(None, "init", folder, "--policy", made.PRESET, now="2026-11-21", codes=[0])
    assert said["files"] == BOOKS
    assert Path(said["office"]) == folder
    return folder


@pytest.fixture(scope="module", params=SAMPLE_DAYS)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A sample office as of a day, never changed."""
    folder = tmp_path_factory.mktemp("sample") / "office"
    said = huifang(None, "init", folder, "--policy", made.PRESET, "--sample", now=request.param, codes=[0])
    assert set(BOOKS) <= set(said["files"])
    assert all((folder / name).is_file() for name in said["files"])
    return request.param, folder


@pytest.fixture
def office(blank: Path, tmp_path: Path) -> Path:
    return made.copied(blank, tmp_path / "office")


# --- policies


def test_policies_lists_every_preset_with_its_source() -> None:
    listed = huifang(None, "policies", codes=[0])["policies"]
    assert all(set(entry) == {"preset", "name", "source", "regulation", "whom", "asks"} for entry in listed)
    assert {"preset": "sales-ten-day", "source": "000/五", "regulation": "S5"}.items() <= {
        key: value for entry in listed if entry["preset"] == "sales-ten-day" for key, value in entry.items()
    }.items()
    assert [entry["preset"] for entry in listed] == [preset.preset for preset in presets()]


# --- init


def test_init_makes_the_promised_workbooks_and_folders(blank: Path) -> None:
    assert sorted(p.name for p in blank.iterdir()) == sorted([*FOLDERS, *BOOKS])
    assert all((blank / name).is_dir() for name in FOLDERS)
    assert (blank / ".huifang" / "journal.jsonl").is_file()
    assert not list((blank / ".huifang").glob("unfinished*"))
    assert huifang(blank, "verify", now="2026-11-21", codes=[0])["ok"] is True


def test_init_takes_an_empty_folder_that_exists(tmp_path: Path) -> None:
    huifang(None, "init", tmp_path, "--policy", made.PRESET, now="2026-11-21", codes=[0])
    assert (tmp_path / "制度.xlsx").is_file()


@pytest.mark.parametrize("sample", [(), ("--sample",)], ids=["blank", "sample"])
def test_init_refuses_a_folder_that_is_not_empty(tmp_path: Path, sample: tuple[str, ...]) -> None:
    (tmp_path / "照片.txt").write_text("我的", encoding="utf-8")
    said = huifang(None, "init", tmp_path, "--policy", made.PRESET, *sample, now="2026-11-21", codes=[2])
    assert said.json == {}
    assert said.stderr.strip()
    assert made.all_bytes(tmp_path) == {"照片.txt": "我的".encode()}


def test_init_refuses_an_office_that_is_there(office: Path) -> None:
    before = made.all_bytes(office)
    huifang(None, "init", office, "--policy", made.PRESET, now="2026-11-22", codes=[2])
    assert made.all_bytes(office) == before


def test_init_refuses_a_file_as_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"mine")
    huifang(None, "init", tmp_path / "x", "--policy", made.PRESET, now="2026-11-21", codes=[2, 3])
    assert (tmp_path / "x").read_bytes() == b"mine"


def test_an_unknown_preset_names_the_nearest_and_makes_nothing(tmp_path: Path) -> None:
    said = huifang(None, "init", tmp_path / "o", "--policy", "sales-ten-days", now="2026-11-21", codes=[2])
    assert said.stderr.count("sales-ten-day") >= 2  # once as typed, once as meant
    assert re.search(r"sales-ten-day(?!s)", said.stderr)
    assert not (tmp_path / "o").exists()


def test_init_without_a_policy_is_wrong_use(tmp_path: Path) -> None:
    huifang(None, "init", tmp_path / "o", now="2026-11-21", codes=[2])
    assert not (tmp_path / "o").exists()


# --- what the workbooks promise


@pytest.mark.parametrize(("book", "sheet"), PROMISED, ids="!".join)
def test_every_promised_header_is_there(blank: Path, book: str, sheet: str) -> None:
    page = made.opened(blank / book)[sheet]
    assert set(PROMISED[book, sheet].split()) <= set(made.headers(page))
    assert list(page.tables) == [sheet]  # one table, named as the sheet
    table = page.tables[sheet]
    assert table.ref.startswith("A1:")
    assert [column.name for column in table.tableColumns] == list(made.headers(page))


def test_the_first_class_is_the_one_of_the_contract(blank: Path) -> None:
    page = made.opened(blank / "制度.xlsx")["客户类别"]
    assert page["A1"].value == "类别"
    assert page["A2"].value == "普通客户"


def test_every_promised_item_is_there_once(blank: Path) -> None:
    items = Counter(row["项目"] for row in made.records(made.opened(blank / "制度.xlsx")["基本"]))
    assert set(ITEMS) <= set(items)
    assert set(items.values()) == {1}


def test_the_ten_day_rules_are_what_the_regulation_says(blank: Path) -> None:
    book = made.opened(blank / "制度.xlsx")
    items = {row["项目"]: row["值"] for row in made.records(book["基本"])}
    assert items["报告日"] == "10,20,30"
    assert items["报告时刻"] == "18:00"
    assert items["批次"] == "旬"
    assert str(items["提前天数"]) == "3"
    assert str(items["最多尝试次数"]) == "3"
    assert str(items["每人抽查数"]) == "3"
    assert not items["启用日期"]
    assert items["入账方式"] == "逐行"
    (rule,) = made.records(book["回访规则"])
    assert (rule["间隔"], rule["间隔单位"], rule["回访方式"]) == (10, "天", "电话")
    assert rule["依据"].startswith("《客户回访制度》第三条、第四条第2项：")
    assert not [row for row in made.records(book["问卷"]) if row["必答"] == "是"]


@pytest.mark.parametrize("name", VALUES)
def test_the_promised_values_stand_in_options(blank: Path, name: str) -> None:
    listed = [row["值"] for row in made.records(made.opened(blank / "制度.xlsx")["选项"]) if row["类型"] == name]
    assert listed[: len(VALUES[name].split("/"))] == VALUES[name].split("/")


def test_the_call_sheet_has_the_promised_headers_in_order(tmp_path: Path) -> None:
    office = made.make_office(tmp_path / "o", [made.customer("K1", "A01", "11-05")])
    huifang(office, "plan", "--period", "2026-11中旬", now="2026-11-11", codes=[0])
    page = made.opened(made.issued_book(office, "2026-11中旬", "A01"))["回访记录"]
    assert list(made.headers(page)) == CALL_HEADERS  # the order is free: what is typed stands on one screen
    assert list(page.tables) == ["回访记录"]


# --- 制度.xlsx: written, read back, edited


@pytest.mark.parametrize("preset", [p.preset for p in presets()])
def test_what_init_wrote_reads_back_as_the_preset(tmp_path: Path, preset: str) -> None:
    huifang(None, "init", tmp_path / "o", "--policy", preset, now="2026-11-21", codes=[0])
    written = read_policy(read_book((tmp_path / "o" / "制度.xlsx").read_bytes()).sheets, "制度.xlsx", NEEDED)
    shipped = read_policy(load_preset(preset).grids(), house_rules.WORKBOOK, NEEDED)
    assert written.findings == ()
    assert shipped.findings == ()
    assert written.policy == shipped.policy


def test_a_new_office_checks_clean(blank: Path) -> None:
    assert huifang(blank, "check", now="2026-11-21", codes=[0])["findings"] == []


def _item_row(office: Path, item: str) -> int:
    page = made.opened(office / "制度.xlsx")["基本"]
    return next(row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == item)


WRONG_VALUES = [
    ("报告日", "10,20"),
    ("报告日", "十日"),
    ("报告日", "20,10,30"),
    ("报告时刻", "25:00"),
    ("批次", "年"),
    ("工作日", "周八"),
    ("工作时间", "上午"),
    ("通话时段", "20:00-20:00"),
    ("启用日期", "很快"),
    ("提前天数", "三"),
    ("提前天数", -1),
    ("最多尝试次数", 0),
    ("每日上限", "20.5"),
    ("入账方式", "一半"),
    ("顺延", "也许"),
    ("结构版本", 99),
    ("单位名称", None),
    ("未解决须书面上报", "看情况"),
]


@pytest.mark.parametrize(("item", "value"), WRONG_VALUES, ids=lambda v: str(v))
def test_a_wrong_value_is_a_finding_at_its_cell(office: Path, item: str, value: object) -> None:
    made.setting(office, item, value)
    said = huifang(office, "check", now="2026-11-21", codes=[1])
    assert said.at("P602") == [("制度.xlsx", "基本", f"B{_item_row(office, item)}")]
    assert said.codes() == ["P602"]
    assert said["errors"] == 1


def test_an_unknown_item_names_the_nearest(office: Path) -> None:
    row = _item_row(office, "提前天数")
    made.change(office, "制度.xlsx", "基本", "提前天数", 项目="提前天")
    said = huifang(office, "check", now="2026-11-21", codes=[1])
    assert said.at("P601") == [("制度.xlsx", "基本", f"A{row}")]
    (finding,) = [f for f in said["findings"] if f["code"] == "P601"]
    assert "提前天数" in finding["message"] + finding["hint"]
    assert [f["severity"] for f in said["findings"] if f["code"] == "P604"] == ["warning"]  # and the item is missing


def test_an_item_twice_is_a_finding(office: Path) -> None:
    row = made.add(office, "制度.xlsx", "基本", 项目="批次", 值="月")
    said = huifang(office, "check", now="2026-11-21", codes=[1])
    assert said.at("P603") == [("制度.xlsx", "基本", f"A{row}")]


EDITS = [
    ("回访规则", "R1", {"适用类别": "普通客户,外星客户"}, "P607", "F2"),
    ("回访规则", "R1", {"间隔": "十"}, "C204", "D2"),
    ("回访规则", "R1", {"间隔": 0}, "C212", "D2"),
    ("回访规则", "R1", {"间隔单位": "刻"}, "C205", "E2"),
    ("回访规则", "R1", {"触发": "随便"}, "C205", "C2"),
    ("回访规则", "R1", {"回访方式": "喊话"}, "P607", "G2"),
    ("回访规则", "R1", {"规则名称": None}, "C201", "B2"),
    ("报告", "旬报", {"期间": "双周"}, "C205", "C2"),
    ("报告", "旬报", {"迟交罚款(元)": "五十"}, "C204", "E2"),
    ("报告", "旬报", {"迟交罚款(元)": -50}, "C212", "E2"),
]


@pytest.mark.parametrize(("sheet", "key", "values", "code", "cell"), EDITS, ids=lambda v: str(v))
def test_a_wrong_rule_is_a_finding_at_its_cell(
    office: Path, sheet: str, key: str, values: dict[str, object], code: str, cell: str
) -> None:
    made.change(office, "制度.xlsx", sheet, key, **values)
    said = huifang(office, "check", now="2026-11-21", codes=[1])
    assert said.at(code) == [("制度.xlsx", sheet, cell)]


ADDITIONS = [
    ("日历", {"日期": "明天", "类型": "休"}, "C202", "A"),
    ("日历", {"日期": date(2026, 12, 24), "类型": "假"}, "C205", "B"),
    ("专项", {"起": date(2026, 11, 21), "止": date(2026, 11, 20), "内容": "新品"}, "T515", "B"),
    ("专项", {"起": date(2026, 11, 21), "止": date(2026, 11, 30)}, "C201", "D"),
    ("专项", {"起": date(2026, 11, 1), "止": date(2026, 11, 2), "适用类别": "老客户", "内容": "x"}, "P607", "C"),
    ("问卷", {"题号": "Q1", "题目": "哪一种", "题型": "选项"}, "P605", "E"),
    ("问卷", {"题号": "Q1", "题目": "好吗", "题型": "打分"}, "C205", "D"),
    ("问卷", {"题号": "Q1", "题目": "好吗", "题型": "是否", "适用规则": "R9"}, "P607", "B"),
    ("客户类别", {"类别": "普通客户"}, "T510", "A"),
    ("回访规则", {"规则编号": "R1", "规则名称": "x", "触发": "滚动", "间隔": 5, "间隔单位": "天"}, "T510", "A"),
]


@pytest.mark.parametrize(("sheet", "values", "code", "letter"), ADDITIONS, ids=lambda v: str(v)[:24])
def test_a_wrong_addition_is_a_finding_at_its_cell(
    office: Path, sheet: str, values: dict[str, object], code: str, letter: str
) -> None:
    row = made.add(office, "制度.xlsx", sheet, **values)
    said = huifang(office, "check", now="2026-11-21", codes=[1])
    assert said.at(code) == [("制度.xlsx", sheet, f"{letter}{row}")]


@pytest.mark.parametrize("title", ["满意度", "备注", "新品资料收到了吗"])
def test_a_question_whose_text_is_a_column_already_is_a_finding(office: Path, title: str) -> None:
    """题目 becomes a header of 回访记录, so it cannot be one that is there."""
    made.add(office, "制度.xlsx", "问卷", 题号="Q1", 题目="新品资料收到了吗", 题型="是否")
    row = made.add(office, "制度.xlsx", "问卷", 题号="Q2", 题目=title, 题型="是否")
    said = huifang(office, "check", now="2026-11-21")
    assert ("制度.xlsx", "问卷", f"C{row}") in [(f["file"], f["sheet"], f["cell"]) for f in said["findings"]]


def _full_customer() -> dict[str, object]:
    return {
        "客户编号": "K1", "客户名称": "永安", "客户类别": "普通客户", "业务员": "A01", "电话": "13800000001",
        "审核状态": "已审核", "审核人": "C01", "审核日期": date(2026, 11, 5),
    }  # fmt: skip


def test_an_edited_rule_is_read_back(office: Path) -> None:
    made.change(office, "制度.xlsx", "回访规则", "R1", 间隔=15)
    made.setting(office, "报告日", "5,15,25")
    assert huifang(office, "check", now="2026-11-21", codes=[0])["findings"] == []
    said = huifang(office, "plan", now="2026-11-21", codes=[0])
    assert (said["period"], said["from"], said["until"]) == ("2026-11下旬", "2026-11-16", "2026-11-25")


def test_a_value_added_to_options_is_allowed_and_a_class_too(office: Path) -> None:
    made.add(office, "制度.xlsx", "选项", 类型="角色", 值="实习生")
    made.add(office, "制度.xlsx", "客户类别", 类别="网店")
    for number, role in (("C01", "老板"), ("A01", "实习生")):
        made.add(office, made.STAFF, "人员", 工号=number, 姓名=f"人{number}", 角色=role, 状态="在职")
    made.add(office, made.CUSTOMERS, "客户", **{**_full_customer(), "客户类别": "网店"})
    assert huifang(office, "check", now="2026-11-12", codes=[0, 1])["errors"] == 0
    made.change(office, made.CUSTOMERS, "客户", "K1", 客户类别="电商")
    assert huifang(office, "check", now="2026-11-12", codes=[1]).at("C205") == [("客户资料库.xlsx", "客户", "C2")]


def test_a_sheet_that_is_gone_is_a_finding_and_a_workbook_that_is_gone_is_exit_3(office: Path) -> None:
    book = made.opened(office / "制度.xlsx")
    book.remove(book["专项"])
    book.save(office / "制度.xlsx")
    assert huifang(office, "check", now="2026-11-21", codes=[1]).at("F102") == [("制度.xlsx", None, None)]
    (office / "人员.xlsx").unlink()
    said = huifang(office, "check", now="2026-11-21", codes=[3])
    assert "人员.xlsx" in said.stderr


def test_a_register_that_is_no_workbook_is_exit_3_without_a_traceback(office: Path) -> None:
    (office / "制度.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    for command in ("check", "plan", "report", "run"):
        said = huifang(office, command, now="2026-11-21", codes=[3])
        assert "制度.xlsx" in said.stderr
        assert list(said.json) == ["error", "reason_code"]


# --- the sample


def test_the_sample_has_its_people(sample: tuple[str, Path]) -> None:
    _, office = sample
    people = made.records(made.opened(office / "人员.xlsx")["人员"])
    roles = Counter(row["角色"] for row in people)
    assert (roles["业务员"], roles["主管"], roles["老板"], roles["监督岗"]) == (6, 1, 1, 1)
    for key in ("工号", "姓名", "电话", "邮箱"):
        assert len({row[key] for row in people}) == len(people)


def test_the_sample_has_180_customers_with_numbers_and_phones_of_their_own(sample: tuple[str, Path]) -> None:
    _, office = sample
    customers = made.records(made.opened(office / "客户资料库.xlsx")["客户"])
    staff = made.records(made.opened(office / "人员.xlsx")["人员"])
    assert len(customers) == 180
    assert len({row["客户编号"] for row in customers}) == 180
    phones = [str(row["电话"]) for row in [*customers, *staff]]
    assert len(set(phones)) == len(phones)
    agents = {row["工号"] for row in staff if row["角色"] == "业务员"}
    assert {row["业务员"] for row in customers} == agents
    assert all(isinstance(row["电话"], str) for row in customers)


def test_the_sample_has_a_history_of_one_period(sample: tuple[str, Path]) -> None:
    day, office = sample
    (period,) = [p.name for p in (office / "回访计划").iterdir()]
    said = huifang(office, "report", "--period", period, now=day)
    assert said["until"] < day
    assert (date.fromisoformat(day) - date.fromisoformat(said["until"])).days <= 11
    assert said["figures"]["done"] > 100
    assert all(line["submitted_at"] and line["late_days"] == 0 for line in said["agents"])
    assert len(said["agents"]) == 6
    assert huifang(office, "verify", now=day, codes=[0])["ok"] is True


def test_the_sample_checks_without_errors_on_its_day_and_a_month_later(sample: tuple[str, Path]) -> None:
    day, office = sample
    for moment in (day, (date.fromisoformat(day) + timedelta(days=31)).isoformat()):
        said = huifang(office, "check", now=moment)
        assert said["errors"] == 0, said["findings"]
        assert {f["severity"] for f in said["findings"]} <= {"warning"}


def test_the_sample_can_be_planned_on_its_day(sample: tuple[str, Path], tmp_path: Path) -> None:
    day, folder = sample
    office = made.copied(folder, tmp_path / "o")
    said = huifang(office, "plan", now=day)
    assert len(said["calls"]) > 100
    assert len(said["files"]) == 6
    assert not [f for f in said["findings"] if f["severity"] == "error"]


def test_an_office_copied_elsewhere_still_works(tmp_path: Path) -> None:
    huifang(None, "init", tmp_path / "a", "--policy", made.PRESET, "--sample", now="2026-11-21", codes=[0])
    moved = made.copied(tmp_path / "a", tmp_path / "别的 文件夹" / "b")
    for file in made.all_bytes(tmp_path / "a"):
        (tmp_path / "a" / file).unlink()
    assert huifang(moved, "verify", now="2026-11-21", codes=[0])["ok"] is True
    planned = huifang(moved, "plan", now="2026-11-21")
    assert all((moved / file).is_file() for file in planned["files"])
    again = huifang(moved, "report", "--period", "2026-11中旬", now="2026-11-21")
    assert again["version"] == 2
    text = "".join(p.read_text(encoding="utf-8") for p in (moved / ".huifang").glob("*.jsonl"))
    assert str(tmp_path) not in text  # no absolute path is stored


def test_an_office_may_be_named_and_started_when_it_is_made(tmp_path):
    office, name = tmp_path / "办公", "=杭州&华东“五金”"
    named = ("--name", f" {name} ", "--start", "2026-11-21")
    huifang(None, "init", office, "--policy", "sales-ten-day", *named, now="2026-11-20 08:30", codes=[0])
    basics = {row[0]: row[1] for row in read_book((office / "制度.xlsx").read_bytes()).sheets["基本"]}
    assert basics["单位名称"] == name
    policy = read_policy(read_book((office / "制度.xlsx").read_bytes()).sheets, "制度.xlsx", NEEDED).policy
    assert (policy.unit_name, policy.started_on) == (name, date(2026, 11, 21))


def test_every_regulation_says_for_whom_it_is_and_what_it_asks():
    told = [(preset.whom, preset.asks) for preset in presets()]
    assert len({*told}) == len(told)
    assert all(3 <= len(whom) <= 24 and 10 <= len(asks) <= 45 and asks[-1] not in "。；" for whom, asks in told)

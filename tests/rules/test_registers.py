"""Register workbooks that only some regulations use: an office with all of them, and what is checked in them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import office as offices
from huifang.edges.books.register_books import STEPS, build_books
from huifang.edges.known import presets
from huifang.edges.known.presets import Preset
from huifang.edges.store.office import Office
from huifang.edges.store.segments import collected, to_records
from huifang.flow import checking
from huifang.flow.office import shelf
from huifang.flow.office.desk import Desk
from huifang.ledger.questions import newest
from huifang.policy.register_read import cell_options
from huifang.rules.registers import ORDERED
from huifang.tables.cells import read_cell, shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.feedback import MEASURES
from huifang.tables.declared.registers import BORN_LATER, EVERYWHERE, further_tables
from huifang.tables.declared.services import SERVICES
from huifang.tables.model import Kind, Table
from office import TestOffice, add_rows, codes, customer, edited, find, load, run
from presets_made import BOOKS, WHOLE, known, made_preset, where_used
from printed import media_boxes, page_texts

FOUNDED, PLANNED, NOW = "2026-11-20 08:30", "2026-11-20 09:00", "2026-11-24 17:00"
PERIOD = "2026-11下旬"
FURTHER = further_tables(tuple(BOOKS))
TABLES = {table.name: table for tables in BOOKS.values() for table in tables}

#: The contract's headers ("Sheets and headers"); * = required.
PROMISED = {
    ("投诉登记表.xlsx", "投诉"): (
        "投诉编号* 接收时间* 渠道 投诉人 联系方式 地址 客户编号 投诉对象 投诉类别 投诉内容* 诉求 严重程度 首问责任人 "
        "受理告知时间 开始处理时间 首次响应时间 是否成立 责任部门 责任人 分派时间 调查完成时间 原因 调查结论 证据 "
        "处理方案 方案类型 补偿金额(元) 批准人 批准时间 执行完成时间 处理结果 上报时间 进度告知时间 "
        "告知客户时间 客户反馈 回访时间 回访满意度 致谢人 处罚意见 部门经理处理 关闭时间 关闭说明 归档号 来源记录"
    ),
    ("事件登记.xlsx", "事件登记"): "事件编号* 客户编号* 事件类型 时间 经办人 备注",
    ("服务单.xlsx", "服务单"): (
        "服务单号* 客户编号* 车牌号 服务类型 报修时间 服务内容 服务人员 完工时间 下次保养日期 车辆保险到期日 "
        "委托书 接车单 结算单 备注"
    ),
    ("意见调查.xlsx", "调查"): "调查编号* 客户编号* 调查日期* 调查项目* 评价 意见 整改完成日期",
    ("信息反馈单.xlsx", "反馈"): (
        "反馈单号* 来源 客户编号 反馈类型 内容* 客户建议 责任部门 区域负责人 发出日期 回复期限 咨询问题 意向程度 "
        "预计合作时间 处理结果 处理完成日期 备注"
    ),
    ("信息反馈单.xlsx", "措施"): "措施编号 来源 类别 评审部门 措施 负责人 期限 完成日期 验证人 验证结果",
    ("项目台账.xlsx", "台账"): (
        "项目编号* 工程名称* 客户编号* 产品型号 产品数量 合同额(万元) 发货日期 安装完成日期 送电日期 现场负责人 "
        "现场负责人电话 配电室负责人 配电室负责人电话 用电管理负责人 负责人电话 变电站联系人 联系人电话 回访记录编号"
    ),
    ("回访报告.xlsx", "回访报告"): (
        "报告编号 记录编号 报告人 报告日期 过程评价 结果评价 主管意见 主管 审阅日期 归档类别 保管人"
    ),
    ("回访报告.xlsx", "资料借还"): "记录编号 资料 借用人 借出日期 归还日期 批准人",
    ("费用报销.xlsx", "报销"): (
        "报销单号* 报销人* 发生日期* 关联记录 费用类型 金额(元)* 凭证号 限额(元) 自付(元) 审核人 审核日期 审核结果 "
        "财务付款日期 备注"
    ),
}
VALUES = {
    ("服务单", "服务类型"): "维修/保养/事故/大修",
    ("调查", "评价"): "非常满意/满意/一般/不满意/非常不满意",
    ("投诉", "严重程度"): "一般/重大",
    ("投诉", "是否成立"): "成立/不成立",
    ("投诉", "回访满意度"): "非常满意/满意/一般/不满意/非常不满意",
    ("反馈", "反馈类型"): "咨询/建议/销售机会/故障/调查/产品质量/服务质量",
}
D, T = date(2026, 11, 10), datetime(2026, 11, 10, 9, 30)
#: A faultless row of each register.
GOOD: Mapping[str, Mapping[str, Any]] = {
    "投诉": {
        "投诉编号": "T1",
        "接收时间": T,
        "客户编号": "K0001",
        "投诉内容": "送货晚了",
        "责任人": "A01",
        "归档号": "2026-11-001",
    },
    "服务单": {"服务单号": "F1", "客户编号": "K0001", "服务类型": "维修", "报修时间": T, "完工时间": T},
    "事件登记": {"事件编号": "E1", "客户编号": "K0001", "事件类型": "开工", "时间": T, "经办人": "A01"},
    "调查": {"调查编号": "D1", "客户编号": "K0002", "调查日期": D, "调查项目": "保洁", "整改完成日期": D},
    "反馈": {"反馈单号": "X1", "客户编号": "K0002", "内容": "夜间送货", "区域负责人": "A02", "发出日期": D},
    "措施": {"措施编号": "C1", "措施": "调整班次", "负责人": "B01"},
    "台账": {"项目编号": "P1", "工程名称": "变电站", "客户编号": "K0003", "现场负责人电话": "13800000001"},
    "回访报告": {"报告编号": "B1", "报告人": "A01", "报告日期": D},
    "资料借还": {"资料": "合同", "借用人": "A01", "借出日期": D, "归还日期": D},
    "报销": {"报销单号": "E1", "报销人": "李晓明", "发生日期": D, "金额(元)": 86.5},
}


@pytest.fixture(scope="module")
def whole() -> Iterator[Preset]:
    with known(made_preset()) as preset:
        yield preset


@pytest.fixture(scope="module")
def founded(whole: Preset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank office with every register workbook; never changed."""
    root = tmp_path_factory.mktemp("whole") / "办公室"
    ran = run("--now", FOUNDED, "init", str(root), "--policy", WHOLE)
    assert (ran.code, ran.data["files"]) == (0, [*BOOKS])
    return root


@pytest.fixture(scope="module")
def filled(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with staff, customers and one good row in every register; never changed."""
    root = tmp_path_factory.mktemp("filled") / "办公室"
    shutil.copytree(founded, root)
    headers = ("工号", "姓名", "角色", "上级", "状态", "离职日期")
    people = [dict(zip(headers, person, strict=True)) for person in offices.PEOPLE]
    add_rows(root / "人员.xlsx", "人员", *people)
    add_rows(root / "客户资料库.xlsx", "客户", *(customer(f"K{n:04d}", "A01") for n in range(1, 7)))
    for table in FURTHER:
        add_rows(root / table.workbook, table.name, GOOD[table.name])
    return root


@pytest.fixture(autouse=True)
def no_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was called here: that a claim belongs to a visit is tested in test_findings.py."""
    monkeypatch.setattr(checking, "_visits", lambda now: None)


@pytest.fixture
def office(filled: Path, tmp_path: Path) -> TestOffice:
    shutil.copytree(filled, tmp_path / "办公室")
    return TestOffice(tmp_path / "办公室", tmp_path / "寄出")


def with_row(office: TestOffice, table: str, **changed: Any) -> list[dict[str, Any]]:
    """The findings of ``check`` after one more row, the good one with these cells changed and numbers of its own."""
    declared = TABLES[table]
    row = {**GOOD[table], **{declared.by_key[key].header: "N2" for key in declared.unique}, **changed}
    add_rows(office.path(declared.workbook), table, row)
    return list(office.run("check", now=PLANNED).data["findings"])


# --- presets


@pytest.mark.parametrize("preset", presets.presets(), ids=lambda preset: preset.preset)
def test_what_a_preset_names_is_declared(preset: Preset) -> None:
    assert set(EVERYWHERE) <= set(preset.workbooks) <= {*BOOKS, *BORN_LATER}
    tables = {**TABLES, CALLS.name: CALLS}
    for named in (preset.hidden, preset.columns):
        assert [(t, h) for t, headers in named.items() for h in headers if h not in tables[t].by_header] == []
    assert {f"{t}.{h}" for t, headers in preset.columns.items() for h in headers} <= set(where_used())
    hidden = {f"{t}.{h}" for t, headers in preset.hidden.items() for h in headers}
    assert not hidden & {f"{t.name}.{c.header}" for t in tables.values() for c in t.columns if c.required}


def test_a_preset_that_is_not_known_has_what_all_offices_have() -> None:
    assert presets.workbooks_of("gone") == EVERYWHERE
    assert presets.fitted("gone", CALLS) == CALLS.without(c.key for c in CALLS.columns if c.where_used)


def test_lists_of_unused_workbooks_stay_out_of_the_rules() -> None:
    def lists(preset: Preset) -> set[str]:
        return {row["类型"] for row in preset.rows()["选项"]}

    base = made_preset(workbooks=[*EVERYWHERE])
    assert lists(made_preset()) - lists(base) == {"服务类型", "事件类型", "严重程度", "是否成立", "反馈类型"}


def test_every_workbook_says_how_it_is_used() -> None:
    assert set(STEPS) == {*BOOKS, *BORN_LATER}


# --- declarations


@pytest.mark.parametrize(("book", "sheet"), PROMISED)
def test_headers_are_those_of_the_contract(book: str, sheet: str) -> None:
    declared = TABLES[sheet]
    assert declared.workbook == book
    said = [f"{column.header}{'*' if column.required else ''}" for column in declared.columns]
    assert said == PROMISED[book, sheet].split()


def test_the_contract_covers_every_further_register() -> None:
    assert {(table.workbook, table.name) for table in FURTHER} == set(PROMISED)


@pytest.mark.parametrize("table", FURTHER, ids=lambda table: table.name)
def test_examples_are_what_their_cells_take(table: Table) -> None:
    options = cell_options(made_preset().policy)
    for column in table.columns:
        assert column.key.isidentifier() and column.key == column.key.lower()
        if column.example:
            reading = read_cell(column, column.example, options.get(column.options or "", ()))
            assert reading.value is not None, column.header
            assert reading.code in (None, "C206", "C207"), column.header


def test_ordered_columns_are_declared_and_of_one_kind() -> None:
    for table, earlier, later in ORDERED:
        assert table.by_key[earlier].kind is table.by_key[later].kind in (Kind.DATE, Kind.DATETIME)


# --- the blank forms, opened again


def sheets_of(name: str, content: bytes) -> Iterator[tuple[Table, Worksheet]]:
    book = load(io.BytesIO(content))  # type: ignore[arg-type]
    elsewhere = {table.name for table in BOOKS[name]} - {*book.sheetnames}
    assert elsewhere <= {MEASURES.name}  # it stands in one workbook of an office
    for table in BOOKS[name]:
        if table.name not in elsewhere:
            yield table, book[table.name]


def rules_of(sheet: Worksheet, column: int) -> list[Any]:
    cell = f"{get_column_letter(column)}2"
    return [rule for rule in sheet.data_validations.dataValidation if cell in rule]


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
def test_blank_forms_have_every_drop_down_and_required_cell(whole: Preset, name: str) -> None:
    options = cell_options(whole.policy)
    for table, sheet in sheets_of(name, build_books(whole)[name]):
        headers = offices.columns(sheet)
        assert list(headers) == [column.header for column in whole.fitted(table).columns]
        assert sheet.tables[table.name].autoFilter is not None
        for column in table.columns:
            at = headers[column.header]
            letter = get_column_letter(at)
            choices = options.get(column.options or "", ())
            rules = rules_of(sheet, at)
            if choices:
                (rule,) = rules
                assert rule.type == "list", column.header
                assert column.kind is Kind.CHOICE or column.options == "执行"  # which takes other words, too
            if column.kind in (Kind.DATE, Kind.DATETIME):
                assert rules[0].type == "date"
            if column.required:
                assert rules[0].prompt.startswith("必填。"), column.header
                coloured = [str(area.sqref) for area in sheet.conditional_formatting]
                assert any(area.startswith(f"{letter}2:") for area in coloured), column.header
            unseen = [d for d in sheet.column_dimensions.values() if d.hidden]  # one may stand for several columns
            is_hidden = any(d.min <= at <= d.max for d in unseen)
            assert is_hidden == whole.fitted(table).by_header[column.header].hidden, column.header


@pytest.mark.slow
@pytest.mark.parametrize(("where", "values"), VALUES.items(), ids=lambda value: "-".join(value))
def test_drop_downs_offer_the_contracts_values(founded: Path, where: tuple[str, str], values: str) -> None:
    table, header = where
    sheet = load(founded / TABLES[table].workbook)[table]
    (rule,) = rules_of(sheet, offices.columns(sheet)[header])
    assert rule.formula1.strip('"').split(",") == values.split("/")


def test_columns_where_used_are_left_out_elsewhere() -> None:
    plain = made_preset(columns=["客户.到期日"])
    sheets = {table.name: sheet for table, sheet in sheets_of("客户资料库.xlsx", build_books(plain)["客户资料库.xlsx"])}
    used = {column.header for column in CUSTOMERS.columns if column.where_used}
    assert used == {"体验日期", "开通日期", "到期日", "最近服务日期", "保养到期日", "保险到期日", "回访目的"}
    assert set(offices.columns(sheets["客户"])) & used == {"到期日"}


@pytest.mark.parametrize(("hidden", "pages"), [((), 3), ([c.header for c in COMPLAINTS.columns[10:36]], 1)])
def test_a_wide_register_goes_on_several_pages_that_can_be_read(hidden: list[str], pages: int) -> None:
    preset = made_preset(hidden=[f"投诉.{header}" for header in hidden])
    ((_, sheet),) = sheets_of("投诉登记表.xlsx", build_books(preset)["投诉登记表.xlsx"])
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (pages, 0)
    assert sheet.print_title_rows in ("1:1", "$1:$1")
    assert sheet.print_title_cols == ("$A:$A" if pages > 1 else None)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_a_wide_register_prints_every_column_and_number(tmp_path: Path, libreoffice: str, pdftotext: str) -> None:
    numbers = [f"T2611-{n:03d}" for n in range(1, 61)]
    rows = [{"complaint_no": number, "received_at": T, "content": "送货晚了"} for number in numbers]
    book = tmp_path / "投诉.xlsx"
    book.write_bytes(build_books(made_preset(hidden=[]), {"投诉": rows})["投诉登记表.xlsx"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [libreoffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = book.with_suffix(".pdf")
    assert {(round(width), round(height)) for width, height in media_boxes(pdf)} == {(842, 595)}
    pages = [page for page in page_texts(pdf, pdftotext) if "使用说明" not in page]
    thirds = [[page for page in pages if header in page] for header in ("接收时间", "是否成立", "关闭时间")]
    assert len({len(third) for third in thirds}) == 1 and len(pages) == sum(map(len, thirds)) > 0
    assert all("投诉编号" in page for page in pages)
    for third in thirds:
        assert [number for number in numbers if number not in "".join(third)] == []
    assert [column.header for column in COMPLAINTS.columns if column.header not in "".join(pages)] == []


# --- the office


def test_a_blank_office_is_clean(founded: Path) -> None:
    ran = run("-C", str(founded), "--now", FOUNDED, "check")
    assert (ran.code, ran.data["findings"]) == (0, [])
    assert run("-C", str(founded), "--now", FOUNDED, "verify").data["ok"] is True


def test_a_filled_office_is_clean_and_goes_through_a_period(office: TestOffice) -> None:
    assert office.run("check", now=PLANNED).data["findings"] == []
    assert office.run("plan", "--period", PERIOD, now=PLANNED).code == 0
    assert office.collect(office.filled(), now=NOW).code == 0
    assert office.report().code == 0
    assert office.run("verify").data["ok"] is True


@pytest.mark.slow
@pytest.mark.parametrize("name", [*BOOKS])
@pytest.mark.parametrize("command", ["plan", "collect", "report", "run", "check"])
def test_without_a_register_nothing_runs(office: TestOffice, name: str, command: str) -> None:
    office.path(name).unlink()
    ran = office.run(command, now=NOW)
    assert ran.code == 3
    assert name in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("table", FURTHER, ids=lambda table: table.name)
def test_without_a_sheet_nothing_runs_and_check_says_so(office: TestOffice, table: Table) -> None:
    with edited(office.path(table.workbook)) as book:
        book[table.name].title = "别的"
    assert find(office.run("check", now=NOW).data["findings"], "F102") == [("error", None, None)]
    for _ in range(2):  # the second run finds the same workbook again
        for command in ("plan", "collect", "report", "run"):
            ran = office.run(command, now=NOW)
            assert (ran.code, f"工作表“{table.name}”" in ran.err) == (3, True), command


def test_without_a_required_column_nothing_runs(office: TestOffice) -> None:
    with edited(office.path("服务单.xlsx")) as book:
        book["服务单"]["B1"].value = "客户"
    findings = office.run("check", now=NOW).data["findings"]
    assert find(findings, "F103") == [("error", "服务单", "A1")]
    ran = office.run("plan", now=NOW)
    assert (ran.code, "列“客户编号”" in ran.err) == (3, True)


@pytest.mark.slow
def test_a_register_that_the_regulation_does_not_use_may_be_there_and_is_not_read(tmp_path: Path) -> None:
    office = offices.blank_office(tmp_path)
    office.path("服务单.xlsx").write_bytes(b"nothing to read")
    office.path("服务单(1).xlsx").write_bytes(b"nothing to read")
    assert office.run("check", now=PLANNED).data["errors"] == 0
    assert "J804" not in codes(office.run("check", now=PLANNED).data["findings"])
    assert office.run("plan", now=PLANNED).code == 0


def test_copies_of_the_registers_are_noticed(office: TestOffice) -> None:
    shutil.copy(office.path("服务单.xlsx"), office.path("服务单(1).xlsx"))
    assert codes(office.run("check", now=PLANNED).data["findings"]) == ["J804"]


# --- versions, and reading only what is asked for


def test_every_register_is_archived_when_it_changes(office: TestOffice) -> None:
    office.run("plan", now=PLANNED)
    first = office.entries("version")
    assert {entry["workbook"] for entry in first} == set(BOOKS)
    add_rows(office.path("服务单.xlsx"), "服务单", {**GOOD["服务单"], "服务单号": "F2"})
    office.run("plan", now=NOW)
    (changed,) = office.entries("version")[len(first) :]
    assert changed["workbook"] == "服务单.xlsx"
    assert (
        offices.digest(office.path(changed["path"])) == changed["sha256"] == offices.digest(office.path("服务单.xlsx"))
    )


@pytest.mark.slow
def test_runs_read_only_the_registers_that_they_need(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("plan", "--period", PERIOD, now=PLANNED)
    add_rows(office.path("服务单.xlsx"), "服务单", {**GOOD["服务单"], "服务单号": "F2"})
    office.run("plan", "--period", PERIOD, now=PLANNED)
    read: list[str] = []
    sheets = shelf._sheets
    monkeypatch.setattr(shelf, "_sheets", lambda name, content: read.append(name) or sheets(name, content))
    assert office.collect(office.filled(), now=NOW).code == 0  # although 服务单 is another one than when it was issued
    assert sorted(read) == sorted(EVERYWHERE)
    assert office.report().code == 0  # the list of what waits for whom looks into four more
    assert {*read} == {*EVERYWHERE, "信息反馈单.xlsx", "回访报告.xlsx", "投诉登记表.xlsx", "意见调查.xlsx"}
    assert all(read.count(name) == 2 for name in EVERYWHERE)


def test_rows_are_read_when_asked_for_now_and_as_they_were(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("plan", now=PLANNED)
    add_rows(office.path("服务单.xlsx"), "服务单", {**GOOD["服务单"], "服务单号": "F2"})
    office.run("plan", now=NOW)
    desk = Desk(Office(office.root), datetime(2026, 11, 24, 17))
    now = desk.present
    versions = [v.sha256 for v in desk.state.versions if v.workbook == "服务单.xlsx"]
    then = desk.of_versions({**now.versions, "服务单.xlsx": versions[-2]})
    assert [row["service_no"] for row in now.rows(SERVICES)] == ["F1", "F2"]
    assert [row["service_no"] for row in then.rows(SERVICES)] == ["F1"]
    assert desk.of_versions({name: now.versions[name] for name in EVERYWHERE}).rows(SERVICES) == ()
    monkeypatch.setattr(shelf, "_sheets", None)  # nothing is read twice
    assert len(desk.present.rows(SERVICES)) == 2
    assert len(then.rows(SERVICES)) == 1


def test_an_office_without_the_workbook_has_no_rows(tmp_path: Path) -> None:
    office = offices.blank_office(tmp_path)
    assert Desk(Office(office.root), datetime(2026, 11, 24)).present.rows(SERVICES) == ()


# --- checks


@pytest.mark.slow
@pytest.mark.parametrize("table", [t for t in FURTHER if "customer_no" in t.by_key], ids=lambda t: t.name)
def test_customers_are_known(office: TestOffice, table: Table) -> None:
    findings = with_row(office, table.name, 客户编号="K0009")
    assert find(findings, "T501") == [("error", table.name, f"{table.letter('customer_no')}3")]
    assert len(findings) == 1
    assert findings[0]["file"] == table.workbook
    assert "是不是“K000" in findings[0]["hint"]


def test_a_complaint_of_a_stranger_has_no_customer_number(office: TestOffice) -> None:
    assert with_row(office, "投诉", 客户编号=None) == []


def test_many_unknown_customers_are_all_found(office: TestOffice) -> None:
    rows = [{**GOOD["服务单"], "服务单号": f"N{n}", "客户编号": f"K1{n:03d}"} for n in range(30)]
    add_rows(office.path("服务单.xlsx"), "服务单", *rows)
    findings = office.run("check", now=PLANNED).data["findings"]
    assert codes(findings) == ["T501"] * 30
    assert sum("是不是" in finding["hint"] for finding in findings) == 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "key"),
    [(t, key) for t in FURTHER for key in t.unique],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_numbers_are_unique(office: TestOffice, table: Table, key: str) -> None:
    header = table.by_key[key].header
    findings = with_row(office, table.name, **{header: GOOD[table.name][header]})
    assert find(findings, "T510") == [("error", table.name, f"{table.letter(key)}3")]
    assert len(findings) == 1


def test_which_numbers_are_unique() -> None:
    headers = {table.by_key[key].header for table in FURTHER for key in table.unique}
    assert headers == {
        "投诉编号",
        "归档号",
        "服务单号",
        "事件编号",
        "调查编号",
        "反馈单号",
        "措施编号",
        "项目编号",
        "报销单号",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "earlier", "later"),
    [(t, t.by_key[e].header, t.by_key[then].header) for t, e, then in ORDERED],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_dates_come_in_their_order(office: TestOffice, table: Table, earlier: str, later: str) -> None:
    column = table.by_header[later]
    good = {**GOOD, "客户": customer("K0001", "A01")}[table.name]
    moments = (datetime(2026, 11, 10, 9), datetime(2026, 11, 9, 23))
    days = moments if column.kind is Kind.DATETIME else tuple(moment.date() for moment in moments)
    unique = {table.by_key[key].header: "N2" for key in table.unique}
    clear = {
        table.by_key[key].header: None
        for t, *keys in ORDERED
        if t is table
        for key in keys
        if not table.by_key[key].required
    }
    before = {"接收时间": datetime(2026, 11, 9, 8)} if table is COMPLAINTS else {}
    row = {**good, **unique, **clear, **before, earlier: days[0], later: days[1]}
    if later == "关闭时间":
        row["关闭说明"] = "投诉人撤回"  # or it would be closed too early as well
    add_rows(office.path(table.workbook), table.name, row)
    findings = office.run("check", now=PLANNED).data["findings"]
    number = 8 if table is CUSTOMERS else 3
    assert find(findings, "T518") == [("error", table.name, f"{table.letter(column.key)}{number}")]
    assert [f["code"] for f in findings if f["severity"] == "error"] == ["T518"]
    assert f"“{later}”{shown(days[1])} 早于“{earlier}”{shown(days[0])}" in findings[0]["message"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reported", "finished", "wrong"),
    [
        (datetime(2026, 11, 10, 9, 30), datetime(2026, 11, 10, 9, 30), False),
        (datetime(2026, 11, 10, 9, 30), datetime(2026, 11, 10, 9, 29), True),
        (datetime(2026, 11, 10, 9, 30), date(2026, 11, 10), False),  # the day alone
        (datetime(2026, 11, 10, 9, 30), date(2026, 11, 9), True),
        (date(2026, 11, 10), datetime(2026, 11, 10, 8), False),
        (None, datetime(2026, 11, 10, 8), False),
        (datetime(2026, 11, 10, 8), None, False),
    ],
)
def test_where_only_the_day_was_typed_the_day_counts(
    office: TestOffice, reported: Any, finished: Any, wrong: bool
) -> None:
    findings = with_row(office, "服务单", 报修时间=reported, 完工时间=finished)
    assert codes(findings) == (["T518"] if wrong else [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "header"),
    [(t, c.header) for t in FURTHER for c in t.columns if c.kind is Kind.PERSON],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_persons_are_known(office: TestOffice, table: Table, header: str) -> None:
    letter = table.letter(table.by_header[header].key)
    assert find(with_row(office, table.name, **{header: "查无此人"}), "T507") == [("error", table.name, f"{letter}3")]


@pytest.mark.slow
@pytest.mark.parametrize("header", [c.header for c in TABLES["台账"].columns if c.kind is Kind.PHONE])
def test_telephones_can_be_dialled(office: TestOffice, header: str) -> None:
    table = TABLES["台账"]
    letter = table.letter(table.by_header[header].key)
    findings = with_row(office, "台账", **{header: "1380000"})
    assert [(f["code"], f["cell"]) for f in findings] == [("C211", f"{letter}3")]


def test_lists_without_values_take_any_text_until_the_office_gives_some(office: TestOffice) -> None:
    assert with_row(office, "投诉", 投诉类别="行程", 渠道="现场") == []
    add_rows(office.path("制度.xlsx"), "选项", {"类型": "投诉类别", "值": "产品"})
    findings = office.run("check", now=PLANNED).data["findings"]
    assert find(findings, "C205") == [("error", "投诉", f"{COMPLAINTS.letter('category')}3")]


@pytest.mark.slow
@pytest.mark.parametrize("table", FURTHER, ids=lambda table: table.name)
def test_a_register_that_is_given_is_checked(office: TestOffice, table: Table) -> None:
    office.outside.mkdir()
    path = office.outside / "副本.xlsx"
    shutil.copy(office.path(table.workbook), path)
    assert office.run("check", path, now=PLANNED).data["findings"] == []
    person = next((c.header for c in table.columns if c.kind is Kind.PERSON), None)
    wrong = {"客户编号": "K0009"} if "客户编号" in table.by_header else {person: "查无此人"}
    add_rows(path, table.name, {**GOOD[table.name], **{table.by_key[k].header: "N2" for k in table.unique}, **wrong})
    findings = office.run("check", path, now=PLANNED).data["findings"]
    assert [(f["code"], f["sheet"], Path(f["file"]).name) for f in findings] == [
        ("T501" if "客户编号" in wrong else "T507", table.name, "副本.xlsx")
    ]


@pytest.mark.slow
def test_a_ledger_workbook_is_no_register_of_projects(office: TestOffice) -> None:
    office.run("plan", "--period", PERIOD, now=PLANNED)
    office.collect(office.filled(), now=NOW)
    office.report()
    assert codes(office.run("check", office.path(f"台账/{PERIOD}.xlsx")).data["findings"]) == ["F109"]


# --- columns of the agent's sheet that only some regulations use

EXTRA = {
    "预约时间": datetime(2026, 11, 23, 9, 15), "预约地点": "二楼", "参加人员": "李明、王芳", "推送内容": "冬季免费检测",
    "已发资料": "手册", "结果反馈日期": date(2026, 11, 24),
}  # fmt: skip


def extra_of(office: TestOffice) -> dict[str, str]:
    """What the ledger keeps of them for the first call."""
    records = to_records(collected(newest(Desk(Office(office.root), datetime(2026, 12, 31)).ledger.frame())))
    record = next(record for record in records if record.plan_no == offices.plan_numbers(office.issued())[0])
    return {CALLS.by_header[header].key: record.text(CALLS.by_header[header].key) for header in EXTRA}


@pytest.mark.slow
def test_their_cells_are_kept_compared_and_corrected(office: TestOffice) -> None:
    office.run("plan", "--period", PERIOD, now=PLANNED)
    page = load(office.issued())["回访记录"]
    assert [header for header in offices.columns(page) if header in EXTRA] == [*EXTRA]
    sheet = offices.change(office.filled(), (2, EXTRA))
    ran = office.collect(sheet, now=NOW)
    assert (ran.code, ran.data["accepted"][0].get("findings", [])) == (0, [])
    kept = {CALLS.by_header[header].key: shown(value) for header, value in EXTRA.items()}
    assert extra_of(office) == kept
    (pending,) = office.collect(offices.change(sheet, (2, {"推送内容": "春季新品"})), now=NOW).data["pending"]
    assert (pending["column"], pending["old"], pending["new"]) == ("推送内容", "冬季免费检测", "春季新品")
    number = pending["record_no"]
    fixed = office.correct(("回访记录", number, "结果反馈日期", "2026-11-24", "2026-11-23", "B01", "记错"))
    assert fixed.data["applied"] == 1
    assert extra_of(office) == {**kept, "told_on": "2026-11-23"}
    assert office.run("verify").data["ok"] is True


def test_a_wrong_date_in_them_is_found(office: TestOffice) -> None:
    office.run("plan", "--period", PERIOD, now=PLANNED)
    ran = office.collect(offices.change(office.filled(), (2, {"结果反馈日期": "昨天"})), now=NOW)
    assert codes(ran.data["returned"][0]["findings"]) == ["C202"]


def test_elsewhere_the_agents_sheet_does_not_have_them(tmp_path: Path) -> None:
    page = load(offices.planned_office(tmp_path).issued())["回访记录"]
    used = presets.load_preset("sales-ten-day").columns["回访记录"]
    assert {*offices.columns(page)} & {*EXTRA} == {*used} & {*EXTRA} == {"推送内容", "已发资料"}

"""What every regulation plans, compared with calls that were worked out by hand: one file of cases for each preset."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.known.presets import Preset, load_preset, presets
from huifang.edges.store.issued_calls import calls_of_all
from huifang.edges.store.office import Office
from huifang.flow.calls.planning import Batch, plan_batch
from huifang.flow.intake.collecting import collect
from huifang.flow.moving_in.founding import found_office
from huifang.flow.office.opening import writing_desk
from huifang.ledger.issues import IssuedCall
from huifang.tables.declared import house_rules
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Kind, Table
from office import edited, load, put
from places import DATA

pytestmark = pytest.mark.slow

FOLDER = DATA / "scenarios"
TABLES = {table.name: table for tables in BOOKS.values() for table in tables}
RULE_BOOK = house_rules.WORKBOOK
MORNING, EVENING = time(9, 0), time(17, 30)
Rows = list[dict[str, Any]]

STAFF: Rows = [
    {"工号": "C01", "姓名": "钱老板", "角色": "老板", "状态": "在职"},
    {"工号": "B01", "姓名": "赵主管", "角色": "主管", "上级": "C01", "状态": "在职"},
    {"工号": "A01", "姓名": "李明", "角色": "业务员", "上级": "B01", "状态": "在职", "每日上限": 50},
    {"工号": "A02", "姓名": "王强", "角色": "业务员", "上级": "B01", "状态": "在职", "每日上限": 50},
]


def scenarios() -> Iterable[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in content["case"]:
            yield pytest.param(content["preset"], case, id=f"{content['preset']}: {case['name']}")


def filled(table: Table, row: Mapping[str, Any], number: int, preset: Preset) -> dict[str, Any]:
    """The row by key, what it need not state filled in; an office may have columns of its own."""
    table, cells = preset.policy.whole(table), dict(row)
    if table.name == "客户":
        cells = {
            "客户名称": f"{cells['客户编号']}号客户", "客户类别": preset.content["客户类别"][0]["类别"],
            "业务员": "A01", "联系人": "王女士", "电话": f"138{number:08d}", "审核状态": "已审核", "审核人": "C01",
            "审核日期": date(2026, 1, 1), **cells,
        }  # fmt: skip
    if table.name == "联系人":
        cells = {"姓名": f"联系人{number}", "电话": f"139{number:08d}", **cells}
    for column in table.columns:
        if column.required and column.header not in cells:
            cells[column.header] = _anything(column.kind, number)
    return {table.by_header[header].key: _cell(value) for header, value in cells.items()}


def _anything(kind: Kind, number: int) -> Any:
    if kind is Kind.DATETIME:
        return datetime(2026, 1, 1, 8, 0)
    return {Kind.DATE: date(2026, 1, 1), Kind.NUMBER: 1, Kind.INTEGER: 1}.get(kind, f"{number}号")


def _cell(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def founded(folder: Path, preset: Preset, case: Mapping[str, Any]) -> Office:
    """An office with the case's registers and settings."""
    first = case["earlier"][0]["today"] if case.get("earlier") else case["today"]
    given = {"人员": STAFF, **{name: case[name] for name in TABLES if name in case}}
    rows = {
        name: [filled(TABLES[name], row, number, preset) for number, row in enumerate(listed, start=1)]
        for name, listed in given.items()
        if TABLES[name].workbook != RULE_BOOK
    }
    moment = datetime.combine(date.fromisoformat(str(first)), MORNING) - timedelta(minutes=30)
    office = found_office(folder / "办公室", preset, moment, rows).office
    with edited(office.path(RULE_BOOK)) as book:
        at = {row[0].value: row[0].row for row in book["基本"].iter_rows(min_row=2)}
        for name, value in case.get("settings", {}).items():
            put(book["基本"], at[name], {"值": str(value)})
        for name in (name for name, table in TABLES.items() if table.workbook == RULE_BOOK and name in case):
            below = 1 + sum(cell.value is not None for cell in book[name]["A"])
            for number, row in enumerate(case[name], start=below):
                put(book[name], number, row)
    return office


def planned(office: Office, today: object, period: str) -> Batch:
    moment = datetime.combine(date.fromisoformat(str(today)), MORNING)
    with writing_desk(office, moment) as desk:
        return plan_batch(desk, desk.present.policy.parse_period(period))


def answer(office: Office, earlier: Mapping[str, Any], folder: Path) -> None:
    """The first open call of each customer (customer/role) answered on that day, and the sheets collected."""
    wanted = {name: result for result in ANSWERS for name in earlier.get(result, ())}
    if not wanted:
        return
    on = date.fromisoformat(str(earlier["on"]))
    with writing_desk(office, datetime.combine(on, EVENING)) as desk:
        books = desk.state.books
        sheets = {book.file: {c.plan_no: c for c in calls_of_all(office, [book])[0][1]} for book in reversed(books)}
        done = set(wanted)
        start = datetime.combine(on, MORNING)
        for file, calls in sheets.items():
            book = load(office.path(file))
            sheet = book[CALLS.name]
            at = {cell.value: cell.column for cell in sheet[1]}
            changed = False
            for row in range(2, sheet.max_row + 1):
                call = calls.get(sheet.cell(row, at["计划编号"]).value)
                if call is None:
                    continue
                name = f"{call.customer_no}/{call.contact_role}" if call.contact_role else call.customer_no
                name = name if name in done else call.customer_no
                if name in done and not _made_already(desk, call.plan_no):
                    done.discard(name)
                    changed = True
                    enter(sheet, row, at, ANSWERS[wanted[name]], start)
                    if wanted[name] == PROMISED:
                        sheet.cell(row, at["下次联系日期"]).value = earlier["again_on"]
                    start += timedelta(minutes=10)
            if changed:
                stream = BytesIO()
                book.save(stream)
                (folder / "交回").mkdir(exist_ok=True)
                (folder / "交回" / Path(file).name).write_bytes(stream.getvalue())
        assert not done, f"nothing to answer for {done}"
        result = collect(desk, [folder / "交回"])
        errors = [f for returned in result.returned for f in returned.findings if f.is_error]
        assert not errors, errors
    for path in (folder / "交回").iterdir():
        path.unlink()


UNSOLVED = {"处理情况": "未解决", "处理措施": "联系售后", "上报对象": "B01", "上报文件": "报告1"}
REACHED = {"通话结果": "接通", "满意度": "满意", "处理情况": "无问题", "客户意见或需求": "无"}
#: Reached, and another call is promised for the day ``again_on``.
PROMISED = "promised"
#: What an earlier answer enters.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "connected": REACHED, "failed": {"通话结果": "无人接听"}, "unresolved": {**REACHED, **UNSOLVED},
    "unresolved_on_site": {**REACHED, **UNSOLVED, "回访方式": "上门"}, PROMISED: REACHED,
}  # fmt: skip


def _made_already(desk: Any, plan_no: str) -> bool:
    return any(record.result == "接通" for record in desk.ledger.sharing({plan_no}, ()))


def enter(sheet: Any, row: int, at: Mapping[str, int], answer: Mapping[str, str], start: datetime) -> None:
    values: dict[str, Any] = {
        "回访日期": start.date(), "开始时间": start.time(), "结束时间": (start + timedelta(minutes=2)).time(),
        "回访方式": "上门" if sheet.cell(row, at["回访事由"]).value in ON_SITE_ONLY else "电话", **answer,
    }  # fmt: skip
    for header, value in values.items():
        sheet.cell(row, at[header]).value = value


ON_SITE_ONLY = {"安装后送电前回访", "特殊客户走访", "下乡走访"}


@pytest.mark.parametrize(("name", "case"), list(scenarios()))
def test_scenario(tmp_path: Path, name: str, case: Mapping[str, Any]) -> None:
    office = founded(tmp_path, load_preset(name), case)
    for earlier in case.get("earlier", ()):
        planned(office, earlier["today"], earlier["period"])
        answer(office, earlier, tmp_path)
    batch = planned(office, case["today"], case["period"])
    left = [seen(call, batch) for call in batch.calls]
    for expected in case["calls"]:
        found = next((call for call in left if expected.items() <= call.items()), None)
        assert found, f"{expected} is not among {left}"
        left.remove(found)
    assert not (left and case.get("only_listed", True)), left
    said = " ".join(finding.message for finding in batch.findings)
    for subject in case.get("findings", ()):
        assert subject in said
    for share in case.get("shares", ()):
        selected = {key.rpartition("|")[2] for call in batch.calls for key in call.keys} & {*share["of"]}
        assert share["at_least"] <= len(selected) <= share["at_most"], selected


def seen(call: IssuedCall, batch: Batch) -> dict[str, Any]:
    """What a case may say of a call."""
    return {
        "customer_no": call.customer_no, "from": call.from_on, "due_on": call.due_on, "covers": len(call.covers),
        "contact_role": call.contact_role, "agent": call.agent, "method": call.method, "planned_on": call.planned_on,
        "overdue": batch.overdue[call.plan_no] > 0,
    }  # fmt: skip


def test_every_preset_has_its_scenarios() -> None:
    assert {preset.preset for preset in presets()} == {path.stem for path in FOLDER.glob("*.toml")}

"""What somebody would write who checks the sheets with pandas: the same checks, in plain code, without any finding's
place or advice, without archive or journal.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import made
import pandas

from huifang.edges.store.issued_calls import calls_of_all
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.tables.declared.calls import CALLS, ISSUED_KEYS

FROM_ON, UNTIL_ON = date(2026, 11, 21), date(2026, 11, 30)
OPENS, CLOSES = time(8, 30), time(20, 0)
HEADERS = {CALLS.by_key[key].header: at for at, key in enumerate(ISSUED_KEYS)}
Row = dict[str, Any]


def issued_cells(office: Path) -> dict[str, tuple[Any, ...]]:
    """What was issued, by plan number: given to the script, which would have to read the issued workbooks."""
    opened = Office(office)
    books = Desk(opened, made.EVENING).state.books
    calls = [call for _, calls, _ in calls_of_all(opened, books) for call in calls]
    return {call.plan_no: tuple(getattr(call, key) or None for key in ISSUED_KEYS) for call in calls}


def row_problems(
    row: Row, customers: Mapping[str, Row], people: Mapping[str, Row], issued: tuple[Any, ...]
) -> list[str]:
    """The checks of one row."""
    problems = [header for header, at in HEADERS.items() if _cell(row[header]) != issued[at]]
    if row["通话结果"] is None:
        return problems
    problems += [header for header in ("回访日期", "开始时间", "结束时间", "回访方式") if row[header] is None]
    day = _cell(row["回访日期"])
    if day is not None and not FROM_ON <= day <= UNTIL_ON:
        problems.append("period")
    if day is not None and (day > made.EVENING.date() or day.weekday() > 4):
        problems.append("day")
    start, end = row["开始时间"], row["结束时间"]
    if start and end:
        minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
        problems += ["times"] if end < start else []
        problems += ["too long"] if minutes > 30 else []
        if start < OPENS or end > CLOSES:
            problems.append("hours")
    problems += ["method"] if row["回访方式"] not in ("电话", None) else []
    if row["通话结果"] == "接通":
        problems += [header for header in ("满意度", "处理情况", "客户意见或需求") if row[header] is None]
    elif row["满意度"]:
        problems.append("not connected")
    if row["满意度"] in ("不满意", "非常不满意") and not row["不满意原因"]:
        problems.append("reason")
    if row["处理情况"] == "未解决" and not (row["上报对象"] and row["上报文件"]):
        problems.append("written report")
    if row["上报对象"] and row["上报对象"] not in people:
        problems.append("superior")
    customer = customers.get(row["客户编号"])
    if customer is None or customer["审核状态"] != "已审核":
        problems.append("customer")
    return problems


def sheet_problems(rows: list[Row]) -> list[str]:
    """The checks over all rows of a sheet: nothing twice, no two calls at once."""
    timed = [(_cell(r["回访日期"]), r["开始时间"], r["结束时间"], r["计划编号"]) for r in rows if r["开始时间"]]
    problems = ["twice"] if len({(day, start, number) for day, start, _, number in timed}) < len(timed) else []
    timed.sort(key=lambda call: call[:2])
    for before, after in zip(timed, timed[1:], strict=False):
        if before[0] == after[0] and after[1] < before[2]:
            problems.append("at once")
    return problems


def _cell(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _rows(file: Path, sheet: str) -> list[Row]:
    frame = pandas.read_excel(file, sheet_name=sheet, engine="openpyxl", dtype=object)
    rows: list[Row] = frame.where(frame.notna(), None).to_dict("records")
    return rows


def collect(work: made.Made, issued: Mapping[str, tuple[Any, ...]]) -> None:
    """Registers, then every sheet: read, checked, and written into one ledger file."""
    ledger = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        customers = {row["客户编号"]: row for row in _rows(work.office / "客户资料库.xlsx", "客户")}
        people = {row["工号"]: row for row in _rows(work.office / "人员.xlsx", "人员")}
        for file in sorted(work.sheets.iterdir()):
            rows = [row for row in _rows(file, "回访记录") if row["计划编号"]]
            problems = [
                problem for row in rows for problem in row_problems(row, customers, people, issued[row["计划编号"]])
            ]
            problems += sheet_problems(rows)
            assert not problems, (file, problems[:5])
            ledger.extend(rows)
    with tempfile.TemporaryDirectory() as folder:
        pandas.DataFrame(ledger).astype(str).to_csv(Path(folder) / "ledger.csv")

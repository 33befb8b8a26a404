"""How fast are sheets collected, against what a user would write otherwise and against the floor? One Markdown table.

    python -m pip install ".[bench]" && python tests/bench/collect.py [SHEETS] [ROWS]

Every figure is taken in this one run on the same files; each collecting run is a process of its own.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import made

CHILD = """
import re, sys, time
from datetime import datetime
from pathlib import Path
began = time.perf_counter()
from huifang.edges.office import Office
from huifang.flow.collecting import collect
from huifang.flow.desk import writing_desk
with writing_desk(Office(Path(sys.argv[1])), datetime(2026, 11, 30, 17)) as desk:
    result = collect(desk, [Path(sys.argv[2])])
status = Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1] if status.exists() else "0"
print(time.perf_counter() - began, int(peak) // 1024, sum(a.rows for a in result.accepted), len(result.duplicates))
"""


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def inflate(files: list[Path]) -> None:
    for file in files:
        with zipfile.ZipFile(file) as package:
            for info in package.infolist():
                package.read(info)


def calamine(files: list[Path]) -> None:
    from python_calamine import CalamineWorkbook

    for file in files:
        CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes())).get_sheet_by_name("回访记录").to_python(
            skip_empty_area=False
        )


def plain_checks(row: dict[str, Any], seen: set[tuple[str, Any, Any]]) -> list[str]:
    """The checks of one row as somebody would write them by hand."""
    problems = []
    if row["通话结果"] is None:
        return problems
    problems += [h for h in ("回访日期", "开始时间", "结束时间", "回访方式") if row[h] is None]
    day = row["回访日期"]
    if isinstance(day, datetime) and not date(2026, 11, 21) <= day.date() <= date(2026, 11, 30):
        problems.append("period")
    if row["开始时间"] and row["结束时间"] and row["结束时间"] < row["开始时间"]:
        problems.append("times")
    if row["回访方式"] != "电话":
        problems.append("method")
    if row["通话结果"] == "接通":
        problems += [h for h in ("满意度", "处理情况", "客户意见或需求") if row[h] is None]
    if row["满意度"] in ("不满意", "非常不满意") and not row["不满意原因"]:
        problems.append("reason")
    if row["处理情况"] == "未解决" and not (row["上报对象"] and row["上报文件"]):
        problems.append("written report")
    key = (row["计划编号"], day, row["开始时间"])
    if key in seen:
        problems.append("twice")
    seen.add(key)
    return problems


def pandas_openpyxl(files: list[Path]) -> None:
    """The usual script: every sheet into a frame, checked row by row, all of them into one ledger file."""
    import pandas

    frames = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for file in files:
            frame = pandas.read_excel(file, sheet_name="回访记录", engine="openpyxl", dtype=object)
            frame = frame.where(frame.notna(), None)
            seen: set[tuple[str, Any, Any]] = set()
            good = [not plain_checks(row, seen) for row in frame.to_dict("records")]
            frames.append(frame[good])
    with tempfile.TemporaryDirectory() as folder:
        pandas.concat(frames).astype(str).to_csv(Path(folder) / "ledger.csv")


def collected(work: made.Made) -> tuple[float, int, int, int]:
    command = [sys.executable, "-c", CHILD, str(work.office), str(work.sheets)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(out[0]), int(out[1]), int(out[2]), int(out[3])


def main(sheets: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = made.make(Path(folder), sheets, rows)
        files = sorted(work.sheets.iterdir())
        first, peak, posted, _ = collected(work)
        second, _, _, duplicates = collected(work)
        assert (posted, duplicates) == (sheets * rows, sheets), (posted, duplicates)
        figures = {
            "inflate only": timed(lambda: inflate(files)),
            "parse only (calamine, serial)": timed(lambda: calamine(files)),
            "huifang collect": first,
            "huifang collect again, nothing changed": second,
            "pandas + openpyxl, the same checks by hand": timed(lambda: pandas_openpyxl(files)),
        }
    floor = figures["parse only (calamine, serial)"]
    print(f"{sheets} sheets of {rows} rows; peak memory of collect {peak} MB\n")
    print("| what | seconds | ms a sheet | times the parse |\n| --- | ---: | ---: | ---: |")
    for what, seconds in figures.items():
        print(f"| {what} | {seconds:.2f} | {1000 * seconds / sheets:.1f} | {seconds / floor:.2f} |")


if __name__ == "__main__":
    main(*(int(argument) for argument in (*sys.argv[1:3], *("300", "200")[len(sys.argv[1:3]) :])))

"""Every figure of a report that has a name, wherever it stands: tiles, the agents' lines, summaries, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from huifang.decisions.reports.changes import FIGURES
from office import load

#: Whom a figure is about, what it is called, and where it stands with which value.
Named = tuple[str, str, str, str]
ALL = "合计"
#: A figure of the page; the workbook's cover is drawn from the same ones.
_TILE = r'<span class="label">([^<]*)</span><span class="value"><b[^>]*>([^<]*)</b>([^<]*)</span>'


def figures_named(said: Mapping[str, Any], book: Path, page: Path) -> Iterator[Named]:
    """All of them, of a report's JSON object, workbook and page; the value as plain text."""
    html = page.read_text(encoding="utf-8")
    for label, value, unit in re.findall(_TILE, html):
        share = unit.strip() if "/" in unit else value
        yield ALL, _name(f"{label}(位)" if unit.endswith("位") else label), "page", _plain(share)
    yield from _of_json(said)
    workbook = load(book)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                below = sheet.cell(cell.row + 1, cell.column)
                if isinstance(cell.value, str) and below.font.size in (16, 20) and below.value is not None:
                    yield ALL, _name(cell.value), sheet.title, _plain(below.value)
    yield from _of_agents(workbook[workbook.sheetnames[1]])
    for sheet in workbook:
        text = str(sheet.cell(3, 1).value or "")
        if re.match(r"应访 \d+，完成 \d+", text):
            agent = str(sheet.cell(1, 1).value).split()[0]
            for label, value in re.findall(r"([^\d，；。 ]+) (\d+)(?: 次)?[，；。]", text):
                yield agent, label, sheet.title, value


def _of_json(said: Mapping[str, Any]) -> Iterator[Named]:
    for key, label, _ in FIGURES:
        yield ALL, label, "json", _plain(said["figures"][key])
        for line in said["agents"]:
            if key in line:
                yield line["agent"], label, "json", _plain(line[key])


def _of_agents(cover: Any) -> Iterator[Named]:
    headers: dict[int, str] = {}
    for row in cover.iter_rows(values_only=True):
        if row[0] == "工号":
            headers = {at: str(value) for at, value in enumerate(row) if value}
        elif headers and row[0]:
            for at, header in headers.items():
                if header not in ("工号", "姓名", "完成率", "交表时间", "迟交(天)", "罚款(元)"):
                    yield str(row[0]), header, cover.title, _plain(row[at])
            if row[0] == ALL:
                return


def _name(label: str) -> str:
    """Without the share that stands behind it."""
    return re.sub(r"\(\d[\d.]*%\)", "", label).strip()


def _plain(value: Any) -> str:
    """A number as it would be typed: without its unit, its share, or blanks."""
    text = f"{value:g}" if isinstance(value, (int, float)) else str(value)
    return re.sub(r"\(.*?\)|[\s人行]", "", text)

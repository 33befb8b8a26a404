"""The register workbooks of a preset, blank or filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from huifang.edges.forms import register_book
from huifang.edges.presets import Preset
from huifang.policy.build import read_policy
from huifang.policy.register_read import cell_options
from huifang.tables import customers, house_rules, people
from huifang.tables.model import Table

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

BOOKS: Mapping[str, tuple[Table, ...]] = {
    house_rules.WORKBOOK: house_rules.TABLES,
    people.WORKBOOK: people.TABLES,
    customers.WORKBOOK: customers.TABLES,
}
STEPS: Mapping[str, tuple[str, ...]] = {
    house_rules.WORKBOOK: (
        "这里写的是本单位的回访制度。负责人可以修改，系统每次运行都按最新的内容执行。",
        "“基本”表只改“值”一列；其他表可以增加、修改或删除行。",
        "改完请运行 huifang check：写错的地方会指出单元格，并说明怎么改。",
        "改动只影响以后的计划；已经发放的表和已经出的报告仍按当时的制度。",
    ),
    people.WORKBOOK: (
        "“人员”每人一行；离职的人不要删除，把状态改为“离职”并填写离职日期。",
        "有人请假，请在排计划之前登记到“代班”。",
        "客户暂停回访、放弃回访、恢复尝试，或迟交免责，登记到“例外”，写明批准人和原因。",
        "黄色单元格是漏填的必填项。",
    ),
    customers.WORKBOOK: (
        "“客户”每个客户一行，直接在表格下方接着填写。",
        "新客户的审核状态选“待审核”；负责人审核后改为“已审核”，并填写审核人和审核日期，才会列入回访。",
        "客户不再合作，请把审核状态改为“停用”，不要删除行。",
        "一个客户有几位联系人的，填到“联系人”表。黄色单元格是漏填的必填项。",
    ),
}


def build_books(preset: Preset, rows: Rows | None = None, unit_name: str | None = None) -> dict[str, bytes]:
    """The preset's workbooks by file name; 制度 holds the preset's rules, the others ``rows`` (none: blank forms)."""
    policy_rows = preset.rows()
    if unit_name:
        for row in policy_rows[house_rules.SETTINGS.name]:
            if row["项目"] == "单位名称":
                row["值"] = unit_name
    policy = read_policy(preset.grids(), house_rules.WORKBOOK).policy
    unit = unit_name or policy.unit_name
    filled: dict[str, Sequence[Mapping[str, Any]]] = dict(rows or {})
    for table in house_rules.TABLES:
        keys = {column.header: column.key for column in table.columns}
        filled[table.name] = [{keys[header]: value for header, value in row.items()} for row in policy_rows[table.name]]
    options = cell_options(policy)
    return {
        name: register_book(_shown(preset, BOOKS[name]), filled, options, unit, STEPS[name])
        for name in preset.workbooks
    }


def _shown(preset: Preset, tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables with the columns that the preset does not use out of sight."""
    shown = []
    for table in tables:
        headers = preset.hidden.get(table.name, ())
        shown.append(table.hiding(table.by_header[header].key for header in headers))
    return tuple(shown)

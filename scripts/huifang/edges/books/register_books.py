"""The register workbooks of a preset, blank or filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.edges.books.complaint_form import asking, colour_complaints
from huifang.edges.drawing.forms import SPARE_ROWS, STAFF, Drawing, Paint, draw_table, start_drawing
from huifang.edges.drawing.guide import draw_guide
from huifang.edges.known.presets import Preset
from huifang.policy.items import ITEMS_OF
from huifang.policy.model import Policy
from huifang.policy.register_read import cell_options, offered_options
from huifang.tables.declared import (
    complaints,
    customers,
    events,
    expenses,
    feedback,
    house_rules,
    people,
    projects,
    services,
    surveys,
    tasks,
    visit_reports,
)
from huifang.tables.declared.registers import GROWING_LISTS
from huifang.tables.model import Table
from huifang.tables.options import LEFT, Options

RowsBySheet = Mapping[str, Sequence[Mapping[str, Any]]]

_BELOW = "请在表格下方接着填写，每行一条；黄色单元格是漏填的必填项。"
_KEEP = "办完的行留在表里，不要删除。"
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
    complaints.WORKBOOK: (
        "接到投诉当时登记：投诉编号、接收时间和投诉内容必填。" + _BELOW,
        "办到哪一步，就填哪一步的时间和内容；时间写到分钟，如 2026-11-21 09:05。",
        "投诉人在客户资料库里的，请填客户编号；责任人、批准人等填工号，或不重名的姓名。",
        "填了关闭时间，投诉才算办结；没有办完的，请不要填。投诉人不满意的要重新办理；仍要关闭，写明关闭说明。",
        "投诉编号和接收时间的颜色：橙色还没有动手，蓝色正在办，绿色已办完待关闭，红色投诉人不满意，灰色已关闭。"
        "黄色单元格是这一步应填而没有填的。时限和逾期请运行 huifang complaints 查看。" + _KEEP,
    ),
    events.WORKBOOK: (
        "开工、交付、报案这样的事，发生以后每件登记一行；客户编号要与客户资料库一致。",
        "填写时间以后才会列入回访；怎样回访，看《制度》的“回访规则”。",
        "事件类型可以在《制度》的“选项”里增加。" + _KEEP,
    ),
    services.WORKBOOK: (
        _BELOW,
        "派工时填写服务单号、客户编号和报修时间；完工以后填写完工时间，回访由此起算。",
        "客户编号要与客户资料库一致；新客户请先登记到客户资料库。",
        _KEEP,
    ),
    surveys.WORKBOOK: (
        _BELOW,
        "一位客户评价了几个项目的，每个项目写一行，各有各的调查编号。",
        "不满意的项目改好以后，填写整改完成日期，再回访客户。",
        _KEEP,
    ),
    feedback.WORKBOOK: (
        "客户的意见要交给部门办理的，登记到“反馈”；由此采取的改进措施，登记到“措施”。",
        _BELOW,
        "发出时填写责任部门、发出日期和回复期限；收到结果后填写处理结果和处理完成日期。",
        "措施完成以后，由验证人核实并填写验证结果。" + _KEEP,
    ),
    projects.WORKBOOK: (
        _BELOW,
        "发货、安装完成、送电的日期一知道就补填：各次回访由这些日期起算。",
        "合同额的单位是万元。同一位客户的几个项目写同一个客户编号，合同额会合在一起计算。",
        "现场、配电室、用电管理和变电站的联系人是客户那边的人，电话请带区号或填手机。" + _KEEP,
    ),
    visit_reports.WORKBOOK: (
        "“回访报告”每份报告一行：回访的次日写好，交主管审阅。",
        "主管写明意见并填写审阅日期，再按类别归档，由保管人保管。",
        "为回访借出的资料登记到“资料借还”；回访以后归还，不归还的由主管批准。",
        "人员填工号，或不重名的姓名。" + _KEEP,
    ),
    expenses.WORKBOOK: (
        _BELOW,
        "每笔费用一个报销单号；写明为哪一次回访花的，并附上凭证号。",
        "主管审核后填写审核日期和审核结果，再由财务付款。",
        "超过限额的部分由报销人自付。" + _KEEP,
    ),
    tasks.WORKBOOK: (
        "每件任务由系统按《制度》的“定期任务”列入，一期一行；不要自己加行，也不要改编号。",
        "办完以后填写完成时间和结果；要交文件的，写明文件的名称。",
        "抽中的记录由系统抽签，抽签可以复核；逐条看过以后，把结论写在结果里。",
        "过了应完成的日期还没有办的，会告诉上级。" + _KEEP,
        "确实不用办的，由负责人登记到《人员》的“例外”：对象选任务，处理选放弃。",
    ),
}


def build_books(
    preset: Preset,
    rows: RowsBySheet | None = None,
    unit_name: str | None = None,
    policy: Policy | None = None,
    only: Collection[str] = (),
) -> dict[str, bytes]:
    """The preset's workbooks (``only`` these, where any are named) by file name; 制度 holds the preset's rules, and all
    of them ``rows`` (none: blank).

    What is offered and asked for in the others follows ``policy``, else the preset; the people offered stand in
    ``rows``.
    """
    policy_rows = preset.rows()
    if unit_name:
        for row in policy_rows[house_rules.SETTINGS.name]:
            if row["项目"] == "单位名称":
                row["值"] = unit_name
    policy = policy or preset.policy
    unit = unit_name or policy.unit_name
    filled: dict[str, Sequence[Mapping[str, Any]]] = dict(rows or {})
    for table in house_rules.TABLES:
        keys = {column.header: column.key for column in table.columns}
        own = [{keys[header]: value for header, value in row.items()} for row in policy_rows[table.name]]
        filled[table.name] = [*own, *filled.get(table.name, ())]
    options = cell_options(policy)
    offered = {**offered_options(policy), STAFF: _names(filled.get(people.PEOPLE.name, ()))}

    def paint(drawing: Drawing, sheet: Worksheet, table: Table, last: int) -> None:
        if table.name == complaints.COMPLAINTS.name:
            colour_complaints(drawing, sheet, table, last, policy.needs)
        if table.name in ITEMS_OF:
            _offer_choices(drawing, sheet, table, filled[table.name])

    def tables(workbook: str) -> tuple[Table, ...]:
        fitted = [policy.whole(table) for table in preset.tables_of(workbook)]
        return tuple(asking(t, policy.needs) if t.name == complaints.COMPLAINTS.name else t for t in fitted)

    office = ForOffice(options, offered, unit, paint)
    return {name: register_book(tables(name), filled, STEPS[name], office) for name in only or preset.workbooks}


def _offer_choices(drawing: Drawing, sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """A drop-down at the value of each item that takes one of some words."""
    at = [column.key for column in table.columns].index("value")
    for row, item in enumerate((ITEMS_OF[table.name].get(row["item"]) for row in rows), start=1):
        if item and item.choices:
            rule = {"validate": "list", "source": drawing.source_of(item.choices)}
            rule["error_message"] = "请从下拉列表中选择。"
            sheet.data_validation(row, at, row, at, rule)


def _names(staff: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """How each person who works here is written into a cell: by the name, or by 工号 where several have it."""
    times = Counter(person.get("name") for person in staff)
    here = (person for person in staff if person.get("status") != LEFT)
    return tuple(person["name"] if times[person.get("name")] == 1 else person["person_no"] for person in here)


@dataclass(frozen=True)
class ForOffice:
    """What all register workbooks of one office share: what may be chosen, what is offered to choose from, the name.

    ``paint`` adds colours to a sheet, down to its last prepared row (from 0, inclusive).
    """

    options: Options
    offered: Options
    unit_name: str
    paint: Paint


def register_book(tables: Sequence[Table], rows: RowsBySheet, steps: Iterable[str], office: ForOffice) -> bytes:
    """A register workbook: one sheet per table, then the guide. The same input gives the same bytes."""
    stream = BytesIO()
    drawing = start_drawing(stream, tables[0].workbook, office.options)
    drawing.offered, drawing.growing = office.offered, GROWING_LISTS
    for table in tables:
        sheet = draw_table(drawing, table, rows.get(table.name, ()), office.unit_name)
        office.paint(drawing, sheet, table, max(len(rows.get(table.name, ())), 1) + SPARE_ROWS)
    draw_guide(drawing, f"{tables[0].workbook.removesuffix('.xlsx')} · 使用说明", steps, tables)
    drawing.book.close()
    return stream.getvalue()

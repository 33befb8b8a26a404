"""更正单: the form on which a supervisor confirms changes of accepted values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from huifang.edges.books.decision_cards import DecisionForm
from huifang.edges.books.hidden_record import RECORD, FormRecord
from huifang.edges.drawing.forms import Drawing, draw_table, start_drawing
from huifang.edges.drawing.guide import draw_guide
from huifang.ledger.posting import Change
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.corrections import (
    ARRIVAL,
    CORRECTIONS,
    FIXED_OPTIONS,
    OF_PAST,
    OF_PLAN,
    OF_RECORD,
    OF_SUBMISSION,
    TAKE_BACK,
    WHOLE,
)
from huifang.tables.declared.decisions import SHEET
from huifang.tables.options import Options

_SAVE = "保存后运行：huifang correct 这个文件。"

#: How anything is corrected or taken back, whatever the form was made for.
WAYS = (
    f"更正一个值：表选“{OF_RECORD}”，编号填记录编号(《台账》的第一列)，列填列名，原值照抄台账，新值填新的内容。",
    f"撤销一行：表选“{OF_RECORD}”，编号填记录编号，列填“{WHOLE[OF_RECORD]}”，新值填“{TAKE_BACK}”；撤销后可以重新交来。",
    f"撤销一次提交(整张表)：表选“{OF_SUBMISSION}”，编号填提交编号(在《台账》里，如 T0001)，"
    f"列填“{WHOLE[OF_SUBMISSION]}”，新值填“{TAKE_BACK}”；"
    f"更正它的到达时间：列填“{ARRIVAL}”，原值和新值写成 2026-11-20 17:30。",
    f"撤销最近一次计划：表选“{OF_PLAN}”，编号填期间(如 2026-11下旬)，列填“{WHOLE[OF_PLAN]}”，新值填“{TAKE_BACK}”；"
    "这次计划的表有人交回以后，要先撤销那些提交。",
    f"撤销导入错的过去的回访：表选“{OF_PAST}”，编号填那份名单的编号(导入时写明，如 DR000012)，列填“{WHOLE[OF_PAST]}”，"
    f"新值填“{TAKE_BACK}”；撤销后可以重新导入。",
    "更正登记表里照算的内容：表选登记表(如“客户”)，编号填那一行的编号，列填列名，原值填原来照算的内容，新值填以后照算的内容；"
    "登记表本身请自己改。改了编号的：列填编号那一列，原值填旧编号，新值填新编号；"
    f"已经删去、不再算的行：列填“{WHOLE[OF_RECORD]}”，新值填“{TAKE_BACK}”。",
)

#: For changes that an agent's resent sheet asks for.
STEPS = (
    "每一行是业务员重发的表里改动过的、已经入账的内容。",
    "同意的：填写更正人(主管或老板的工号或姓名)和原因；不同意的：删除那一整行。",
    _SAVE,
    "也可以自己添加行：",
    *WAYS,
)

#: For a form that somebody asked for, blank or with the columns of a record.
ASKED_FOR_STEPS = (
    "每改一处填一行；每一行都要填写更正人(主管或老板的工号或姓名)和原因。新值、更正人、原因都空着的行不起作用。",
    *WAYS,
    _SAVE,
)

DECISION_STEPS = (
    "“批示单”一张卡是一个没有解决的问题，书面上报给了您，等待您的批示：选同意、不同意、另行处理或不再处理，"
    "后三种写明怎样办；由谁办、限期、回告客户可以改。暂不批示的留空即可。",
    "也可以填在“更正单”里：在“新值”写明怎样处理，并填写更正人(您的工号或姓名)和原因。两处只填一处。",
    "保存后运行：huifang correct 这个文件，或把它交给负责收表的人。批示记入台账，在这之前每次报告都会再请您批示。",
)


def correction_book(
    changes: Sequence[Change],
    office_id: str,
    options: Options,
    unit_name: str,
    steps: Sequence[str] = STEPS,
    further: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """A form with one prefilled row per change, then the ``further`` rows, and what to do with it step by step."""
    stream = BytesIO()
    drawing = start_drawing(stream, "更正单", {**FIXED_OPTIONS, **options})
    record = FormRecord(office_id=office_id, changes=_made_with(changes))
    _finish(drawing, [*map(row_of, changes), *further], record, unit_name, steps)
    return stream.getvalue()


def filled_book(
    rows: Sequence[Mapping[str, str]], declined: Sequence[Change], office_id: str, options: Options, unit_name: str
) -> bytes:
    """A form that is filled in already, row by row; of the changes that wait, those that are ``declined`` have none."""
    stream = BytesIO()
    drawing = start_drawing(stream, "更正单", {**FIXED_OPTIONS, **options})
    record = FormRecord(office_id=office_id, changes=_made_with(declined))
    _finish(drawing, rows, record, unit_name, ASKED_FOR_STEPS)
    return stream.getvalue()


def _made_with(changes: Sequence[Change]) -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple((c.record_no, c.key, c.column, c.old, c.new) for c in changes)


def decision_book(form: DecisionForm, office_id: str, options: Options, unit_name: str) -> bytes:
    """A 批示单: its cards, behind them the sheet of corrections with a row for each."""
    from huifang.edges.books.decision_form import draw_decisions  # noqa: PLC0415  (most forms have no cards)

    stream = BytesIO()
    drawing = start_drawing(stream, SHEET, {**FIXED_OPTIONS, **options})
    draw_decisions(drawing, form)
    rows = [row_of(Change(card.record_no, DECISION.key, DECISION.header, "", "")) for card in form.cards]
    cards = tuple(card.record_no for card in form.cards)
    record = FormRecord(office_id=office_id, changes=(), cards=cards)
    _finish(drawing, rows, record, unit_name, DECISION_STEPS)
    return stream.getvalue()


def row_of(change: Change) -> dict[str, str]:
    """The row of a form that asks for the change."""
    return {
        "table": OF_RECORD, "subject_no": change.record_no, "column": change.column, "old": change.old,
        "new": change.new,
    }  # fmt: skip


def _finish(
    drawing: Drawing, rows: Sequence[Mapping[str, str]], record: FormRecord, unit_name: str, steps: Sequence[str]
) -> None:
    """The sheet of corrections, the guide, and what the form was made with."""
    draw_table(drawing, CORRECTIONS, [*rows], unit_name, 2)
    draw_guide(drawing, "更正单 · 使用说明", steps, (CORRECTIONS,))
    hidden = drawing.book.add_worksheet(RECORD)
    hidden.write_string(0, 0, record.to_json().decode())
    hidden.very_hidden()
    drawing.book.close()

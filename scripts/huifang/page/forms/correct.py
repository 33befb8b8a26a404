"""``huifang correct``: a value, something taken back, a filled form carried out, or a form to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huifang.core.text import split_list
from huifang.edges.store.office import INBOX, OUTBOX, TO_CONFIRM
from huifang.flow.screen.to_confirm import to_confirm
from huifang.page.forms.model import Choice, CommandForm, Field, Typed, WrongAnswer, one, option
from huifang.page.frame import Screen
from huifang.tables.declared.calls import CALLS, DECISION
from huifang.tables.declared.corrections import ARRIVAL, OF_REGISTERS
from huifang.tables.options import BOSS, SUPERVISOR

_HELP = "记录编号(在台账和客户的页面上)、提交编号(如 T0001)，或登记表里的编号。"


def deciders(page: Screen) -> Sequence[Choice]:
    """Who may correct."""
    now = page.desk().present
    may = (one for one in now.people.by_no.values() if one.role in (SUPERVISOR, BOSS) and one.active_on(now.today))
    return [Choice(one.person_no, one.label, one.role) for one in may]


def columns(page: Screen) -> Sequence[Choice]:
    """What can be corrected: of calls first, then of sheets and registers; what several have, once."""
    desk = page.desk()
    listed = {column.header: "回访记录" for column in CALLS.columns if not (column.issued or column.unread)}
    listed |= {question.text: "回访记录" for question in desk.present.policy.questions}
    listed |= {DECISION.header: "没有解决的问题", ARRIVAL: "提交"}
    for name, table in OF_REGISTERS.items():
        if table.workbook in desk.workbooks:
            for column in (*(table.by_key[key] for key in table.unique[:1]), *table.watched):
                listed.setdefault(column.header, name)
    return [Choice(header, header, of) for header, of in listed.items()]


def files(page: Screen) -> Sequence[Choice]:
    """The forms that lie ready to be carried out."""
    waiting = to_confirm(page.desk())
    return [
        Choice(one.path, one.name, f"{one.kind}，{len(one.changes)} 处" + (f"，{one.by}" if one.by else ""))
        for one in (*waiting.files, *waiting.forms)
        if one.can_be_done
    ]


_BY = Field(name="by", label="更正人", kind="choice", required=True, choices=deciders, help="主管或老板。")
_WHY = Field(name="why", label="原因", required=True, help="例如：业务员选错，已与客户核对。")


def _numbers(typed: Typed) -> list[str]:
    return [number for text in typed.get("record", ()) for number in split_list(text.replace("\n", "、"))]


def _records(typed: Typed) -> list[str]:
    return [word for number in _numbers(typed) for word in option("--record", number)]


def _who(typed: Typed) -> tuple[str, ...]:
    return (*option("--by", one(typed, "by")), *option("--why", one(typed, "why")))


def _value(page: Screen, typed: Typed) -> Sequence[str]:
    column = one(typed, "column")
    return (*_records(typed), f"--set={column}={one(typed, 'new')}", *_who(typed))


def _take_back(page: Screen, typed: Typed) -> Sequence[str]:
    return (*_records(typed), "--take-back", *_who(typed))


def _decline(page: Screen, typed: Typed) -> Sequence[str]:
    return (*_records(typed), *(word for column in typed.get("column", ()) for word in option("--decline", column)))


def _accept(page: Screen, typed: Typed) -> Sequence[str]:
    """All changes that wait for the record, as its page showed them."""
    values = [word for value in typed.get("values", ()) for word in option("--set", value)]
    if not values:
        raise WrongAnswer("record", "这条记录现在没有等待确认的改动。")
    return (*_records(typed), *values, *_who(typed))


def _file(page: Screen, typed: Typed) -> Sequence[str]:
    """The file that was uploaded, else the one that was chosen: one of those that were offered."""
    if typed.get("file"):
        return ("--", typed["file"][0])
    chosen = one(typed, "waiting")
    if chosen and page.office and Path(chosen).parent.as_posix() in (f"{INBOX}/{TO_CONFIRM}", OUTBOX):
        return ("--", str(page.office.path(chosen)))
    raise WrongAnswer("file", "请选择一个文件，或上面列出的一张。")


VALUE = CommandForm(
    name="correct-value",
    command=("correct",),
    title="更正一个值",
    explained="台账里的一个值错了，在这里改。记下原值、新值、谁改的、为什么；照填的更正单存进归档。",
    button="更正",
    fields=(
        Field(name="record", label="哪一条", required=True, help=_HELP),
        Field(name="column", label="哪一列", kind="choice", required=True, choices=columns),
        Field(name="new", label="改成什么", help="不写，就是改为空。"),
        _BY,
        _WHY,
    ),
    words=_value,
)
TAKE_BACK = CommandForm(
    name="take-back",
    command=("correct",),
    title="撤回",
    explained="撤回一条记录、交来的一张表(连同它的全部记录)、最近一次发的表或一份导入错的过去的回访。撤回的还留在日志里，以后可以重新交来或导入。",
    button="撤回",
    fields=(
        Field(
            name="record",
            label="撤回哪些",
            kind="lines",
            required=True,
            help="记录编号、提交编号(如 T0001)、期间(如 2026-11下旬，撤回这一期最近发的表)或过去的回访的编号"
            "(如 DR000012)；可以写几个，一行一个。",
        ),
        _BY,
        _WHY,
    ),
    words=_take_back,
)
FILE = CommandForm(
    name="correct",
    command=("correct",),
    title="执行填好的更正单、批示单",
    explained="主管填好的更正单、老板批好的批示单、填回的意见表里由上级决定的内容，在这里执行。",
    button="执行",
    fields=(
        Field(name="waiting", label="已经收到的", kind="choice", choices=files, help="在“待确认”和“发件箱”里的。"),
        Field(name="file", label="或者另选一个文件", kind="file", accept=".xlsx,.xlsm"),
    ),
    words=_file,
)
BLANK = CommandForm(
    name="correct-form",
    command=("correct",),
    title="要一张更正单",
    explained="一次改很多处时，在 Excel 里填更正单比较快：这里写出一张空白的，或把某几条现在的内容预先填好。",
    button="写出更正单",
    fields=(Field(name="record", label="预先填好哪些", kind="lines", help=f"{_HELP}不写，就是一张空白的。"),),
    words=lambda page, typed: _records(typed),
)
ACCEPT = CommandForm(
    name="accept",
    command=("correct",),
    title="同意改动",
    explained="业务员重发的表改了已经入账的内容，同意照改。",
    button="同意",
    fields=(
        Field(name="record", label="哪一条", required=True, help=_HELP),
        Field(name="values", label="改成", kind="hidden"),
        _BY,
        _WHY,
    ),
    words=_accept,
)
DECLINE = CommandForm(
    name="decline",
    command=("correct",),
    title="不同意改动",
    explained="业务员重发的表改了已经入账的内容，不同意：台账不变。",
    button="不同意",
    fields=(
        Field(name="record", label="哪一条", required=True, help=_HELP),
        Field(name="column", label="哪些列", kind="hidden"),
    ),
    words=_decline,
)
#: What is listed, and what only the page of what waits leads to.
FORMS = (FILE, VALUE, TAKE_BACK, BLANK)
WITHIN = (ACCEPT, DECLINE)

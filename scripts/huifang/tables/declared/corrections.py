"""更正单: how an accepted value is changed, with who and why; and how a row, a sheet or a plan is taken back."""

from collections.abc import Iterable, Mapping

from huifang.tables.declared.registers import SEEN
from huifang.tables.model import Column, Kind, Table

CORRECTIONS = Table(
    "更正单",
    "更正单.xlsx",
    "更正单",
    (
        Column("表", "table", Kind.CHOICE, required=True, options="更正对象", width=11, example="回访记录"),
        Column(
            "编号",
            "subject_no",
            Kind.CODE,
            required=True,
            width=18,
            example="H2611-0001-1",
            help="记录编号、提交编号、期间、过去的回访的编号，或登记表里的编号。",
        ),
        Column("列", "column", required=True, width=16, example="满意度", help="列名；撤销时填“整行”“整表”或“整批”。"),
        Column("原值", "old", width=24, example="满意"),
        Column("新值", "new", width=24, example="不满意", help="新的内容；撤销时填“撤销”。"),
        Column("更正人", "corrected_by", Kind.PERSON, width=11, example="B01", help="由主管或老板填写。"),
        Column("原因", "reason", width=40, example="业务员选错，已与客户核对"),
    ),
    about="不同意的更正，请删除那一行；同意的，填写更正人和原因。",
)

#: What a correction can be about: 表 → the word in 列 that means the whole of it (None: a single column).
OF_RECORD, OF_SUBMISSION, OF_PLAN, OF_PAST = "回访记录", "提交", "回访计划", "过去的回访"
#: The registers, by the word in 表: of their cells a correction says which value counts.
OF_REGISTERS: Mapping[str, Table] = {table.name: table for table in SEEN}
WHOLE = {
    OF_RECORD: "整行", OF_SUBMISSION: "整表", OF_PLAN: "整批", OF_PAST: "整表",
    **dict.fromkeys(OF_REGISTERS, "整行"),
}  # fmt: skip
TAKE_BACK = "撤销"
ARRIVAL = "到达时间"
FIXED_OPTIONS = {"更正对象": (OF_RECORD, OF_SUBMISSION, OF_PLAN, OF_PAST, *OF_REGISTERS)}


def offered_subjects(workbooks: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """What a form of an office with these register workbooks offers in 表."""
    known = {*workbooks}
    registers = (name for name, table in OF_REGISTERS.items() if table.workbook in known)
    return {"更正对象": (OF_RECORD, OF_SUBMISSION, OF_PLAN, OF_PAST, *registers)}

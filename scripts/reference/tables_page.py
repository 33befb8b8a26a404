"""docs/tables.md: every sheet and every column, from the table declarations."""

from __future__ import annotations

from huifang.decisions.calls.triggers import TRIGGERS, told
from huifang.tables import options
from huifang.tables.declared import corrections, house_rules, phone_lists, spot_checks
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Column, Table
from reference.markdown import page, table

TABLES = (
    *(declared for tables in BOOKS.values() for declared in tables), CALLS, corrections.CORRECTIONS,
    spot_checks.SPOT_CHECKS, spot_checks.RESERVE, phone_lists.PHONE_LIST,
)  # fmt: skip
LISTS = {
    **options.BUILT_IN, **house_rules.FIXED_OPTIONS, **corrections.FIXED_OPTIONS, **spot_checks.FIXED_OPTIONS,
    **phone_lists.FIXED_OPTIONS,
    house_rules.TRIGGER_LIST: tuple(trigger.name for trigger in TRIGGERS),
}  # fmt: skip
_FROM_POLICY = {"客户类别": "《制度》的“客户类别”表"}
_CHOICES = "《制度》的“选项”表"
_HEADERS = ("列", "类型", "必填", "选项", "示例", "说明")


def tables_page() -> str:
    """The page."""
    return page(
        "表格与列",
        "每张工作表的第 1 行是表头，从第 2 行起每行一条。列的顺序可以改变，表头的文字不能改。"
        "标着“系统”的灰色列由系统填写，请不要修改。《制度》的“问卷”表里的每道题，会在“回访记录”里“满意度”的后面增加一列。",
        "下拉列表的内容可以在《制度》的“选项”表里增加。另有几列的选项只由本单位的“选项”表给出，那里没有这一类型的，可以填任何文字。",
        "一个单位有哪些工作簿、哪些列，由所用的制度决定，见[随附的制度](presets.md)。",
        *(
            block
            for declared in TABLES
            for block in _table(told(declared) if declared is house_rules.RULES else declared)
        ),
    )


def _table(declared: Table) -> list[str]:
    book = f"《{declared.workbook.removesuffix('.xlsx')}》"
    where = f"{book}文件夹里每位业务员的工作簿" if declared is CALLS else f"工作簿{book}"
    keys = "、".join(declared.by_key[key].header for key in declared.unique)
    unique = f"“{keys}”不能重复。" if keys else ""
    return [
        f"## {declared.name}",
        f"{where}，工作表“{declared.name}”。{declared.about}{unique}",
        table(_HEADERS, [_column(column) for column in declared.columns]),
        *_other_words(declared),
    ]


def _other_words(declared: Table) -> list[str]:
    """The headers that offices use for the same columns."""
    words = [f"{c.header}({'、'.join(c.synonyms.split())})" for c in declared.columns if c.synonyms]
    return [f"也认得的表头：{'；'.join(words)}。"] if words else []


def _column(column: Column) -> tuple[str, ...]:
    limits = f"{column.low} 到 {column.high}。" if column.low is not None and column.high is not None else ""
    needed = "系统" if column.issued else "是" if column.required else column.needed_when
    about = column.help + limits + ("只在用到它的制度里有。" if column.where_used else "")
    return (column.header, str(column.kind), needed, _choices(column), column.example, about)


def _choices(column: Column) -> str:
    if column.options is None:
        return ""
    if column.options in LISTS:
        return "、".join(LISTS[column.options])
    if column.options in _FROM_POLICY:
        return f"见{_FROM_POLICY[column.options]}"
    return f"{_CHOICES}里“{column.options}”的值"

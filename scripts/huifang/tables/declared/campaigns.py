"""The sheet 专项 of 制度.xlsx: what the boss orders for some days, and what is decided about a round of calls."""

from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table


def _of_a_round(header: str, key: str, example: str, help_text: str) -> Column:
    """What somebody decides about a round of calls before it begins."""
    return Column(header, key, width=18, example=example, help=help_text, optional=True, where_used=True)


def _who(header: str, key: str, example: str, help_text: str) -> Column:
    """Who answers for it."""
    return Column(header, key, Kind.PERSON, width=12, example=example, help=help_text, optional=True, where_used=True)


CAMPAIGNS = Table(
    "专项",
    WORKBOOK,
    "专项内容",
    (
        Column("起", "from_on", Kind.DATE, required=True, width=12, example="2026-11-21", help="第一天，含当天。"),
        Column("止", "until_on", Kind.DATE, required=True, width=12, example="2026-11-30", help="最后一天，含当天。"),
        Column("适用类别", "classes", width=20, example="普通客户", help="用逗号隔开；不填表示全部类别。"),
        Column("内容", "message", required=True, width=60, example="介绍冬季新品，说明特价到月底"),
        Column("区域", "regions", width=20, example="新湖镇", help="用逗号隔开；不填表示全部区域。", optional=True),
        _of_a_round("主题", "theme", "冬季关怀", "这一轮回访的主题，写在内容前面。"),
        _of_a_round("参加部门", "departments", "售后部、配件部", "一起参加这一轮回访的部门，用顿号隔开。"),
        _of_a_round("参加人员", "participants", "李明、王芳", "一起参加的人，用顿号隔开；排计划时写进回访表。"),
        _who("决定人", "decided_by", "C01", "决定这次内容的人，工号或不重名的姓名。"),
        _who("带队", "led_by", "A01", "走访由谁带队，工号或不重名的姓名；对外的报道由他署名。"),
    ),
    about="特殊时期由老板决定回访内容，会写进回访记录的“回访内容”。",
)

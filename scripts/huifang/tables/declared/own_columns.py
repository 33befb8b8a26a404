"""The sheet 列 of 制度.xlsx: the columns that an office has in its registers and sheets besides those of the house."""

from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table

#: What such a column may hold.
KINDS = (Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.DATETIME, Kind.CHOICE, Kind.PERSON)

OWN_COLUMNS = Table(
    "列",
    WORKBOOK,
    "本单位自己的列",
    (
        Column("表", "sheet", required=True, width=12, example="回访记录", help="登记表的表名，或者 回访记录。"),
        Column("列名", "header", required=True, width=16, example="录音编号", help="和表里的列标题一字不差。"),
        Column(
            "类型",
            "kind",
            Kind.CHOICE,
            required=True,
            options="列类型",
            width=10,
            example=Kind.TEXT,
            help="日期、日期时间可以写进“起算”；选项只能填写右边列出的值。",
        ),
        Column("选项", "choices", width=24, example="已签，拒签", help="类型为“选项”时填写，用逗号隔开。"),
        Column("必填", "needed", Kind.CHOICE, options="是否", width=8, example="否", help="是：空着的一格会提示。"),
        Column(
            "按客户联系",
            "told",
            Kind.CHOICE,
            options="是否",
            width=12,
            example="否",
            help="是：联系这位客户时，把这一格写进“回访内容”告诉打电话的人。",
        ),
        Column("依据", "clause", width=40),
    ),
    about="登记表和回访记录里本单位自己加的列；写在这里的才检查、入账，规则才能用。",
    optional=True,
)

#: The lists that its columns name.
OPTIONS = {"列类型": tuple(map(str, KINDS))}

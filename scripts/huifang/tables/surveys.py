"""意见调查.xlsx: what customers said in the survey rounds, one row for each item."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "意见调查.xlsx"

SURVEYS = Table(
    "调查",
    WORKBOOK,
    "意见调查",
    (
        Column(
            "调查编号",
            "survey_no",
            Kind.CODE,
            required=True,
            width=13,
            example="D2611-001",
            help="每行一个，不要重复；同一位客户的几个项目各写一行。",
        ),
        Column("客户编号", "customer_no", Kind.CODE, required=True, width=11, example="K0001"),
        Column("调查日期", "surveyed_on", Kind.DATE, required=True, width=12, example="2026-11-21"),
        Column("调查项目", "item", required=True, width=18, example="保洁"),
        Column("评价", "rating", Kind.CHOICE, options="满意度", width=12, example="满意"),
        Column("意见", "opinion", width=36, example="楼道灯不亮"),
        Column(
            "整改完成日期",
            "put_right_on",
            Kind.DATE,
            width=13,
            example="2026-11-28",
            help="不满意的项目改好的日期，不早于调查日期；改好以后再回访客户。",
        ),
    ),
    unique=("survey_no",),
    about="每位客户的每个调查项目一行。",
)

TABLES = (SURVEYS,)

"""意见调查.xlsx: what customers said in the survey rounds, one row for each item."""

from huifang.tables.model import Column, Keeping, Kind, Table, Telling, clause

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
            synonyms="编号 问卷编号 调查表编号",
        ),
        Column(
            "客户编号",
            "customer_no",
            Kind.CODE,
            required=True,
            width=11,
            example="K0001",
            synonyms="客户号 客户代码 客户编码",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "调查日期",
            "surveyed_on",
            Kind.DATE,
            required=True,
            width=12,
            example="2026-11-21",
            synonyms="日期 调查时间",
            kept=Keeping.HAPPENED,
        ),
        Column("调查项目", "item", required=True, width=18, example="保洁", synonyms="项目 评价项目 调查内容"),
        Column(
            "评价",
            "rating",
            Kind.CHOICE,
            options="满意度",
            width=12,
            example="满意",
            synonyms="满意度 评分 评价结果 满意程度",
        ),
        Column("意见", "opinion", width=36, example="楼道灯不亮", synonyms="意见建议 意见和建议 客户意见"),
        Column(
            "整改完成日期",
            "put_right_on",
            Kind.DATE,
            width=13,
            example="2026-11-28",
            help="不满意的项目改好的日期，不早于调查日期；改好以后再回访客户。",
            synonyms="整改日期 整改完成时间",
            kept=Keeping.HAPPENED,
        ),
    ),
    unique=("survey_no",),
    about="每位客户的每个调查项目一行。",
    same_by=("customer_no", "surveyed_on", "item"),
    tells=Telling(
        (
            clause("调查 {survey_no}"),
            clause("“{item}”", cut=1, shortest=10),
            clause("（{opinion}）", cut=5, shortest=8),
            clause("：{put_right_on} 已整改", "：{surveyed_on} 调查", cut=1),
        ),
    ),
)

TABLES = (SURVEYS,)

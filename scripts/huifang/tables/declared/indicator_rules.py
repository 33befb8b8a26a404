"""The sheet 指标 of 制度.xlsx: what a regulation wants to be reached beyond the calls of one rule."""

from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table

DONE, IN_TIME, CONNECTED, SATISFIED = "完成率", "按时率", "接通率", "满意率"
COMPLAINED, RETURNED = "投诉率", "差错率"
#: What can be counted. Of complaints and of returned rows fewer are better.
MEASURES = (DONE, IN_TIME, CONNECTED, SATISFIED, COMPLAINED, RETURNED)
OFFICE, DEPARTMENTS, AGENTS = "单位", "部门", "业务员"
GROUPS = (OFFICE, DEPARTMENTS, AGENTS)
AT_LEAST, AT_MOST = "≥", "≤"
BOUNDS = (AT_LEAST, AT_MOST)
#: The lists that its columns name.
OPTIONS = {"指标算法": MEASURES, "指标对象": GROUPS, "指标要求": BOUNDS}

INDICATOR_RULES = Table(
    "指标",
    WORKBOOK,
    "指标",
    (
        Column("指标", "indicator", required=True, width=18, example="客户满意率"),
        Column(
            "算什么",
            "measure",
            Kind.CHOICE,
            required=True,
            options="指标算法",
            width=10,
            example=SATISFIED,
            help="完成率：完成的占应回访的；按时率：应访期内完成的占应回访的；接通率：接通的占打过的；"
            "满意率：满意的占有评价的；投诉率：投诉件数占客户数；差错率：退回未改的行占填写的行。",
        ),
        Column(
            "范围",
            "scope",
            width=20,
            example="R1，电话",
            help="只算哪些规则、客户类别或回访方式，用逗号隔开；不填表示全部。",
        ),
        Column("每", "each", Kind.CHOICE, options="指标对象", width=8, example=OFFICE, help="不填表示单位。"),
        Column("要求", "bound", Kind.CHOICE, required=True, options="指标要求", width=8, example=AT_LEAST),
        Column("目标(%)", "target", Kind.NUMBER, required=True, width=10, example="85", low=0, high=100),
        Column("依据", "clause", width=40),
    ),
    unique=("indicator",),
    about="写在这里的指标，由内容里有“指标”的报告按它的期间计算，说明达到没有；一条回访规则自己的目标写在“回访规则”。",
    optional=True,
)

"""The sheet 指标 of 制度.xlsx: what a regulation wants to be reached beyond the calls of one rule."""

from huifang.core.periods import SPANS
from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table

DONE, IN_TIME, CONNECTED, SATISFIED = "完成率", "按时率", "接通率", "满意率"
COMPLAINED, RETURNED = "投诉率", "差错率"
#: So many contacts of each person in a period: the one that is no share.
QUOTA = "定额"
#: What can be counted. Of complaints and of returned rows fewer are better.
MEASURES = (DONE, IN_TIME, CONNECTED, SATISFIED, COMPLAINED, RETURNED, QUOTA)
OFFICE, DEPARTMENTS, AGENTS = "单位", "部门", "业务员"
GROUPS = (OFFICE, DEPARTMENTS, AGENTS)
AT_LEAST, AT_MOST = "≥", "≤"
#: The periods of a quota, and whether a customer counts once in each.
QUOTA_SPANS = SPANS[1:]
YES, NO = "是", "否"
BOUNDS = (AT_LEAST, AT_MOST)
#: The lists that its columns name.
OPTIONS = {"指标算法": MEASURES, "指标对象": GROUPS, "指标要求": BOUNDS, "定额周期": QUOTA_SPANS, "不同客户": (YES, NO)}

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
            "满意率：满意的占有评价的；投诉率：投诉件数占客户数；差错率：退回未改的行占填写的行；定额：每人在一个周期里要联系到的次数或客户数。",
        ),
        Column(
            "范围",
            "scope",
            width=20,
            example="R1，电话",
            help="只算哪些规则、客户类别或回访方式，用逗号隔开；不填表示全部。",
        ),
        Column(
            "每",
            "each",
            Kind.CHOICE,
            options="指标对象",
            width=8,
            example=OFFICE,
            help="不填表示单位；定额总是每位业务员。",
        ),
        Column(
            "周期",
            "cycle",
            Kind.CHOICE,
            options="定额周期",
            width=8,
            example="月",
            help="只用于定额：每人在多长的时间里要达到目标；不填表示月。",
            optional=True,
        ),
        Column(
            "不同客户",
            "apart",
            Kind.CHOICE,
            options="不同客户",
            width=10,
            example=YES,
            help="只用于定额。是：一位客户在一个周期里只算一次；否或不填：联系几次算几次。",
            optional=True,
        ),
        Column("要求", "bound", Kind.CHOICE, required=True, options="指标要求", width=8, example=AT_LEAST),
        Column(
            "目标",
            "target",
            Kind.NUMBER,
            required=True,
            width=10,
            example="85",
            low=0,
            high=1000,
            synonyms="目标(%)",
            help="百分数，如 85；定额写次数或客户数，如 20。",
        ),
        Column("依据", "clause", width=40),
    ),
    unique=("indicator",),
    about="写在这里的指标，由内容里有“指标”的报告按它的期间计算，说明达到没有；一条回访规则自己的目标写在“回访规则”。"
    "算什么为“定额”的，回访表还按最久没有联系的先后，给每人列出还差的客户；换别的客户联系也算。",
    optional=True,
)

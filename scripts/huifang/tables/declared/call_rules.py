"""回访规则 in 制度.xlsx: who is to be called when, a rule in each row."""

from huifang.core.periods import SPANS
from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table

#: The list of 触发. What it offers, what each word means and which columns it needs, the caller brings along: every
#: trigger says it where its calls are worked out.
TRIGGER_LIST = "触发"
#: The periods in each of which a rule asks for calls.
CYCLE_LIST = "周期"
CYCLES = SPANS[1:]
#: The feasts that the public holidays know; 日历 may name others.
FEASTS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
RULES = Table(
    "回访规则",
    WORKBOOK,
    "回访规则",
    (
        Column("规则编号", "rule", Kind.CODE, required=True, width=10, example="R1"),
        Column("规则名称", "title", required=True, width=18, example="十日例行回访"),
        Column(
            "触发",
            "trigger",
            Kind.CHOICE,
            required=True,
            options=TRIGGER_LIST,
            width=10,
        ),
        Column("间隔", "interval", Kind.INTEGER, width=8, example="10", low=1, high=3660),
        Column(
            "间隔单位",
            "unit",
            Kind.CHOICE,
            options="间隔单位",
            width=10,
            example="天",
            help="不填表示天。小时从带时间的起算列算到分钟；工作日按日历。",
        ),
        Column("适用类别", "classes", width=20, example="普通客户，大客户", help="用逗号隔开；不填表示全部类别。"),
        Column("回访方式", "methods", width=14, example="电话", help="允许的方式，用逗号隔开，第一个是计划用的方式。"),
        Column("回访内容", "message", width=30, help="每次回访都要说的话，可不填。"),
        Column("依据", "clause", width=40, example="《客户回访制度》第四条第2项"),
        Column(
            "起算",
            "anchor",
            width=20,
            example="服务单.完工时间",
            help="写成“表.列”，列里是日期。",
            optional=True,
        ),
        Column(
            "窗口起",
            "window_from",
            Kind.INTEGER,
            width=8,
            example="3",
            low=-3660,
            high=3660,
            help="从起算日起多少天(按间隔单位)开始，含当天；日期之前写负数。",
            optional=True,
        ),
        Column(
            "窗口长",
            "window_length",
            Kind.INTEGER,
            width=8,
            example="4",
            low=0,
            high=3660,
            help="从窗口起再过多少天(按间隔单位)为止，含当天；0 表示只有一天。",
            optional=True,
        ),
        Column(
            "截止时刻",
            "until",
            Kind.TIME,
            width=9,
            example="21:00",
            help="应访期最后一天到这个时刻为止，按开始时间算；不填表示当天都可以。",
            optional=True,
        ),
        Column(
            "再访间隔",
            "rest",
            Kind.INTEGER,
            width=9,
            example="3",
            low=1,
            high=60,
            help="访到以后，隔几个月还没有来的再访一次；不填表示每个月都访。",
            optional=True,
        ),
        Column(
            "止于",
            "ends_before",
            width=18,
            example="台账.送电日期",
            help="填了日期的，最晚到它的前一天。",
            optional=True,
        ),
        Column(
            "适用期(月)",
            "age",
            width=10,
            example="1至12",
            help="只在“起算”那天以后的这几个月适用，如 1至12、13至24、25起；起算不填的，从审核日期算。",
            optional=True,
        ),
        Column(
            "次数",
            "times",
            Kind.INTEGER,
            width=8,
            example="2",
            low=1,
            high=31,
            optional=True,
        ),
        Column(
            "周期",
            "cycle",
            Kind.CHOICE,
            options=CYCLE_LIST,
            width=8,
            example="季",
            help="一周从周一起，季、半年和年按公历，旬按报告日；也可以写“日历”里的期间或节日的名称。",
            optional=True,
        ),
        Column(
            "比例(%)",
            "share",
            width=9,
            example="30",
            help="1 到 100 的数，或分数如 2/3。填了“起算”的是那张表的行，不填的是期初已审核的客户。",
            optional=True,
        ),
        Column(
            "条件列",
            "where",
            width=18,
            example="服务单.服务类型",
            help="只算这一列符合条件值的行；有几列要同时符合的，用分号隔开。",
            optional=True,
        ),
        Column(
            "条件值",
            "where_values",
            width=16,
            example="维修",
            help="可以写几个，用逗号隔开；“空”是没有填的，“非空”是填了的。有几个条件列的，按同样的次序用分号隔开。",
            optional=True,
        ),
        Column("适用标签", "tags", width=12, help="客户的标签，用逗号隔开；不填表示不论标签。", optional=True),
        Column(
            "联系角色", "contact_role", width=10, example="前台", help="不填表示客户资料里的联系人。", optional=True
        ),
        Column("上门类别", "on_site_classes", width=14, help="这些类别的客户改为上门。", optional=True),
        Column(
            "合并",
            "merge",
            Kind.CHOICE,
            options="合并",
            width=8,
            example="是",
            help="是：可以和别的规则合成一行(不填表示是)。补成一次：也合；同一行登记过了期还没有排过的几次，和最近的一次合成一行。分行：每件事各列一行，可以在一次通话里一起问，时间填得一样，算接通一次。"
            "否：单独回访，不和别的一起。",
            optional=True,
        ),
        Column(
            "缓急",
            "urgency",
            Kind.INTEGER,
            width=8,
            example="5",
            low=1,
            high=9,
            help="1 最急；不填为 5。",
            optional=True,
        ),
        Column(
            "目标",
            "target",
            width=14,
            example="100%",
            help="要做到多少，如 100%、不少于30%、每月2次；只对一类客户的，把类别写在前面。不填表示没有规定。",
            optional=True,
        ),
        Column(
            "执行",
            "caller",
            options="执行",
            width=14,
            example="角色：主管",
            help="由谁打，不填表示客户的业务员。首问责任人、责任部门负责人：起算的那一行里的；上级：业务员的上级；"
            "也可以写 角色：主管、人员：A01，或起算那张表里写着人的一列，如 服务单.服务人员。找不到人的由上级打。",
            optional=True,
        ),
    ),
    unique=("rule",),
    about="每行一条规则。",
)

OPTIONS = {
    CYCLE_LIST: (*CYCLES, *FEASTS),
    "间隔单位": ("小时", "工作日", "天", "周", "月", "季", "半年", "年"),
    "合并": ("是", "补成一次", "分行", "否"),
    "执行": ("业务员", "首问责任人", "责任部门负责人", "上级"),
}

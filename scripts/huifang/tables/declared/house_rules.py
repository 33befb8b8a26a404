"""制度.xlsx: the sheets in which an office keeps its own rules. Values and switches, never expressions."""

from huifang.core.periods import SPANS
from huifang.tables.declared import campaigns, complaint_rules, indicator_rules, mail_rules, notice_rules, task_rules
from huifang.tables.model import Column, Kind, Table

WORKBOOK = complaint_rules.WORKBOOK
#: The parts that a report may have, in the order in which they stand in it.
REPORT_PARTS = (
    "回访", "回访率", "指标", "六步", "记录审核", "抱怨", "问卷", "满意度测量", "项目进度", "投诉", "评估", "处罚",
    "反馈", "措施", "调查", "报告表", "走访", "需求", "费用", "任务", "交表", "待办",
)  # fmt: skip

SETTINGS = Table(
    "基本",
    WORKBOOK,
    "基本设置",
    (
        Column("项目", "item", required=True, width=20, example="报告日"),
        Column("值", "value", width=34, example="10,20,30"),
        Column("说明", "about", width=70),
    ),
    unique=("item",),
    about="只改“值”这一列。改完后运行 check，写错的值会指出所在的单元格。",
)

CLASSES = Table(
    "客户类别",
    WORKBOOK,
    "客户类别",
    (
        Column("类别", "customer_class", required=True, width=16, example="普通客户"),
        Column("说明", "about", width=50),
        Column(
            "依据列",
            "source",
            width=20,
            example="客户.开通日期",
            help="不填：在客户资料库里选择。填写“表.列”：系统按数据判断，优先于所选的类别。",
            optional=True,
        ),
        Column(
            "判断",
            "test",
            Kind.CHOICE,
            options="判断",
            width=12,
            example="当月",
            help="当月：日期在这个月；已过：日期在这个月以前，还没有改为新的日期。",
            optional=True,
        ),
        Column(
            "判断值", "values", width=20, help="等于：可以写几个值，用逗号隔开；合计不少于：写一个数。", optional=True
        ),
    ),
    unique=("customer_class",),
    about="第一行是默认类别。",
)

#: The list of 触发. What it offers, what each word means and which columns it needs, the caller brings along: every
#: trigger says it where its calls are worked out.
TRIGGER_LIST = "触发"
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
        Column("间隔单位", "unit", Kind.CHOICE, options="间隔单位", width=10, example="天", help="不填表示天。"),
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
            help="从起算日起多少天(月)开始，含当天；日期之前写负数。",
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
            help="从窗口起再过多少天(月)为止，含当天；0 表示只有一天。",
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
            "比例(%)",
            "share",
            Kind.INTEGER,
            width=9,
            example="30",
            low=1,
            high=100,
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
            help="可以写几个，用逗号隔开；有几个条件列的，按同样的次序用分号隔开。",
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
    ),
    unique=("rule",),
    about="每行一条规则。",
)

QUESTIONS = Table(
    "问卷",
    WORKBOOK,
    "问卷",
    (
        Column("题号", "question_no", Kind.CODE, required=True, width=8, example="Q1"),
        Column("适用规则", "rules", width=14, example="R1", help="规则编号，用逗号隔开；不填表示全部规则。"),
        Column("题目", "question", required=True, width=44, example="新品资料收到了吗"),
        Column("题型", "form", Kind.CHOICE, required=True, options="题型", width=10, example="是否"),
        Column("选项", "choices", width=30, help="题型为“选项”时填写，用逗号隔开。"),
        Column("必答", "mandatory", Kind.CHOICE, options="是否", width=8, example="否"),
    ),
    unique=("question_no",),
    about="题目会成为回访记录的列，按本表顺序排列；接通时询问。",
)

REPORTS = Table(
    "报告",
    WORKBOOK,
    "报告",
    (
        Column("报告", "report", required=True, width=14, example="旬报"),
        Column(
            "截止",
            "due",
            required=True,
            width=14,
            example="报告日",
            help=f"{task_rules.DUE_HELP}活动结束后3天从“专项”的最后一天算。",
        ),
        Column("期间", "span", Kind.CHOICE, required=True, options="期间", width=10, example="旬"),
        Column("收件角色", "recipients", width=16, example="老板"),
        Column("迟交罚款(元)", "fine_yuan", Kind.NUMBER, width=14, low=0, high=1_000_000),
        Column("依据", "clause", width=40),
        Column(
            "内容",
            "parts",
            width=28,
            example="回访，待办",
            help=f"报告有哪些部分，用逗号隔开：{'、'.join(REPORT_PARTS)}。不填表示回访。",
            optional=True,
        ),
    ),
    unique=("report",),
    about="迟交罚款不填表示不罚款。",
)

CHOICES = Table(
    "选项",
    WORKBOOK,
    "选项",
    (
        Column("类型", "list_name", required=True, width=16, example="通话结果"),
        Column("值", "value", required=True, width=24, example="接通"),
    ),
    about="下拉列表的内容。系统自带的值不能删除，可以在后面增加。",
)

DAYS = Table(
    "日历",
    WORKBOOK,
    "日历",
    (
        Column("日期", "day", Kind.DATE, required=True, width=12, example="2026-10-01"),
        Column(
            "类型",
            "mark",
            Kind.CHOICE,
            required=True,
            options="日历类型",
            width=8,
            example="休",
            help="休：不上班；班：上班。",
        ),
        Column("名称", "name", width=24, example="国庆节"),
    ),
    unique=("day",),
    about="法定节假日和调休已经内置；这里填写本单位另外的安排，以本表为准。",
)

TABLES = (
    SETTINGS,
    CLASSES,
    RULES,
    QUESTIONS,
    *complaint_rules.TABLES,
    REPORTS,
    task_rules.TASK_RULES,
    indicator_rules.INDICATOR_RULES,
    notice_rules.NOTICES,
    mail_rules.MAILBOX,
    CHOICES,
    DAYS,
    campaigns.CAMPAIGNS,
)

#: Option lists that belong to the machinery and are not for the office to extend.
FIXED_OPTIONS = {
    "判断": ("当月", "等于", "合计不少于", "有记录", "已过"),
    "间隔单位": ("天", "月"),
    "题型": ("满意度", "是否", "选项", "文字"),
    "时限单位": ("分钟", "小时", "天", "工作分钟", "工作小时", "工作日"),
    "通知场合": notice_rules.OCCASIONS,
    "提前单位": ("分钟", "小时", "天"),
    "期间": SPANS,
    "交什么": task_rules.HANDED_IN,
    **indicator_rules.OPTIONS,
    "日历类型": ("休", "班"),
    "报告内容": REPORT_PARTS,
    "是否": ("是", "否"),
    "合并": ("是", "补成一次", "分行", "否"),
}

"""制度.xlsx: the sheets in which an office keeps its own rules. Values and switches, never expressions."""

from huifang.core.periods import SPANS
from huifang.tables.declared import (
    call_rules,
    campaigns,
    complaint_rules,
    indicator_rules,
    mail_rules,
    notice_rules,
    own_columns,
    task_rules,
)
from huifang.tables.model import Column, Kind, Table

WORKBOOK = complaint_rules.WORKBOOK
RULES, TRIGGER_LIST, CYCLE_LIST = call_rules.RULES, call_rules.TRIGGER_LIST, call_rules.CYCLE_LIST
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
            "判断值",
            "values",
            width=20,
            help="等于：可以写几个值，用逗号隔开，“空”是没有填的，“非空”是填了的；合计不少于：写一个数。",
            optional=True,
        ),
    ),
    unique=("customer_class",),
    about="第一行是默认类别。",
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
            help="休：不上班；班：上班。期间：学期、采暖季、雨季等，名称可以写在回访规则的“周期”里；节日：名称写在触发为“节日”的规则的“周期”里。",
        ),
        Column("名称", "name", width=24, example="国庆节"),
        Column(
            "至",
            "until_on",
            Kind.DATE,
            width=12,
            ahead=True,
            help="最后一天，含当天；不填表示只有一天。期间都要填写。",
            optional=True,
        ),
        Column(
            "每年重复",
            "yearly",
            Kind.CHOICE,
            options="是否",
            width=9,
            example="是",
            help="期间和节日每年都在这几天的，写“是”；不填表示只有这一年。",
            optional=True,
        ),
    ),
    about="法定节假日和调休已经内置；这里填写本单位另外的安排，以本表为准。",
)

TABLES = (
    SETTINGS,
    CLASSES,
    RULES,
    QUESTIONS,
    own_columns.OWN_COLUMNS,
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
    "题型": ("满意度", "是否", "选项", "文字"),
    "时限单位": ("分钟", "小时", "天", "工作分钟", "工作小时", "工作日"),
    "通知场合": notice_rules.OCCASIONS,
    "提前单位": ("分钟", "小时", "天"),
    "期间": SPANS,
    "交什么": task_rules.HANDED_IN,
    **call_rules.OPTIONS,
    "不符时": (complaint_rules.RETURNED, complaint_rules.TOLD),
    **own_columns.OPTIONS,
    **indicator_rules.OPTIONS,
    "日历类型": ("休", "班", "期间", "节日"),
    "报告内容": REPORT_PARTS,
    "是否": ("是", "否"),
}

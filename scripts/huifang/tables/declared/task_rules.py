"""The sheet 定期任务 of 制度.xlsx: what comes up again and again beside the calls, for whom, and until when."""

from huifang.core.periods import SPANS
from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table

#: How 截止 may be written, of a report and of a task.
DUE_HELP = "可以写：报告日、期末、次日、周五、第一个周一、最后一个周五、25日、次月3日、期末后3天。"
#: What has to be handed in so that a task counts as done.
NOTHING, WORDS, A_FILE = "无", "文字", "文件"
HANDED_IN = (NOTHING, WORDS, A_FILE)
#: In front of a role: each of its holders; of 部门负责人: each department.
EACH, OF_DEPARTMENTS = "每位", "部门负责人"

TASK_RULES = Table(
    "定期任务",
    WORKBOOK,
    "定期任务",
    (
        Column("任务", "task", required=True, width=20, example="季度意见调查"),
        Column("周期", "span", Kind.CHOICE, required=True, options="期间", width=8, example=SPANS[4]),
        Column("截止", "due", required=True, width=14, example="期末", help=DUE_HELP),
        Column(
            "由谁",
            "who",
            required=True,
            width=20,
            example="主管",
            help=f"角色、部门(由负责人办)、工号或姓名，用逗号隔开，每处一件；{EACH}业务员：每人一件；{EACH}{OF_DEPARTMENTS}：每个部门一件。",
        ),
        Column(
            "抽取",
            "draw",
            width=10,
            example="每人2份",
            help="要检查回访记录的，从这一期的记录里抽签：5份、10%、每人2份。不填表示不抽。",
            optional=True,
        ),
        Column(
            "交什么",
            "hands_in",
            Kind.CHOICE,
            options="交什么",
            width=8,
            example=A_FILE,
            help="文字：填写结果才算办完；文件：写明文件才算办完。不填表示无。",
            optional=True,
        ),
        Column(
            "办到",
            "done_with",
            width=18,
            example="调查.调查日期",
            help="写成“表.列”：这一期里登记了这样的日期，就算办到，不必另填。",
            optional=True,
        ),
        Column(
            "升级对象",
            "escalate_to",
            width=12,
            example="上级",
            help="过期告诉谁：上级(办理人的上级)、一个角色或一个人；不填是上级。每再过期一周，再往上报一级。",
        ),
        Column("依据", "clause", width=40),
    ),
    unique=("task",),
    about="按周期自动列入《任务》工作簿，到期提醒，过期上报；可以为空。",
    optional=True,
)

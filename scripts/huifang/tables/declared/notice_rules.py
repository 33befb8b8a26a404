"""The sheet 通知 of 制度.xlsx: on which occasions who is written to."""

from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.model import Column, Kind, Table

MAJOR_COMPLAINT, BEFORE_DEADLINE, OVERDUE, ASSIGNED = "重大投诉", "投诉到期前", "投诉超时", "投诉分派"
ACCEPTED, PROGRESS, RESULT, REFUSAL, THANKS = "投诉受理", "投诉进展", "投诉结果", "投诉不成立", "投诉致谢"
STAFF_NOTICE, BULLETIN = "员工通报", "部门通报"
SAME_DAY, RETURNED_NEWS, SLIP, DECISION = "当天通知", "退回的不满", "反馈单", "批示"
NOT_PUT_RIGHT, MEASURE_DUE = "调查整改", "措施到期"
VISIT_REPORT = "回访报告"
NEW_CUSTOMER = "新客户"
BEFORE_HAND_IN, CHASE, FINES, REPORT = "交表提醒", "催交", "罚款名单", "报告"
DEPARTMENT_PART = "部门报告"
BEFORE_TASK, LATE_TASK = "任务到期前", "任务过期"
#: Those about complaints, slips and surveys: an office without that register has none.
ABOUT_COMPLAINTS = (
    MAJOR_COMPLAINT, BEFORE_DEADLINE, OVERDUE, ASSIGNED, ACCEPTED, PROGRESS, RESULT, REFUSAL, THANKS, STAFF_NOTICE,
)  # fmt: skip
ABOUT_SLIPS = (SLIP, DEPARTMENT_PART)
ABOUT_SURVEYS = (NOT_PUT_RIGHT,)
#: And those about visits that a report is written on.
ABOUT_VISITS = (VISIT_REPORT,)
#: What can happen that somebody is written to about, in the order in which the sheet offers it.
OCCASIONS = (
    *ABOUT_COMPLAINTS, SAME_DAY, RETURNED_NEWS, *ABOUT_SLIPS, *ABOUT_SURVEYS, *ABOUT_VISITS, MEASURE_DUE, DECISION,
    NEW_CUSTOMER, BEFORE_HAND_IN, CHASE, FINES, REPORT, BULLETIN, BEFORE_TASK, LATE_TASK,
)  # fmt: skip
#: A word of 部门: the department that the case is with.
OF_THE_CASE = "责任部门"

NOTICES = Table(
    "通知",
    WORKBOOK,
    "通知",
    (
        Column(
            "场合",
            "occasion",
            Kind.CHOICE,
            required=True,
            options="通知场合",
            width=14,
            example=MAJOR_COMPLAINT,
            help="发生什么事的时候写信。一个场合可以有几行；没有一行的，不写信。",
        ),
        Column(
            "收件角色",
            "roles",
            width=20,
            example="老板，主管",
            help="写给谁：角色、工号或姓名，用逗号隔开。和部门都不填的，写给这件事本来要找的人，如负责人、他的上级。",
        ),
        Column(
            "部门",
            "departments",
            width=20,
            example="客服部",
            help=f"写给哪些部门的负责人，用逗号隔开；“{OF_THE_CASE}”是这件事的责任部门。",
            optional=True,
        ),
        Column(
            "提前",
            "ahead",
            Kind.INTEGER,
            width=8,
            example="30",
            low=0,
            high=1000,
            help="到期之前多久写；按工作时间计算的时限，也按工作时间往回算。",
            optional=True,
        ),
        Column("单位", "unit", Kind.CHOICE, options="提前单位", width=8, example="分钟", optional=True),
        Column(
            "模板",
            "template",
            width=16,
            example="给老板的信",
            help="不填：用系统自带的文字。填写名称的，用“模板”文件夹里同名的 .txt，可以写 {{ 收件人 }}、{{ 正文 }}。",
            optional=True,
        ),
        Column("依据", "clause", width=40),
    ),
    about="信是“发件箱”里的邮件草稿，由人发出。每件事给每个人只写一次。",
    optional=True,
)

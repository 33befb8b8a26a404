"""人员.xlsx: who works here, who stands in for whom, and exceptions that a person answers for."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "人员.xlsx"

PEOPLE = Table(
    "人员",
    WORKBOOK,
    "人员名单",
    (
        Column("工号", "person_no", Kind.CODE, required=True, width=9, example="A01", help="每人一个，不要重复。"),
        Column("姓名", "name", required=True, width=11, example="李明"),
        Column("角色", "role", Kind.CHOICE, required=True, options="角色", width=10, example="业务员"),
        Column("部门", "department", width=14, example="销售一部"),
        Column("上级", "superior", Kind.PERSON, width=11, example="B01", help="填写上级的工号，或不重名的姓名。"),
        Column("邮箱", "email", width=26, example="liming@example.com"),
        Column("电话", "phone", Kind.PHONE, width=15, example="13800000001"),
        Column("负责区域", "region", width=14, example="城东"),
        Column(
            "每日上限",
            "daily_limit",
            Kind.INTEGER,
            width=10,
            example="12",
            low=1,
            high=500,
            help="每个工作日最多安排几个回访；不填则按《制度》的默认值。",
        ),
        Column("状态", "status", Kind.CHOICE, required=True, options="状态", width=8, example="在职"),
        Column("离职日期", "left_on", Kind.DATE, width=12, example="2026-12-31", help="离职当天起不再派单。"),
    ),
    unique=("person_no",),
    about="每人一行。离职的人不要删除，把状态改为“离职”并填写离职日期。",
)

STAND_INS = Table(
    "代班",
    WORKBOOK,
    "代班安排",
    (
        Column("工号", "person_no", Kind.PERSON, required=True, width=11, example="A01", help="请假的人。"),
        Column("起", "from_on", Kind.DATE, required=True, width=12, example="2026-11-23", help="第一天，含当天。"),
        Column("止", "until_on", Kind.DATE, required=True, width=12, example="2026-11-27", help="最后一天，含当天。"),
        Column(
            "代理人", "substitute", Kind.PERSON, required=True, width=11, example="A02", help="这几天替他打电话的人。"
        ),
    ),
    about="请假期间的回访由代理人完成，请在排计划之前登记。",
)

EXCEPTIONS = Table(
    "例外",
    WORKBOOK,
    "例外登记",
    (
        Column("对象", "subject", Kind.CHOICE, required=True, options="例外对象", width=9, example="客户"),
        Column(
            "编号", "subject_no", Kind.CODE, required=True, width=14, example="K0001", help="客户编号、计划编号或工号。"
        ),
        Column("起", "from_on", Kind.DATE, required=True, width=12, example="2026-11-21", help="第一天，含当天。"),
        Column(
            "止", "until_on", Kind.DATE, width=12, example="2026-12-20", help="最后一天，含当天；不填表示一直有效。"
        ),
        Column(
            "处理",
            "treatment",
            Kind.CHOICE,
            required=True,
            options="例外处理",
            width=9,
            example="暂停",
            help="暂停：期间不回访；放弃：不再回访；恢复：重新开始尝试。迟交的，申诉：罚款挂起；免责：免除；维持：仍要罚。",
        ),
        Column("批准人", "approved_by", Kind.PERSON, required=True, width=11, example="B01"),
        Column("原因", "reason", required=True, width=36, example="客户出国，下月回来"),
    ),
    about="每个例外都要有批准人和原因，报告里会列出。",
)

TABLES = (PEOPLE, STAND_INS, EXCEPTIONS)

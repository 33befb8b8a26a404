"""信息反馈单.xlsx: what goes from customers to departments and back, and the measures that follow."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "信息反馈单.xlsx"

FEEDBACK = Table(
    "反馈",
    WORKBOOK,
    "信息反馈单",
    (
        Column(
            "反馈单号",
            "feedback_no",
            Kind.CODE,
            required=True,
            width=13,
            example="X2611-001",
            help="每张反馈单一个，不要重复。",
        ),
        Column("来源", "origin", width=15, example="H2611-0001-1", help="回访记录的编号，或写明从哪里得知。"),
        Column("客户编号", "customer_no", Kind.CODE, width=11, example="K0001"),
        Column("反馈类型", "feedback_type", Kind.CHOICE, options="反馈类型", width=11, example="建议"),
        Column("内容", "content", required=True, width=30, example="希望增加夜间送货"),
        Column("客户建议", "suggestion", width=20, example="晚八点前送到"),
        Column("责任部门", "department", width=12, example="物流部"),
        Column("区域负责人", "region_owner", Kind.PERSON, width=11, example="A01", help="工号，或不重名的姓名。"),
        Column("发出日期", "issued_on", Kind.DATE, width=12, example="2026-11-21", help="交给责任部门的日期。"),
        Column("回复期限", "reply_due_on", Kind.DATE, width=12, example="2026-11-28", help="责任部门最迟回复的日期。"),
        Column("咨询问题", "inquiry", width=20, example="能否分期付款"),
        Column("意向程度", "interest", Kind.CHOICE, options="意向程度", width=10, example="较强"),
        Column(
            "预计合作时间", "expected_when", width=14, example="明年一季度", help="可以写日期，也可以写大致的时间。"
        ),
        Column("处理结果", "outcome", width=24, example="从下月起试行"),
        Column(
            "处理完成日期",
            "handled_on",
            Kind.DATE,
            width=13,
            example="2026-11-27",
            help="处理完的日期，不早于发出日期。",
        ),
        Column("备注", "notes", width=20),
    ),
    unique=("feedback_no",),
    about="每张反馈单一行，发出时登记，收到结果后补填。",
)

MEASURES = Table(
    "措施",
    WORKBOOK,
    "改进措施",
    (
        Column("措施编号", "measure_no", Kind.CODE, width=13, example="C2611-001", help="每项措施一个，不要重复。"),
        Column("来源", "origin", width=15, example="X2611-001", help="反馈单号，或写明由什么引起。"),
        Column("类别", "category", Kind.CHOICE, options="措施类别", width=11, example="服务质量"),
        Column("评审部门", "reviewed_in", width=12, example="品质部", help="决定采取这项措施的部门。"),
        Column("措施", "measure", width=36, example="调整送货班次"),
        Column("负责人", "owner", Kind.PERSON, width=10, example="B01", help="工号，或不重名的姓名。"),
        Column("期限", "due_on", Kind.DATE, width=12, example="2026-12-10", help="最迟完成的日期。"),
        Column("完成日期", "done_on", Kind.DATE, width=12, example="2026-12-08"),
        Column("验证人", "verified_by", Kind.PERSON, width=10, example="D01", help="核实效果的人，工号或姓名。"),
        Column("验证结果", "verification", Kind.CHOICE, options="验证结果", width=16, example="有效"),
    ),
    unique=("measure_no",),
    about="每项措施一行，完成后由验证人核实。",
)

TABLES = (FEEDBACK, MEASURES)

"""信息反馈单.xlsx: what goes from customers to departments and back, and the measures that follow."""

from huifang.tables.model import Column, Keeping, Kind, Table, Telling, clause

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
            synonyms="反馈编号 单号 信息反馈单号 编号",
        ),
        Column(
            "来源",
            "origin",
            width=15,
            example="H2611-0001-1",
            help="回访记录的编号，或写明从哪里得知。",
            synonyms="信息来源",
        ),
        Column(
            "客户编号",
            "customer_no",
            Kind.CODE,
            width=11,
            example="K0001",
            synonyms="客户号 客户代码 客户编码",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "反馈类型",
            "feedback_type",
            Kind.CHOICE,
            options="反馈类型",
            width=11,
            example="建议",
            synonyms="类型 信息类型 反馈类别",
        ),
        Column(
            "内容",
            "content",
            required=True,
            width=30,
            example="希望增加夜间送货",
            synonyms="反馈内容 信息内容 问题描述",
        ),
        Column("客户建议", "suggestion", width=20, example="晚八点前送到", synonyms="建议 客户意见"),
        Column("责任部门", "department", width=12, example="物流部", synonyms="处理部门 承办部门"),
        Column("区域负责人", "region_owner", Kind.PERSON, width=11, example="A01", help="工号，或不重名的姓名。"),
        Column(
            "发出日期",
            "issued_on",
            Kind.DATE,
            width=12,
            example="2026-11-21",
            help="交给责任部门的日期。",
            synonyms="发出时间 反馈日期 下发日期",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "回复期限",
            "reply_due_on",
            Kind.DATE,
            ahead=True,
            width=12,
            example="2026-11-28",
            help="责任部门最迟回复的日期。",
            synonyms="回复时限 回复截止日期 要求回复日期",
        ),
        Column("咨询问题", "inquiry", width=20, example="能否分期付款"),
        Column("意向程度", "interest", Kind.CHOICE, options="意向程度", width=10, example="较强"),
        Column(
            "预计合作时间", "expected_when", width=14, example="明年一季度", help="可以写日期，也可以写大致的时间。"
        ),
        Column("处理结果", "outcome", width=24, example="从下月起试行", synonyms="结果 处理情况"),
        Column(
            "处理完成日期",
            "handled_on",
            Kind.DATE,
            width=13,
            example="2026-11-27",
            help="处理完的日期，不早于发出日期。",
            synonyms="完成日期 处理日期 处理完成时间",
        ),
        Column("备注", "notes", width=20, synonyms="说明 附注"),
    ),
    unique=("feedback_no",),
    about="每张反馈单一行，发出时登记，收到结果后补填。",
    same_by=("customer_no", "issued_on", "content"),
    tells=Telling(
        (
            clause("反馈单 {feedback_no}"),
            clause(" {content}", cut=5, shortest=12),
            clause("：{handled_on} {outcome}", "：{handled_on} 已处理", "：{issued_on} 发出", cut=1, shortest=16),
            clause("（{department}）", cut=2),
        ),
        ask="请告知结果，问满不满意。",
    ),
)

MEASURES = Table(
    "措施",
    WORKBOOK,
    "改进措施",
    (
        Column(
            "措施编号",
            "measure_no",
            Kind.CODE,
            width=13,
            example="C2611-001",
            help="每项措施一个，不要重复。",
            synonyms="编号",
        ),
        Column("来源", "origin", width=15, example="X2611-001", help="反馈单号，或写明由什么引起。"),
        Column("类别", "category", Kind.CHOICE, options="措施类别", width=11, example="服务质量"),
        Column("评审部门", "reviewed_in", width=12, example="品质部", help="决定采取这项措施的部门。"),
        Column("措施", "measure", width=36, example="调整送货班次", synonyms="改进措施 纠正措施 整改措施"),
        Column(
            "负责人", "owner", Kind.PERSON, width=10, example="B01", help="工号，或不重名的姓名。", synonyms="责任人"
        ),
        Column(
            "期限",
            "due_on",
            Kind.DATE,
            ahead=True,
            width=12,
            example="2026-12-10",
            help="最迟完成的日期。",
            synonyms="完成期限 截止日期",
        ),
        Column("完成日期", "done_on", Kind.DATE, width=12, example="2026-12-08", synonyms="完成时间"),
        Column(
            "验证人",
            "verified_by",
            Kind.PERSON,
            width=10,
            example="D01",
            help="核实效果的人，工号或姓名。",
            synonyms="核实人",
        ),
        Column(
            "验证结果", "verification", Kind.CHOICE, options="验证结果", width=16, example="有效", synonyms="验证情况"
        ),
    ),
    unique=("measure_no",),
    about="每项措施一行，完成后由验证人核实。",
    same_by=("origin", "measure"),
)

TABLES = (FEEDBACK, MEASURES)

"""事件登记.xlsx: what happened at customers and is no service: a start of work, a claim, an operation."""

from huifang.tables.model import Column, Keeping, Kind, Table, Telling, clause

WORKBOOK = "事件登记.xlsx"

EVENTS = Table(
    "事件登记",
    WORKBOOK,
    "事件登记",
    (
        Column(
            "事件编号",
            "event_no",
            Kind.CODE,
            required=True,
            width=13,
            example="E2611-001",
            help="每件事一个，不要重复。",
            synonyms="登记编号 事件号 编号 单号",
        ),
        Column(
            "客户编号",
            "customer_no",
            Kind.CODE,
            required=True,
            width=11,
            example="K0001",
            synonyms="客户号 客户代码 客户编码",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "事件类型",
            "event_type",
            Kind.CHOICE,
            options="事件类型",
            width=11,
            example="开工",
            help="可以在《制度》的“选项”里增加。",
            synonyms="类型 事件类别 事项",
        ),
        Column(
            "时间",
            "happened_at",
            Kind.DATETIME,
            width=17,
            example="2026-11-21 09:05",
            help="事情发生的时间；回访由此起算。",
            synonyms="发生时间 事件时间 日期 发生日期",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "经办人",
            "handled_by",
            Kind.PERSON,
            width=11,
            example="A01",
            help="工号，或不重名的姓名。",
            synonyms="办理人 责任人 登记人",
        ),
        Column("备注", "notes", width=28, synonyms="说明 附注 内容"),
    ),
    unique=("event_no",),
    about="每件事一行，发生以后登记；哪一种事怎样回访，由《制度》的“回访规则”规定。",
    same_by=("customer_no", "event_type", "happened_at"),
    tells=Telling(
        (
            clause("{event_type} {event_no}", "事件 {event_no}"),
            clause("：{happened_at}", cut=1),
            clause("，{notes}", cut=5, shortest=8),
            clause("，经办 {handled_by}", cut=6),
        ),
    ),
)

TABLES = (EVENTS,)

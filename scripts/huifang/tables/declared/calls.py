"""回访记录: the sheet an agent gets, fills in on the telephone and sends back."""

from collections.abc import Iterable
from dataclasses import replace

from huifang.tables.model import Column, Kind, Table, Telling, clause
from huifang.tables.options import REMARKS, Options

ANSWERED = "打过电话的行"
WHEN_CONNECTED = "通话结果为“接通”时"


def _where_used(header: str, key: str, kind: Kind = Kind.TEXT, width: int = 14, **more: str) -> Column:
    """What only some regulations ask for."""
    return Column(header, key, kind, optional=True, where_used=True, width=width, **more)  # type: ignore[arg-type]


def _issued(header: str, key: str, kind: Kind = Kind.CODE, width: int = 12, **more: object) -> Column:
    return Column(header, key, kind, issued=True, width=width, **more)  # type: ignore[arg-type]


CALLS = Table(
    "回访记录",
    "回访计划",
    "客户回访记录表",
    (
        Column(
            "状态",
            "status",
            width=7,
            optional=True,
            unread=True,
            help="自动显示：什么时候打、还缺什么，打完并填全的显示√。不用填。",
        ),
        _issued("计划编号", "plan_no", width=14, example="H2611-0001", synonyms="计划号 回访编号"),
        _issued("客户编号", "customer_no", width=10, example="K0001", synonyms="客户号 客户代码 客户编码"),
        _issued("客户名称", "customer_name", Kind.TEXT, width=20, example="永安五金商行"),
        _issued("联系角色", "contact_role", Kind.TEXT, width=9),
        _issued("联系人", "contact", Kind.TEXT, width=10, example="王女士"),
        _issued("电话", "phone", Kind.PHONE, width=15, example="13800000001"),
        _issued("回访事由", "reason_to_call", Kind.TEXT, width=14, example="十日例行回访"),
        _issued("回访内容", "message", Kind.TEXT, width=20, example="介绍冬季新品"),
        _issued("应访起", "from_on", Kind.DATE, width=11, example="2026-11-21"),
        _issued("应访止", "due_on", Kind.DATE, width=11, example="2026-11-24"),
        _issued("计划日期", "planned_on", Kind.DATE, width=11, example="2026-11-23"),
        Column(
            "回访日期",
            "called_on",
            Kind.DATE,
            short=True,
            width=11,
            example="2026-11-23",
            needed_when=ANSWERED,
            help="实际打电话的日期。只填几号，如 24；也可按 Ctrl+;。",
            synonyms="实际回访日期 拨打日期 通话日期 日期",
        ),
        Column(
            "开始时间",
            "started_at",
            Kind.TIME,
            short=True,
            width=8,
            example="09:30",
            needed_when=ANSWERED,
            help="四个数字就行：930 = 9:30，1405 = 14:05。",
            synonyms="开始 起始时间 通话开始时间 拨打时间",
        ),
        Column(
            "结束时间",
            "ended_at",
            Kind.TIME,
            short=True,
            width=8,
            example="09:34",
            needed_when=ANSWERED,
            minutes_after="started_at",
            help="填打了几分钟，如 4；也可填 934。",
            synonyms="结束 终止时间 通话结束时间",
        ),
        Column(
            "回访方式",
            "method",
            Kind.CHOICE,
            options="回访方式",
            prefilled=True,
            width=9,
            example="电话",
            needed_when=ANSWERED,
            synonyms="方式 回访形式",
        ),
        Column(
            "通话结果",
            "result",
            Kind.CHOICE,
            options="通话结果",
            width=11,
            example="接通",
            needed_when=ANSWERED,
            synonyms="结果 接听情况 通话情况 接通情况",
        ),
        Column(
            "满意度",
            "satisfaction",
            Kind.CHOICE,
            options="满意度",
            width=12,
            example="满意",
            needed_when=WHEN_CONNECTED,
            synonyms="客户满意度 满意程度 评价",
        ),
        Column(
            "不满意原因",
            "dissatisfied_because",
            options=REMARKS,
            width=15,
            example="送货晚了两天",
            needed_when="满意度为“不满意”或“非常不满意”时",
            synonyms="不满意的原因 不满原因",
        ),
        Column(
            "客户意见或需求",
            "wishes",
            options=REMARKS,
            width=20,
            example="想了解新品价格",
            needed_when=WHEN_CONNECTED,
            help="客户说了什么；没有意见请写“无”。",
            synonyms="客户意见 意见或需求 客户需求 客户意见与需求 意见和需求 客户意见/需求",
        ),
        Column(
            "处理情况",
            "handling",
            Kind.CHOICE,
            options="处理情况",
            width=10,
            example="无问题",
            needed_when=WHEN_CONNECTED,
            help="选“未解决”的，请往右填处理措施。",
            synonyms="处理结果 处理状态 解决情况",
        ),
        Column("处理措施", "measures", width=15, example="当天发送报价单", synonyms="措施 采取的措施"),
        Column(
            "上报对象",
            "reported_to",
            Kind.PERSON,
            width=9,
            example="B01",
            needed_when="处理情况为“未解决”时",
            help="上级或老板的工号或姓名。",
            synonyms="上报给 上报人",
        ),
        Column(
            "上报文件",
            "report_document",
            width=15,
            example="问题上报单-20261123",
            needed_when="处理情况为“未解决”时",
            help="书面文件或文字的名称。",
            synonyms="上报材料 书面文件",
        ),
        Column(
            "下次联系日期",
            "next_contact_on",
            Kind.DATE,
            ahead=True,
            width=11,
            example="2026-12-01",
            synonyms="下次回访日期 下次联系时间",
        ),
        Column("备注", "notes", width=13, synonyms="说明 附注"),
        _where_used(
            "预约时间", "appointed_at", Kind.DATETIME, 16, example="2026-11-24 10:00", help="与客户约好的时间。"
        ),
        _where_used("预约地点", "appointed_place", example="客户公司二楼", help="与客户约好的地点。"),
        _where_used("参加人员", "participants", width=16, example="李明、王芳", help="一起回访的人，用顿号隔开。"),
        _where_used("推送内容", "announced", width=18, example="冬季免费检测", help="这次向客户介绍的优惠、活动。"),
        _where_used("已发资料", "documents_sent", width=16, example="产品手册", help="发给客户的资料的名称。"),
        _where_used("结果反馈日期", "told_on", Kind.DATE, 12, example="2026-11-25", help="把处理结果告诉客户的日期。"),
        _where_used(
            "回访目的",
            "purpose",
            width=18,
            example="了解新设备的使用情况",
            help="这次回访想达到什么；客户资料库里写明的，已经填好，可以改写。",
        ),
        _issued(
            "备好资料",
            "papers",
            Kind.TEXT,
            width=18,
            optional=True,
            where_used=True,
            unread=True,
            example="委托书 W2611-001",
            help="打电话以前备好的单据和它们的编号；只供查看。",
        ),
        _issued(
            "上次回访",
            "last_call",
            Kind.TEXT,
            width=28,
            optional=True,
            unread=True,
            example="11-12 满意。要报价单｜答应 11-20 回话",
            help="上次回访的日子、客户的态度和说过的话，没有解决的问题，答应过的事，上级的批示；只供查看。",
        ),
    ),
    about="灰色单元格由系统填写，请勿修改；白色单元格由业务员填写。",
    tells=Telling(
        (
            clause("{called_on} {method}回访", "{called_on} 回访"),
            clause("：{dissatisfied_because}", cut=2, shortest=8),
            clause("，客户说“{wishes}”", cut=3, shortest=12),
            clause("，{handling}", where=("handling", "未解决")),
            clause("，{measures}", cut=4, shortest=8),
            clause("，约好 {next_contact_on}"),
        ),
    ),
)

#: What a superior decided about a problem that was not solved: written with a 更正单, never by the agent.
DECISION = Column(
    "批示", "decision", width=22, example="同意换货，周五前送到", help="上级对未解决问题的批示，用更正单填写。"
)

#: What an accepted row is known by, and where it came from: in 台账 before and behind its cells.
KNOWN_BY = (
    Column("记录编号", "record_no", Kind.CODE, width=16),
    Column("提交编号", "submission", Kind.CODE, width=10),
    Column("工号", "agent", Kind.CODE, width=8),
    Column("批次", "batch", width=13),
)
CAME_FROM = (Column("来源文件", "source_file", width=34), Column("来源行", "source_row", Kind.INTEGER, width=8))

#: What makes a row an answered one, and is then asked for.
ANSWER_KEYS = ("called_on", "started_at", "ended_at", "method", "result")
#: When a call was made, which a letter does not say: it has its day alone.
CLOCK_KEYS = ("started_at", "ended_at")
CONNECTED_KEYS = ("satisfaction", "handling", "wishes")
#: What an agent enters about a call. The planned way stands there before anybody called: alone it is no entry.
ENTERED_KEYS = (*ANSWER_KEYS, *CONNECTED_KEYS, "dissatisfied_because")
TELLING_KEYS = tuple(key for key in ENTERED_KEYS if not CALLS.by_key[key].prefilled)
ISSUED_KEYS = tuple(column.key for column in CALLS.columns if column.issued and not column.unread)
#: What stands in an issued row when it is handed out: what comes back as it was, what is there to read, and what is
#: filled in beforehand and may be written over.
HANDED_OUT_KEYS = (*(column.key for column in CALLS.columns if column.issued), "purpose", "participants")
#: What an agent may fill in, on the sheets that have it.
FILLED = tuple(column for column in CALLS.columns if not column.issued and not column.unread)
OPEN_ROWS = 30


def with_questions(
    questions: Iterable[tuple[str, str, tuple[str, ...], Kind]], calls: Table = CALLS
) -> tuple[Table, Options]:
    """回访记录 with one column per question behind 满意度, and the option lists of those columns.

    A question is (key, header, choices, kind); without choices anything of its kind will do.
    """
    asked = tuple(questions)
    at = list(calls.by_key).index("satisfaction") + 1
    columns = tuple(
        Column(header, key, Kind.CHOICE if choices else kind, options=key, width=16, optional=True, ahead=True)
        for key, header, choices, kind in asked
    )
    table = replace(calls, columns=(*calls.columns[:at], *columns, *calls.columns[at:]))
    return table, {key: choices for key, _, choices, _ in asked}

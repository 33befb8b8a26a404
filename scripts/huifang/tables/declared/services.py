"""服务单.xlsx: repairs, maintenance and other services that were done for customers."""

from huifang.tables.model import Column, Keeping, Kind, Table, Telling, clause

WORKBOOK = "服务单.xlsx"


def _due(header: str, key: str, synonyms: str) -> Column:
    """A day that lies ahead of one car: a customer may have several."""
    about = f"{header}，按这张服务单的车牌号提醒；同一辆车按最晚的日期。"
    return Column(
        header, key, Kind.DATE, optional=True, where_used=True, ahead=True, width=13, example="2027-05-01",
        help=about, synonyms=synonyms, kept=Keeping.STANDS,
    )  # fmt: skip


def _paper(name: str, key: str, example: str, synonyms: str) -> Column:
    """The number of a paper that whoever calls about the service has ready."""
    return Column(
        name,
        key,
        Kind.CODE,
        optional=True,
        where_used=True,
        width=13,
        example=example,
        help=f"这次服务的{name}的编号；回访以前把它备好。",
        synonyms=synonyms,
        paper=name,
    )


SERVICES = Table(
    "服务单",
    WORKBOOK,
    "服务单",
    (
        Column(
            "服务单号",
            "service_no",
            Kind.CODE,
            required=True,
            width=13,
            example="F2611-001",
            help="每张服务单一个，不要重复。",
            synonyms="服务单编号 服务编号 派工单号 维修单号 工单号 工单编号 单号 委托书号",
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
            "车牌号",
            "plate",
            Kind.CODE,
            width=12,
            example="京A00001",
            help="车辆服务才填。",
            synonyms="车牌 车号 牌照号 车牌号码",
        ),
        Column(
            "服务类型",
            "service_type",
            Kind.CHOICE,
            options="服务类型",
            width=10,
            example="维修",
            synonyms="类型 维修类型 服务类别 业务类型",
        ),
        Column(
            "报修时间",
            "reported_at",
            Kind.DATETIME,
            width=17,
            example="2026-11-21 09:05",
            help="客户报修的时间。",
            synonyms="报修日期 接车时间 进厂时间 来店时间 开单时间 报修时刻",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "服务内容",
            "content",
            width=30,
            example="更换水泵",
            synonyms="维修内容 维修项目 服务项目 工作内容 内容 项目",
        ),
        Column(
            "服务人员",
            "served_by",
            width=14,
            example="张师傅",
            help="有几个人的，用顿号隔开。",
            synonyms="维修人员 维修工 技师 服务技师 施工人员 师傅",
        ),
        Column(
            "完工时间",
            "finished_at",
            Kind.DATETIME,
            width=17,
            example="2026-11-21 16:30",
            help="做完的时间，不早于报修时间；回访由此起算，没有完工的不填。",
            synonyms="完工日期 完成时间 竣工时间 交车时间 结算时间 出厂时间 完成日期",
            kept=Keeping.HAPPENED,
        ),
        _due("下次保养日期", "next_maintenance_on", "下次保养到期 下次保养时间"),
        _due("车辆保险到期日", "car_insured_until", "车险到期日"),
        _paper("委托书", "order_paper", "W2611-001", "委托书编号 维修委托书"),
        _paper("接车单", "intake_paper", "J2611-001", "接车单号 接车单编号"),
        _paper("结算单", "invoice_paper", "S2611-001", "结算单号 结算单编号"),
        Column("备注", "notes", width=24, synonyms="说明 附注"),
    ),
    unique=("service_no",),
    about="每次服务一行。完工以后填写完工时间，才会列入回访。",
    same_by=("customer_no", "plate", "reported_at", "content"),
    tells=Telling(
        (
            clause("{service_type}单 {service_no}", "服务单 {service_no}"),
            clause("：{finished_at}", "：{reported_at} 报修", cut=1),
            clause(" {content}", cut=5, shortest=8),
            clause("，{served_by}", cut=2),
            clause("，{plate}", cut=1),
        ),
        thing="plate",
    ),
)

TABLES = (SERVICES,)

"""服务单.xlsx: repairs, maintenance and other services that were done for customers."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "服务单.xlsx"

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
        ),
        Column("客户编号", "customer_no", Kind.CODE, required=True, width=11, example="K0001"),
        Column("车牌号", "plate", Kind.CODE, width=12, example="京A00001", help="车辆服务才填。"),
        Column("服务类型", "service_type", Kind.CHOICE, options="服务类型", width=10, example="维修"),
        Column("报修时间", "reported_at", Kind.DATETIME, width=17, example="2026-11-21 09:05", help="客户报修的时间。"),
        Column("服务内容", "content", width=30, example="更换水泵"),
        Column("服务人员", "served_by", width=14, example="张师傅", help="有几个人的，用顿号隔开。"),
        Column(
            "完工时间",
            "finished_at",
            Kind.DATETIME,
            width=17,
            example="2026-11-21 16:30",
            help="做完的时间，不早于报修时间；回访由此起算，没有完工的不填。",
        ),
        Column("备注", "notes", width=24),
    ),
    unique=("service_no",),
    about="每次服务一行。完工以后填写完工时间，才会列入回访。",
)

TABLES = (SERVICES,)

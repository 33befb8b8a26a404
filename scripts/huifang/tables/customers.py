"""客户资料库.xlsx: the approved list of customers and their contacts."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "客户资料库.xlsx"


def _where_used(header: str, key: str, help_text: str, example: str = "2026-11-01") -> Column:
    """A day that only some regulations ask for."""
    return Column(header, key, Kind.DATE, optional=True, where_used=True, width=13, example=example, help=help_text)


CUSTOMERS = Table(
    "客户",
    WORKBOOK,
    "客户名单",
    (
        Column(
            "客户编号",
            "customer_no",
            Kind.CODE,
            required=True,
            width=11,
            example="K0001",
            help="每个客户一个，不要重复。",
        ),
        Column("客户名称", "customer_name", required=True, width=26, example="永安五金商行"),
        Column(
            "客户类别", "customer_class", Kind.CHOICE, required=True, options="客户类别", width=11, example="普通客户"
        ),
        Column("业务员", "agent", Kind.PERSON, required=True, width=10, example="A01", help="工号，或不重名的姓名。"),
        Column("联系人", "contact", width=10, example="王女士"),
        Column(
            "电话",
            "phone",
            Kind.PHONE,
            required=True,
            width=15,
            example="13800000001",
            help="手机、带区号的座机或 400/800 号码。",
        ),
        Column("地址", "address", width=24, example="城东区建设路 1 号"),
        Column("区域", "region", width=10, example="城东"),
        Column(
            "审核状态",
            "review_status",
            Kind.CHOICE,
            required=True,
            options="审核状态",
            width=10,
            example="已审核",
            help="只有“已审核”的客户列入回访。",
        ),
        Column("审核人", "reviewed_by", Kind.PERSON, width=10, example="C01"),
        Column("审核日期", "reviewed_on", Kind.DATE, width=12, example="2026-11-01", help="第一次回访从这一天起算。"),
        Column("首次登记日期", "registered_on", Kind.DATE, width=13, example="2026-10-28"),
        Column("勿扰时段", "quiet_hours", Kind.SPANS, width=14, example="12:00-14:00", help="客户不愿接电话的时段。"),
        Column("标签", "tags", width=12, example="老客户"),
        Column("重点标记", "major_mark", Kind.CHOICE, options="重点标记", width=10, example="重点"),
        Column("消费特点", "habits", width=22, example="每季度集中采购"),
        Column("备注", "notes", width=24),
        _where_used("体验日期", "experienced_on", "客户体验的日期，体验后的回访从这一天起算。"),
        _where_used("开通日期", "opened_on", "开始使用服务的日期。"),
        _where_used("到期日", "expires_on", "服务的最后一天，不早于开通日期。", "2027-10-31"),
        _where_used("最近服务日期", "last_served_on", "最近一次来店或上门服务的日期。"),
        _where_used("保养到期日", "maintenance_due_on", "下一次保养应在这一天之前。", "2027-05-01"),
        _where_used("保险到期日", "insurance_due_on", "保险的最后一天。", "2027-08-31"),
    ),
    unique=("customer_no",),
    about="每个客户一行。名单经审核后才列入回访；不再回访的客户把审核状态改为“停用”，不要删除。",
)

CONTACTS = Table(
    "联系人",
    WORKBOOK,
    "客户联系人",
    (
        Column("客户编号", "customer_no", Kind.CODE, required=True, width=11, example="K0001"),
        Column("联系角色", "contact_role", Kind.CHOICE, required=True, options="联系角色", width=11, example="负责人"),
        Column("姓名", "name", required=True, width=10, example="王芳"),
        Column("部门", "department", width=12, example="采购部"),
        Column("职务", "position", width=12, example="经理"),
        Column("年龄", "age", Kind.INTEGER, width=8, example="40", low=16, high=120),
        Column("电话", "phone", Kind.PHONE, required=True, width=15, example="13800000002"),
        Column("邮箱", "email", width=24, example="wangfang@example.com"),
        Column("微信或QQ", "messenger", width=16),
    ),
    about="一个客户有几位联系人时，每人一行。",
)

TABLES = (CUSTOMERS, CONTACTS)

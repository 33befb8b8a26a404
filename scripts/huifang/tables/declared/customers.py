"""客户资料库.xlsx: the approved list of customers and their contacts."""

from huifang.tables.model import Column, Keeping, Kind, Table, Telling, clause

WORKBOOK = "客户资料库.xlsx"


def _where_used(header: str, key: str, help_text: str, example: str = "2026-11-01", **more: str | bool) -> Column:
    """A day that only some regulations ask for, and that moves on."""
    shown = {"example": example, "help": help_text, **more}
    return Column(header, key, Kind.DATE, optional=True, where_used=True, width=13, kept=Keeping.STANDS, **shown)  # type: ignore[arg-type]


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
            synonyms="客户号 客户代码 客户编码 客户ID 客户序号 会员号 会员编号 卡号 户号 编号",
        ),
        Column(
            "客户名称",
            "customer_name",
            required=True,
            width=26,
            example="永安五金商行",
            synonyms="客户 客户姓名 单位 单位名称 公司 公司名称 企业名称 客户单位 店名 商户名称 业主 业主姓名 "
            "车主 车主姓名 用户名称 名称 姓名",
        ),
        Column(
            "客户类别",
            "customer_class",
            Kind.CHOICE,
            required=True,
            options="客户类别",
            width=11,
            example="普通客户",
            synonyms="类别 客户分类 客户等级 客户级别 客户类型 等级 级别 分类",
            kept=Keeping.STANDS,
        ),
        Column(
            "业务员",
            "agent",
            Kind.PERSON,
            required=True,
            width=10,
            example="A01",
            help="工号，或不重名的姓名。",
            synonyms="销售 销售员 销售人员 销售代表 负责人 跟进人 归属人 客户经理 业务 业务人员 业务经理 "
            "业务代表 经办人 专员",
            kept=Keeping.STANDS,
        ),
        Column("联系人", "contact", width=10, example="王女士", synonyms="联系人姓名 联络人 对接人 姓名"),
        Column(
            "电话",
            "phone",
            Kind.PHONE,
            required=True,
            width=15,
            example="13800000001",
            help="手机、带区号的座机或 400/800 号码。",
            synonyms="手机 手机号 手机号码 联系电话 电话号码 联系方式 联络电话 座机 固定电话 固话 "
            "电话1 TEL 联系手机 移动电话",
        ),
        Column(
            "地址",
            "address",
            width=24,
            example="城东区建设路 1 号",
            synonyms="联系地址 客户地址 公司地址 单位地址 详细地址 通讯地址 住址 地点",
        ),
        Column(
            "区域",
            "region",
            width=10,
            example="城东",
            synonyms="地区 所在地区 所属区域 片区 所在区域 城市",
            kept=Keeping.STANDS,
        ),
        Column(
            "审核状态",
            "review_status",
            Kind.CHOICE,
            required=True,
            options="审核状态",
            width=10,
            example="已审核",
            help="只有“已审核”的客户列入回访。",
            synonyms="审核 审批状态",
            kept=Keeping.STANDS,
        ),
        Column("审核人", "reviewed_by", Kind.PERSON, width=10, example="C01", synonyms="审批人 批准人"),
        Column(
            "审核日期",
            "reviewed_on",
            Kind.DATE,
            width=12,
            example="2026-11-01",
            help="第一次回访从这一天起算。",
            synonyms="审批日期 批准日期 审核时间",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "首次登记日期",
            "registered_on",
            Kind.DATE,
            width=13,
            example="2026-10-28",
            synonyms="登记日期 建档日期 录入日期 创建日期 登记时间 建档时间 首次登记 开户日期 入会日期",
        ),
        Column(
            "勿扰时段",
            "quiet_hours",
            Kind.SPANS,
            width=14,
            example="12:00-14:00",
            help="客户不愿接电话的时段。",
            synonyms="免打扰时段 勿扰时间 免打扰 勿扰",
        ),
        Column("标签", "tags", width=12, example="老客户", synonyms="客户标签"),
        Column(
            "重点标记",
            "major_mark",
            Kind.CHOICE,
            options="重点标记",
            width=10,
            example="重点",
            synonyms="重点客户 重点 是否重点",
        ),
        Column("消费特点", "habits", width=22, example="每季度集中采购", synonyms="消费习惯 购买特点 消费特征"),
        Column("备注", "notes", width=24, synonyms="备注信息 说明 附注 备考"),
        Column(
            "回访目的",
            "purpose",
            optional=True,
            where_used=True,
            width=22,
            example="了解新设备的使用情况",
            help="回访这位客户想达到什么；排计划时写进回访表。",
            synonyms="拜访目的 走访目的",
        ),
        _where_used(
            "体验日期", "experienced_on", "客户体验的日期，体验后的回访从这一天起算。", synonyms="体验时间 试用日期"
        ),
        _where_used("开通日期", "opened_on", "开始使用服务的日期。", synonyms="开通时间 开始日期 启用日期 签约日期"),
        _where_used(
            "到期日",
            "expires_on",
            "服务的最后一天，不早于开通日期。",
            "2027-10-31",
            ahead=True,
            synonyms="到期日期 到期时间 截止日期 服务到期日 合同到期日",
        ),
        _where_used(
            "最近服务日期",
            "last_served_on",
            "最近一次来店或上门服务的日期。",
            synonyms="最近来店日期 上次服务日期 上次来店日期 最后服务日期 最近维修日期",
        ),
        _where_used(
            "保养到期日",
            "maintenance_due_on",
            "下一次保养应在这一天之前。",
            "2027-05-01",
            ahead=True,
            synonyms="保养到期 下次保养日期 保养到期日期",
        ),
        _where_used(
            "保险到期日",
            "insurance_due_on",
            "保险的最后一天。",
            "2027-08-31",
            ahead=True,
            synonyms="保险到期 保险到期日期 保险截止日期 交强险到期日",
        ),
    ),
    unique=("customer_no",),
    about="每个客户一行。名单经审核后才列入回访；不再回访的客户把审核状态改为“停用”，不要删除。",
    same_by=("customer_name", "phone"),
    alike_by=("phone", "customer_name"),
    tells=Telling((clause("{counted} {counted_on}"), clause("，{thing}"))),
)

CONTACTS = Table(
    "联系人",
    WORKBOOK,
    "客户联系人",
    (
        Column(
            "客户编号",
            "customer_no",
            Kind.CODE,
            required=True,
            width=11,
            example="K0001",
            synonyms="客户号 客户代码 客户编码",
        ),
        Column(
            "联系角色",
            "contact_role",
            Kind.CHOICE,
            required=True,
            options="联系角色",
            width=11,
            example="负责人",
            synonyms="角色 联系人角色 联系人类型",
        ),
        Column("姓名", "name", required=True, width=10, example="王芳", synonyms="联系人 联系人姓名 名字"),
        Column("部门", "department", width=12, example="采购部", synonyms="所在部门 科室"),
        Column("职务", "position", width=12, example="经理", synonyms="职位 岗位 头衔"),
        Column("年龄", "age", Kind.INTEGER, width=8, example="40", low=16, high=120),
        Column(
            "电话",
            "phone",
            Kind.PHONE,
            required=True,
            width=15,
            example="13800000002",
            synonyms="手机 手机号 手机号码 联系电话 电话号码 联系方式 座机 固定电话",
        ),
        Column(
            "邮箱",
            "email",
            width=24,
            example="wangfang@example.com",
            synonyms="电子邮箱 邮箱地址 邮件 电子邮件 EMAIL E-MAIL MAIL",
        ),
        Column("微信或QQ", "messenger", width=16, synonyms="微信 QQ 微信号 QQ号 微信/QQ"),
    ),
    about="一个客户有几位联系人时，每人一行。",
    same_by=("customer_no", "contact_role", "name"),
)

TABLES = (CUSTOMERS, CONTACTS)

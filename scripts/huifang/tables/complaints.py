"""投诉登记表.xlsx: every complaint from its receipt to its closing, one row each."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "投诉登记表.xlsx"


def _moment(
    header: str, key: str, help_text: str = "", example: str = "2026-11-21 09:05", synonyms: str = ""
) -> Column:
    """A day and time, which the clocks of a complaint run by."""
    return Column(header, key, Kind.DATETIME, width=17, example=example, help=help_text, synonyms=synonyms)


COMPLAINTS = Table(
    "投诉",
    WORKBOOK,
    "投诉登记表",
    (
        Column(
            "投诉编号",
            "complaint_no",
            Kind.CODE,
            required=True,
            width=13,
            example="T2611-001",
            help="每件投诉一个，不要重复。",
            synonyms="投诉单号 投诉号 编号 单号",
        ),
        Column(
            "接收时间",
            "received_at",
            Kind.DATETIME,
            required=True,
            width=17,
            example="2026-11-21 09:05",
            help="投诉到达的日期和时间，各个时限由此起算。",
            synonyms="投诉时间 接诉时间 受理时间 投诉日期 接收日期 登记时间",
        ),
        Column(
            "渠道",
            "channel",
            Kind.CHOICE,
            options="投诉渠道",
            width=9,
            example="电话",
            synonyms="投诉渠道 投诉方式 来源 受理渠道",
        ),
        Column("投诉人", "complainant", width=10, example="王女士", synonyms="投诉人姓名 客户姓名 客户 姓名"),
        Column(
            "联系方式",
            "contact_details",
            width=15,
            example="13800000001",
            help="电话、邮箱或微信，能找到本人即可。",
            synonyms="联系电话 电话 手机 手机号 投诉人电话",
        ),
        Column("地址", "address", width=18, example="城东区建设路 1 号", synonyms="联系地址 住址"),
        Column(
            "客户编号",
            "customer_no",
            Kind.CODE,
            width=11,
            example="K0001",
            help="客户资料库里的编号；投诉人不在客户资料库里的，不填。",
            synonyms="客户号 客户代码 客户编码",
        ),
        Column(
            "投诉对象",
            "complained_of",
            width=14,
            example="送货服务",
            help="投诉针对的部门、人员、产品或服务。",
            synonyms="被投诉对象 被投诉人 被投诉部门",
        ),
        Column(
            "投诉类别",
            "category",
            Kind.CHOICE,
            options="投诉类别",
            width=11,
            example="服务",
            synonyms="类别 投诉类型 投诉分类",
        ),
        Column(
            "投诉内容",
            "content",
            required=True,
            width=30,
            example="约好周五送货，周日才到",
            help="照投诉人的话写。",
            synonyms="内容 投诉事项 投诉事由 投诉描述",
        ),
        Column("诉求", "demand", width=18, example="退还运费", synonyms="客户诉求 投诉诉求 客户要求"),
        Column(
            "严重程度",
            "severity",
            Kind.CHOICE,
            options="严重程度",
            width=9,
            example="一般",
            help="重大投诉须立即上报。",
            synonyms="投诉等级 等级 严重性",
        ),
        Column(
            "首问责任人",
            "first_asked",
            Kind.PERSON,
            width=11,
            example="A01",
            help="最先接到投诉的人，工号或姓名；负责到底，不要改成别人。",
        ),
        _moment("受理告知时间", "accepted_told_at", "告诉投诉人已经受理的时间。", "2026-11-21 09:10"),
        _moment("开始处理时间", "started_at", "动手处理的时间。", "2026-11-21 09:12"),
        _moment("首次响应时间", "responded_at", "第一次答复投诉人的时间。", "2026-11-21 09:30"),
        Column("是否成立", "upheld", Kind.CHOICE, options="是否成立", width=9, example="成立"),
        Column("责任部门", "department", options="责任部门", width=11, example="物流部", synonyms="处理部门 承办部门"),
        Column(
            "责任人",
            "responsible",
            Kind.PERSON,
            width=9,
            example="A02",
            help="对这件投诉负责的人，工号或姓名；查明以前不填，由首问责任人负责。",
            synonyms="责任人员",
        ),
        _moment("分派时间", "assigned_at", "交给责任部门的时间。", "2026-11-21 10:00"),
        _moment("调查完成时间", "investigated_at", "", "2026-11-21 16:00"),
        Column("原因", "cause", width=20, example="司机排班遗漏", synonyms="投诉原因 原因分析"),
        Column("调查结论", "conclusion", width=20, example="情况属实"),
        Column("证据", "evidence", width=16, example="送货单照片", help="证据的名称或存放的位置。"),
        Column("处理方案", "remedy", width=20, example="道歉并退还运费", synonyms="解决方案 处理办法"),
        Column("方案类型", "remedy_kind", Kind.CHOICE, options="方案类型", width=10, example="退款"),
        Column("补偿金额(元)", "compensation_yuan", Kind.NUMBER, width=14, example="50", low=0, high=100_000_000),
        Column("批准人", "approved_by", Kind.PERSON, width=9, example="B01", help="选定处理方案的人，工号或姓名。"),
        _moment("批准时间", "approved_at", "", "2026-11-21 16:30"),
        _moment("执行完成时间", "carried_out_at", "处理方案全部做完的时间，不早于接收时间。", "2026-11-22 11:00"),
        Column("处理结果", "outcome", width=20, example="运费已退还", synonyms="处理情况 结果"),
        _moment("进度告知时间", "progress_told_at", "处理期间告诉投诉人进展的时间。", "2026-11-21 16:40"),
        _moment("告知客户时间", "outcome_told_at", "把处理结果告诉投诉人的时间。", "2026-11-22 11:20"),
        Column(
            "客户反馈",
            "reaction",
            options="客户反馈",
            width=16,
            example="满意",
            help="投诉人听到结果以后怎么说，写明满意还是不满意。不满意的要重新办理；再次告知后，改写新的告知客户时间和反馈。",
        ),
        _moment("回访时间", "revisited_at", "处理以后回访投诉人的时间。", "2026-11-24 10:00"),
        Column("回访满意度", "revisit_satisfaction", Kind.CHOICE, options="满意度", width=11, example="满意"),
        Column("致谢人", "thanked_by", Kind.PERSON, width=9, example="B01", help="向投诉人致谢的负责人。"),
        Column("处罚意见", "punishment", width=18, example="批评教育", help="对责任人的处理意见。"),
        _moment(
            "关闭时间",
            "closed_at",
            "投诉办结的时间，不早于接收时间。",
            "2026-11-24 10:30",
            synonyms="办结时间 结案时间 办结日期 结案日期",
        ),
        Column("关闭说明", "closing_note", width=18, help="投诉人没有表示满意而办结的，在这里写明理由。"),
        Column(
            "归档号",
            "file_no",
            Kind.CODE,
            width=13,
            example="2026-11-001",
            help="关闭时编号：年、月、当月的序号。",
        ),
    ),
    unique=("complaint_no", "file_no"),
    about="每件投诉一行，接到投诉当时登记，办到哪一步就填到哪一格。",
    same_by=("received_at", "complainant", "content"),
)

TABLES = (COMPLAINTS,)
#: The moments that come after the receipt, by key.
LATER = tuple(c.key for c in COMPLAINTS.columns if c.kind is Kind.DATETIME and c.key != "received_at")

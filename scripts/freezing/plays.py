"""What each regulation needs: rules, rows of its registers, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from freezing.house import CUSTOMERS, MONTH, OWNERS, RULES, TEN_DAYS, WEEK, Row, Times, day, moment


@dataclass(frozen=True)
class Play:
    """One preset's office: its customers' class and further cells, what is typed into its registers when, and extras.

    ``extras`` among: import, cache, decline, settle, arrival, sheet-withdrawn, plan-withdrawn, next-plan-withdrawn,
    zip, eml, container, ledger, run; rules: 制度 changes in mid-period (else 人员); pending: a 更正单 waits in
    发件箱, not signed. ``roles``: whose role (by 工号) is another than usual.
    """

    times: Times
    customer_class: str
    extras: frozenset[str] = frozenset()
    customers: Mapping[str, Row] = field(default_factory=dict)
    at_start: Sequence[tuple[str, str, Sequence[Row]]] = ()
    later: Sequence[tuple[str, str, Sequence[Row]]] = ()
    category: str = "服务"
    told_unhappy: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)


def services(*days: tuple[str, str], start: int = 1, kind: str = "维修", by: str = "张师傅") -> list[Row]:
    """Finished work: customer and day."""
    return [
        {
            "服务单号": f"F{n:03d}", "客户编号": no, "车牌号": f"测A{n:05d}", "服务类型": kind,
            "报修时间": moment(f"{on} 09:00"),
            "服务内容": "更换零件", "服务人员": by, "完工时间": moment(f"{on} 16:00"),
        }
        for n, (no, on) in enumerate(days, start=start)
    ]  # fmt: skip


def events(kind: str, column: str, *rows: tuple[str, str, str], start: int = 1) -> list[Row]:
    """What happened: customer, day and the value of the regulation's own column; its agent has written it down."""
    return [
        {"事件编号": f"J{n:03d}", "客户编号": no, "事件类型": kind, "时间": moment(f"{on} 10:00"),
         "经办人": OWNERS[no], column: value}
        for n, (no, on, value) in enumerate(rows, start=start)
    ]  # fmt: skip


def projects() -> list[Row]:
    """Switchgear in several stages; K0005's contracts are large."""
    roles = ("现场负责人", "配电室负责人", "用电管理负责人", "变电站联系人")
    phones = ("现场负责人电话", "配电室负责人电话", "负责人电话", "联系人电话")
    days = (
        ("K0001", "安装完成日期", "11-03", 80), ("K0002", "送电日期", "10-02", 50), ("K0003", "送电日期", "05-02", 60),
        ("K0004", "送电日期", "2025-10-20", 50), ("K0005", "送电日期", "10-04", 320), ("K0006", "送电日期",
         "10-03", 70),
        ("K0007", "送电日期", "05-03", 90), ("K0008", "送电日期", "2024-11-20", 40),
    )  # fmt: skip
    return [
        {
            "项目编号": f"P{n}", "工程名称": f"{n}号变电站", "客户编号": no, "产品型号": "KYN28", "产品数量": 4 + n,
            "合同额(万元)": worth, "发货日期": day("2023-09-01"), header: day(on),
            **{role: f"{role[:2]}{n}号" for role in roles},
            **{phone: f"1390{at}00000{n}" for at, phone in enumerate(phones)},
        }
        for n, (no, header, on, worth) in enumerate(days, start=1)
    ]  # fmt: skip


SLIPS = (
    {"反馈单号": "X2611-901", "来源": "来信", "客户编号": "K0004", "反馈类型": "建议", "内容": "希望附中文图纸",
     "责任部门": "技术部", "发出日期": day("11-03"), "回复期限": day("11-06"), "处理结果": "下批起附上",
     "处理完成日期": day("11-05")},
    {"反馈单号": "X2611-902", "来源": "电话", "客户编号": "K0005", "反馈类型": "故障", "内容": "开关偶尔跳闸",
     "责任部门": "技术部", "区域负责人": "A01", "发出日期": day("11-04"), "回复期限": day("11-09")},
)  # fmt: skip
LEADS = (
    {"反馈单号": "X2611-903", "来源": "电话", "客户编号": "K0006", "反馈类型": "销售机会", "内容": "想增购终端",
     "区域负责人": "A02", "发出日期": day("11-04"), "咨询问题": "能否分期", "意向程度": "高",
     "预计合作时间": day("12-20")},
    {"反馈单号": "X2611-904", "来源": "电话", "客户编号": "K0008", "反馈类型": "咨询", "内容": "怎样改密码",
     "发出日期": day("11-03"), "处理结果": "已说明", "处理完成日期": day("11-03")},
)  # fmt: skip
MEASURES = (
    {"措施编号": "C1", "来源": "X2611-901", "类别": "建议", "评审部门": "品质部", "措施": "图纸改为中文",
     "负责人": "A01",
     "期限": day("11-20"), "完成日期": day("11-18"), "验证人": "B01", "验证结果": "有效"},
    {"措施编号": "C2", "来源": "X2611-902", "类别": "产品质量", "评审部门": "开关公司", "措施": "更换机构",
     "负责人": "A02",
     "期限": day("11-30")},
)  # fmt: skip
SURVEY = (
    {"调查编号": "D1", "客户编号": "K0002", "调查日期": day("11-02"), "调查项目": "保洁", "评价": "不满意",
     "意见": "打扫不及时", "整改完成日期": day("11-04")},
    {"调查编号": "D2", "客户编号": "K0008", "调查日期": day("11-02"), "调查项目": "安保", "评价": "满意"},
    {"调查编号": "D3", "客户编号": "K0006", "调查日期": day("11-02"), "调查项目": "绿化", "评价": "非常不满意"},
)  # fmt: skip
ROLES = ("前台", "客房部")
CONTACTS = [
    {"客户编号": no, "联系角色": role, "姓名": f"{role}{no[-1]}号", "部门": role, "职务": "主管",
     "电话": f"1370{at}000{no[-3:]}"}
    for no in OWNERS
    for at, role in enumerate(ROLES)
]  # fmt: skip
CAME = [("K0001", "11-02"), ("K0002", "11-02"), ("K0003", "11-03"), ("K0006", "11-03"), ("K0007", "11-02")]
CARS = {"K0008": {"客户类别": "一般客户"}}
ROUND = (
    {"起": day("11-16"), "止": day("11-17"), "区域": "新湖镇", "内容": "冬季管理"},
    {"起": day("11-17"), "止": day("11-18"), "区域": "英俊镇", "内容": "冬季管理"},
)  # fmt: skip
LEFT = [("K0001", "11-16"), ("K0002", "11-16"), ("K0003", "11-16"), ("K0006", "11-16"), ("K0007", "11-16")]
ILL = {"K0001": "普通", "K0002": "慢性病", "K0003": "普通", "K0006": "肿瘤", "K0007": "普通"}
NEXT_ROUND = ({"起": day("11-25"), "止": day("11-27"), "区域": "新湖镇，英俊镇", "内容": "备耕"},)
PLAYS: Mapping[str, Play] = {
    "service-desk": Play(
        MONTH, "大客户", frozenset({"next-plan-withdrawn"}),
        {no: {"审核日期": day("10-06"), "消费特点": "按季采购"} for no in OWNERS}
        | {"K0008": {"客户类别": "一般客户", "审核日期": day("08-10")}},
    ),
    "property": Play(
        MONTH, "业主", frozenset({"zip", "container", "settle", "rules"}), {"K0008": {"客户类别": "商户"}},
        (("服务单.xlsx", "服务单", services(*CAME)), ("意见调查.xlsx", "调查", SURVEY)),
        (("服务单.xlsx", "服务单", services(("K0004", "11-12"), start=20)),),
    ),
    "scenic-complaints": Play(MONTH, "游客", frozenset({"run", "rules"}), told_unhappy=True),
    "aftersales-monthly": Play(
        MONTH, "一般客户", frozenset({"sheet-withdrawn"}), {"K0005": {"客户类别": "特殊客户"}},
        (("服务单.xlsx", "服务单", services(*CAME, ("K0004", "07-15"), ("K0005", "07-20"), ("K0008", "08-28"))),),
        (("服务单.xlsx", "服务单", services(("K0008", "11-10"), start=20)),),
    ),
    "sales-ten-day": Play(
        TEN_DAYS, "普通客户", frozenset({"import", "decline", "arrival", "plan-withdrawn", "eml", "container",
            "ledger", "rules"}),
        {no: {"审核人": "C01", "审核日期": day("11-02")} for no in OWNERS} | {"K0005": {
            "客户类别": "大客户", "审核人": "C01", "审核日期": day("11-03"), "勿扰时段": "12:00-14:00",
            "标签": "老客户"}},
    ),
    "hotel-subscription": Play(
        MONTH, "常规客户", frozenset({"sheet-withdrawn", "pending"}),
        {no: {"开通日期": day("03-01"), "到期日": day("2027-08-31")} for no in OWNERS}
        | {"K0004": {"开通日期": day("11-03"), "到期日": day("2027-11-02")},
           "K0007": {"开通日期": day("2025-11-19"), "到期日": day("11-18")}},
        ((CUSTOMERS, "联系人", CONTACTS), ("信息反馈单.xlsx", "反馈", (*SLIPS, *LEADS)),
         ("信息反馈单.xlsx", "措施", MEASURES[:1])),
        (("信息反馈单.xlsx", "措施", MEASURES[1:]),), told_unhappy=True,
    ),
    "travel-complaints": Play(MONTH, "旅客", told_unhappy=True),
    "car-dealer": Play(
        MONTH, "VIP客户", frozenset({"run", "rules"}), CARS,
        (("服务单.xlsx", "服务单", services(*CAME, ("K0004", "11-03"), ("K0008", "11-03"))),),
        (("服务单.xlsx", "服务单", services(("K0005", "11-12"), start=20, kind="事故")),),
    ),
    "car-dealer-store": Play(
        MONTH, "VIP客户", frozenset({"decline"}), CARS,
        (("服务单.xlsx", "服务单", services(*CAME, ("K0004", "11-03"), ("K0008", "11-03"))),),
        (("服务单.xlsx", "服务单", services(("K0005", "11-12"), start=20)),),
    ),
    "experience-followup": Play(
        MONTH, "一般客户", frozenset({"arrival"}),
        {no: {"体验日期": day("11-02")} for no in OWNERS} | {"K0008": {"客户类别": "重点客户",
            "体验日期": day("11-12")}},
    ),
    "field-visit": Play(
        WEEK, "学员", frozenset({"plan-withdrawn"}),
        {no: {"区域": "新湖镇" if n % 2 else "英俊镇"} for n, no in enumerate(OWNERS, start=1)},
        ((RULES, "专项", ROUND),), ((RULES, "专项", NEXT_ROUND),),
    ),
    "equipment-lifecycle": Play(
        MONTH, "普通客户", frozenset({"eml", "rules"}), {},
        (("项目台账.xlsx", "台账", projects()), ("信息反馈单.xlsx", "反馈", SLIPS)),
        (("信息反馈单.xlsx", "措施", MEASURES),
         ("项目台账.xlsx", "台账", [{"项目编号": "P9", "工程名称": "9号变电站", "客户编号": "K0008",
             "安装完成日期": day("11-12"),
                                "现场负责人": "孙工", "现场负责人电话": "13900000009"}])),
    ),
    "complaint-basic": Play(MONTH, "客户", frozenset({"cache"})),
    "workshop-reminders": Play(
        MONTH, "车主", frozenset({"settle", "rules"}),
        {"K0004": {"保养到期日": day("11-16")}, "K0005": {"保险到期日": day("11-25"), "最近服务日期": day("04-20")},
         "K0008": {"保险到期日": day("12-20"), "保养到期日": day("12-12")}},
        (("服务单.xlsx", "服务单", services(*CAME, kind="保养")),),
        (("服务单.xlsx", "服务单", services(("K0008", "11-12"), start=20, kind="保养")),),
    ),
    "hospital-followup": Play(
        WEEK, "普通患者", frozenset({"settle"}), {"K0005": {"客户类别": "急难患者"}},
        (("事件登记.xlsx", "事件登记", events("出院", "病种", *((no, on, ILL[no]) for no, on in LEFT))),),
        (("事件登记.xlsx", "事件登记", events("出院", "病种", ("K0008", "11-18", "普通"), start=20)),),
    ),
    "property-households": Play(
        WEEK, "业主", frozenset({"run"}), {"K0008": {"客户类别": "商户"}},
        (("服务单.xlsx", "服务单", services(*LEFT, by="A01")),),
        (("服务单.xlsx", "服务单", services(("K0008", "11-18"), start=20, by="A02")),),
        told_unhappy=True, roles={"A02": "管理处主任"},
    ),
    "appliance-service": Play(
        WEEK, "用户", frozenset({"zip"}), {},
        (("服务单.xlsx", "服务单", services(*LEFT)), ("信息反馈单.xlsx", "反馈", SLIPS)),
        (("服务单.xlsx", "服务单", services(("K0008", "11-18"), start=20)),), roles={"A01": "呼叫中心"},
    ),
    "insurance-cooling-off": Play(
        WEEK, "投保人", frozenset({"arrival"}), {},
        (("事件登记.xlsx", "事件登记", events("签收保单", "保险期间", *((no, on, "一年以上") for no, on in LEFT))),),
        (("事件登记.xlsx", "事件登记", events("签收保单", "保险期间", ("K0008", "11-18", "一年以内"), start=20)),),
    ),
    "gas-repair": Play(
        WEEK, "居民用户", frozenset({"eml"}), {"K0008": {"客户类别": "商业用户"}},
        (("服务单.xlsx", "服务单", services(*LEFT, kind="漏气")),),
        (("服务单.xlsx", "服务单", services(("K0008", "11-18"), start=20)),),
        told_unhappy=True, roles={"A01": "服务台"},
    ),
}  # fmt: skip


def complaint(number: int, customer: str, received: str, **cells: Any) -> Row:
    """A complaint as it is first written down."""
    return {
        "投诉编号": f"T2611-{number:03d}", "接收时间": received, "渠道": "电话", "投诉人": "王女士",
        "联系方式": "13800000001", "地址": "建设路 1 号", "客户编号": customer, "投诉对象": "客服部",
        "投诉内容": "约好的时间没有人来", "诉求": "尽快处理", "严重程度": "一般",
        "首问责任人": OWNERS[customer], **cells,
    }  # fmt: skip


HANDLED: Row = {
    "受理告知时间": "11-02 09:10", "开始处理时间": "11-02 09:08", "首次响应时间": "11-02 09:20", "是否成立": "成立",
    "责任部门": "客服部", "责任人": "A02", "分派时间": "11-02 10:00", "调查完成时间": "11-02 15:00", "原因": "排班漏单",
    "调查结论": "属实", "证据": "派工记录", "处理方案": "道歉并优先安排", "方案类型": "道歉", "批准人": "B01",
    "批准时间": "11-02 16:00", "执行完成时间": "11-03 10:00", "处理结果": "已上门", "进度告知时间": "11-02 16:30",
    "告知客户时间": "11-03 11:00", "客户反馈": "满意",
}  # fmt: skip

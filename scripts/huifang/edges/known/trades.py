"""What made-up customers of a trade are called, bring along and complain of; every name and number is fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: What those say who only praise.
PRAISE = "表扬=不错，很好，挺好，有用，正常，感谢，谢谢"


@dataclass(frozen=True, kw_only=True)
class Trade:
    """A trade that a regulation is made for.

    ``name`` is the pattern of a customer's name: of a ``place`` and one of the ``kinds``, of ``who`` is to be reached,
    of the customer's ``number``, or ``house`` and ``room``. ``work`` are kinds and contents of services, done by
    ``worker``; ``wishes`` and ``grievances`` what is heard in calls, ``groups`` how that is grouped (选项 意见归类),
    ``stories`` what is complained of, with class, cause, remedy and its kind; ``plate`` the pattern of what stands on a
    car. ``examples`` are those of columns, by ``表.列``, for the guide of a workbook.
    """

    unit: str
    department: str = "客服部"
    name: str = "{place}{kind}"
    kinds: tuple[str, ...] = ("",)
    plate: str = ""
    habits: tuple[str, ...] = ("",)
    worker: str = "张师傅"
    work: tuple[tuple[str, str], ...] = (("维修", "更换老化的零件"), ("保养", "例行保养"))
    wishes: tuple[str, ...]
    groups: tuple[str, ...]
    grievances: tuple[str, ...]
    stories: tuple[tuple[str, str, str, str, str], ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> Mapping[str, str]:
        """The examples, and those that follow from what is heard."""
        heard = {
            "回访记录.客户意见或需求": self.wishes[1],
            "回访记录.上次回访": f"11-12 满意。{self.wishes[1]}｜答应 11-20 回话",
            "回访记录.不满意原因": self.grievances[0],
            "抽查.客户原话": self.wishes[1],
        }
        if self.stories:
            content, category, cause, remedy, kind = self.stories[0]
            heard |= {
                "投诉.投诉内容": content, "投诉.投诉类别": category, "投诉.原因": cause, "投诉.处理方案": remedy,
                "投诉.方案类型": kind, "投诉.诉求": remedy, "投诉.处理结果": "已经照办", "投诉.证据": "记录和照片",
                "投诉.投诉对象": "客服部", "投诉.责任部门": "客服部",
            }  # fmt: skip
        return {**heard, **self.examples}


def _named(name: str, contact: str = "王女士", measure: str = "", message: str = "", **more: str) -> dict[str, str]:
    """Examples of the columns that are about a customer."""
    given = {
        "回访记录.客户名称": name, "客户.客户名称": name, "回访记录.联系人": contact, "客户.联系人": contact,
        "抽查.联系人": contact, "回访记录.处理措施": measure, "回访记录.回访内容": message,
    }  # fmt: skip
    return {key: value for key, value in given.items() if value} | more


_CAR_STORIES = (
    ("修过的地方又响了", "服务", "底盘螺栓没有复紧", "免费返修", "维修"),
    ("换上的刹车片不合格", "产品", "配件批次有问题", "更换并致歉", "更换"),
    ("结算价比说好的高", "价格", "报价单没有更新", "退还多收的费用", "退款"),
    ("等了很久没有人接车", "服务", "接车台排班漏了", "当面说明并道歉", "道歉"),
)
CARS = Trade(
    unit="青禾汽车服务有限公司(样例)",
    department="服务部",
    name="{who}（{plate}）",
    plate="京A{number:05d}",
    habits=("每五千公里保养一次", "只在周末来店", "", "看重交车时间"),
    work=(("维修", "更换刹车片"), ("保养", "更换机油机滤"), ("维修", "检查异响并紧固"), ("事故", "修复左前门")),
    groups=(
        "修得不好=又响，又坏，返修，没修好，异响", "等得久=等，晚，慢，快一点", "价格=价格，结算，费用，收费，报价",
        "约保养=约，保养", "保险轮胎=保险，轮胎", "要发票=发票", PRAISE,
    ),  # fmt: skip
    wishes=("无", "想约周六保养", "希望提前告知价格", "需要开发票", "下月要办保险", "询问轮胎活动", "车开着不错"),
    grievances=("交车晚了两小时", "修过的地方又响了", "结算价和报价不一样", "等待答复时间太长"),
    stories=_CAR_STORIES,
    examples=_named(
        "王女士（京A00001）", measure="预约周六上午返修", message="维修单 F2611-001：更换水泵",
        **{"服务单.服务内容": "更换水泵", "服务单.车牌号": "京A00001", "投诉.投诉对象": "维修车间",
           "投诉.责任部门": "维修车间"},
    ),
)  # fmt: skip
PROPERTY = Trade(
    unit="青禾物业服务有限公司(样例)",
    name="{house}栋{room}室",
    habits=("白天家里没有人", "家有老人", "", "楼上是出租房"),
    work=(("维修", "疏通厨房下水"), ("维修", "更换入户门锁芯"), ("维修", "修门禁对讲"), ("维修", "更换楼道照明")),
    groups=(
        "修得慢=三天，等，慢，没人来", "修得不好=又漏，又坏，返修，没修好，没有清理", "收费=收费，费用，物业费",
        "施工噪声=施工，装修，吵，噪", "车位充电=车位，充电", "要发票=发票", PRAISE,
    ),  # fmt: skip
    wishes=("无", "希望晚上不要施工", "想装充电桩", "需要开发票", "下月要装修", "询问车位", "服务不错"),
    grievances=("报修等了三天", "修完没有清理现场", "收费说明写错", "等待答复时间太长"),
    stories=(
        ("约好的时间没有人来修", "服务", "排班时漏了这一单", "当天上门并道歉", "道歉"),
        ("修过的水管又漏了", "质量", "接头没有换新", "免费返修", "维修"),
        ("水费和抄表数不一样", "收费", "上月读数录错", "退还多收的费用", "退款"),
        ("楼上装修夜里吵", "服务", "没有巡查到", "当面说明并道歉", "道歉"),
    ),
    examples=_named(
        "3栋502室", measure="明天上午重新疏通", message="维修单 F2611-001：疏通厨房下水",
        **{"服务单.服务内容": "疏通厨房下水", "投诉.投诉对象": "工程部", "投诉.责任部门": "工程部",
           "投诉.地址": "3栋502室", "客户.地址": "3栋502室", "客户.消费特点": "白天家里没有人"},
    ),
)  # fmt: skip
HOTEL = Trade(
    unit="青禾酒店软件有限公司(样例)",
    kinds=("大酒店", "宾馆", "商务酒店", "度假酒店", "快捷酒店", "假日酒店", "会议中心", "客栈", "国际酒店"),
    habits=("客房部晚上才有空", "前台三班倒", "", "正在装修二号楼"),
    groups=(
        "后台问题=打不开，报表，卡", "终端问题=终端，掉线", "账单=账单，费用，价格", "答复慢=等待，等，慢",
        "续用=续用，续约", "新功能=新功能，功能", "要发票=发票", PRAISE,
    ),  # fmt: skip
    wishes=("无", "想增加两台终端", "希望后台加报表", "需要开发票", "下月续用", "询问新功能", "后台用着不错"),
    grievances=("后台报表打不开", "终端常掉线", "账单写错", "等待答复时间太长"),
    stories=(
        ("终端装好后常掉线", "产品", "网络参数填错", "上门重设", "维修"),
        ("客服两天没有回话", "服务", "交接时没有写明", "当面说明并道歉", "道歉"),
        ("合同价和报价不一样", "销售", "报价单没有更新", "退还多收的费用", "退款"),
        ("后台升级没有通知", "服务", "通知名单漏了", "补做培训", "解释"),
    ),
    examples=_named(
        "和平大酒店", "李经理（前台）", measure="远程重设终端", message="新增用户：管理后台用得怎样",
        **{"投诉.投诉对象": "技术部", "投诉.责任部门": "技术部", "反馈.内容": "希望后台加房态报表",
           "联系人.职务": "前台经理", "联系人.部门": "前厅部"},
    ),
)  # fmt: skip
SALES = Trade(
    unit="青禾商贸有限公司(样例)",
    department="销售部",
    kinds=(
        "五金商行", "建材经营部", "百货超市", "文具批发部", "水暖器材店", "电器行", "食品商行", "家具城", "汽配中心",
        "服装店", "茶叶行", "装饰工程部", "农资站", "灯具店", "包装材料厂",
    ),
    habits=("每季度集中采购", "常买促销品", "", "看重送货速度"),
    groups=(
        "送货=送货，发货，物流", "质量=质量，破损，坏", "要报价单=报价，价格表，价格", "新品=新品，新款",
        "促销=促销，活动，优惠", "补货=补货，备货", "开票=发票，开票", PRAISE,
    ),  # fmt: skip
    wishes=("无", "想了解新品价格", "希望送货快一点", "需要开发票", "下月准备补货", "询问促销活动", "产品用着不错"),
    grievances=("送货晚了两天", "有一箱外包装破损", "开票信息写错", "等待答复时间太长"),
    stories=(
        ("约好的时间没有人来", "服务", "排班时漏了这一单", "确认时间并道歉", "道歉"),
        ("修过的地方又坏了", "产品", "更换的零件不合格", "免费返修", "维修"),
        ("收费和说好的不一样", "价格", "报价单没有更新", "退还多收的费用", "退款"),
        ("等了很久没有人答复", "服务", "交接时没有写明", "当面说明并道歉", "道歉"),
    ),
    examples=_named("永安五金商行", measure="当天发送报价单", message="介绍冬季新品"),
)  # fmt: skip


def _guests(unit: str, stories: tuple[tuple[str, str, str, str, str], ...], department: str, place: str) -> Trade:
    """People who were somewhere for a day or two."""
    about = {"投诉.投诉对象": department, "投诉.责任部门": department, "投诉.地址": place}
    return Trade(
        unit=unit,
        name="{who}（{number:03d} 号团）" if "导游" in stories[0][0] else "{who}（{number:03d} 号票）",
        habits=("全家出游", "带着老人", "", "第一次来"),
        groups=(
            "结果=结果",
            "排队=排队，等",
            "讲解=讲解，导游",
            "指示牌=指示牌",
            "票价=票价，价格，费用",
            "要发票=发票",
            PRAISE,
        ),  # fmt: skip
        wishes=("无", "想知道结果", "希望多放指示牌", "需要开发票", "下次还来", "询问淡季价格", "讲解不错"),
        grievances=("排队太久", "讲解听不清", "票价说明写错", "等待答复时间太长"),
        stories=stories,
        examples=_named("王女士（001 号票）", measure="退还差价并致歉", message="告知投诉的处理结果", **about),
    )


SCENIC = _guests(
    "青禾风景区管理有限公司(样例)",
    (
        ("检票口排队没有人疏导", "服务", "高峰没有增派人手", "当面致歉", "道歉"),
        ("观光车座椅破损", "产品", "没有及时检修", "检修并致歉", "维修"),
        ("停车多收了费用", "价格", "收费牌没有更新", "退还多收的费用", "退款"),
        ("讲解员态度生硬", "服务", "没有按规范接待", "当面道歉", "道歉"),
    ),
    "游客中心", "东门检票口",
)  # fmt: skip
TRAVEL = _guests(
    "青禾旅行社有限公司(样例)",
    (
        ("导游少走了一个景点", "行程", "大巴晚到一小时", "退还门票并致歉", "退款"),
        ("酒店和合同上的不一样", "产品", "临时换了酒店", "补偿差价", "补偿"),
        ("加收了没有说明的费用", "价格", "报价单没有更新", "退还多收的费用", "退款"),
        ("客服没有回电话", "服务", "交接时没有写明", "当面说明并道歉", "道歉"),
    ),
    "导游部", "海南五日团",
)  # fmt: skip
EXPERIENCE = Trade(
    unit="青禾体验中心(样例)",
    name="{who}（会员 {number:04d}）",
    habits=("周末来体验", "关注新课程", "", "带孩子一起来"),
    groups=(
        "等得久=等",
        "器材=器材，设备",
        "约时间=约，晚上，开放",
        "课程价格=价格",
        "办会员=会员",
        "要发票=发票",
        PRAISE,
    ),  # fmt: skip
    wishes=("无", "想约第二次体验", "希望晚上也开放", "需要开发票", "准备办会员", "询问课程价格", "老师讲得不错"),
    grievances=("预约的时间等了半小时", "器材有一台坏了", "价格说明写错", "等待答复时间太长"),
    stories=(
        ("预约好了还要等", "服务", "排课时漏了这一位", "重新安排并道歉", "道歉"),
        ("体验的器材坏了", "产品", "没有及时检修", "检修并补一次体验", "更换"),
        ("价格和宣传的不一样", "价格", "宣传页没有更新", "退还多收的费用", "退款"),
        ("没有人讲解", "服务", "交接时没有写明", "当面说明并道歉", "道歉"),
    ),
    examples=_named("王女士（会员 0001）", measure="补约一次体验", message="体验后感觉怎样"),
)
FARMING = Trade(
    unit="青禾农民培训中心(样例)",
    name="{place}{who}{kind}",
    kinds=("果园", "家庭农场", "养殖场", "蔬菜大棚", "茶园"),
    habits=("种苹果二十亩", "刚开始养羊", "", "合作社社长"),
    groups=(
        "资料=资料，教材",
        "技术=技术，修剪，讲",
        "种苗=种苗，苗",
        "销路=收购，卖",
        "补贴=补贴",
        "扩大=扩大",
        PRAISE,
    ),  # fmt: skip
    wishes=("无", "想学修剪技术", "希望联系收购商", "需要种苗", "准备扩大棚", "询问补贴", "课程有用"),
    grievances=("资料没有寄到", "讲的和当地不合", "名单写错", "等待答复时间太长"),
    examples=_named("和平王女士果园", measure="下周带技术员来看", message="走访种植户，现场答疑"),
)
POWER = Trade(
    unit="青禾电气设备有限公司(样例)",
    kinds=("变电站", "供电所", "工业园", "钢铁厂", "水泥厂", "医院", "商业广场", "数据中心", "自来水厂"),
    habits=("停电窗口只有周日", "有备用电源", "", "夏季负荷高"),
    groups=(
        "设备故障=跳闸，故障，变形，异响", "图纸资料=图纸，资料", "备件=备件", "测温扩容=测温，扩容，改造",
        "保养=保养，检修", "答复慢=等待，等，慢", PRAISE,
    ),  # fmt: skip
    wishes=("无", "想要中文图纸", "希望增加测温", "需要备件清单", "准备扩容", "询问保养周期", "运行正常"),
    grievances=("开关偶尔跳闸", "柜门变形", "图纸和现场不符", "等待答复时间太长"),
    stories=(
        ("投运后开关偶尔跳闸", "产品", "保护定值没有复核", "现场复核定值", "维修"),
        ("安装人员没有交底", "服务", "交接时没有写明", "补做培训", "解释"),
        ("备件报价偏高", "价格", "报价单没有更新", "重新报价", "其他"),
        ("答复拖了一周", "服务", "排班时漏了这一单", "当面说明并道歉", "道歉"),
    ),
    examples=_named(
        "城东变电站", "刘工", measure="派人到现场复核定值", message="10kV 开关柜 KYN28-12，12 台：送电一个月",
        **{"反馈.内容": "开关偶尔跳闸", "反馈.责任部门": "技术部", "反馈.客户建议": "随货附上中文图纸"},
    ),
)  # fmt: skip
#: By the word under which a regulation names its trade.
TRADES: Mapping[str, Trade] = {
    "cars": CARS, "property": PROPERTY, "hotel": HOTEL, "sales": SALES, "scenic": SCENIC, "travel": TRAVEL,
    "experience": EXPERIENCE, "farming": FARMING, "power": POWER,
}  # fmt: skip

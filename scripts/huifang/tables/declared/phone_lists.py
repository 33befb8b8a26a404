"""话单: the calls of a telephone line, as its company or a switchboard lists them. Nobody fills it in."""

from huifang.tables.model import Column, Kind, Table

BEIJING, UTC = "北京时间", "UTC"
SECONDS, MINUTES = "秒", "分钟"
FIXED_OPTIONS = {"话单时区": (BEIJING, UTC), "时长单位": (SECONDS, MINUTES)}

PHONE_LIST = Table(
    "话单",
    "话单",
    "话单",
    (
        Column(
            "起始时间",
            "started_at",
            required=True,
            example="2026-11-23 09:30:05",
            synonyms="通话起始时间 通话开始时间 开始时间 呼叫时间 呼叫开始时间 通话时间 通信起始时间 主叫时间 拨打时间 "
            "timestart start start_stamp calldate calltime",
        ),
        Column(
            "通话日期", "day", example="2026-11-23", help="日期和时间分成两列的，这是日期。", synonyms="日期 呼叫日期"
        ),
        Column(
            "对方号码",
            "other",
            required=True,
            example="13800000001",
            synonyms="对方电话 对方电话号码 对端号码 对方号 被叫号码 被叫 呼叫号码 客户号码 对方手机号码 通话号码 "
            "callto dst destination_number destination calledno",
        ),
        Column(
            "通话时长",
            "talked",
            required=True,
            example="1分5秒",
            synonyms="通信时长 时长 通话时间长度 通话秒数 计费时长 通话时长(秒) 接通时长 "
            "talkduration talkduraction billsec 通话时长(分钟)",
        ),
        Column(
            "总时长",
            "whole",
            example="70",
            help="连响铃一起的时长。",
            synonyms="呼叫时长 callduration callduraction duration",
        ),
        Column(
            "本机号码",
            "line",
            example="13900000001",
            synonyms="主叫号码 主叫 分机 分机号 分机号码 坐席分机 本方号码 用户号码 业务号码 callfrom src "
            "caller_id_number source callerno",
        ),
        Column(
            "呼叫类型",
            "direction",
            example="主叫",
            synonyms="通信方式 通话类型 主被叫 呼叫方向 主叫类型 方向 主/被叫 type calltype direction",
        ),
        Column(
            "接通状态",
            "status",
            example="已接通",
            synonyms="状态 通话状态 呼叫结果 接听状态 是否接通 status disposition hangup_cause",
        ),
        Column(
            "业务员",
            "agent",
            Kind.PERSON,
            example="A01",
            help="整份话单都是一个人的，选这个人。",
            synonyms="坐席 坐席姓名 坐席工号 工号 员工 姓名",
        ),
        Column(
            "时区",
            "zone",
            Kind.CHOICE,
            options="话单时区",
            example=BEIJING,
            help="电话交换机的话单有时按 UTC 记，比北京时间早 8 小时。",
        ),
        Column(
            "时长单位",
            "unit",
            Kind.CHOICE,
            options="时长单位",
            example=SECONDS,
            help="时长只写数字的，是秒还是分钟；不选按秒算。",
        ),
        Column("查询起", "from_on", Kind.DATE, example="2026-11-01", help="这份话单是从哪一天查起的。"),
        Column("查询止", "until_on", Kind.DATE, example="2026-11-30", help="查到哪一天为止，含当天。"),
    ),
    about="运营商或电话交换机导出的通话清单，用来和回访记录对账。",
)
#: What is told of a list as a whole.
TOLD = ("agent", "zone", "unit", "from_on", "until_on")

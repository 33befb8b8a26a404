"""The sheets of 制度.xlsx about complaints: their clocks, who gets which class, what each step asks for."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "制度.xlsx"
#: What becomes of a row that is not as it has to be.
RETURNED, TOLD = "退回", "提醒"

LIMITS = Table(
    "投诉时限",
    WORKBOOK,
    "投诉时限",
    (
        Column("阶段", "stage", required=True, width=14, example="开始处理"),
        Column(
            "起算",
            "starts_with",
            required=True,
            width=16,
            example="接收时间",
            help="“投诉”表的一个时间列，填了就起算；写了“表”的，是那张表的列。",
        ),
        Column("时限", "amount", Kind.INTEGER, required=True, width=8, example="10", low=0, high=100_000),
        Column(
            "单位",
            "unit",
            Kind.CHOICE,
            required=True,
            options="时限单位",
            width=10,
            example="分钟",
            help="分钟、小时按钟点连续计算；工作分钟、工作小时只算上班时间；"
            "天算到那一天的 23:59，工作日算到下班，0 是当天。",
        ),
        Column(
            "完成",
            "done_with",
            required=True,
            width=16,
            example="开始处理时间",
            help="“投诉”表的一个时间列，填了就完成；写了“表”的，是那张表的列。",
        ),
        Column(
            "适用",
            "applies_to",
            width=12,
            example="全部",
            help="投诉：全部(不填也是)、一个严重程度或一个投诉类别。写“重大”的，一登记就告诉升级对象，不等超时。",
        ),
        Column(
            "升级对象",
            "escalate_to",
            width=16,
            example="主管",
            help="超时告诉谁：上级(负责人的上级)、一个角色或一个人；不填是上级。每再超过一个时限，再往上报一级。",
        ),
        Column("依据", "clause", width=40),
        Column(
            "条件列",
            "where",
            width=14,
            example="投诉.渠道",
            help="只有这一列符合条件值的投诉才有这个时限；有几列的用分号隔开。",
            optional=True,
        ),
        Column(
            "条件值",
            "where_values",
            width=14,
            example="电话，现场",
            help="可以写几个，用逗号隔开；“空”是没有填的，“非空”是填了的。",
            optional=True,
        ),
        Column(
            "表",
            "sheet",
            width=12,
            example="服务单",
            help="哪一张登记表的时限：服务单、反馈、事件登记、措施；不填是投诉。起算和完成是这张表的日期列或时间列。",
            optional=True,
        ),
        Column(
            "可延期",
            "extended_by",
            width=12,
            example="主管",
            help="谁可以同意延期：一个角色、一个人或上级(负责人的上级)；不填或写“否”是不能延期。"
            "延期登记到《人员》的“例外”，“止”是延到的那一天。",
            optional=True,
        ),
    ),
    about="本单位的制度没有规定投诉时限时，可以为空。",
)

DISPATCHES = Table(
    "投诉分派",
    WORKBOOK,
    "投诉分派",
    (
        Column("投诉类别", "category", required=True, width=14, example="服务"),
        Column("责任部门", "department", required=True, width=16, example="客服部"),
        Column(
            "部门负责人",
            "head",
            Kind.PERSON,
            width=12,
            example="B01",
            help="工号或姓名；不填是《人员》里这个部门的主管。",
        ),
        Column("依据", "clause", width=40),
    ),
    unique=("category",),
    about="哪一类投诉交给哪个部门；可以为空。",
    optional=True,
)

NEEDS = Table(
    "投诉要求",
    WORKBOOK,
    "办理要求",
    (
        Column(
            "办到",
            "done_with",
            required=True,
            width=16,
            example="执行完成时间",
            help="一列，填了就算办到这一步。投诉以外的表还可以写 列=值(几个值用 / 隔开)，几项用逗号隔开；"
            "写 列+次日 的，应填的日期最迟是那一天的次日(也可以写 +当日、+3天)。",
        ),
        Column(
            "应填",
            "asked",
            required=True,
            width=40,
            example="处理方案，批准人",
            help="办到这一步应当填好的列，用逗号隔开。",
        ),
        Column(
            "表",
            "sheet",
            width=12,
            example="回访记录",
            help="哪一张表的行，如 回访记录、服务单、事件登记；不填是投诉。",
            optional=True,
        ),
        Column(
            "适用",
            "applies_to",
            width=12,
            example="成立",
            help="投诉：全部(不填也是)、成立、不成立、一个严重程度或一个投诉类别。",
        ),
        Column("适用规则", "rules", width=12, example="R1", help="只看这些规则的回访，用逗号隔开。", optional=True),
        Column(
            "适用类别",
            "classes",
            width=12,
            example="重点客户",
            help="只看这些类别的客户，用逗号隔开；按客户资料里选的类别。",
            optional=True,
        ),
        Column(
            "不符时",
            "otherwise",
            Kind.CHOICE,
            options="不符时",
            width=8,
            example=RETURNED,
            help="回访记录：退回(不填也是)，这一行改好才入账；提醒，照样入账，只提示。登记表都是提醒。",
            optional=True,
        ),
        Column("依据", "clause", width=40),
    ),
    about="投诉、回访记录或登记表的一行办到哪一步，哪些格应当填好；可以为空。",
    optional=True,
)

TABLES = (LIMITS, DISPATCHES, NEEDS)

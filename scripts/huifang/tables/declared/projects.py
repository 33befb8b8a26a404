"""项目台账.xlsx: equipment projects with the dates that their revisits count from."""

from huifang.tables.model import Column, Keeping, Kind, Table, Telling, clause

WORKBOOK = "项目台账.xlsx"


def _contact(name_header: str, name_key: str, phone_header: str, phone_key: str, name: str) -> tuple[Column, Column]:
    """Somebody at the customer's, and the telephone."""
    calls = f"{name_header}手机 {name_header}联系电话"
    if phone_header != f"{name_header}电话":
        calls += f" {name_header}电话"
    return (
        Column(name_header, name_key, width=14, example=name, synonyms=f"{name_header}姓名"),
        Column(phone_header, phone_key, Kind.PHONE, width=16, example="13800000001", synonyms=calls),
    )


PROJECTS = Table(
    "台账",
    WORKBOOK,
    "项目台账",
    (
        Column(
            "项目编号",
            "project_no",
            Kind.CODE,
            required=True,
            width=12,
            example="P2026-01",
            help="每个项目一个，不要重复。",
            synonyms="工程编号 项目号 合同编号 合同号 编号",
        ),
        Column(
            "工程名称", "project_name", required=True, width=24, example="城东变电站改造", synonyms="项目名称 工程 项目"
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
        Column("产品型号", "model", width=14, example="KYN28-12", synonyms="型号 设备型号 规格型号 产品规格"),
        Column(
            "产品数量",
            "quantity",
            Kind.NUMBER,
            width=9,
            example="12",
            low=0,
            high=1_000_000,
            synonyms="数量 台数 设备数量 数量(台) 台数(台)",
        ),
        Column(
            "合同额(万元)",
            "contract_wan_yuan",
            Kind.NUMBER,
            width=13,
            example="120",
            low=0,
            high=10_000_000,
            help="单位是万元：三百万元填 300。",
            synonyms="合同额万元 合同金额(万元) 合同总额(万元) 合同价(万元) 金额(万元) 合同额/万元",
        ),
        Column(
            "发货日期",
            "shipped_on",
            Kind.DATE,
            width=12,
            example="2026-09-10",
            synonyms="发货时间 出厂日期 发运日期",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "安装完成日期",
            "installed_on",
            Kind.DATE,
            width=12,
            example="2026-10-20",
            help="送电前的回访由此起算。",
            synonyms="安装日期 安装完成时间 安装完工日期 安装竣工日期",
            kept=Keeping.HAPPENED,
        ),
        Column(
            "送电日期",
            "powered_on",
            Kind.DATE,
            width=12,
            example="2026-11-05",
            help="不早于发货日期和安装完成日期；送电以后的各次回访由此起算。",
            synonyms="送电时间 通电日期 投运日期 通电时间",
            kept=Keeping.HAPPENED,
        ),
        *_contact("现场负责人", "site_manager", "现场负责人电话", "site_manager_phone", "赵工"),
        *_contact("配电室负责人", "switch_room_manager", "配电室负责人电话", "switch_room_phone", "钱工"),
        *_contact("用电管理负责人", "power_manager", "负责人电话", "power_manager_phone", "孙工"),
        *_contact("变电站联系人", "substation_contact", "联系人电话", "substation_phone", "李工"),
        Column(
            "回访记录编号",
            "record_nos",
            width=20,
            example="H2611-0001-1",
            help="有几个的，用顿号隔开。",
            synonyms="回访记录 记录编号",
        ),
    ),
    unique=("project_no",),
    about="每个项目一行。发货、安装、送电的日期由有关部门每周提供，及时补填。",
    same_by=("project_name", "customer_no"),
    alike_by=("project_name",),
    tells=Telling(
        (
            clause("项目 {project_no}"),
            clause(" {project_name}", cut=5, shortest=8),
            clause("：{model}×{quantity}", "：{model}", "：{quantity} 台"),
            clause("，{counted} {counted_on}"),
            clause("，质保期至 {warranty_until}"),
        ),
    ),
)

TABLES = (PROJECTS,)

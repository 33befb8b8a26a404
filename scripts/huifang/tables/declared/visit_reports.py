"""回访报告.xlsx: what a visit came to and what the supervisor says of it, and papers that were borrowed for it."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "回访报告.xlsx"

VISIT_REPORTS = Table(
    "回访报告",
    WORKBOOK,
    "客户回访报告",
    (
        Column("报告编号", "report_no", Kind.CODE, width=13, example="B2611-001", synonyms="编号"),
        Column(
            "记录编号",
            "record_no",
            Kind.CODE,
            width=15,
            example="H2611-0001-1",
            help="这份报告所写的回访记录。",
            synonyms="回访记录编号",
        ),
        Column(
            "报告人",
            "reported_by",
            Kind.PERSON,
            width=10,
            example="A01",
            help="工号，或不重名的姓名。",
            synonyms="汇报人 填报人",
        ),
        Column(
            "报告日期",
            "reported_on",
            Kind.DATE,
            width=12,
            example="2026-11-24",
            help="回访的次日写好报告。",
            synonyms="日期 填报日期",
        ),
        Column("过程评价", "process_rating", width=24, example="准时到访，沟通顺利", help="回访的过程做得怎样。"),
        Column("结果评价", "result_rating", width=24, example="达到目的", help="回访的目的达到没有。"),
        Column(
            "主管意见",
            "supervisor_opinion",
            width=24,
            example="按约定跟进",
            help="主管书面写明的意见。",
            synonyms="领导意见",
        ),
        Column("主管", "supervisor", Kind.PERSON, width=10, example="B01", help="工号，或不重名的姓名。"),
        Column(
            "审阅日期",
            "reviewed_on",
            Kind.DATE,
            width=12,
            example="2026-11-25",
            help="不早于报告日期。",
            synonyms="审阅时间",
        ),
        Column("归档类别", "file_category", Kind.CHOICE, options="归档类别", width=12, example="例行回访"),
        Column("保管人", "keeper", Kind.PERSON, width=10, example="B01", help="负责保管这份报告的人。"),
    ),
    about="每份报告一行，主管审阅后填写意见，再分类归档。",
    same_by=("record_no", "reported_by"),
)

LOANS = Table(
    "资料借还",
    WORKBOOK,
    "资料借还登记",
    (
        Column("记录编号", "record_no", Kind.CODE, width=15, example="H2611-0001-1", help="为哪一次回访借的。"),
        Column("资料", "paper", width=28, example="合同副本", synonyms="资料名称 文件名称"),
        Column(
            "借用人", "borrower", Kind.PERSON, width=11, example="A01", help="工号，或不重名的姓名。", synonyms="借阅人"
        ),
        Column("借出日期", "lent_on", Kind.DATE, width=12, example="2026-11-22", synonyms="借用日期 借阅日期"),
        Column(
            "归还日期",
            "returned_on",
            Kind.DATE,
            width=12,
            example="2026-11-24",
            help="不早于借出日期；还没有归还的不填。",
            synonyms="归还时间",
        ),
        Column("批准人", "approved_by", Kind.PERSON, width=11, example="B01", help="不归还的，由主管批准留存。"),
    ),
    about="每份借出的资料一行。回访以后归还，或由主管批准。",
    same_by=("record_no", "paper", "borrower"),
)

TABLES = (VISIT_REPORTS, LOANS)

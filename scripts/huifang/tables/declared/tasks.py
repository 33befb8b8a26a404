"""任务.xlsx: the tasks that came up by the sheet 定期任务, and what became of each."""

from huifang.tables.model import Column, Keeping, Kind, Table

WORKBOOK = "任务.xlsx"

TASKS = Table(
    "任务",
    WORKBOOK,
    "定期任务登记",
    (
        Column("任务编号", "task_no", Kind.CODE, issued=True, width=13, example="W2611-001"),
        Column("任务", "task", issued=True, width=20, example="季度意见调查"),
        Column("期间", "period", issued=True, width=12, example="2026Q4"),
        Column("应完成", "due_on", Kind.DATE, issued=True, ahead=True, width=12, example="2026-12-31"),
        Column("由谁", "who", issued=True, width=16, example="B01 周丽华"),
        Column("抽中的记录", "drawn", issued=True, width=24, example="H0001-1，H0007-1", optional=True),
        Column(
            "完成时间",
            "done_at",
            Kind.DATETIME,
            width=17,
            example="2026-12-20 16:00",
            help="办完以后填写。",
            kept=Keeping.HAPPENED,
            synonyms="完成日期",
        ),
        Column("结果", "result", width=30, example="调查了 30 户，不满意 4 项", help="办得怎么样，有什么结论。"),
        Column("文件", "document", width=20, example="质量会议纪要-2026-11.docx", help="交来的文件叫什么、放在哪里。"),
        Column("审核人", "reviewed_by", Kind.PERSON, width=10, example="C01", help="看过结果的人，工号或姓名。"),
        Column("备注", "note", width=20),
    ),
    unique=("task_no",),
    about="每件任务一行，由系统列入；办完以后填写完成时间和结果。",
)

TABLES = (TASKS,)

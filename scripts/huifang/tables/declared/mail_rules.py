"""The sheet 邮箱 of 制度.xlsx: the office's own mailbox, from which letters are sent and into which sheets come."""

from huifang.tables.declared.complaint_rules import WORKBOOK
from huifang.tables.declared.notice_rules import (
    ASSIGNED,
    BEFORE_DEADLINE,
    DECISION,
    NEW_CUSTOMER,
    NOT_PUT_RIGHT,
    SLIP,
    VISIT_REPORT,
)
from huifang.tables.model import Column, Table

MAILBOX = Table(
    "邮箱",
    WORKBOOK,
    "单位邮箱",
    (
        Column("项目", "item", required=True, width=20, example="邮箱地址"),
        Column("值", "value", width=34, example="huifang@example.com"),
        Column("说明", "about", width=70),
    ),
    unique=("item",),
    about="不用邮件收发的不填。密码(授权码)不要写在这里：运行 huifang mail password，由这台电脑保管。",
    optional=True,
)
#: Kinds of mails that have no row in 通知: they go with the work itself. A draft's name begins with its kind, or with
#: its occasion of 通知.
SHEETS_OUT, RECEIPT, RETURNED, TO_CONFIRM, TO_DECIDE, SPOT_CHECK = "回访表", "回执", "退回", "更正单", "批示单", "抽查"
CHASE_LIST, RUN_TROUBLE, AUDIT_REPORT = "催交名单", "运行情况", "抽查报告"
OF_THE_WORK = (
    SHEETS_OUT, RECEIPT, RETURNED, TO_CONFIRM, TO_DECIDE, CHASE_LIST, SPOT_CHECK, AUDIT_REPORT, RUN_TROUBLE,
)  # fmt: skip
#: Mails that are between two people: no copy stays in the office's own mailbox.
BETWEEN_TWO = frozenset({SPOT_CHECK, AUDIT_REPORT})
#: All kinds, in a word.
EVERYTHING = "全部"
#: Kinds whose content is whom to reach, or that go to who has to call: telephone numbers stand in them. In all others
#: they are masked where 邮箱 says so, but for customers, bosses and supervisors.
WITH_NUMBERS = frozenset(
    {SHEETS_OUT, RECEIPT, RETURNED, SPOT_CHECK, ASSIGNED, BEFORE_DEADLINE, SLIP, NOT_PUT_RIGHT, VISIT_REPORT, DECISION,
     NEW_CUSTOMER}
)  # fmt: skip

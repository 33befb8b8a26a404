"""抽查: what the auditor hears from a customer. What the agent claimed about the call is not on it."""

from dataclasses import replace

from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import NO_PROBLEM, YES_NO

_REACHED = "接通以后"
_CALLED = "客户接到过回访的"

SPOT_CHECKS = Table(
    "抽查",
    "抽查.xlsx",
    "抽查",
    (
        Column("抽查编号", "check_no", Kind.CODE, required=True, issued=True, width=23, example="2026-11下旬-A01-01"),
        Column("客户编号", "customer_no", Kind.CODE, required=True, issued=True, width=11, example="K0001"),
        Column("联系人", "contact", issued=True, width=10, example="王女士"),
        Column("电话", "phone", Kind.PHONE, issued=True, width=15, example="13800000001"),
        Column(
            "是否接通",
            "reached",
            Kind.CHOICE,
            options="抽查接通",
            width=9,
            example="是",
            needed_when="打过电话以后",
            help="没有接通的填“否”，这一行保留，再打“备用”表里的下一行。",
        ),
        Column(
            "接听人",
            "answered_by",
            Kind.CHOICE,
            options="抽查接听",
            optional=True,
            width=9,
            example="本人",
            help="接电话的不是左边的联系人时选“别人”，别人的话说不准。",
        ),
        Column(
            "是否接到回访", "was_called", Kind.CHOICE, options="抽查回访", width=13, needed_when=_REACHED, example="是"
        ),
        Column(
            "回访日期(客户说)",
            "called_on",
            Kind.DATE,
            width=17,
            example="2026-01-15",
            help="客户说不准是哪一天的，不填，把原话写在“客户原话”。",
        ),
        Column(
            "满意度(客户说)",
            "satisfaction",
            Kind.CHOICE,
            options="满意度",
            width=15,
            needed_when=_CALLED,
            example="满意",
        ),
        Column(
            "问题是否解决(客户说)",
            "solved",
            Kind.CHOICE,
            options="抽查解决",
            width=21,
            needed_when=_CALLED,
            example="是",
            help="客户没有提过问题的，选“无问题”。",
        ),
        Column("客户原话", "words", width=34, example="上周有人打来过", help="尽量照客户的原话写。"),
        Column("核查人", "checked_by", Kind.PERSON, width=9, needed_when="打过电话以后", example="D01"),
        Column(
            "核查时间", "checked_at", Kind.DATETIME, width=17, needed_when="打过电话以后", example="2026-01-21 10:30"
        ),
    ),
    unique=("check_no",),
    about="每行打一个电话，只写客户说的话。",
)

#: The same table with the customers who are called, in order, when somebody on 抽查 cannot be reached.
RESERVE = replace(SPOT_CHECKS, name="备用", about="“抽查”表里有人没有接通时，从上往下依次使用。")
CANNOT_SAY, SOMEBODY_ELSE = "记不清", "别人"
FIXED_OPTIONS = {
    "抽查接通": YES_NO, "抽查接听": ("本人", SOMEBODY_ELSE), "抽查回访": (*YES_NO, CANNOT_SAY),
    "抽查解决": (*YES_NO, NO_PROBLEM),
}  # fmt: skip

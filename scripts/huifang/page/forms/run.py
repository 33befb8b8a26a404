"""``huifang run``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, Typed, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``run``; mails are sent only where that is ticked."""
    mail = ("--mail",) if one(typed, "mail") else ()
    return (*mail, *(("--clock-ok",) if one(typed, "clock_ok") else ()))


FORM = CommandForm(
    name="run",
    command=("run",),
    title="做今天该做的",
    explained="收表、出到期的报告、排本期计划、写信，依次完成。已入账的不会改动，再做一次也不会重复。",
    button="做今天该做的",
    fields=(
        Field(
            name="mail",
            label="先从单位邮箱取信，最后把信发出去",
            kind="check",
            help="不勾的，信只放进“发件箱”，不会自己寄出。",
            start=lambda page: "1" if choices.has_mailbox(page) else "",
        ),
        Field(
            name="clock_ok",
            label="电脑的日期没有错",
            kind="check",
            help="只在系统说日期可能不对时才需要勾。",
        ),
    ),
    words=words_of,
)

"""``huifang run``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, Typed, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``run``; an office with a mailbox does its mail, too, unless somebody says no."""
    mail = ("--mail",) if choices.has_mailbox(page) and not one(typed, "without_mail") else ()
    return (*mail, *(("--clock-ok",) if one(typed, "clock_ok") else ()))


FORM = CommandForm(
    name="run",
    command=("run",),
    title="做今天该做的",
    explained="收表、出到期的报告、排本期计划、写信，依次完成。已入账的不会改动，再做一次也不会重复。有单位邮箱的，先取信，最后发信。",
    button="做今天该做的",
    fields=(
        Field(name="without_mail", label="这次不取信、不发信", kind="check"),
        Field(
            name="clock_ok",
            label="电脑的日期没有错",
            kind="check",
            help="只在系统说日期可能不对时才需要勾。",
        ),
    ),
    words=words_of,
)

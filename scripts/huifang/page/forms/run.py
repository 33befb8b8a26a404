"""``huifang run``."""

from __future__ import annotations

from huifang.page.forms.model import CommandForm, Field, one

FORM = CommandForm(
    name="run",
    command=("run",),
    title="做今天该做的",
    explained="收表、出到期的报告、排本期计划、写信，依次完成。已入账的不会改动，再做一次也不会重复。",
    button="做今天该做的",
    fields=(
        Field(
            name="clock_ok",
            label="电脑的日期没有错",
            kind="check",
            help="只在系统说日期可能不对时才需要勾。",
        ),
    ),
    words=lambda page, typed: ("--clock-ok",) if one(typed, "clock_ok") else (),
)

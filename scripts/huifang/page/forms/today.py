"""``huifang today``."""

from __future__ import annotations

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, one

FORM = CommandForm(
    name="today",
    command=("today",),
    title="今天打哪些电话",
    explained="列出每位业务员今天要打的电话，可以贴到微信；另有日历文件，发给本人，手机上会提醒。",
    button="列出来",
    fields=(Field(name="agent", label="只看一位", kind="choice", help="不选就是全部。", choices=choices.agents),),
    words=lambda page, typed: ("--", one(typed, "agent")) if one(typed, "agent") else (),
)

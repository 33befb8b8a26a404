"""``huifang resume``."""

from __future__ import annotations

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, one, option

FORM = CommandForm(
    name="resume",
    command=("resume",),
    title="认可丢失，继续使用",
    explained="只在系统说日志丢失了内容、又确实找不到备份时才用。丢了什么会记进日志，什么也不会被删除。",
    button="认可丢失",
    fields=(
        Field(name="by", label="由谁决定", required=True, help="主管或老板的工号或姓名。"),
        Field(name="why", label="为什么会丢失、为什么不能恢复", kind="lines", required=True, help="原样记进日志。"),
        Field(
            name="preset",
            label="原来的制度",
            kind="choice",
            help="只在系统问到时才选。",
            choices=choices.regulations,
        ),
    ),
    words=lambda page, typed: (
        *option("--by", one(typed, "by")),
        *option("--why", one(typed, "why")),
        *option("--policy", one(typed, "preset")),
    ),
)

"""``huifang check``."""

from __future__ import annotations

from huifang.page.forms.model import CommandForm, Field, one

FORM = CommandForm(
    name="check",
    command=("check",),
    title="检查表格",
    explained="检查办公室里的各个表，指出错误和提醒。不改动任何表。",
    button="开始检查",
    fields=(
        Field(
            name="mark",
            label="有问题的表，另做一份标好记号的",
            kind="check",
            help="放在“发件箱”，问题所在的单元格有颜色和批注。",
        ),
    ),
    words=lambda page, typed: ("--mark",) if one(typed, "mark") else (),
)

"""``huifang policy try``."""

from __future__ import annotations

from huifang.page.forms.model import CommandForm, Field

FORM = CommandForm(
    name="policy-try",
    command=("policy", "try"),
    title="改制度之前先试一试",
    explained="改过的制度要是现在生效：哪些行改了，今后两个月每人多打、少打多少电话，哪些时限和报告会变。只算，不写。",
    button="试一试",
    fields=(
        Field(
            name="file",
            label="改好的制度",
            kind="file",
            accept=".xlsx,.xlsm,.toml",
            help="不选的，就拿办公文件夹里改过、还没有执行过的 制度.xlsx 和现在执行的比。",
        ),
    ),
    words=lambda page, typed: typed.get("file", ())[:1],
)

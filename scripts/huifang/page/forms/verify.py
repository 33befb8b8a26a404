"""``huifang verify``."""

from __future__ import annotations

from huifang.core.text import half_width
from huifang.page.forms.model import BOTH, CommandForm, Field, one, option

FORM = CommandForm(
    name="verify",
    command=("verify",),
    title="核对账目",
    explained="日志、归档的原表和账目有没有被改动、有没有缺少，逐个核对。",
    button="开始核对",
    fields=(
        Field(
            name="head",
            label="报告上印的 12 位校验码",
            help="核对手里那份报告是不是从这里出的。没有报告的，不用填。",
        ),
    ),
    words=lambda page, typed: option("--head", "".join(half_width(one(typed, "head")).split())),
    roles=BOTH,
)

"""``huifang spotcheck draw``."""

from __future__ import annotations

from huifang.page.forms import choices
from huifang.page.forms.model import AUDITOR, CommandForm, Field, one, option

FORM = CommandForm(
    name="spotcheck-draw",
    command=("spotcheck", "draw"),
    title="抽查：封存和抽签",
    explained="先不写种子，封存名单，把校验值告诉老板；过后再用公布出来的数字做种子抽签，得到核查表。",
    button="开始",
    fields=(
        Field(
            name="period",
            label="哪一期",
            kind="choice",
            required=True,
            help="只有已经结束的。",
            choices=choices.ended_periods,
            start=choices.last_period,
        ),
        Field(
            name="seed",
            label="种子",
            help="封存以后才公布的数字，如当晚的彩票开奖号码。封存的时候不填。",
        ),
        Field(
            name="reuse",
            label="以前用过的种子也照样用",
            kind="check",
            help="会抽中同样的客户，业务员都知道是谁；老板同意了才用。",
        ),
    ),
    words=lambda page, typed: (
        *option("--period", one(typed, "period")),
        *option("--seed", one(typed, "seed")),
        *(("--reuse-seed",) if one(typed, "reuse") else ()),
    ),
    roles=AUDITOR,
)

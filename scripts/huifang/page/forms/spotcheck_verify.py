"""``huifang spotcheck verify``."""

from __future__ import annotations

from huifang.page.forms import choices
from huifang.page.forms.model import AUDITOR, CommandForm, Field, one, option

FORM = CommandForm(
    name="spotcheck-verify",
    command=("spotcheck", "verify"),
    title="核对抽签",
    explained="用封存的名单和种子重新抽一次签，看结果是不是一样。",
    button="重新抽一次",
    fields=(
        Field(
            name="period",
            label="哪一期",
            kind="choice",
            required=True,
            help="只有抽过签的。",
            choices=choices.drawn_periods,
        ),
    ),
    words=lambda page, typed: option("--period", one(typed, "period")),
    roles=AUDITOR,
)

"""``huifang plan``."""

from __future__ import annotations

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, one, option

FORM = CommandForm(
    name="plan",
    command=("plan",),
    title="排回访计划",
    explained="给每位业务员做一份回访表，放在“回访计划”。已经发出去的表不会改动，新增的另出一张补表。",
    button="排计划",
    fields=(
        Field(
            name="period",
            label="排哪一期",
            kind="choice",
            required=True,
            choices=choices.periods,
            start=choices.this_period,
        ),
    ),
    words=lambda page, typed: option("--period", one(typed, "period")),
)

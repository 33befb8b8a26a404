"""``huifang report``."""

from __future__ import annotations

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, one, option

FORM = CommandForm(
    name="report",
    command=("report",),
    title="重新出一份报告",
    explained="到期的报告会自己出。中途想看，或者后来又收了表，在这里再出一份，叫“第 2 版”；以前的都还在。",
    button="出报告",
    fields=(
        Field(
            name="kind",
            label="哪种报告",
            kind="choice",
            required=True,
            choices=choices.report_kinds,
            start=choices.first_report,
        ),
        Field(
            name="period",
            label="哪一期",
            kind="choice",
            help="不选，就是今天所在的一期。",
            choices=choices.periods,
        ),
    ),
    words=lambda page, typed: (*option("--kind", one(typed, "kind")), *option("--period", one(typed, "period"))),
)

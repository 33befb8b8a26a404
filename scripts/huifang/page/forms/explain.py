"""``huifang explain``."""

from __future__ import annotations

from huifang.page.forms.model import BOTH, CommandForm, Field, one

FORM = CommandForm(
    name="explain",
    command=("explain",),
    title="为什么回访这位客户",
    explained="逐条说明按哪条规定、从哪天算起、什么时候回访，以及全部历史。",
    button="说明",
    fields=(
        Field(name="who", label="哪位客户", required=True, help="客户编号、名称或电话。"),
        Field(
            name="as_page",
            label="另外写成网页，放在“报告/客户”",
            kind="check",
            help="可以打印，或者发给别人看。",
        ),
    ),
    words=lambda page, typed: (*(("--html",) if one(typed, "as_page") else ()), "--", one(typed, "who")),
    roles=BOTH,
)

"""``huifang mail fetch``."""

from __future__ import annotations

from huifang.page.forms.model import CommandForm

FORM = CommandForm(
    name="mail-fetch",
    command=("mail", "fetch"),
    title="取信",
    explained="从单位邮箱取来同事发来的表，放进“收件箱”；然后收表。",
    button="取信",
    words=lambda page, typed: (),
)

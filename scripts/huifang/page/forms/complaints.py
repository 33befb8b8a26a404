"""``huifang complaints``."""

from __future__ import annotations

from huifang.page.forms.model import CommandForm

FORM = CommandForm(
    name="complaints",
    command=("complaints",),
    title="投诉和时限",
    explained="列出没有关闭的投诉：办到哪一步、还剩多久、谁负责、应该告诉谁，最急的在前。",
    button="列出来",
    words=lambda page, typed: (),
)

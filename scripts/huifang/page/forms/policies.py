"""``huifang policies``."""

from __future__ import annotations

from huifang.page.forms.model import BOTH, CommandForm

FORM = CommandForm(
    name="policies",
    command=("policies",),
    title="看看有哪些制度",
    explained="列出可以执行的制度：各适合谁，要求做什么。",
    button="列出来",
    words=lambda page, typed: (),
    roles=BOTH,
    needs_office=False,
)

"""``huifang mail send``."""

from __future__ import annotations

from huifang.page.forms.model import CommandForm

FORM = CommandForm(
    name="mail-send",
    command=("mail", "send"),
    title="发信",
    explained="从单位邮箱发出“发件箱”里的信，发出的移到“已发送”。同一封不会发两次。",
    button="发出",
    words=lambda page, typed: (),
)

"""``huifang run --schedule``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, Typed, WrongAnswer, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``run``."""
    installs = one(typed, "install")
    if installs and not choices.is_windows():
        raise WrongAnswer("install", "这台电脑不是 Windows，不能直接加入。请不要勾，照列出的设置自己加。")
    return ("--schedule", *(("--install",) if installs else ()))


FORM = CommandForm(
    name="schedule",
    command=("run",),
    title="让电脑每天自己做",
    explained="电脑开着的时候，每隔一会儿看一看有没有该做的事，有就做。做了什么写在“日志”文件夹。",
    button="看一看怎么设置",
    fields=(Field(name="install", label="直接加入 Windows 的任务计划", kind="check"),),
    words=words_of,
)

"""``huifang collect``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms.model import CommandForm, Field, Typed, WrongAnswer, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``collect``."""
    files, drops = tuple(typed.get("files", ())), one(typed, "drop")
    if drops and not files:
        raise WrongAnswer("files", "请先选文件，再放进收件箱。")
    return (*(("--drop",) if drops else ()), *(("--", *files) if files else ()))


FORM = CommandForm(
    name="collect",
    command=("collect",),
    title="收表",
    explained="收下交回来的表：没有错的入账，有错的做好记号放进“发件箱”，等着发回去改。",
    button="收表",
    fields=(
        Field(
            name="files",
            label="交回来的文件",
            kind="files",
            help="可以一次选几个；照原名，不用改名。不选，就收“收件箱”里的。",
        ),
        Field(name="drop", label="先放进“收件箱”，以后再收", kind="check"),
    ),
    words=words_of,
)

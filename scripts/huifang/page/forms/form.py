"""``huifang form``: one filled in, to be printed."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.text import split_list
from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, Typed, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``form``."""
    numbers = [number for line in one(typed, "numbers").splitlines() for number in split_list(line)]
    return ("--", one(typed, "form"), *numbers)


FORM = CommandForm(
    name="form",
    command=("form",),
    title="打印一张表",
    explained="按登记表和台账填好，放进“发件箱”，打开就可以打印。",
    button="填好",
    fields=(
        Field(name="form", label="哪张表", kind="choice", required=True, choices=choices.printable),
        Field(
            name="numbers",
            label="哪些",
            help="投诉编号、计划编号或客户编号，可以写几个。不写，就填没有办完的；没有就是一张空白的。",
        ),
    ),
    words=words_of,
)

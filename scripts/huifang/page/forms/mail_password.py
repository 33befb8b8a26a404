"""``huifang mail password``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, Typed, WrongAnswer, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``mail password``; the password itself is no word of it."""
    deletes = one(typed, "delete")
    if not deletes and not one(typed, "password"):
        raise WrongAnswer("password", "请填写密码（授权码）。要删去的，请勾下面一格。")
    person = one(typed, "person")
    return (*(("--delete",) if deletes else ()), *(("--", person) if person else ()))


FORM = CommandForm(
    name="mail-password",
    command=("mail", "password"),
    title="保存邮箱密码",
    explained="密码（授权码）交给这台电脑的密码库保管，不写进任何表格；存好以后试着登录一次。",
    button="保存",
    fields=(
        Field(name="password", label="密码（授权码）", kind="password", help="在邮箱网页的设置里可以生成授权码。"),
        Field(
            name="person",
            label="是给谁的附件加密用的",
            kind="choice",
            help="单位邮箱的密码，这里不用选。",
            choices=choices.staff,
        ),
        Field(name="delete", label="不是保存，是从密码库里删去", kind="check"),
    ),
    words=words_of,
    told=lambda typed: "" if one(typed, "delete") else f"{one(typed, 'password')}\n",
)

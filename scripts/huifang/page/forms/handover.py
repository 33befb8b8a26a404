"""``huifang handover``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.text import split_list
from huifang.flow.calls.customers_called import UnknownCustomer, customers_called
from huifang.page.forms import choices
from huifang.page.forms.model import CommandForm, Field, Typed, WrongAnswer, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``handover``; customers may be called by their names."""
    giver, taker = one(typed, "giver"), one(typed, "taker")
    if giver == taker:
        raise WrongAnswer("taker", "交出和接手的是同一个人，请另选接手的人。")
    lines = [text for line in one(typed, "customers").splitlines() for text in split_list(line)]
    numbers = [_number(page, text) for text in lines]
    told = [f"--customers={number}" for number in numbers]
    return (f"--to={taker}", *told, giver)


def _number(page: Screen, text: str) -> str:
    try:
        found = customers_called(page.desk().present, text)
    except UnknownCustomer as unknown:
        raise WrongAnswer("customers", str(unknown)) from None
    if len(found) > 1:
        alike = "、".join(f"{one.customer_no} {one.name}" for one in found[:4])
        raise WrongAnswer("customers", f"“{text}”有 {len(found)} 位客户（{alike}），请改写客户编号。")
    return found[0].customer_no


FORM = CommandForm(
    name="handover",
    command=("handover",),
    title="交接客户",
    explained="有人离职或调整时，把客户交给另一位。先列出客户和还没有打的回访，看过再写入。",
    button="先看一看",
    fields=(
        Field(name="giver", label="谁的客户", kind="choice", required=True, choices=choices.agents),
        Field(name="taker", label="交给谁", kind="choice", required=True, choices=choices.staff),
        Field(
            name="customers",
            label="只交这些客户",
            kind="lines",
            help="一行一位，写编号或名称。不写，就是全部客户。",
        ),
    ),
    words=words_of,
    previews=True,
)

"""``huifang init``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.days import day_of
from huifang.page.forms.folders import beside, near, new_office
from huifang.page.forms.model import CommandForm, Field, Typed, one, option
from huifang.page.frame import Screen

SAMPLE = "样例"


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``init``."""
    name, preset = one(typed, "name"), one(typed, "preset")
    macros = ("--macros",) if one(typed, "macros") else ()
    if one(typed, "sample"):
        return (near(beside(page, f"{SAMPLE}-{name}")), *option("--policy", preset), "--sample", *macros)
    start = day_of(typed, "start")
    folder = near(beside(page, name))
    return (*option("--policy", preset), *option("--name", name), *option("--start", start), *macros, "--", folder)


FORM = CommandForm(
    name="init",
    command=("init",),
    title="再建一个单位",
    explained="在旁边新建一个办公文件夹，现在的单位不受影响。建好以后，从“换一个单位”打开。",
    button="建立",
    fields=(
        Field(name="name", label="单位名称", required=True, help="印在表格和报告上，也是文件夹的名字。"),
        Field(name="preset", label="执行哪个制度", kind="choice", required=True, choices=choices.regulations),
        Field(
            name="start",
            label="从哪天开始",
            help="以前就到期的回访，从这一天起分散安排，不补。",
            start=lambda page: page.now().date().isoformat(),
        ),
        Field(
            name="sample",
            label="只是试一试：填入一个虚构的单位",
            kind="check",
            help="有虚构的人员和客户，并走完一期；单位名称和日期用虚构的。",
        ),
        Field(
            name="macros",
            label="放一个 控制台.xlsm，在 Excel 里点按钮",
            kind="check",
            help="不放也什么都能做；以后可以在 制度.xlsx 的“基本”里改。",
        ),
    ),
    words=words_of,
    needs_office=False,
    offers=new_office,
)

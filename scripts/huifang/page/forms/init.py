"""``huifang init``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.days import day_of
from huifang.page.forms.folders import beside, near, new_office
from huifang.page.forms.model import CommandForm, Field, Typed, WrongAnswer, one, option
from huifang.page.frame import Screen

SAMPLE = "样例"


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``init``."""
    name, own = one(typed, "name"), one(typed, "own")
    preset = own or one(typed, "preset")
    if not preset:
        raise WrongAnswer("preset", "请选一个制度，或者选自己的制度文件。")
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
        Field(name="preset", label="执行哪个制度", kind="choice", choices=choices.regulations, none="用自己的制度文件"),
        Field(
            name="own",
            label="自己的制度文件",
            kind="file",
            accept=".xlsx,.xlsm,.toml",
            help="选好“采用”的 制度草案.xlsx、另一个单位的 制度.xlsx，或者按样子写的 .toml。选了文件，就不看上面选的。",
        ),
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

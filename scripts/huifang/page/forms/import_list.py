"""``huifang import``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.model import BOTH, CommandForm, Field, Typed, WrongAnswer, one, option
from huifang.page.frame import Screen

NAME = "import"


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``import``: the list, the table, whose column is which, and what new rows say besides."""
    if not typed.get("file"):
        raise WrongAnswer("file", "请选择名单。")
    maps = [word for text in typed.get("map", ()) for word in option("--map", text)]
    values = [word for text in typed.get("set", ()) for word in option("--set", text)]
    words = [word for text in typed.get("value", ()) for word in option("--value", text)]
    return (*option("--to", one(typed, "table")), *maps, *values, *words, typed["file"][0])


FORM = CommandForm(
    name=NAME,
    command=("import",),
    title="导入名单或话单",
    explained="把自己的名单导入客户、人员等表，或导入通话清单(话单)。先看各列怎样对应、会新增什么，看过再写入。",
    button="看一看",
    fields=(
        Field(
            name="file",
            label="名单",
            kind="file",
            required=True,
            accept=".xlsx,.xlsm,.csv,.xls,.et,.txt",
            help="Excel、WPS 的表或 .csv 文件，旧的 .xls、.et 也可以。",
        ),
        Field(
            name="table",
            label="导入哪张表",
            kind="choice",
            required=True,
            choices=choices.tables,
            start=choices.first_table,
        ),
        Field(name="map", label="各列的对应", kind="hidden"),
        Field(name="set", label="都填的值", kind="hidden"),
        Field(name="value", label="名单里的写法", kind="hidden"),
    ),
    words=words_of,
    roles=BOTH,
    previews=True,
    after="/import",
)

"""``huifang restore``."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.page.forms import choices
from huifang.page.forms.folders import beside, near, new_office
from huifang.page.forms.model import CommandForm, Field, Typed, WrongAnswer, one
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``restore``: the backup, and a new folder beside the offices."""
    known = {path.name: near(path) for path in choices.backup_files(page)}
    uploaded = [*typed.get("file", ())]
    file = uploaded[0] if uploaded else known.get(one(typed, "found"), "")
    if not file:
        raise WrongAnswer("file", "请选一个备份文件，或在下面选一个找到的备份。")
    return ("--", file, near(beside(page, one(typed, "name"))))


FORM = CommandForm(
    name="restore",
    command=("restore",),
    title="从备份恢复",
    explained="把备份恢复到一个新文件夹，现在的单位不会改动。恢复好以后，从“换一个单位”打开。",
    button="恢复",
    fields=(
        Field(name="found", label="办公文件夹旁边的备份", kind="choice", choices=choices.backups),
        Field(name="file", label="或者选一个备份文件", kind="file", accept=".zip"),
        Field(
            name="name",
            label="新文件夹叫什么",
            required=True,
            start=lambda page: f"恢复-{page.now():%Y%m%d}",
        ),
    ),
    words=words_of,
    needs_office=False,
    offers=new_office,
)

"""``huifang backup``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huifang.page.forms.choices import BACKUP
from huifang.page.forms.folders import beside, near, office_name
from huifang.page.forms.model import CommandForm, NextStep, Typed
from huifang.page.frame import Screen
from huifang.page.jobs import PageJob


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``backup``: a new file beside the office."""
    name = f"{office_name(page)}-{BACKUP}-{page.now():%Y%m%d}"
    return ("--", near(beside(page, name, ".zip")))


def offers(job: PageJob) -> Sequence[NextStep]:
    """The file that was made."""
    if not job.body.get("file"):
        return ()
    path = Path(job.body["file"]).absolute()
    return NextStep("open", "打开所在的文件夹", str(path.parent)), NextStep("fetch", "下载这个备份", str(path))


FORM = CommandForm(
    name="backup",
    command=("backup",),
    title="备份",
    explained="把整个单位写成一个压缩文件，放在办公文件夹旁边，并重新读一遍核对。做好以后，请拷一份到别的电脑或移动硬盘。",
    button="现在备份",
    words=words_of,
    offers=offers,
)

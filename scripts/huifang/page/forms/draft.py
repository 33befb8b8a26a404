"""``huifang draft``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huifang.page.forms.folders import beside, near
from huifang.page.forms.model import CommandForm, Field, NextStep, Typed, WrongAnswer, option
from huifang.page.frame import Screen
from huifang.page.jobs import PageJob

NAME = "制度草案"


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``draft``: the text, and a new workbook beside the offices."""
    if not typed.get("file"):
        raise WrongAnswer("file", "请选择制度的条文。")
    return (*option("--out", near(beside(page, NAME, ".xlsx"))), "--", typed["file"][0])


def offers(job: PageJob) -> Sequence[NextStep]:
    """The draft that was made."""
    if not job.body.get("file"):
        return ()
    path = Path(job.body["file"]).absolute()
    return NextStep("open", "打开所在的文件夹", str(path.parent)), NextStep("fetch", "下载草案", str(path))


FORM = CommandForm(
    name="draft",
    command=("draft",),
    title="从条文写制度草案",
    explained="把本单位制度的条文读成一张草案，每行附条款和原文。勾选“采用”以后，才能用它建立单位；现在什么也不改。",
    button="写草案",
    fields=(
        Field(
            name="file",
            label="制度的条文",
            kind="file",
            required=True,
            accept=".docx,.txt,.pdf,.xlsx",
            help="Word、文本、PDF 或 Excel 文件；扫描的图片要先转成文字。",
        ),
    ),
    words=words_of,
    needs_office=False,
    offers=offers,
)

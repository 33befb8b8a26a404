"""``huifang form --blank``: all of them, to be filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.edges.store.office import OUTBOX
from huifang.page.forms.folders import near, unused
from huifang.page.forms.model import CommandForm, Typed
from huifang.page.frame import Screen


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """What follows ``form``: a new folder in 发件箱 for them."""
    assert page.office is not None
    folder = unused(page.office.path(OUTBOX), f"空白表格-{page.now():%Y%m%d}")
    return (f"--blank={near(folder)}",)


FORM = CommandForm(
    name="blanks",
    command=("form",),
    title="全部空白表格",
    explained="本单位用到的全部空白表格，放进“发件箱”的一个新文件夹。",
    button="写出来",
    words=words_of,
)

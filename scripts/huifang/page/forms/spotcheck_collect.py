"""``huifang spotcheck collect``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huifang.edges.store.office import INBOX, TO_CONFIRM
from huifang.flow.screen.to_confirm import to_confirm
from huifang.page.forms.model import AUDITOR, Choice, CommandForm, Field, Typed
from huifang.page.frame import Screen


def waiting(page: Screen) -> Sequence[Choice]:
    """The auditor's sheets that lie in 待确认."""
    return [Choice(one.path, one.name) for one in to_confirm(page.desk()).files if one.is_secret]


def words_of(page: Screen, typed: Typed) -> Sequence[str]:
    """The files that were dropped, and of those that wait the chosen ones; none: all that wait."""
    folder = f"{INBOX}/{TO_CONFIRM}"
    chosen = [text for text in typed.get("waiting", ()) if Path(text).parent.as_posix() == folder]
    files = (*typed.get("files", ()), *(str(page.office.path(text)) for text in chosen if page.office))
    return ("--", *files) if files else ()


FORM = CommandForm(
    name="spotcheck-collect",
    command=("spotcheck", "collect"),
    title="收核查表",
    explained="收下填好的核查表，与封存名单时的台账比较。填错的做好记号退给您；与记录不符的，接着往下抽几位。",
    button="收核查表",
    fields=(
        Field(
            name="files",
            label="填好的核查表",
            kind="files",
            help="可以一次选几个；照原名，不用改名。都不选，就收等着的全部，也收在“抽查”文件夹里直接填好的。",
        ),
        Field(name="waiting", label="或者已经收到的", kind="many", choices=waiting, help="在“待确认”里的。"),
    ),
    words=words_of,
    roles=AUDITOR,
)

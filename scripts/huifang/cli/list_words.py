"""What a list's columns and words were taken for, as ``huifang import`` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session

if TYPE_CHECKING:
    from huifang.flow.moving_in.lists import OwnList
    from huifang.flow.moving_in.words import ListWord


def told_words(texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What ``--value`` says: the column, the word of the list, and the option that it means."""
    for text in texts:
        column, _, rest = text.partition("=")
        word, _, option = rest.rpartition("=")
        if not (column.strip() and word.strip() and option.strip()):
            raise click.UsageError(f"--value 应写成 列=名单里的写法=选项，现在是“{text}”。")
        yield column.strip(), word.strip(), option.strip()


def say_understood(session: Session, own: OwnList) -> None:
    """Which sheet was read, which of its columns are which of ours, and which words were taken for which options."""
    if own.located:
        session.say(f"读取工作表“{own.sheet}”，表头在第 {own.located.row + 1} 行。各列的对应关系：")
        for match in (*own.located.matches, *own.located.joined):
            session.say(f"  {match.said} → {match.column.header}({match.way})")
    _say_words(session, own.words)


def _say_words(session: Session, words: Iterable[ListWord]) -> None:
    said = [one for one in words if one.means]
    if said:
        session.say("名单里的写法这样理解：")
    for one in said:
        session.say(f"  {one.column.header}：{one.word} → {one.means}({one.rows} 行)")


def words_json(words: Iterable[ListWord]) -> list[dict[str, Any]]:
    """The same for ``--json``, with those that mean nothing yet."""
    return [
        {"column": one.column.header, "word": one.word, "means": one.means or None, "rows": one.rows} for one in words
    ]

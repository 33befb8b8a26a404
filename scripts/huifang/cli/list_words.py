"""The words of a list that mean an option of ours, as ``huifang import`` shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session

if TYPE_CHECKING:
    from huifang.flow.moving_in.words import ListWord


def told_words(texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What ``--value`` says: the column, the word of the list, and the option that it means."""
    for text in texts:
        column, _, rest = text.partition("=")
        word, _, option = rest.rpartition("=")
        if not (column.strip() and word.strip() and option.strip()):
            raise click.UsageError(f"--value 应写成 列=名单里的写法=选项，现在是“{text}”。")
        yield column.strip(), word.strip(), option.strip()


def say_words(session: Session, words: Iterable[ListWord]) -> None:
    """Which words were taken for which options."""
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

"""What a list says in its own words where the table has a list of options: A for 普通客户, 未接 for 无人接听.

Somebody says it once for the list, and it is taken so in the next list for this table as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean
from huifang.ledger.state import State
from huifang.tables.cells import shown
from huifang.tables.declared.past_calls import PAST_CALLS, RESULT_WORDS
from huifang.tables.locating import Located
from huifang.tables.model import Column, Kind, Table, column_letter
from huifang.tables.odd_cells import Merged
from huifang.tables.options import Options
from huifang.tables.reading import Grid

#: By the key of a column, what stands there for what.
ListWords = Mapping[str, Mapping[str, str]]
#: What everybody understands, by table.
_PLAIN: Mapping[str, ListWords] = {PAST_CALLS.name: {"result": RESULT_WORDS}}
#: So many words are named, and so many options.
_NAMED, _OFFERED = 6, 8
_NOT_AN_OPTION = "C205"


@dataclass(frozen=True)
class ListWord:
    """A word that stands in so many ``rows`` of a column; ``means`` is the option, empty where nobody has said it."""

    column: Column
    word: str
    rows: int
    means: str = ""


def words_for(state: State, table: Table, told: ListWords, options: Options) -> ListWords:
    """What is taken for what: as it was told, now or with an earlier list, else what everybody understands. What is no
    option any more is forgotten.
    """
    words: dict[str, dict[str, str]] = {key: dict(said) for key, said in _PLAIN.get(table.name, {}).items()}
    lists = (one for one in (*state.imports, *state.past_lists) if one.table == table.name)
    for earlier in lists:
        for header, said in earlier.values.items():
            if header in table.by_header:
                words.setdefault(table.by_header[header].key, {}).update(said)
    for key, now in told.items():
        words.setdefault(key, {}).update(now)
    return {
        key: dict(_still_there(said, options.get(table.by_key[key].options or "", ()))) for key, said in words.items()
    }


def _still_there(said: Mapping[str, str], choices: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((word, option) for word, option in said.items() if option in choices and word not in choices)


def translated(grid: Grid, located: Located, words: ListWords) -> tuple[Grid, tuple[ListWord, ...]]:
    """The sheet in our words, and which of the list's were translated."""
    said = [(match, words[match.column.key]) for match in located.matches if words.get(match.column.key)]
    if not said:
        return grid, ()
    used: Counter[tuple[Column, str]] = Counter()
    rows = [list(cells) for cells in grid]
    for cells in rows[located.row + 1 :]:
        for match, meanings in said:
            word = clean(shown(cells[match.index])) if match.index < len(cells) else ""
            if word in meanings:
                raw = cells[match.index]
                cells[match.index] = Merged(meanings[word]) if isinstance(raw, Merged) else meanings[word]
                used[match.column, word] += 1
    return rows, tuple(ListWord(column, word, count, words[column.key][word]) for (column, word), count in used.items())


@dataclass(frozen=True)
class UnknownWords:
    """The words of a list that are no option of their column; ``cells`` are the columns by the address."""

    words: tuple[ListWord, ...]
    cells: Mapping[str, Column]

    @property
    def several(self) -> frozenset[Column]:
        """The columns in which more than one cell is meant."""
        counts = Counter(self.cells.values())
        return frozenset(column for column, count in counts.items() if count > 1)


def unknown_words(findings: Iterable[Finding], grid: Grid, located: Located) -> UnknownWords:
    """The words of columns with options that are none of them."""
    columns = {column_letter(match.index): match for match in located.matches if match.column.kind is Kind.CHOICE}
    counts: Counter[tuple[Column, str]] = Counter()
    cells: dict[str, Column] = {}
    for one in findings:
        address = one.place.cell or ""
        letter = address.rstrip("0123456789")
        if one.code == _NOT_AN_OPTION and letter in columns:
            match = columns[letter]
            cells[address] = match.column
            counts[match.column, clean(shown(grid[int(address[len(letter) :]) - 1][match.index]))] += 1
    return UnknownWords(tuple(ListWord(column, word, count) for (column, word), count in counts.most_common()), cells)


def together_by_word(findings: Sequence[Finding], unknown: UnknownWords, options: Options) -> list[Finding]:
    """The findings with one for each column instead of one for each cell, where several cells are meant."""
    kept: list[Finding] = []
    said: set[Column] = set()
    for one in findings:
        column = unknown.cells.get(one.place.cell or "") if one.code == _NOT_AN_OPTION else None
        if column is None or column not in unknown.several:
            kept.append(one)
        elif column not in said:
            said.add(column)
            kept.append(_about(column, one.place, unknown.words, options))
    return kept


def _about(column: Column, place: Place, unknown: Sequence[ListWord], options: Options) -> Finding:
    words = [one for one in unknown if one.column == column]
    named = "、".join(f"{one.word}({one.rows} 行)" for one in words[:_NAMED])
    choices = options.get(column.options or "", ())
    return found(
        "M036", place, column=column.header, count=sum(one.rows for one in words),
        value=f"{named}{' 等' if len(words) > _NAMED else ''}", word=words[0].word, choice=choices[0],
        allowed=f"{'、'.join(choices[:_OFFERED])}{' 等' if len(choices) > _OFFERED else ''}",
    )  # fmt: skip


def meanings(words: Iterable[ListWord]) -> dict[str, dict[str, str]]:
    """What is remembered: by header, which word was taken for which option."""
    said: dict[str, dict[str, str]] = {}
    for one in words:
        if one.means:
            said.setdefault(one.column.header, {})[one.word] = one.means
    return said


class NoSuchWord(ValueError):
    """A column cannot hold what was told for a word of the list; the message says why."""


def words_told(table: Table, told: Iterable[tuple[str, str, str]], options: Options) -> ListWords:
    """What was told, by key, from headers, words of the list, and options.

    Raises:
        NoSuchWord: there is no such column with options, or no such option.
    """
    words: dict[str, dict[str, str]] = {}
    for header, word, option in told:
        column = table.by_header.get(header)
        choices = options.get(column.options or "", ()) if column and column.kind is Kind.CHOICE else ()
        if column is None or not choices:
            with_options = [one.header for one in table.columns if one.kind is Kind.CHOICE]
            raise NoSuchWord(f"“{table.name}”里没有带选项的列“{header}”。可用的有：{'、'.join(with_options)}。")
        if option not in choices:
            raise NoSuchWord(f"“{header}”没有选项“{option}”。可用的有：{'、'.join(choices)}。")
        words.setdefault(column.key, {})[word] = option
    return words

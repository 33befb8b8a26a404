"""A regulation's lines into proposed rows of 制度, and what there is no column for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.clauses import TextLine, clauses, closed_up, fold
from huifang.decisions.drafting.kinds import (
    cadence,
    conditions,
    deadlines,
    papers,
    quotas,
    settings,
    shares,
    tasks,
    windows,
)
from huifang.decisions.drafting.kinds.unsayable import each_time, unsayable
from huifang.decisions.drafting.named_days import days_to_name, each_for_itself
from huifang.decisions.drafting.noise import without_noise
from huifang.decisions.drafting.proposals import Drafted, ProposedRow, Unsaid
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Parsed, parse
from huifang.tables.declared.house_rules import RULES

FactKind = Callable[[Around], Drafted | None]
#: In this order each quantity is asked what it says; the first that takes it has it.
_KINDS: tuple[FactKind, ...] = (
    settings.attempts,
    settings.extension_times,
    settings.retention,
    settings.call_length,
    settings.hours,
    papers.fine,
    papers.clock_of_paper,
    shares.share,
    tasks.sample,
    quotas.quota,
    papers.paper,
    cadence.cadence,
    tasks.task,
    each_time,
    windows.window,
    deadlines.deadline,
    settings.until_hour,
)
#: What is named as not understood where nothing takes it; other numbers are left alone.
_MATTERS = (
    Sort.SPAN,
    Sort.NTH,
    Sort.SHARE,
    Sort.PERIOD,
    Sort.WEEKDAY,
    Sort.MONTH_DAY,
    Sort.PERIOD_END,
    Sort.CLOCK,
    Sort.HOURS,
)
LONGEST_TITLE = 40
_TITLE = re.compile(
    r"^(?!第[一二三四五六七八九十\d]+[条章节]|[\d一二三四五六七八九十]+[、.]).*(?:制度|办法|规定|规程|细则|规范|标准|要点|说明|规则|通知|方案|流程|章程|准则|要求|措施|须知)(?:\([^)]*\))?$"
)
_OF_COLLECTION = re.compile(r"(?:第[一二三四五六七八九十\d]+篇|篇[一二三四五六七八九十\d]+)[:、 ]*")
_FINE = "迟交罚款(元)"
#: By what rows of a sheet are told apart, where no two may be called alike.
_NAMED_BY = {"定期任务": "任务", "报告": "报告", "指标": "指标"}
_NOT_UNDERSTOOD = "里有数字，没有看懂它管什么，请自己判断要不要写进制度"


@dataclass(frozen=True)
class PolicyDraft:
    """What was made of a text: its title ("" where it has none), the rows, what is not said, and the lines of the site
    around it that were left out.
    """

    title: str
    rows: tuple[ProposedRow, ...]
    unsaid: tuple[Unsaid, ...]
    dropped: tuple[str, ...]


def draft(lines: Sequence[TextLine]) -> PolicyDraft:
    """The draft of a text."""
    kept, dropped = without_noise(closed_up(lines))
    said = [*_said(map(parse, clauses(kept)))]
    rows = [*numbered(_once(_fined([one for one in said if isinstance(one, ProposedRow)])))]
    unsaid = {one.why: one for one in reversed(said) if isinstance(one, Unsaid)}
    return PolicyDraft(_title(kept), (*rows, *days_to_name(rows)), tuple(unsaid.values())[::-1], dropped)


def _once(rows: Iterable[ProposedRow]) -> Iterator[ProposedRow]:
    """The rows, each but once: a file may hold two regulations that say the same."""
    seen: list[tuple[str, dict[str, str | int | float]]] = []
    for row in rows:
        said = row.sheet, {**row.values}
        if said not in seen:
            seen.append(said)
            yield row


def _title(lines: Sequence[TextLine]) -> str:
    """The first short line that calls itself a regulation."""
    texts = (_bare_title(line.text.strip()) for line in lines[:12] if not line.cells)
    return next((text for text in texts if len(text) <= LONGEST_TITLE and _TITLE.search(fold(text))), "")


def _bare_title(text: str) -> str:
    """The line without the number of a part in a collection: 第一篇:客户回访制度."""
    part = _OF_COLLECTION.match(fold(text))
    return text[part.end() :] if part else text


def _fined(rows: Sequence[ProposedRow]) -> Iterator[ProposedRow]:
    """The rows; what a late report costs stands in the row of that report, where the same clause has one."""
    reports: dict[int, ProposedRow] = {}
    taken: set[int] = set()
    for number, fine in enumerate(rows):
        last = _report_of(fine, rows[:number]) if _FINE in fine.values else None
        if last is None or last in reports:
            continue
        row, taken = rows[last], {*taken, number}
        values, quote = {**row.values, _FINE: fine.values[_FINE]}, f"{row.quote}，{fine.quote}"
        reports[last] = replace(row, values=values, quote=quote)
    yield from (reports.get(number, row) for number, row in enumerate(rows) if number not in taken)


def _report_of(fine: ProposedRow, ahead: Sequence[ProposedRow]) -> int | None:
    """The last report of the clause in front of the fine, by its number."""
    return max(
        (
            number
            for number, one in enumerate(ahead)
            if one.sheet == fine.sheet and one.clause == fine.clause and _FINE not in one.values
        ),
        default=None,
    )


def numbered(rows: Iterable[ProposedRow]) -> Iterator[ProposedRow]:
    """The rows; those of 回访规则 with a number each."""
    count = 0
    taken: set[tuple[str, str]] = set()
    for one in each_for_itself(rows):
        row = _called_apart(one, taken)
        if row.sheet == RULES.name:
            count += 1
            row = replace(row, values={"规则编号": f"R{count}", **row.values})
        yield row


def _said(parsed: Iterable[Parsed]) -> Iterator[Drafted]:
    for clause in parsed:
        said = [*_of_clause(clause)]
        yield from said
        named = {one.quote for one in said}
        yield from (one for one in unsayable(clause) if one.quote not in named)


def _of_clause(parsed: Parsed) -> Iterator[Drafted]:
    used: set[Quantity] = set()
    for around in _arounds(parsed):
        if around.quantity in used or orders_nothing(around):
            continue
        said = _what(around)
        if said is None:
            continue
        used |= {*said.uses}
        yield _placed(said, parsed, around)


def _what(around: Around) -> Drafted | None:
    for kind in _KINDS:
        said = kind(around)
        if said is not None:
            return said
    if around.quantity.sort in _MATTERS and not _is_a_part(around):
        return Unsaid(clause="", why=_NOT_UNDERSTOOD, quote=around.quote)
    return None


def _called_apart(row: ProposedRow, taken: set[tuple[str, str]]) -> ProposedRow:
    """The row under a name of its own, in a sheet whose rows are known by their names."""
    header = _NAMED_BY.get(row.sheet, "")
    name = f"{row.values.get(header, '')}"
    if not name:
        return row
    number = 1
    while (row.sheet, name if number == 1 else f"{name}({number})") in taken:
        number += 1
    own = name if number == 1 else f"{name}({number})"
    taken.add((row.sheet, own))
    return replace(row, values={**row.values, header: own})


def orders_nothing(around: Around) -> bool:
    """Whether the quantity is no duty; what counts calls in vain always is one."""
    return not (around.in_vain and around.quantity.sort is Sort.COUNT) and conditions.orders_nothing(around)


def _is_a_part(around: Around) -> bool:
    """Whether another quantity of the segment speaks for it: the year of 第一年每季度."""
    return around.quantity.sort in (Sort.NTH, Sort.PERIOD) and len(around.segment.quantities) > 1


def _arounds(parsed: Parsed) -> Iterator[Around]:
    for sentence in parsed.sentences:
        for segment in sentence.segments:
            for one in segment.quantities:
                yield Around(parsed, sentence, segment, one)


def _placed(said: Drafted, parsed: Parsed, around: Around) -> Drafted:
    """With its clause, and the clause's own sentence in 依据."""
    number = parsed.clause.number
    if isinstance(said, Unsaid):
        return replace(said, clause=number, why=f"“{said.quote}”：{said.why}")
    return replace(said, clause=number, text=around.sentence_quote)

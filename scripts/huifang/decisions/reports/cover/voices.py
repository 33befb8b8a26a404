"""What customers said: complaints and wishes, grouped by the office's own words (选项 类型 意见归类)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from huifang.core.text import clean, half_width, split_list
from huifang.decisions.reports.cover.model import Group, Voices
from huifang.decisions.reports.cover.words import cut
from huifang.decisions.reports.part import Listing, Part
from huifang.ledger.records import CallRecord, bad_answers_of
from huifang.tables.options import CONNECTED, DISSATISFIED, offered_remarks, says_nothing

NAME = "客户意见"
OTHER = "其他"
#: The group of those who only praise; who is in it wants nothing.
PRAISE = "表扬"
#: So many groups stand on the cover, and so many blocks in a line of them.
MOST_GROUPS, MOST_BLOCKS = 4, 15
_QUOTE = 30
_HEADERS = ("归类", "客户", "业务员", "回访日期", "满意度", "客户的话")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a customer said in a call, and the group that it is of."""

    group: str
    text: str
    record: CallRecord


@dataclass(frozen=True)
class Remarks:
    """All remarks of a period."""

    complaints: Sequence[Remark]
    wishes: Sequence[Remark]
    praises: Sequence[Remark] = ()


def said_in(records: Iterable[CallRecord], groups: Sequence[str]) -> Remarks:
    """The remarks of the calls; ``groups`` are the office's own, a name and behind an equals sign its words.

    A remark is of the first group of which it has a word. Where the office has no groups, equal remarks are one.
    """
    group_of = _grouping(groups)
    complaints, wishes, praises = list[Remark](), list[Remark](), list[Remark]()
    for record in records:
        if record.result != CONNECTED:
            continue
        because = "" if says_nothing(record.dissatisfied_because) else record.dissatisfied_because
        wish = "" if says_nothing(record.wishes) else record.wishes
        if because or record.is_grievance:
            answered = next(iter(bad_answers_of(record).values()), "")
            text = because or wish or answered or record.satisfaction or record.handling
            complaints.append(Remark(group_of(text) if because or wish else OTHER, text, record))
            wish = wish if because else ""
        if wish:
            group = group_of(wish)
            (praises if group == PRAISE else wishes).append(Remark(group, wish, record))
    return Remarks(complaints, wishes, praises)


def _grouping(groups: Sequence[str]) -> Callable[[str], str]:
    named = {name: (name, *_words(group)) for group in groups for name in offered_remarks([group])}

    def group_of(text: str) -> str:
        plain = half_width(clean(text))
        if not named:
            return cut(plain.rstrip("。.!！"), 9)
        return next((name for name, words in named.items() if any(half_width(w) in plain for w in words)), OTHER)

    return group_of


def _words(group: str) -> tuple[str, ...]:
    return split_list(group.replace("＝", "=").partition("=")[2])


def voices_of(
    said: Remarks, before: Remarks | None, open_problems: Iterable[CallRecord], label: Mapping[str, str]
) -> Voices:
    """What the cover shows of it; ``label`` names agents."""
    unhappy = {r.record.customer_no for r in said.complaints if r.record.satisfaction in DISSATISFIED}
    complained = _groups(said.complaints, before.complaints if before else None)
    wanted = _groups(said.wishes, before.wishes if before else None)
    most = max((group.count for group in (*complained, *wanted)), default=0)
    complaining, wanting, praising = map(_persons, (said.complaints, said.wishes, said.praises))
    wants = f"想要（{wanting} 位" if wanting else "想要：没有"
    if praising:
        wants += f"{'，' if wanting else '（'}另有 {praising} 位夸奖"
    quote, record = _voice(said, wanted, open_problems)
    return Voices(
        complaints=f"抱怨（{complaining} 位，其中不满意 {len(unhappy)} 位）" if complaining else "抱怨：没有",
        wishes=f"{wants}）" if "（" in wants else wants,
        complained=complained,
        wanted=wanted,
        per_block=max(1, ceil(most / MOST_BLOCKS)),
        quote=cut(quote, _QUOTE),
        quoted=_quoted(record, label) if record else "",
    )


def _persons(remarks: Iterable[Remark]) -> int:
    return len({remark.record.customer_no for remark in remarks})


def _groups(remarks: Sequence[Remark], before: Sequence[Remark] | None) -> tuple[Group, ...]:
    """The most frequent groups; what is left is one, and so is what fits none."""
    now, then = _customers(remarks), _customers(before or ())
    named = sorted((name for name in now if name != OTHER), key=lambda name: (-len(now[name]), name))
    shown = named if len(named) + (OTHER in now) <= MOST_GROUPS else named[: MOST_GROUPS - 1]
    found = [Group(n, len(now[n]), None if before is None else len(then.get(n, ()))) for n in shown]
    rest = {customer for name, customers in now.items() if name not in shown for customer in customers}
    if rest:
        kept = None if before is None or len(shown) < len(named) else len(then.get(OTHER, ()))
        found.append(Group(OTHER, len(rest), kept))
    return tuple(found)


def _customers(remarks: Iterable[Remark]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for remark in remarks:
        groups.setdefault(remark.group, set()).add(remark.record.customer_no)
    return groups


def _voice(
    said: Remarks, wanted: Sequence[Group], open_problems: Iterable[CallRecord]
) -> tuple[str, CallRecord | None]:
    """Who waits longest and is not content, in their own words; else the most frequent wish."""
    waiting = [r for r in open_problems if r.satisfaction in DISSATISFIED]
    unhappy = [r.record for r in said.complaints if r.record.satisfaction in DISSATISFIED]
    for record in (*sorted(waiting, key=lambda r: r.moment), *sorted(unhappy, key=lambda r: r.moment)):
        words = next((t for t in (record.wishes, record.dissatisfied_because) if not says_nothing(t)), "")
        if words:
            return words, record
    if wanted:
        first = next((r for r in said.wishes if r.group == wanted[0].name), said.wishes[0])
        return first.text, first.record
    return "", None


def _quoted(record: CallRecord, label: Mapping[str, str]) -> str:
    agent = label.get(record.agent, record.agent)
    return f"{whose(record)}，{agent} {record.called_on:%m-%d} 记"


def whose(record: CallRecord) -> str:
    """The customer and whom of them the agent spoke to, in the room there is on the cover."""
    contact = record.contact if record.contact and record.contact != record.customer_name else ""
    return f"{cut(record.customer_name, max(6, 17 - len(cut(contact, 8))))} {cut(contact, 8)}".rstrip()


def voices_part(said: Remarks, label: Mapping[str, str]) -> Part:
    """Every remark by its group, those that fit none too."""
    sentence = (
        f"抱怨 {len(said.complaints)} 条，想要什么 {len(said.wishes)} 条，夸奖 {len(said.praises)} 条；"
        "同一位客户说了几次的，在封面上只算一位。"
    )
    listings = (
        Listing("抱怨", _HEADERS, [*_lines(said.complaints, label)], "没有客户抱怨。"),
        Listing("想要什么", _HEADERS, [*_lines(said.wishes, label)], "没有客户提出要求。"),
        Listing("夸奖", _HEADERS, [*_lines(said.praises, label)], "没有客户夸奖。"),
    )
    return Part(NAME, (sentence,), listings=listings)


def _lines(remarks: Iterable[Remark], label: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    for remark in sorted(remarks, key=lambda r: (r.group == OTHER, r.group, r.record.moment, r.record.record_no)):
        record = remark.record
        agent = label.get(record.agent, record.agent)
        yield remark.group, record.customer, agent, record.called_on, record.satisfaction, remark.text

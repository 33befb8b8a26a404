"""The labelled texts under tests/data/drafts, and what a draft finds in them; the README there says how it is judged.

A row's period (每周) counts where a label has it as 1 次/周, and is never a false one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from huifang.decisions.drafting.clauses import fold
from huifang.decisions.drafting.drafting import draft
from huifang.decisions.drafting.proposals import ProposedRow, Unsaid
from huifang.edges.reading.regulation_text import regulation_lines
from places import DATA

FOLDER = DATA / "drafts"
#: Kinds of which either may be meant.
_GROUPS = {
    "window": "call", "cadence": "call", "deadline": "deadline", "report": "regular", "task": "regular",
    "share": "share", "target": "share", "quota": "share", "fine": "fine", "hours_of_day": "hours",
    "retention": "retention", "attempts": "attempts",
}  # fmt: skip
_SHEETS = {"投诉时限": "deadline", "报告": "regular", "定期任务": "regular", "指标": "share", "通知": "other"}
_SAME = {("周", 7): "天", ("旬", 10): "天"}


class Part(StrEnum):
    """Which of the texts."""

    ODD = "odd"
    EVEN = "even"
    LOOSE = "loose"


@dataclass(frozen=True)
class Number:
    """A number that a row says: what it measures, of which group of facts, in which clause, about what."""

    group: str
    value: str
    unit: str
    clause: str
    quote: str
    subject: str
    counts: bool = True


@dataclass(frozen=True)
class Measured:
    """What was found in some texts."""

    facts: int
    found: int
    proposed: int
    right: int
    right_subjects: int

    @property
    def recall(self) -> float:
        """The share of the facts that were found."""
        return self.found / self.facts

    @property
    def precision(self) -> float:
        """The share of the numbers in proposed rows that are facts."""
        return self.right / self.proposed

    @property
    def right_subject(self) -> float:
        """The share of the facts that were found in rows and are called by the same noun."""
        return self.right_subjects / self.right


def measured(part: Part) -> Measured:
    """All texts of one part together."""
    each = [_judged(path) for path in texts(part)]
    return Measured(*(sum(getattr(one[0], name) for one in each) for name in Measured.__dataclass_fields__))


def odd_misses() -> Iterator[str]:
    """What was missed, and what was proposed and is none, in the odd texts."""
    for path in texts(Part.ODD):
        for line in _judged(path)[1]:
            yield f"{path.stem} {line}"


def texts(part: Part) -> list[Path]:
    """The texts of one part."""
    if part is Part.LOOSE:
        return sorted(FOLDER.glob("loose-*.txt"))
    wanted = 1 if part is Part.ODD else 0
    return [path for path in sorted(FOLDER.glob("[0-9][0-9]-*.txt")) if int(path.stem[:2]) % 2 == wanted]


@cache
def _judged(path: Path) -> tuple[Measured, tuple[str, ...]]:
    label = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    made = draft(regulation_lines(path.read_bytes(), path.name))
    facts = [fact for fact in label["fact"] if fact["value"]]
    numbers = [number for row in made.rows for number in numbers_of(row)]
    open_facts = [*facts]
    right, subjects, said = 0, 0, []
    for number in numbers:
        fact = next((one for one in open_facts if _matches(number, one)), None)
        if fact is not None:
            open_facts.remove(fact)
            right += number.counts
            subjects += number.counts and same_noun(number.subject, fact["subject"])
            if number.counts and not same_noun(number.subject, fact["subject"]):
                said.append(f"{fact['clause']} other subject: {number.subject} | {fact['subject']}")
        elif number.counts:
            said.append(f"{number.clause} false: {number.group} {number.value} {number.unit} | {number.quote}")
    named = [one for one in open_facts if not one["sayable"] and any(_names(unsaid, one) for unsaid in made.unsaid)]
    missed = [one for one in open_facts if one not in named]
    said += [f"{one['clause']} missed: {one['kind']} {one['value']} {one['unit']} | {one['quote']}" for one in missed]
    counted = sum(number.counts for number in numbers)
    return Measured(len(facts), len(facts) - len(missed), counted, right, subjects), tuple(said)


def numbers_of(row: ProposedRow) -> Iterator[Number]:
    """The numbers that a row of 制度 says, by its columns alone."""
    values = row.values

    def made(group: str, value: Any, unit: str, counts: bool = True) -> Number:
        return Number(group, f"{value}", unit, row.clause, row.quote, _subject(values), counts)

    if row.sheet == "回访规则":
        yield from _of_rule(values, made)
    elif row.sheet == "投诉时限":
        yield made("deadline", values["时限"], f"{values['单位']}")
        yield from _by_name(values["阶段"], "deadline", made)
    elif row.sheet in ("报告", "定期任务"):
        yield from _of_calendar(row, made)
    elif row.sheet == "指标":
        quota = values.get("算什么") == "定额"
        yield made("share", values["目标"], "人户" if quota else "%")
    elif row.sheet == "通知":
        yield made("other", values["提前"], f"{values['单位']}")
    elif row.sheet == "基本":
        yield from _of_item(values, made)


def _of_rule(values: Mapping[str, Any], made: Any) -> Iterator[Number]:
    trigger, unit = values["触发"], f"{values.get('间隔单位', '天')}"
    if trigger == "滚动":
        yield made("call", values["间隔"], unit)
    elif trigger == "每期":
        yield made("call", values["次数"], f"次/{values['周期']}")
    elif trigger == "比例":
        yield made("share", values["次数"], "人户") if "次数" in values else made("share", values["比例(%)"], "%")
    if "窗口长" in values:
        start, length = int(values["窗口起"]), int(values["窗口长"])
        number = (
            f"{start}-{start + length}" if start > 0 and length else length if start >= 0 and length else abs(start)
        )
        yield made("call", number, unit)
    if "截止时刻" in values:
        yield made("call", values["截止时刻"], "时刻")


def _of_calendar(row: ProposedRow, made: Any) -> Iterator[Number]:
    values = row.values
    group = "regular"
    if "迟交罚款(元)" in values:
        yield made("fine", values["迟交罚款(元)"], "元")
    due, span = f"{values.get('截止', '')}", values.get("期间", values.get("周期", ""))
    weekday = re.search(r"周([一二三四五六日])", due)
    day, after = re.search(r"(\d+)日", due), re.search(r"后(\d+)天", due)
    if weekday:
        yield made(group, "一二三四五六日".index(weekday[1]) + 1, "星期")
    elif day:
        yield made(group, day[1], "日")
    elif after:
        yield made(group, after[1], "天")
    drawn = re.search(r"([\d./-]+)(%|\S)$", f"{values.get('抽取', '')}")
    if drawn:
        yield made(group, drawn[1], drawn[2])
    elif "/" in f"{values.get('抽取', '')}":
        yield made(group, values["抽取"], "%")
    yield from _by_name(values.get("任务", ""), group, made)
    if span:  # how often: a fact where the label says so, never a false one
        yield made(group, 1, f"次/{span}", False)


def _by_name(name: Any, group: str, made: Any) -> Iterator[Number]:
    """The time of day in a name, where there is no column for one."""
    by = re.search(r"\((\d+:\d\d)前\)$", f"{name}")
    if by:
        yield made(group, by[1], "时刻")


def _of_item(values: Mapping[str, Any], made: Any) -> Iterator[Number]:
    item, value = values["项目"], f"{values['值']}"
    if item in ("通话时段", "工作时间"):
        for span in value.split(","):
            begin, _, end = span.partition("-")
            yield made("hours", f"{begin.lstrip('0')}-{end.lstrip('0')}", "时刻")
    elif item == "报告时刻":
        yield made("regular", value, "时刻")
    elif item == "最多尝试次数":
        yield made("attempts", value, "次")
    elif item == "保存年限(年)":
        yield made("retention", value, "年")
    elif item == "重新办理时限":
        number, unit = value.split()
        yield made("deadline", number, unit)
    else:
        yield made("other", value, "")


def _subject(values: Mapping[str, Any]) -> str:
    return "".join(
        f"{values.get(name, '')}" for name in ("规则名称", "阶段", "任务", "报告", "指标", "说明", "适用类别", "条件值")
    )


def _matches(number: Number, fact: Mapping[str, Any]) -> bool:
    group = _GROUPS.get(fact["kind"], "other")
    fits = group in (number.group, "other") or {group, number.group} == {"attempts", "call"} and fact["unit"] == "天"
    return fits and _same_clause(number, fact) and _same_value(number, fact)


def _same_clause(number: Number, fact: Mapping[str, Any]) -> bool:
    """The same clause; where the text has no numbers, the same words."""
    clause = re.sub(r"[^\w]", "", fold(f"{fact['clause']}"))
    if clause:
        return clause == re.sub(r"[^\w]", "", fold(number.clause))
    one, other = re.sub(r"\s", "", number.quote), re.sub(r"\s", "", fact["quote"])
    return one in other or other in one or len({*_pairs(one)} & {*_pairs(other)}) >= 3


def _same_value(number: Number, fact: Mapping[str, Any]) -> bool:
    if fact["unit"] in ("人", "户", "份") and number.unit in ("人户", "份", "人", "户", "条", "个"):
        return bool(number.value == fact["value"])
    return _plain(number.value, number.unit) == _plain(fact["value"], fact["unit"])


def _plain(value: str, unit: str) -> tuple[str, str]:
    """Weeks in days, half a month in days; all else as it stands."""
    if (
        unit in ("次/采暖季", "次/雨季", "次/学期")
        or unit.startswith("次/")
        and unit[2:] not in ("周", "旬", "月", "季", "半年", "年", "日")
    ):
        unit = "次"
    if unit == "周" and value.isdigit():
        return f"{int(value) * 7}", "天"
    if unit == "时刻":
        return re.sub(r"(?<!\d)0(?=\d:)", "", value), unit
    return ("15", "天") if (value, unit) == ("0.5", "月") else (value, unit)


def _names(unsaid: Unsaid, fact: Mapping[str, Any]) -> bool:
    """Whether it is this fact that has no place."""
    one, other = re.sub(r"\s", "", unsaid.quote), re.sub(r"\s", "", fact["quote"])
    return bool(one) and (one in other or other in one or len({*_pairs(one)} & {*_pairs(other)}) >= 3)


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


def same_noun(one: str, other: str) -> bool:
    """Whether both speak of the same: a third of the other's pairs of characters stand in the one."""
    wanted = [*dict.fromkeys(_pairs(re.sub(r"[、，。\s的]", "", fold(other))))]
    there = {*_pairs(re.sub(r"[、，。\s的]", "", fold(one)))}
    return bool(wanted) and sum(pair in there for pair in wanted) * 3 >= len(wanted)

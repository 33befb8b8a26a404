"""话单: a list of calls as a telephone company or a switchboard gave it, understood row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any

from huifang.core.catalogue import found
from huifang.core.dialled import LOCAL, dialled
from huifang.core.findings import Finding, Place
from huifang.core.text import clean
from huifang.edges.reading.list_read import TEXT_ENDINGS, decoded, read_list
from huifang.edges.reading.old_workbook import is_page, page_rows, read_old_workbook
from huifang.edges.reading.text_rows import text_rows
from huifang.edges.reading.xlsx_guard import OLE_MAGIC
from huifang.ledger.phone_said import PhoneCall
from huifang.policy.people import People
from huifang.tables.cells import shown
from huifang.tables.days import Days
from huifang.tables.declared.phone_lists import MINUTES, PHONE_LIST
from huifang.tables.durations import step_of, were_minutes_and_seconds, written_seconds
from huifang.tables.locating import Located, locate
from huifang.tables.model import column_letter
from huifang.tables.phone_layouts import with_header
from huifang.tables.phone_moments import call_moment
from huifang.tables.reading import Grid

#: What is no call.
_NO_CALL = re.compile(r"短信|彩信|流量|上网|数据|套餐|sms|mms|gprs", re.IGNORECASE)
_INCOMING = re.compile(r"被叫|呼入|来电|接听|inbound|incoming|^in$", re.IGNORECASE)
_OUTGOING = re.compile(r"主叫|呼出|去电|拨出|拨打|outbound|outgoing|^out$", re.IGNORECASE)
#: How a column is called that says who rang, whoever that was.
_CALLER = re.compile(r"主叫|callfrom|src|source|caller", re.IGNORECASE)
#: The line of somebody in the house, and none of the short numbers of services.
_EXTENSION = re.compile(r"(?!1\d\d$|1\d{4}$|9[56]\d{3}$)\d{3,6}")
_NOT_ANSWERED = re.compile(
    r"未接|未通|无人|无应答|占线|忙|失败|取消|拒|no.?answer|busy|fail|cancel|abandon|voicemail|reject|congestion|missed",
    re.IGNORECASE,
)
#: A number or a span of days above the header, or in the name of the file.
_OWN = re.compile(r"(?:号码|手机|电话|账号|分机)[^\d]{0,8}(\d[\d\-]{2,14}\d)")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d{9})(?!\d)")
_SPAN = re.compile(r"(20\d\d)\D?(\d\d)\D?(\d\d)[^\d]{1,6}(20\d\d)\D?(\d\d)\D?(\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-年./]?(0[1-9]|1[0-2])(?!\d)(?![-./]\d)")
_SAYS = re.compile(r"[:：]\s*\S")
_FEWEST_HEADERS, _TOP_ROWS = 3, 30


@dataclass(frozen=True, kw_only=True)
class PhoneList:
    """A list as it was understood, its times as they stand there (``is_sure``: they name their zone).

    ``located`` is None where no header was found. ``span`` is what it says that it covers, first and last day.
    ``count`` are the rows that hold something, ``left_out`` those that are no calls.
    """

    sheet: str = ""
    layout: str = ""
    located: Located | None = None
    calls: tuple[PhoneCall, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_sure: bool = False
    span: tuple[datetime, datetime] | None = None
    count: int = 0
    left_out: int = 0


@dataclass(kw_only=True)
class _Rows:
    """What is known while the rows are read."""

    place: Place
    grid: Grid
    located: Located
    days: Days
    people: People
    given: Mapping[str, Any]
    own: str
    findings: list[Finding] = field(default_factory=list)
    left_out: int = 0
    sure: int = 0

    def __post_init__(self) -> None:
        self.at = {match.column.key: match.index for match in self.located.matches}
        self.headers = {match.column.key: match.header for match in self.located.matches}
        told = self.given.get("unit")
        self.in_minutes = {
            key: told == MINUTES if told else bool(re.search(r"[(（]\s*(?:分钟?|min)", self.headers.get(key, "")))
            for key in ("talked", "whole")
        }
        self.length_key = "talked" if "talked" in self.at else "whole"
        rows = self.grid[self.located.row + 1 :]
        self.shifted = {
            key for key in ("talked", "whole") if were_minutes_and_seconds(self.cell(cells, key) for cells in rows)
        }

    def cell(self, cells: Sequence[Any], key: str) -> Any:
        at = self.at.get(key)
        return cells[at] if at is not None and at < len(cells) else None

    def text(self, cells: Sequence[Any], key: str) -> str:
        raw = self.cell(cells, key)
        return clean(shown(raw)) if raw is not None else ""

    def where(self, number: int, key: str) -> Place:
        return replace(self.place, cell=f"{column_letter(self.at.get(key, 0))}{number}")


def read_phone_list(content: bytes, name: str, people: People, given: Mapping[str, Any], told: Mapping[str, str],
                    read_at: datetime) -> PhoneList:  # fmt: skip
    """Understand the list; ``given`` is what was said of all of it, by key, ``told`` which of its columns is which.

    Raises:
        Unreadable: it cannot be read at all.
    """
    sheets = _sheets(content, name)
    tried = []
    for sheet, grid in sheets.items():
        layout, headed = with_header(grid)
        located = locate(PHONE_LIST, [*_without_titles(headed)], told)
        if located:
            tried.append((sum(m.column.required for m in located.matches), sheet, layout, headed, located))
    if not tried:
        tried = [*_unnamed(sheets)]
    if not tried:
        return PhoneList(findings=(found("M001", Place(name), table=PHONE_LIST.name),))
    _, sheet, layout, grid, located = max(tried, key=lambda one: one[0])
    place = Place(name, sheet)
    keys = {match.column.key for match in located.matches}
    keys |= {"talked"} if "whole" in keys else set()  # where only that is listed, ringing is part of it
    lacking = [column for column in PHONE_LIST.columns if column.required and column.key not in keys]
    titles = " ".join(shown(raw) for cells in grid[: located.row] for raw in cells)
    rows = _Rows(
        place=place, grid=grid, located=located, days=Days(read_on=read_at.date()), people=people, given=given,
        own=_own_number(titles, name),
    )  # fmt: skip
    filled = sum(any(clean(shown(raw)) for raw in cells) for cells in grid[located.row + 1 :])
    if lacking:
        wrong = tuple(
            found("M002", replace(place, cell=f"A{located.row + 2}"), column=c.header, count=filled) for c in lacking
        )
        return PhoneList(sheet=sheet, layout=layout, located=located, findings=wrong, count=filled)
    calls = [*_calls(rows, 1 if layout else 0)]
    step = step_of([call.seconds for call in calls])
    calls = [replace(call, step=step) for call in calls]
    span = _span(titles) or _span(PurePath(name).stem)
    sure = rows.sure * 2 > len(calls)
    return PhoneList(
        sheet=sheet, layout=layout, located=located, calls=tuple(calls), findings=tuple(rows.findings), is_sure=sure,
        span=span, count=filled, left_out=rows.left_out,
    )  # fmt: skip


def _sheets(content: bytes, name: str) -> Mapping[str, Grid]:
    stem, ending = PurePath(name).stem, PurePath(name).suffix.lower()
    if content.startswith(OLE_MAGIC):
        return read_old_workbook(content)
    if is_page(content):
        return {stem: page_rows(decoded(content))}
    if ending == ".xls" and content[:2] != b"PK":  # companies call a text so
        return {stem: [line.cells for line in text_rows(decoded(content))]}
    return read_list(content, f"{stem}{ending if ending not in TEXT_ENDINGS else '.csv'}").book.sheets


def _unnamed(sheets: Mapping[str, Grid]) -> Iterator[tuple[int, str, str, Grid, Located]]:
    """A sheet whose header nobody knows: somebody may say which column is which."""
    for sheet, grid in sheets.items():
        for row, cells in enumerate(grid[:_TOP_ROWS]):
            named = tuple((at, clean(shown(raw))) for at, raw in enumerate(cells) if clean(shown(raw)))
            if len(named) >= _FEWEST_HEADERS and not any(text[0].isdigit() for _, text in named):
                yield 0, sheet, "", grid, Located(row=row, matches=(), others=named)
                return


def _without_titles(grid: Grid) -> Iterator[Sequence[Any]]:
    """The rows, those above the header without what they say of the whole list: it is no header of a column."""
    above = True
    for cells in grid:
        texts = [clean(shown(raw)) for raw in cells]
        filled = [text for text in texts if text]
        above = above and (len(filled) < _FEWEST_HEADERS or any(map(_SAYS.search, filled)))
        yield () if above else cells


def _own_number(titles: str, name: str) -> str:
    """The number that the list is of, by what stands above its header or by its name; empty where nothing says it."""
    own = _OWN.search(titles) or _MOBILE.search(titles) or _MOBILE.search(PurePath(name).stem)
    return dialled(own[1]) if own else ""


def _span(text: str) -> tuple[datetime, datetime] | None:
    """From when until when a text says that a list goes: two days, or a month."""
    said, month = _SPAN.search(text), _MONTH.search(text)
    try:
        if said:
            first, last = (date(*map(int, said.groups()[at : at + 3])) for at in (0, 3))
        elif month:
            first = date(int(month[1]), int(month[2]), 1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        else:
            return None
    except ValueError:
        return None
    return (datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59))) if first <= last else None


def _calls(rows: _Rows, shift: int) -> Iterator[PhoneCall]:
    """The calls; a header that was put there makes every row stand ``shift`` lower than in the file."""
    staff_lines = {number for person in rows.people.persons for number in person.lines} | {rows.own}
    for at, cells in enumerate(rows.grid[rows.located.row + 1 :], start=rows.located.row + 2 - shift):
        if not any(clean(shown(raw)) for raw in cells):
            continue
        what = " ".join(rows.text(cells, key) for key in ("direction", "status"))
        other = rows.text(cells, "other")
        if _NO_CALL.search(what) or _is_total(rows, cells):
            rows.left_out += 1
            continue
        moment = call_moment(rows.cell(cells, "started_at"), rows.cell(cells, "day"), rows.days)
        if moment is None:
            rows.findings.append(
                found("M021", rows.where(at, "started_at"), value=rows.text(cells, "started_at") or "(空)")
            )
            continue
        talked = _talked(rows, cells, what)
        if talked is None:
            key = rows.length_key
            rows.findings.append(found("M022", rows.where(at, key), value=rows.text(cells, key) or "(空)"))
            continue
        rows.sure += moment.is_sure
        line, other = dialled(_in_brackets(rows.text(cells, "line"))) or rows.own, dialled(_in_brackets(other))
        is_outgoing = not _INCOMING.search(what)
        if _is_turned(rows, staff_lines, line, other, what):
            line, other, is_outgoing = other, line, False
        yield PhoneCall(
            started_at=moment.at, seconds=talked, step=1, has_ring=rows.length_key == "whole", line=line, other=other,
            agent=_agent(rows, cells), is_outgoing=is_outgoing,
            is_answered=talked > 0 and not _NOT_ANSWERED.search(what), row=at,
        )  # fmt: skip


def _talked(rows: _Rows, cells: Sequence[Any], what: str) -> int | None:
    """How long people spoke; nothing where nobody answered, None where the row does not say it."""
    seconds = _seconds(rows, cells, rows.length_key)
    if rows.length_key == "talked" and seconds is None and not rows.text(cells, "talked"):
        return 0 if _seconds(rows, cells, "whole") is not None or _NOT_ANSWERED.search(what) else None
    return 0 if seconds is None and _NOT_ANSWERED.search(what) else seconds


def _is_turned(rows: _Rows, ours: Collection[str], line: str, other: str, what: str) -> bool:
    """Whether the row begins with the one who rang, and that was not us."""
    if "line" not in rows.at or _OUTGOING.search(what):
        return False
    begins_with_caller = bool(_CALLER.match(rows.headers.get("line", "")))
    if line in ours:
        return False
    is_extension = _EXTENSION.fullmatch(other) is not None and len(line) >= LOCAL[0]
    return other in ours or is_extension or (begins_with_caller and bool(_INCOMING.search(what)))


def _is_total(rows: _Rows, cells: Sequence[Any]) -> bool:
    """Whether it is a line of sums or words below the calls."""
    filled = [clean(shown(raw)) for raw in cells if clean(shown(raw))]
    return filled[0].startswith(("合计", "总计", "小计", "共计")) or (len(filled) == 1 and not filled[0][0].isdigit())


def _seconds(rows: _Rows, cells: Sequence[Any], key: str) -> int | None:
    seconds = written_seconds(rows.cell(cells, key), rows.in_minutes[key])
    return seconds // 60 if seconds is not None and key in rows.shifted else seconds


def _in_brackets(text: str) -> str:
    """The number of a line that is written with a name: ``李明<8001>``."""
    within = re.search(r"[<(（](\+?[\d*]{2,})[>)）]", text)
    return within[1] if within else text


def _agent(rows: _Rows, cells: Sequence[Any]) -> str:
    """The 工号 that the row says, else what was said of the whole list."""
    person = rows.people.find(rows.text(cells, "agent"))
    told = rows.people.find(str(rows.given.get("agent") or ""))
    return person.person_no if person else told.person_no if told else ""


def by_line(calls: Sequence[PhoneCall]) -> Counter[str]:
    """How many calls each line has."""
    return Counter(call.line for call in calls)


def covered(read: PhoneList, given: Mapping[str, Any], now: datetime) -> tuple[datetime, datetime]:
    """From when until when all calls of the lines are in the list: what was said, or stands there, else from its first
    call to its last one.
    """
    first = min(call.started_at for call in read.calls)
    last = max(call.started_at + timedelta(seconds=call.seconds) for call in read.calls)
    if read.span:
        first, last = min(first, read.span[0]), max(last, read.span[1])
    if from_on := given.get("from_on"):
        first = min(first, datetime.combine(from_on, time()))
    if until_on := given.get("until_on"):
        last = max(last, datetime.combine(until_on, time(23, 59, 59)))
    return first, min(last, now) if now > first else last

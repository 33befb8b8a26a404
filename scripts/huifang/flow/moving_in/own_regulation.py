"""A regulation that an office brings itself: a text like those of the presets, the 制度.xlsx of another office, or a
draft in which somebody ticked what is to hold.

Nothing of it holds before it was read whole: every cell that is wrong is a finding with its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean, split_groups, split_list
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.drawing.sheet_names import GUIDE, LISTS, RESULTS
from huifang.edges.known.presets import Preset, own_name
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError
from huifang.flow.moving_in.list_rows import holds_something
from huifang.policy.adopting import adopted, is_draft
from huifang.policy.build import PolicyRead, read_policy
from huifang.policy.customers import ListedCustomers
from huifang.policy.items import ITEMS
from huifang.policy.mail_items import MAIL_ITEMS
from huifang.policy.people import People
from huifang.policy.register_read import Registers
from huifang.policy.rules import DERIVED, SOURCES, Source, UnknownSource, parse_source
from huifang.rules.needs_there import limits_and_needs_there
from huifang.rules.settings import SettingsContext, registers_there, sources_there
from huifang.tables.cells import shown
from huifang.tables.declared import complaint_rules, house_rules, mail_rules, tasks
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.registers import BOOKS, EVERYWHERE, FURTHER
from huifang.tables.model import Kind, Table
from huifang.tables.odd_cells import AsShown
from huifang.tables.options import BUILT_IN
from huifang.tables.reading import Grid

ENDINGS = (".toml", ".xlsx", ".xlsm")
_SHEETS = {table.name: table for table in house_rules.TABLES}
#: Sheets whose rows are items, each with its value.
_OF_ITEMS = {house_rules.SETTINGS.name: ITEMS, mail_rules.MAILBOX.name: MAIL_ITEMS}
#: What is an office's own and no rule: it is not taken over from another office's book.
_OF_THE_OTHER = ("单位名称", "启用日期", "结构版本")
#: What a text may say besides the sheets: of what kind each is.
_BESIDES: Mapping[str, type] = {
    "preset": str, "name": str, "document": str, "whom": str, "asks": str, "source": str, "regulation": str,
    "trade": str, "workbooks": list, "columns": list, "hidden": list, "forms_with_plan": list,
}  # fmt: skip
#: What is said of a text that is not wrong in an office: there it would be left over.
_LEFT_OVER = ("F107", "F108")
#: What need not be said: the default holds.
_DEFAULTS = ("P604",)


@dataclass(frozen=True)
class OwnRegulation:
    """What was read: the regulation as presets are, and what is wrong with it. ``preset`` is None where nothing can be
    made of it.
    """

    preset: Preset | None
    findings: tuple[Finding, ...]


def read_own(content: bytes, name: str) -> OwnRegulation:
    """Read a regulation; ``name`` is its file's."""
    try:
        if PurePath(name).suffix.lower() == ".toml":
            told, grids, findings = _from_text(content, name)
        else:
            told, grids, findings = _from_book(content, name)
    except Unreadable as error:
        return OwnRegulation(None, (found("P640", Place(name), reason=error.reason),))
    read = read_policy(grids, name, NEEDED)
    findings += [finding for finding in read.findings if finding.code not in _DEFAULTS]
    books = _books_needed(read, (book for book in told.get("workbooks", ()) if book in BOOKS))
    findings += _about_registers(read, books)
    if PurePath(name).suffix.lower() == ".toml":
        findings = [_as_error(finding) for finding in findings]
    if any(finding.is_error for finding in findings):
        return OwnRegulation(None, tuple(findings))
    return OwnRegulation(_preset(told, grids, books, read), tuple(findings))


def _as_error(finding: Finding) -> Finding:
    """What a text says and no sheet has is not left out: it would hold in no office."""
    if finding.code not in _LEFT_OVER:
        return finding
    return found("P641", finding.place, value=finding.message)


def _from_text(content: bytes, name: str) -> tuple[dict[str, Any], dict[str, Grid], list[Finding]]:
    """What is said besides the sheets, the sheets, and what is neither."""
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(because("Y845", error=error)) from None
    findings = []
    grids: dict[str, Grid] = {table: [_headers(_SHEETS[table])] for table in _SHEETS}
    for key, value in told.items():
        if key in _OF_ITEMS and isinstance(value, dict):
            grids[key] = [_headers(_SHEETS[key]), *([item, _cell(one)] for item, one in value.items())]
        elif key in _SHEETS and key not in _OF_ITEMS and _is_rows(value):
            headers = list(dict.fromkeys((*_headers(_SHEETS[key]), *(header for row in value for header in row))))
            grids[key] = [headers, *([_cell(row.get(header)) for header in headers] for row in value)]
        elif key not in _BESIDES or not isinstance(value, _BESIDES[key]):
            findings.append(found("P641", Place(name, key), value=key))
    findings += _about_books(told, name)
    return told, grids, findings


def _about_books(told: Mapping[str, Any], name: str) -> Iterator[Finding]:
    tables = (*(table for tables in BOOKS.values() for table in tables), CALLS)
    columns = {f"{table.name}.{column.header}" for table in tables for column in table.columns}
    for key, known in (("workbooks", {*BOOKS}), ("columns", columns), ("hidden", columns)):
        for word in told.get(key, ()) if isinstance(told.get(key), list) else ():
            if word not in known:
                yield found("P641", Place(name, key), value=shown(word))


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _headers(table: Table) -> list[str]:
    return [column.header for column in table.columns if not column.where_used]


def _cell(value: Any) -> Any:
    """As it would stand in a cell: several words with commas between them."""
    if isinstance(value, list):
        return ",".join(map(shown, value))
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def _from_book(content: bytes, name: str) -> tuple[dict[str, Any], dict[str, Grid], list[Finding]]:
    """The sheets of a 制度.xlsx, and those that are none of it."""
    sheets = read_book(content).sheets
    if is_draft(sheets):
        chosen = adopted(sheets, name)
        return {}, dict(chosen.grids), [*chosen.findings]
    if house_rules.RULES.name not in sheets and house_rules.SETTINGS.name not in sheets:
        raise Unreadable(because("Y846"))
    grids: dict[str, Grid] = {name: [_headers(table)] for name, table in _SHEETS.items()}
    findings = []
    for sheet, grid in sheets.items():
        if sheet in _SHEETS and sheet != mail_rules.MAILBOX.name:
            grids[sheet] = grid
        elif sheet not in {*_SHEETS, GUIDE, LISTS, RESULTS} and holds_something(grid):
            findings.append(found("P642", Place(name, sheet), value=sheet))
    return {}, grids, findings


def _books_needed(read: PolicyRead, told: Iterable[str]) -> tuple[str, ...]:
    """The registers that the rules cannot do without, and those that are told."""
    books = {*EVERYWHERE, *told, *read.policy.further_registers, *([tasks.WORKBOOK] if read.policy.tasks else ())}
    lacking = len(_about_registers(read, books))
    for name in FURTHER:
        if lacking and len(_about_registers(read, {*books, name})) < lacking:
            books.add(name)
            lacking = len(_about_registers(read, books))
    return tuple(name for name in BOOKS if name in books)


def _about_registers(read: PolicyRead, books: Iterable[str]) -> list[Finding]:
    """What the rules go by and an office with these workbooks has not."""
    staff = People((), (), ())
    there = {*books}

    def has_column(source: Source) -> bool:
        table = read.policy.whole(SOURCES[source.sheet])
        return (source.sheet, source.header) in DERIVED or source.header in table.by_header

    context = SettingsContext(
        registers=Registers(read.policy, staff, ListedCustomers({}), read.reads, (), ()),
        today=date.min, workbooks=there, has_column=has_column, plan_nos=frozenset, row_nos=lambda _: frozenset(),
    )  # fmt: skip
    return [*sources_there(context), *registers_there(context), *limits_and_needs_there(context)]


def _columns_named(read: PolicyRead) -> Iterator[str]:
    """The columns that are only there where a regulation uses them, and that this one counts from or asks."""
    cells = [
        row[key]
        for table, keys in ((house_rules.RULES, ("anchor", "ends_before", "where")), (house_rules.CLASSES, ("source",)))
        for row in read.reads[table.name].sound
        for key in keys
    ]
    for text in (text for cell in cells for text in split_groups(cell or "")):
        try:
            source = parse_source(text)
        except UnknownSource:
            continue
        column = SOURCES[source.sheet].by_header.get(source.header)
        if column is not None and column.where_used:
            yield str(source)


def _columns_there(grids: Mapping[str, Grid]) -> Iterator[str]:
    """The columns of 制度 that are only there where a regulation uses them, and that this one has."""
    for name, table in _SHEETS.items():
        headers = {clean(shown(raw)) for raw in (grids[name][0] if grids[name] else ())}
        yield from (f"{name}.{c.header}" for c in table.columns if c.where_used and c.header in headers)


def _columns_wanted(grids: Mapping[str, Grid]) -> Iterator[str]:
    """The same of the registers whose deadlines and entries are ordered: what such a row calls by name."""
    for sheet in complaint_rules.TABLES:
        for row in _rows(sheet, grids[sheet.name]):
            register = SOURCES.get(str(row.get("表", "")), COMPLAINTS)
            words = {word for cell in row.values() for word in split_list(shown(cell))}
            yield from (f"{register.name}.{c.header}" for c in register.columns if c.where_used and c.header in words)


def _preset(told: Mapping[str, Any], grids: Mapping[str, Grid], books: Sequence[str], read: PolicyRead) -> Preset:
    """The regulation as presets are; its name keeps what an office needs to know of it later on."""
    title = str(told.get("name") or read.policy.title)
    kept: dict[str, Any] = {key: told[key] for key in ("trade", "hidden", "forms_with_plan") if told.get(key)}
    kept["document"] = str(told.get("document") or title)
    kept["workbooks"] = list(books)
    used = (*told.get("columns", ()), *_columns_named(read), *_columns_there(grids), *_columns_wanted(grids))
    kept["columns"] = list(dict.fromkeys(used))
    content: dict[str, Any] = {**kept, "whom": told.get("whom", ""), "asks": told.get("asks", "")}
    for name, table in _SHEETS.items():
        rows = [*_rows(table, grids.get(name, ()))]
        if name in _OF_ITEMS:
            known = {item.name for item in _OF_ITEMS[name]} - {*_OF_THE_OTHER}
            content[name] = {row["项目"]: row.get("值", "") for row in rows if row.get("项目") in known}
        else:
            content[name] = [row for row in rows if not _is_built_in(row)]
    return Preset(own_name(kept), title, str(told.get("source", "")), str(told.get("regulation", "")), content)


def _is_built_in(row: Mapping[str, Any]) -> bool:
    """Whether it is a word that every office's lists begin with."""
    return row.get("值") in BUILT_IN.get(str(row.get("类型")), ()) and {*row} <= {"类型", "值"}


def _rows(table: Table, grid: Grid) -> Iterator[dict[str, Any]]:
    """The filled cells of each row by header."""
    headers = [clean(shown(raw)).rstrip("*") for raw in grid[0]] if grid else []
    for cells in grid[1:]:
        row = {
            header: _whole(raw, table.by_header[header].kind)
            for header, raw in zip(headers, cells, strict=False)
            if header in table.by_header and raw not in (None, "")
        }
        if row:
            yield row


def _whole(raw: Any, kind: Kind) -> Any:
    """A cell's value as it is written: numbers without a fraction, days without a time."""
    if isinstance(raw, AsShown):
        raw = float(raw) if kind in (Kind.INTEGER, Kind.NUMBER) else raw.shown
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    if isinstance(raw, datetime) and raw == datetime.combine(raw, datetime.min.time()):
        return raw.date()
    return raw if isinstance(raw, (int, float, datetime, str)) or hasattr(raw, "isoformat") else shown(raw)


def is_to_be_made(name: str, content: bytes) -> bool:
    """Whether the file is no 制度.xlsx yet, but a text or a draft of which one is to be made.

    Raises:
        OfficeError: it can be none of these.
    """
    if PurePath(name).suffix.lower() == ".toml":
        return True
    try:
        sheets = read_book(content).sheets
    except Unreadable as error:
        raise OfficeError(error.reason.after(f"“{name}”")) from error
    return is_draft(sheets) or house_rules.SETTINGS.name not in sheets

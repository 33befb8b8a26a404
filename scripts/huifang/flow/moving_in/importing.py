"""Importing: a list of the office's own → whose columns are which → against the register → preview → written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import clean, file_name
from huifang.decisions.moving_in import Arrivals, CellChange, compare
from huifang.edges.patching.areas import parse_address
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.whole_file import read_given
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE
from huifang.flow.aftermath.numbering import numbers_for
from huifang.flow.moving_in.lists import Into, OwnList, read_own_list
from huifang.flow.moving_in.words import ListWords, meanings
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.imported_said import ImportedChange, ListImported
from huifang.policy.model import Policy
from huifang.policy.register_read import Sheets, cell_options
from huifang.tables.cells import read_cell, shown
from huifang.tables.declared import house_rules
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.past_calls import PAST_CALLS
from huifang.tables.declared.people import PEOPLE
from huifang.tables.declared.phone_lists import FIXED_OPTIONS as PHONE_OPTIONS
from huifang.tables.declared.phone_lists import PHONE_LIST
from huifang.tables.declared.registers import BOOKS
from huifang.tables.header_words import source_name
from huifang.tables.model import Row, Table
from huifang.tables.options import AGENT, BUILT_IN, PENDING_REVIEW, Options
from huifang.tables.reading import NOTHING_READ, TableRead

#: ListWords with which the name of an ordinary class begins.
_ORDINARY = ("一般", "普通", "常规")
#: What is filled in by default and might be otherwise: that is said.
_ASSUMED = frozenset({"customer_class", "role"})


class NoSuchValue(ValueError):
    """A column cannot hold what was told for it; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What an import would do. ``letters`` are the register's columns by key; ``new`` are whole rows by key, numbered;
    ``findings`` all that is to be said.
    """

    file: str
    content: bytes
    table: Table
    letters: Mapping[str, str]
    own: OwnList
    arrivals: Arrivals
    new: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]

    @property
    def changes_something(self) -> bool:
        """Whether the register would be another afterwards."""
        return bool(self.new or self.arrivals.changes)


def importable(desk: Desk) -> Mapping[str, Table]:
    """The tables of this office that lists may be brought into, by name; those that a workbook may lack, where it has
    them. 话单 and past calls are no registers: what is brought in is kept beside the ledger.
    """
    books = [name for name in desk.workbooks if name != house_rules.WORKBOOK]
    tables = [table for name in books for table in BOOKS[name]]
    always = {table.name for table in tables if not table.optional}
    there = (table for table in tables if not table.optional or (table.name not in always and _is_there(desk, table)))
    policy = desk.present.policy
    return {table.name: policy.whole(table) for table in (*there, PAST_CALLS, PHONE_LIST)}


def _is_there(desk: Desk, table: Table) -> bool:
    return table.name in desk.present.sheets(table.workbook)


@dataclass(frozen=True)
class Target:
    """Where a list is to go: the table with the columns that this office's register has, and its rows."""

    table: Table
    register: TableRead


def target_of(desk: Desk, table: Table) -> Target:
    """The table as the register has it now.

    Raises:
        OfficeError: the register cannot be read, or has no such sheet.
    """
    if table.name in (PAST_CALLS.name, PHONE_LIST.name):
        return Target(table, NOTHING_READ)
    register = desk.present.read(table)
    if not register.letters:
        raise OfficeError(because("Y824", file=table.workbook, sheet=table.name))
    return Target(table.without(c.key for c in table.columns if c.key not in register.letters), register)


def import_options(policy: Policy) -> Options:
    """All option lists that a column of a list may name."""
    return {**PHONE_OPTIONS, **cell_options(policy)}


def values_told(desk: Desk, table: Table, told: Mapping[str, str]) -> dict[str, Any]:
    """What new rows are to say, by key, from texts by header.

    Raises:
        NoSuchValue: a column cannot hold that.
    """
    options = import_options(desk.present.policy)
    values: dict[str, Any] = {}
    for header, text in told.items():
        column = table.by_header[header]
        choices = options.get(column.options or "", ())
        value = read_cell(column, text, choices).value
        if value is None or column.key in table.unique:
            hint = f"可用的有：{'、'.join(choices)}。" if choices else ""
            raise NoSuchValue(f"“{header}”不能都填为“{text}”。{hint}")
        values[column.key] = value
    return values


def propose(
    desk: Desk,
    path: Path,
    target: Target,
    told: Mapping[str, str],
    given: Mapping[str, Any] | None = None,
    words: ListWords | None = None,
) -> Proposal:
    """Read the list and compare it with the register; nothing is written. ``given`` is what new rows say where the list
    says nothing, ``words`` which option its words mean.

    Raises:
        NoSuchColumn: a source header that was told is not in the list.
        OfficeError: the file cannot be read.
    """
    content, table, given = read_given(path), target.table, given or {}
    own = read_own_list(desk, content, path.name, Into(table, target.register, given, words or {}), told)
    said = [key for key in own.present if key not in {match.column.key for match in own.guessed}]
    arrivals = compare(table, own.rows, said, target.register.rows, desk.present.people)
    arrivals.changes[:] = [
        _with_what_stands(change, desk.present.sheets(table.workbook)) for change in arrivals.changes
    ]
    rows, findings = _whole_rows(desk, target, arrivals.new, own, given)
    repeated = [
        found("T510", row.place(key), column=table.by_key[key].header, value=row[key], other=_row_said(other, row))
        for row, other, key in arrivals.repeated
    ]
    every = (*own.findings, *repeated, *_about_strangers(table, arrivals), *findings)
    return Proposal(
        file=path.name,
        content=content,
        table=table,
        letters=target.register.letters,
        own=own,
        arrivals=arrivals,
        new=rows,
        findings=every,
    )


def _with_what_stands(change: CellChange, sheets: Sheets) -> CellChange:
    """The change with what it replaces: what could not be read is something, too."""
    if change.old:
        return change
    row, column = parse_address(change.place.cell or "")
    cells = sheets[change.place.sheet or ""][row - 1]
    return replace(change, old=clean(shown(cells[column - 1]))) if column <= len(cells) else change


def _about_strangers(table: Table, arrivals: Arrivals) -> Iterator[Finding]:
    """M012 for every row that would make somebody else of a row of the register."""
    for row, known in arrivals.strangers:
        old, new = ("、".join(shown(one[key]) for key in table.alike_by) for one in (known, row))
        yield found("M012", row.place(table.unique[0]), value=row[table.unique[0]], old=old, new=new)


def _row_said(other: Row, row: Row) -> str:
    """The number of another row, with its file where it is not the row's own."""
    return f"{other.number}" if other.sheet == row.sheet else f"{other.number}({other.sheet.file})"


def _whole_rows(
    desk: Desk, target: Target, rows: Sequence[Row], own: OwnList, given: Mapping[str, Any]
) -> tuple[tuple[Mapping[str, Any], ...], list[Finding]]:
    """The new rows with what the list does not say; those that lack something are left out, with a finding."""
    table = target.table
    usual = {**_usual(table, desk.present), **given}
    number = table.unique[0] if table.unique else ""
    whole: list[dict[str, Any]] = []
    lacking: dict[str, list[Row]] = {}
    assumed: dict[str, list[Row]] = {}
    for row in rows:
        cells = {key: row[key] for key in table.by_key if row[key] is not None}
        missing = [c for c in table.columns if c.required and c.key not in {*cells, *usual, number}]
        for column in missing:
            lacking.setdefault(column.key, []).append(row)
        if not missing:
            whole.append({**usual, **cells})
            for key in _ASSUMED & usual.keys() - cells.keys() - given.keys():
                assumed.setdefault(key, []).append(row)
    findings = [*_about_lacking(table, lacking, own)]
    for key, without in sorted(assumed.items()):
        header, value = table.by_key[key].header, shown(usual[key])
        findings.append(found("M007", without[0].place(), count=len(without), column=header, value=value))
    if number:
        _number_rows(desk, table, number, whole, target.register, own)
    return tuple({key: cells[key] for key in table.by_key if key in cells} for cells in whole), findings


def _about_lacking(table: Table, lacking: Mapping[str, Sequence[Row]], own: OwnList) -> Iterator[Finding]:
    """An empty cell is said where it is, a column that is not there once."""
    for key, rows in lacking.items():
        column = table.by_key[key]
        if key not in own.present:
            yield found("M002", rows[0].place(), column=column.header, count=len(rows))
            continue
        example = f"例如：{column.example}。" if column.example else ""
        yield from (found("C201", row.place(key), column=column.header, example=example) for row in rows)


def _number_rows(
    desk: Desk,
    table: Table,
    key: str,
    rows: Sequence[dict[str, Any]],
    register: TableRead,
    own: OwnList,
) -> None:
    """Give numbers to rows without one: none that stands, stood in an import, or was ever called under."""
    without = [cells for cells in rows if key not in cells]
    numbers = numbers_for(desk, table, (row[key] for row in (*register.rows, *own.rows)), len(without))
    for cells, number in zip(without, numbers, strict=True):
        cells[key] = number


def _usual(table: Table, now: Moment) -> dict[str, Any]:
    """What a new row says where the list says nothing."""
    if table.name == CUSTOMERS.name:
        ordinary = [name for name in now.policy.classes if name.startswith(_ORDINARY)] or list(now.policy.classes)
        known = {"review_status": PENDING_REVIEW, "registered_on": now.today}
        return {**known, **({"customer_class": ordinary[0]} if ordinary else {})}
    if table.name == PEOPLE.name:
        return {"role": AGENT, "status": BUILT_IN["状态"][0]}
    return {}


def carry_out(desk: Desk, proposal: Proposal) -> bool:
    """Write what was proposed, and archive the list; False where there was nothing to write.

    Raises:
        OfficeError: the register is open elsewhere or cannot be changed; nothing was written.
    """
    table = proposal.table
    if proposal.changes_something:
        rows = [{proposal.letters[key]: _cell(value) for key, value in row.items()} for row in proposal.new]
        cells = {change.place.cell or "": _cell(change.value) for change in proposal.arrivals.changes}
        desk.edit_register(table, rows, cells)
    if proposal.own.located and (proposal.changes_something or _is_news(desk, proposal)):
        _journal(desk, proposal)
    return proposal.changes_something


def _cell(value: Any) -> Any:
    """A value as it is written into a cell; spans of time are text."""
    return shown(value) if isinstance(value, tuple) else value


def _mapping(proposal: Proposal) -> dict[str, str]:
    """What is remembered for the next list with these headers, what is to be left out included."""
    located = proposal.own.located
    left_out = {source_name(*source): "" for source in located.left_out} if located else {}
    return {**left_out, **proposal.own.mapping}


def _is_news(desk: Desk, proposal: Proposal) -> bool:
    """Whether the list, or how it is to be read, is not on file yet."""
    sha, mapping = digest(proposal.content), _mapping(proposal)
    return not any(done.sha256 == sha and done.mapping == mapping for done in desk.state.imports)


def _journal(desk: Desk, proposal: Proposal) -> None:
    assert proposal.own.located is not None
    table, sha = proposal.table, digest(proposal.content)
    name = f"{sha[:12]}-{file_name(Path(proposal.file).stem)}{Path(proposal.file).suffix.lower()}"
    path, _ = keep(desk.office, f"{ARCHIVE}/导入/{name}", proposal.content)
    number = table.unique[0] if table.unique else None
    cells = digest_of(proposal.content)
    changes = proposal.arrivals.changes
    desk.commit(
        ListImported(
            table=table.name,
            workbook=table.workbook,
            file=proposal.file,
            sha256=sha,
            headers=tuple(proposal.own.located.headers),
            mapping=_mapping(proposal),
            appended=len(proposal.new),
            numbers=tuple(row[number] for row in proposal.new) if number else (),
            changed=tuple(ImportedChange(key=c.key, column=c.column.header, old=c.old, new=c.new) for c in changes),
            archived={path: sha},
            cells={path: cells} if cells else {},
            guessed=tuple(match.source for match in proposal.own.guessed),
            values=meanings(proposal.own.words),
        )
    )

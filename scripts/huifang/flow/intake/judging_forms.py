"""A filled form held against its register: what can be entered, what is there already, what waits for whoever decides,
and what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.reasons import Reason
from huifang.edges.forms.returned import Answered
from huifang.flow.aftermath.numbering import numbers_for
from huifang.flow.intake.customers_named import known_as
from huifang.flow.intake.judging import Stranger
from huifang.flow.intake.register_forms import NAMING, FilledForm, PagesOfRows, RowWanted
from huifang.flow.intake.would_be import apart, wrong_with
from huifang.flow.office.desk import Desk
from huifang.policy.register_read import cell_options
from huifang.tables.cells import shown
from huifang.tables.days import Days
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.forms import column_of
from huifang.tables.model import Column, Kind, Row, Table, column_index
from huifang.tables.options import BOSS, SUPERVISOR
from huifang.tables.printed import CUSTOMER
from huifang.tables.reading import TableRead, read_table

#: The cells of a form are text.
_AS_TEXT = frozenset({"C206", "C207", "C208"})
_EMPTY = "(空)"


@dataclass(frozen=True, kw_only=True)
class JudgedRow:
    """A row that a form is about: its number, the ``new`` values for it by key (of one that is ``added``, all), which
    cells are ``there`` already as the form says, and which are ``waiting`` to be confirmed.
    """

    row: Row | None
    number: str
    new: Mapping[str, Any]
    there: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def added(self) -> bool:
        """Whether the register gets a new row."""
        return self.row is None and bool(self.new)


@dataclass(frozen=True)
class JudgedForm:
    """A form after all checks: the rows of its pages that have no error; ``by`` says who decided what it decides."""

    filled: FilledForm
    rows: tuple[JudgedRow, ...]
    findings: tuple[Finding, ...]
    by: str = ""

    @property
    def table(self) -> Table:
        """The register."""
        return self.filled.form.table

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def brings_something(self) -> bool:
        """Whether the register is to be changed."""
        return any(row.new for row in self.rows)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The headers of the columns that wait."""
        headers = (self.table.by_key[key].header for row in self.rows for key in row.waiting)
        return tuple(dict.fromkeys(headers))


def judge_form(desk: Desk, filled: FilledForm, file: str, *, confirmed: bool = False) -> JudgedForm:
    """Read and check a form that came back; ``confirmed``: somebody says that what is decided on it was decided.

    Raises:
        Stranger: it is none of this office's forms.
        OfficeError: a register cannot be read.
    """
    if filled.record.office_id != desk.state.office_id:
        raise Stranger(because("Y302"))
    table = filled.form.table
    if table.workbook not in desk.workbooks:
        raise Stranger(because("Y425", sheet=table.name))
    if filled.pages is None:
        raise Stranger(because("Y301", sheet=filled.record.sheet))
    return _Judging(desk, filled, file, confirmed).judged()


class _Judging:
    """The judging of one form."""

    def __init__(self, desk: Desk, filled: FilledForm, file: str, confirmed: bool) -> None:
        self.desk, self.filled, self.file, self.confirmed = desk, filled, file, confirmed
        self.form, self.entries, self.table = filled.form, filled.entries, filled.form.table
        self.now = desk.present
        self.read: TableRead = self.now.read(self.table)
        self.findings: list[Finding] = [*filled.remarks]
        #: The pages of which nothing is entered.
        self.wrong: set[int] = set()
        self.by: list[str] = []

    def judged(self) -> JudgedForm:
        """The form, judged."""
        pages = self.filled.pages or ()
        wanted = [*PagesOfRows(self.form, self.entries, self.read.rows).wanted(pages)]
        for one in wanted:
            if one.gone:
                self._refuse(one, "", because("Y315", sheet=self.table.name, subject=one.number))
        for place, page in enumerate(pages):
            self._look_at_others(page, [one for one in wanted if one.page == place])
        if not wanted and not any(finding.is_error for finding in self.findings):
            self.findings.append(found("F134", self._place(None), sheet=self.filled.record.sheet))
        wanted = [one for one in wanted if not one.gone]
        self._read_cells(wanted)
        for one in wanted:
            one.row = one.row or self._same(one)
        taken = [(one, self._sorted(one)) for one in wanted if one.page not in self.wrong]
        self._check_rules([(one, row) for one, row in taken if row.new and one.page not in self.wrong])
        good = [row for one, row in taken if one.page not in self.wrong]
        by = "、".join(dict.fromkeys(self.by))
        return JudgedForm(self.filled, tuple(self._numbered(good)), tuple(self.findings), by)

    def _place(self, address: str | None) -> Place:
        return Place(self.file, self.filled.record.sheet, address)

    def _refuse(self, one: RowWanted, key: str, reason: Reason) -> None:
        """Nothing of this page is entered."""
        self.wrong.add(one.page)
        self.findings.append(found("F131", self._place(one.address(key)), reason=reason))

    def _look_at_others(self, page: Answered, wanted: Sequence[RowWanted]) -> None:
        """Cells of the customer and the call: on a page that was printed about nobody they say who it is; elsewhere
        they were written over.
        """
        declared = {key for _, block in self.form.blocks for key in block if "." in key}
        others = {key: shown(raw) for key, raw in page.cells.items() if key in declared}
        if not page.stood.get(CUSTOMER):
            named = {key: others[key] for key in NAMING if key in others}
            others = {key: said for key, said in others.items() if column_of(self.form, key)[0] is not CUSTOMERS}
            if named and wanted and CUSTOMER in self.table.by_key:
                self._name_customer(wanted, named)
        for key, said in others.items():
            table, column = column_of(self.form, key)
            self.findings.append(
                found(
                    "F133", self._place(page.addresses[key]), column=column.header, sheet=table.name,
                    old=page.stood.get(key, _EMPTY), new=said,
                )
            )  # fmt: skip

    def _name_customer(self, wanted: Sequence[RowWanted], named: Mapping[str, str]) -> None:
        """The number of the customer whose name or telephone somebody wrote down."""
        numbers = self._known_as(*named.values())
        (key, said), *_ = named.items()
        if len(numbers) == 1:
            for one in wanted:
                one.raws[CUSTOMER] = numbers[0]
        elif numbers:
            self._refuse(wanted[0], key, because("Y317", value=said, count=len(numbers)))
        else:
            self._refuse(wanted[0], key, because("Y316", value=said))

    @cached_property
    def _known_as(self) -> Callable[..., Sequence[str]]:
        return known_as(self.now.registers.customers)

    def _read_cells(self, wanted: Sequence[RowWanted]) -> None:
        """Read what was filled in as the register's cells would be."""
        keys = {key for one in wanted for key in one.raws}
        columns = tuple(replace(column, required=False) for column in self.table.columns if column.key in keys)
        grid = [[c.header for c in columns], *([one.raws.get(c.key, "") for c in columns] for one in wanted)]
        policy, days = self.now.policy, Days(read_on=self.now.today)
        read = read_table(replace(self.table, columns=columns), grid, self.file, cell_options(policy), days=days)
        for row in read.rows:
            one = wanted[row.number - 2]
            one.values = {key: self._as_kept(key, row[key]) for key in one.raws if row[key] is not None}
        at = {letter: key for key, letter in read.letters.items()}
        for finding in read.findings:
            letters, number = apart(finding.place.cell)
            if number >= 2 and finding.code not in _AS_TEXT:
                one = wanted[number - 2]
                self._note(one, replace(finding, place=self._place(one.address(at.get(letters, "")))))

    def _note(self, one: RowWanted, finding: Finding) -> None:
        self.findings.append(finding)
        if finding.is_error:
            self.wrong.add(one.page)

    def _as_kept(self, key: str, value: Any) -> Any:
        """People are written into registers by their number."""
        person = self.now.people.find(value) if self._column(key).kind is Kind.PERSON else None
        return person.person_no if person else value

    def _column(self, key: str) -> Column:
        return self.table.by_key[key]

    def _same(self, one: RowWanted) -> Row | None:
        """The row that is there already for what has no number: entered out of this form, or by hand."""
        values = {**one.fixed, **one.values}
        if one.number or not any(values.get(key) for key in self.table.same_by):
            return None
        keys = self.table.same_by
        return next((row for row in self.read.rows if all(self._is(row, key, values.get(key)) for key in keys)), None)

    def _is(self, row: Row, key: str, value: Any) -> bool:
        there = self._as_kept(key, row[key]) if row[key] is not None else None
        return bool(there == value)

    def _sorted(self, one: RowWanted) -> JudgedRow:
        """Which of the cells are new, which are there, and which wait for whoever decides; others contradict."""
        new, there, waiting = dict[str, Any](), list[str](), list[str]()
        for key, value in one.values.items():
            if key not in self.read.letters:
                reason = because("Y825", sheet=self.table.name, column=self._column(key).header)
                self.findings.append(found("F131", self._place(one.address(key)), reason=reason))
            elif one.row is not None and (one.row[key] is not None or key in one.row.broken):
                if self._is(one.row, key, value):
                    there.append(key)
                else:
                    self._contradict(one, key, value)
            elif key in self.entries.decided and not self.confirmed:
                waiting.append(key)
            else:
                new[key] = value
        if self.confirmed and new.keys() & {*self.entries.decided}:
            self._ask_who_decided(one, new)
        if one.row is None and new:
            new = {**one.fixed, **new}
        number = one.number or (one.row[self.table.unique[0]] if one.row and self.table.unique else "") or ""
        return JudgedRow(row=one.row, number=number, new=new, there=tuple(there), waiting=tuple(waiting))

    def _contradict(self, one: RowWanted, key: str, value: Any) -> None:
        assert one.row is not None
        old = shown(one.row[key]) or shown(self._raw(one.row, key))
        self.findings.append(
            found(
                "F132", self._place(one.address(key)), column=self._column(key).header, sheet=self.table.name,
                subject=one.number or one.row[self.table.unique[0]], old=old, new=shown(value),
            )
        )  # fmt: skip

    def _raw(self, row: Row, key: str) -> Any:
        grid = self.now.sheets(self.table.workbook)[self.table.name]
        return grid[row.number - 1][column_index(self.read.letters[key])]

    def _ask_who_decided(self, one: RowWanted, new: Mapping[str, Any]) -> None:
        """Only a supervisor or the boss decides (decision 31)."""
        key = self.entries.decided_by
        who = one.values.get(key) or (one.row[key] if one.row else None)
        if not who:
            decided = "、".join(self._column(one).header for one in self.entries.decided if one in new)
            self._refuse(one, key, because("Y438", what=decided, column=self._column(key).header))
            return
        person = self.now.people.find(who)
        if person is None or person.role not in (SUPERVISOR, BOSS) or not person.active_on(self.now.today):
            self._refuse(one, key, because("Y439", column=self._column(key).header, value=shown(who)))
        else:
            self.by.append(person.label)

    def _check_rules(self, taken: Sequence[tuple[RowWanted, JudgedRow]]) -> None:
        """Whatever the rules have against the rows as they would be; mere warnings about what was filled in."""
        for place, key, finding in wrong_with(self.now, self.table, [(row.row, row.new) for _, row in taken]):
            one, _ = taken[place]
            if finding.is_error or key in one.raws:
                self._note(one, replace(finding, place=self._place(one.address(key))))

    def _numbered(self, rows: Sequence[JudgedRow]) -> Iterator[JudgedRow]:
        """The rows, new ones under numbers of their own."""
        count, keys = sum(row.added for row in rows), self.table.unique[:1]
        standing = (row[key] for key in keys for row in self.read.rows)
        numbers = iter(numbers_for(self.desk, self.table, standing, count) if count else ())
        for row in rows:
            number = next(numbers) if row.added else row.number
            yield replace(row, number=number, new={**dict.fromkeys(keys, number), **row.new}) if row.added else row

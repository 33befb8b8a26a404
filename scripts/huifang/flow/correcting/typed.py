"""A correction that is typed instead of filled into a workbook: it becomes a 更正单, which is carried out and kept.

What is typed says which columns get which value, or that the whole is taken back, of which numbers; what stands there
now comes from the office. So the workbook in the archive is the evidence of it, as of any other correction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from huifang.core.catalogue import because
from huifang.core.text import file_name
from huifang.edges.books.correction_form import filled_book, row_of
from huifang.edges.store.files import digest
from huifang.edges.store.office import ARCHIVE
from huifang.flow.correcting.applying import Corrected, apply_form
from huifang.flow.correcting.handing_out import UnknownRecord, rows_of
from huifang.flow.correcting.prefilled import Prefilled
from huifang.flow.office.desk import Desk
from huifang.ledger.posting import Change
from huifang.policy.register_read import cell_options
from huifang.tables.declared.corrections import TAKE_BACK, WHOLE, offered_subjects


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed: the numbers; ``new`` values by column header, whether the whole is taken back, the columns
    whose waiting change is ``declined``; who says so and why.
    """

    numbers: Sequence[str]
    new: Mapping[str, str] = field(default_factory=dict)
    take_back: bool = False
    declined: Sequence[str] = ()
    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class CarriedOut:
    """What came of it, and where its workbook is kept; empty where nothing changed."""

    result: Corrected
    path: str


def carry_out(desk: Desk, typed: Typed) -> CarriedOut:
    """Make the form and carry it out.

    Raises:
        UnknownRecord: nothing has one of the numbers; nothing was done.
        OfficeError: the ledger or a register cannot be read.
    """
    name = f"更正单-{file_name('、'.join([*dict.fromkeys(typed.numbers)][:3]))}.xlsx"
    content = typed_form(desk, typed)
    result = apply_form(desk, name, name, content)
    path = f"{ARCHIVE}/更正/{digest(content)[:12]}-{name}"
    return CarriedOut(result, path if path in desk.state.archived else "")


def typed_form(desk: Desk, typed: Typed) -> bytes:
    """The form as somebody would have filled it in.

    Raises:
        UnknownRecord: nothing has one of the numbers.
    """
    rows: list[Prefilled] = []
    declined: list[Change] = []
    for number in dict.fromkeys(typed.numbers):
        changes, further = rows_of(desk, [number])
        mine = [change for change in changes if change.record_no == number]
        if not mine and not further:  # the number of a plan: which of its calls is meant, nobody said
            raise UnknownRecord(because("Y406", record_no=number))
        rows += _rows(typed, number, [*map(row_of, mine), *further])
        declined += (one for one in mine if one.column in typed.declined and _waits(desk, one))
    policy = desk.present.policy
    options = {**cell_options(policy), **offered_subjects(desk.workbooks)}
    return filled_book(rows, declined, desk.state.office_id, options, policy.unit_name)


def _rows(typed: Typed, number: str, there: Sequence[Prefilled]) -> Iterator[Prefilled]:
    """A row for each thing that was typed, with what stands there now."""
    table = there[0]["table"]
    by_column = {row["column"]: row for row in there}
    wanted = {**typed.new, **({WHOLE[table]: TAKE_BACK} if typed.take_back else {})}
    for column, new in wanted.items():
        row = by_column.get(column, {"table": table, "subject_no": number, "column": column, "old": ""})
        yield {**row, "new": new, "corrected_by": typed.by, "reason": typed.why}


def _waits(desk: Desk, change: Change) -> bool:
    return desk.state.pending.get((change.record_no, change.key)) == (change.old, change.new)

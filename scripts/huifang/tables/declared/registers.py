"""The register workbooks that an office may have; its regulation says which it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huifang.tables.declared import (
    complaints,
    customers,
    events,
    expenses,
    feedback,
    house_rules,
    people,
    projects,
    services,
    surveys,
    tasks,
    visit_reports,
)
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Table

#: The list of classes of customers, which 制度 keeps in a sheet of that name.
CLASS_LIST = house_rules.CLASSES.name
#: The tables of each register workbook, in the order in which people meet them.
BOOKS: Mapping[str, tuple[Table, ...]] = {
    house_rules.WORKBOOK: house_rules.TABLES,
    people.WORKBOOK: people.TABLES,
    customers.WORKBOOK: customers.TABLES,
    complaints.WORKBOOK: complaints.TABLES,
    services.WORKBOOK: services.TABLES,
    events.WORKBOOK: events.TABLES,
    surveys.WORKBOOK: surveys.TABLES,
    feedback.WORKBOOK: feedback.TABLES,
    projects.WORKBOOK: projects.TABLES,
    visit_reports.WORKBOOK: visit_reports.TABLES,
    expenses.WORKBOOK: expenses.TABLES,
    tasks.WORKBOOK: tasks.TABLES,
}
#: Every office has these, and every run reads them; the others are read when something asks for them.
EVERYWHERE = (house_rules.WORKBOOK, people.WORKBOOK, customers.WORKBOOK)
#: Those that an office may come to have after it was founded: they are not missed where they never were.
BORN_LATER = (tasks.WORKBOOK,)
#: Those that a regulation may have or not, and that an office may use besides its own.
FURTHER = tuple(name for name in BOOKS if name not in (*EVERYWHERE, *BORN_LATER))
#: Tables whose cells start and stop clocks and obligations: every run notes what is new, changed and gone in them.
SEEN: tuple[Table, ...] = (
    customers.CUSTOMERS,
    complaints.COMPLAINTS,
    services.SERVICES,
    events.EVENTS,
    surveys.SURVEYS,
    feedback.FEEDBACK,
    projects.PROJECTS,
    tasks.TASKS,
)


#: The lists that an office may add to, in 选项: those of its workbooks that the machinery does not rest on.
OPEN_LISTS = tuple(
    dict.fromkeys(
        column.options
        for table in (*(table for tables in BOOKS.values() for table in tables), CALLS)
        for column in table.columns
        if column.options and column.options not in {*house_rules.FIXED_OPTIONS, house_rules.TRIGGER_LIST, CLASS_LIST}
    )
)
#: Those that may be longer tomorrow than when a workbook was made: 客户类别 has a sheet of its own, and 日历
#: names what 周期 may be.
GROWING_LISTS = (*OPEN_LISTS, CLASS_LIST, house_rules.CYCLE_LIST)


def title_of(workbook: str) -> str:
    """What people call a workbook."""
    return workbook.removesuffix(".xlsx")


def books_named(words: Iterable[str]) -> tuple[str, ...]:
    """The further workbooks that people call so, in the order of the house; whatever else is named is passed over."""
    titles = {title_of(word.strip("《》").lower()) for word in words}
    return tuple(name for name in FURTHER if title_of(name) in titles)


def further_tables(workbooks: tuple[str, ...]) -> tuple[Table, ...]:
    """The tables of these workbooks that not every run reads; of two that are called alike the one in the workbook of
    its own.
    """
    tables = [table for name in workbooks if name not in EVERYWHERE for table in BOOKS[name]]
    return tuple({table.name: table for table in sorted(tables, key=lambda table: not table.optional)}.values())

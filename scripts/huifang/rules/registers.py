"""Checks over the registers: staff, stand-ins, exceptions, customers, contacts, and those of only some regulations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.lookalikes import foreign_letters, skeleton
from huifang.core.text import nearest
from huifang.rules.complaints import COMPLAINT_RULES
from huifang.rules.context import RegisterContext
from huifang.rules.expenses import EXPENSE_RULES
from huifang.rules.feedback import FEEDBACK_RULES
from huifang.rules.own_columns import own_columns_there
from huifang.rules.row_needs import rows_as_needed
from huifang.rules.visit_reports import VISIT_RULES
from huifang.tables.cells import shown
from huifang.tables.declared import complaints, customers, feedback, people, projects, services, surveys, visit_reports
from huifang.tables.model import Kind, Row
from huifang.tables.options import ABOUT_CUSTOMER, APPROVED, PENDING_REVIEW

#: Days and times that come in this order in a row: (table, the earlier column, the later one), by key.
ORDERED = (
    (customers.CUSTOMERS, "opened_on", "expires_on"),
    *((complaints.COMPLAINTS, "received_at", key) for key in complaints.LATER),
    (complaints.COMPLAINTS, "assigned_at", "investigated_at"),
    (complaints.COMPLAINTS, "carried_out_at", "closed_at"),
    (complaints.COMPLAINTS, "outcome_told_at", "closed_at"),
    (services.SERVICES, "reported_at", "finished_at"),
    (surveys.SURVEYS, "surveyed_on", "put_right_on"),
    (feedback.FEEDBACK, "issued_on", "reply_due_on"),
    (feedback.FEEDBACK, "issued_on", "handled_on"),
    (projects.PROJECTS, "shipped_on", "powered_on"),
    (projects.PROJECTS, "installed_on", "powered_on"),
    (visit_reports.VISIT_REPORTS, "reported_on", "reviewed_on"),
    (visit_reports.LOANS, "lent_on", "returned_on"),
)
#: Of so many unknown numbers it is said which one they look like: looking for it goes through all customers.
MOST_HINTS = 20


def phones_valid(context: RegisterContext) -> Iterator[Finding]:
    """A phone number is one that can be dialled."""
    for table, keys in context.with_kind(Kind.PHONE):
        for row in context.registers.reads[table.name].rows:
            for key in keys:
                if row[key] and not context.valid_phone(row[key]):
                    yield found("C211", row.place(key), column=table.by_key[key].header, value=row[key])


def persons_known(context: RegisterContext) -> Iterator[Finding]:
    """Person cells hold a 工号, or a name that only one person has."""
    staff = context.registers.people
    for table, keys in context.with_kind(Kind.PERSON):
        for row in context.registers.reads[table.name].rows:
            for key in keys:
                text = row[key]
                if not text or staff.find(text):
                    continue
                if staff.is_ambiguous(text):
                    yield found("T509", row.place(key), value=text)
                    continue
                header, hint = table.by_key[key].header, staff.suggestion(text)
                yield found("T507", row.place(key), column=header, value=text, nearest=hint)


def numbers_told_apart(context: RegisterContext) -> Iterator[Finding]:
    """No two numbers look the same, and none has letters that only look like those of others."""
    for table, key in ((people.PEOPLE, "person_no"), (customers.CUSTOMERS, "customer_no")):
        header, first = table.by_key[key].header, dict[str, Row]()
        for row in context.rows(table):
            if row[key] is None:  # one that is imported gets its number later
                continue
            other = first.setdefault(skeleton(row[key]), row)
            foreign = foreign_letters(row[key])
            if other[key] != row[key]:
                why = f"看起来与第 {other.number} 行的“{other[key]}”一样"
            elif foreign:
                why = f"里的“{foreign}”不是英文字母，只是看起来像"
            else:
                continue
            yield found("T550", row.place(key), column=header, value=row[key], reason=why)


def owners_still_here(context: RegisterContext) -> Iterator[Finding]:
    """An approved customer belongs to somebody who works here."""
    staff = context.registers.people
    for row in context.rows(customers.CUSTOMERS):
        person = staff.find(row["agent"])
        if person and row["review_status"] == APPROVED and not person.active_on(context.today):
            yield found("T514", row.place("agent"), value=_told(row), agent=person.label)


def _told(customer: Row) -> str:
    """Which customer it is: in a list that is brought in, it has no number yet."""
    return customer["customer_no"] or customer["customer_name"] or ""


def classes_known(context: RegisterContext) -> Iterator[Finding]:
    """客户类别 itself is an option list, so this only matters where 制度 has no class at all."""
    if not context.registers.policy.classes:
        for row in context.rows(customers.CUSTOMERS)[:1]:
            yield found("T516", row.place("customer_class"), value=row["customer_class"], options="(制度中没有类别)")


def approvals_complete(context: RegisterContext) -> Iterator[Finding]:
    """000/五 四.1: the list is reviewed by the boss; who and when is on file."""
    staff, role = context.registers.people, context.registers.policy.reviewer_role
    for row in context.rows(customers.CUSTOMERS):
        if row["review_status"] != APPROVED:
            continue
        for key in ("reviewed_by", "reviewed_on"):
            if row[key] is None:
                header = customers.CUSTOMERS.by_key[key].header
                yield found("T511", row.place(key), value=_told(row), column=header)
        reviewer = staff.find(row["reviewed_by"])
        if reviewer and reviewer.role != role:
            yield found("T512", row.place("reviewed_by"), value=reviewer.label, role=role)


def customers_waiting(context: RegisterContext) -> Iterator[Finding]:
    """Customers that wait for their approval are not called."""
    waiting = [row for row in context.rows(customers.CUSTOMERS) if row["review_status"] == PENDING_REVIEW]
    if waiting:
        yield found("T513", waiting[0].place("review_status"), count=len(waiting))


def spans_forward(context: RegisterContext) -> Iterator[Finding]:
    """The last day of a stand-in or an exception is not before the first."""
    for table in (people.STAND_INS, people.EXCEPTIONS):
        for row in context.rows(table):
            if row["until_on"] and _last_moment(row["until_on"]) < row["from_on"]:
                from_on, until_on = (shown(row[key]).removesuffix(" 00:00") for key in ("from_on", "until_on"))
                yield found("T515", row.place("until_on"), from_on=from_on, until_on=until_on)


def _last_moment(end: date) -> date:
    """Where only the day was written, all of it counts."""
    if isinstance(end, datetime) and end.time() == time.min:
        return datetime.combine(end, time.max)
    return end


def stand_ins_not_circular(context: RegisterContext) -> Iterator[Finding]:
    """Following the stand-ins ends at somebody who is here."""
    staff = context.registers.people
    for row in context.rows(people.STAND_INS):
        away, substitute = staff.find(row["person_no"]), staff.find(row["substitute"])
        if not (away and substitute) or row["until_on"] < row["from_on"]:
            continue
        seen = {away.person_no}
        number = substitute.person_no
        while number not in seen:
            seen.add(number)
            absent = staff.absence(number, row["from_on"])
            if absent is None:
                break
            number = absent.substitute
        else:
            yield found("T517", row.place("substitute"), value=away.label)
            continue
        if not substitute.active_on(row["from_on"]):
            header = people.STAND_INS.by_key["substitute"].header
            yield found("T508", row.place("substitute"), column=header, value=substitute.label)


def customers_known(context: RegisterContext) -> Iterator[Finding]:
    """Contacts, exceptions and whatever else names a customer name one of the register."""
    known = context.registers.customers
    others = [t for t in context.tables if t is not customers.CUSTOMERS and "customer_no" in t.by_key]
    cells: list[tuple[Row, str]] = [(row, "customer_no") for table in others for row in context.rows(table)]
    exceptions = (row for row in context.rows(people.EXCEPTIONS) if row["subject"] == ABOUT_CUSTOMER)
    cells += [(row, "subject_no") for row in exceptions if row["subject_no"] not in context.once_known]
    unknown = ((row, key) for row, key in cells if row[key] and row[key] not in known and key not in row.broken)
    for count, (row, key) in enumerate(unknown):
        close = nearest(row[key], known) if count < MOST_HINTS else None
        yield found("T501", row.place(key), value=row[key], nearest=f"是不是“{close}”？" if close else "")


def days_in_order(context: RegisterContext) -> Iterator[Finding]:
    """What comes later in the work has the later date; a time of day counts where both have one."""
    for table, earlier, later in ORDERED:
        for row in context.rows(table):
            if row[earlier] is None or row[later] is None or not _is_before(row[later], row[earlier]):
                continue
            yield found(
                "T518", row.place(later), column=table.by_key[later].header, day=_said(row[later]),
                earlier_column=table.by_key[earlier].header, earlier=_said(row[earlier]),
            )  # fmt: skip


def _is_before(one: date, other: date) -> bool:
    """Whether ``one`` is before ``other``, of the same kind; midnight is what is read where only the day was typed."""
    if isinstance(one, datetime) and isinstance(other, datetime) and time.min in (one.time(), other.time()):
        return one.date() < other.date()
    return one < other


def _said(moment: date) -> str:
    """A day or moment as people wrote it."""
    if isinstance(moment, datetime) and moment.time() == time.min:
        return shown(moment.date())
    return shown(moment)


REGISTER_RULES = (
    phones_valid,
    persons_known,
    numbers_told_apart,
    owners_still_here,
    classes_known,
    approvals_complete,
    customers_waiting,
    spans_forward,
    stand_ins_not_circular,
    customers_known,
    days_in_order,
    own_columns_there,
    rows_as_needed,
    *COMPLAINT_RULES,
    *FEEDBACK_RULES,
    *EXPENSE_RULES,
    *VISIT_RULES,
)


def check_registers(context: RegisterContext, workbooks: Iterable[str]) -> list[Finding]:
    """All findings about these register workbooks: of their cells, and of the rules over them."""
    wanted = frozenset(workbooks)
    findings = [*context.registers.findings, *(f for rule in REGISTER_RULES for f in rule(context))]
    return [finding for finding in findings if finding.place.file in wanted]

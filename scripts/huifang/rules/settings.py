"""Checks of settings against the rest of the office: what they name and is not there, lists that nobody offers.

What 制度 says by itself is judged where it is read (``policy.build``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import nearest, split_groups, split_list
from huifang.policy.build_record_clocks import LIMITED
from huifang.policy.callers import BY_PERSON, BY_ROLE
from huifang.policy.complaints import SUPERIOR
from huifang.policy.feedback import OTHER_SLIPS
from huifang.policy.items import BY_NAME
from huifang.policy.register_read import Registers
from huifang.policy.rules import SOURCES, Source, UnknownSource, parse_source
from huifang.tables.declared import complaint_rules, house_rules, notice_rules, people, task_rules
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.campaigns import CAMPAIGNS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.registers import OPEN_LISTS
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.model import Row, Table
from huifang.tables.options import ABOUT_COMPLAINT, ABOUT_PERSON, ABOUT_PLAN, ABOUT_TASK, NO, TREATMENTS

#: The registers that parts of reports are about, and grievances are registered in, by what 制度 calls them.
_PARTS_OF: Mapping[str, Table] = {
    "投诉": COMPLAINTS, "反馈": FEEDBACK, "调查": SURVEYS, "报告表": VISIT_REPORTS, "项目进度": PROJECTS,
    "费用": EXPENSES,
}  # fmt: skip
#: The registers that occasions of 通知 come out of.
_OCCASIONS_OF: Mapping[str, Table] = {
    **dict.fromkeys(notice_rules.ABOUT_COMPLAINTS, COMPLAINTS), **dict.fromkeys(notice_rules.ABOUT_SLIPS, FEEDBACK),
    **dict.fromkeys(notice_rules.ABOUT_SURVEYS, SURVEYS), **dict.fromkeys(notice_rules.ABOUT_VISITS, VISIT_REPORTS),
}  # fmt: skip
#: Those of them that tell of the limits of other registers, too.
_OF_ANY_LIMIT = (notice_rules.BEFORE_DEADLINE, notice_rules.OVERDUE)
_REGISTERED_IN = "回访中的不满登记到"
_SLIPS_GO_TO = "反馈单交给"
#: The items of 基本 that name roles.
_ROLE_ITEMS = ("审核角色", "当天通知")


@dataclass(frozen=True, kw_only=True)
class SettingsContext:
    """The registers, and what the office has: its workbooks, columns of them, and numbers that it ever gave or saw;
    register workbooks ``to_make`` at the next run, and those that lie there although they are ``not_used``.

    The numbers are asked for only where a setting names one.
    """

    registers: Registers
    today: date
    workbooks: Set[str]
    has_column: Callable[[Source], bool]
    plan_nos: Callable[[], Set[str]]
    row_nos: Callable[[Table], Set[str]]
    to_make: tuple[str, ...] = ()
    not_used: tuple[str, ...] = ()
    task_nos: Callable[[], Set[str]] = frozenset

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The sound rows of one of the sheets that every run reads."""
        return self.registers.reads[table.name].sound if table.name in self.registers.reads else ()


def sources_there(context: SettingsContext) -> Iterator[Finding]:
    """P611 for each table or column that a rule or a class goes by, and that this office lacks."""
    for table, keys in (
        (house_rules.RULES, ("anchor", "ends_before", "where", "caller")),
        (house_rules.CLASSES, ("source",)),
        (task_rules.TASK_RULES, ("done_with",)),
    ):
        for row in context.rows(table):
            for key in keys:
                for text in split_groups(row[key] or ""):
                    lacking = _lacking(context, text)
                    if lacking:
                        options = "、".join(name for name, one in SOURCES.items() if _has(context, one))
                        header = table.by_key[key].header
                        yield found("P611", row.place(key), column=header, value=text, what=lacking, options=options)


def registers_there(context: SettingsContext) -> Iterator[Finding]:
    """P611 for what is about a register that this office lacks: letters, parts of reports, where calls go to."""
    for row in context.rows(notice_rules.NOTICES):
        told_anyhow = _OF_ANY_LIMIT if context.registers.policy.record_clocks else ()
        if row["occasion"] in {*_OCCASIONS_OF} - {*told_anyhow}:
            register = _OCCASIONS_OF[row["occasion"]]
            yield from of_register(context, row, notice_rules.NOTICES, "occasion", row["occasion"], register)
    for row in context.rows(house_rules.REPORTS):
        for word in split_list(row["parts"] or ""):
            if word in _PARTS_OF:
                yield from of_register(context, row, house_rules.REPORTS, "parts", word, _PARTS_OF[word])
    for row in context.rows(house_rules.SETTINGS):
        if row["item"] == _REGISTERED_IN and row["value"] in _PARTS_OF:
            yield from of_register(context, row, house_rules.SETTINGS, "value", row["value"], _PARTS_OF[row["value"]])


def of_register(
    context: SettingsContext, row: Row, table: Table, key: str, value: str, register: Table
) -> Iterator[Finding]:
    """P611 where this office lacks the register."""
    if register.workbook not in context.workbooks:
        options = "、".join(sorted(name.removesuffix(".xlsx") for name in context.workbooks))
        what, column = _book(register), _header(row, table, key)
        yield found("P611", row.place(key), column=column, value=value, what=what, options=options)


def _book(table: Table) -> str:
    return f"《{table.workbook.removesuffix('.xlsx')}》这个工作簿"


def _lacking(context: SettingsContext, text: str) -> str:
    """What is not there, in words; empty where it is, or where reading has said already that it cannot be."""
    try:
        source = parse_source(text, context.registers.policy.own)
    except UnknownSource:
        return ""
    if not _has(context, SOURCES[source.sheet]):
        return _book(SOURCES[source.sheet])
    return "" if context.has_column(source) else f"“{source.sheet}”表的“{source.header}”这一列"


def _has(context: SettingsContext, table: Table) -> bool:
    return table is CALLS or table.workbook in context.workbooks


def slips_of_known_kinds(context: SettingsContext) -> Iterator[Finding]:
    """P607 for each kind of slips in 反馈单交给 that 反馈类型 does not offer."""
    known = (*context.registers.policy.options.get("反馈类型", ()), OTHER_SLIPS)
    for row in context.rows(house_rules.SETTINGS):
        if row["item"] == _SLIPS_GO_TO:
            for kind, _ in context.registers.policy.slip_receivers:
                if kind not in known:
                    yield found("P607", row.place("value"), column=_SLIPS_GO_TO, value=kind, options="、".join(known))


def lists_offered(context: SettingsContext) -> Iterator[Finding]:
    """P607 for each 类型 of 选项 that is no list of this house, or one that cannot be added to."""
    column = house_rules.CHOICES.by_key["list_name"].header
    for row in context.rows(house_rules.CHOICES):
        name = row["list_name"]
        if name not in OPEN_LISTS:
            options = nearest(name, OPEN_LISTS) or "、".join(OPEN_LISTS)
            yield found("P607", row.place("list_name"), column=column, value=name, options=options)


def people_named(context: SettingsContext) -> Iterator[Finding]:
    """P612 for whoever is to be told, and is neither a role nor a person; P613 for a role that nobody has."""
    if not context.registers.people.persons:
        return  # nobody is entered yet
    for row in context.rows(complaint_rules.LIMITS):
        if row["escalate_to"] not in (None, SUPERIOR):
            yield from _somebody(context, row, complaint_rules.LIMITS, "escalate_to", row["escalate_to"])
        if row["extended_by"] not in (None, SUPERIOR, NO):
            yield from _somebody(context, row, complaint_rules.LIMITS, "extended_by", row["extended_by"])
    for row in context.rows(house_rules.RULES):
        yield from _some_caller(context, row)
    for row in context.rows(house_rules.REPORTS):
        for word in split_list(row["recipients"] or ""):
            yield from _somebody(context, row, house_rules.REPORTS, "recipients", word)
    for row in context.rows(notice_rules.NOTICES):
        for word in split_list(row["roles"] or ""):
            yield from _somebody(context, row, notice_rules.NOTICES, "roles", word)
        for word in split_list(row["departments"] or ""):
            yield from _some_department(context, row, word)
    for row in context.rows(task_rules.TASK_RULES):
        for word in split_list(row["who"]):
            yield from _some_doer(context, row, word)
        if row["escalate_to"] not in (None, SUPERIOR):
            yield from _somebody(context, row, task_rules.TASK_RULES, "escalate_to", row["escalate_to"])
    for row in context.rows(house_rules.SETTINGS):
        if row["item"] in _ROLE_ITEMS and row["item"] in BY_NAME:
            for word in split_list(row["value"] or ""):
                yield from _somebody(context, row, house_rules.SETTINGS, "value", word)


def _somebody(context: SettingsContext, row: Row, table: Table, key: str, word: str) -> Iterator[Finding]:
    staff, roles = context.registers.people, context.registers.policy.options["角色"]
    if word in roles:
        if staff.first_of_role(word, context.today) is None:
            yield found("P613", row.place(key), column=_header(row, table, key), value=word)
    elif staff.find(word) is None:
        yield _nobody(context, row, table, key, word)


def _some_caller(context: SettingsContext, row: Row) -> Iterator[Finding]:
    """P651 for a role or a person that is to make the calls of a rule and does not exist; P613 as above."""
    rule = next((one for one in context.registers.policy.rules if one.rule == row["rule"]), None)
    by, staff = rule.caller if rule else None, context.registers.people
    roles, header = context.registers.policy.options["角色"], house_rules.RULES.by_key["caller"].header
    if by and by.word == BY_ROLE and by.named in roles:
        if staff.first_of_role(by.named, context.today) is None:
            yield found("P613", row.place("caller"), column=header, value=by.named)
    elif by and (by.word == BY_ROLE or (by.word == BY_PERSON and staff.find(by.named) is None)):
        what = "不是角色" if by.word == BY_ROLE else "不是《人员》里的人"
        place, options = row.place("caller"), "、".join(roles)
        yield found("P651", place, column=header, value=by.named, what=what, options=options)


def _some_department(context: SettingsContext, row: Row, word: str) -> Iterator[Finding]:
    """P607 for a department of 通知 that nobody in 人员 belongs to."""
    known = dict.fromkeys(person.department for person in context.registers.people.persons if person.department)
    if word != notice_rules.OF_THE_CASE and word not in known:
        header = notice_rules.NOTICES.by_key["departments"].header
        options = "、".join((*known, notice_rules.OF_THE_CASE))
        yield found("P607", row.place("departments"), column=header, value=word, options=options)


def _some_doer(context: SettingsContext, row: Row, word: str) -> Iterator[Finding]:
    """P613 for a role that nobody has, and for a word that means nobody here: departments are called otherwise."""
    whose, table = word.removeprefix(task_rules.EACH), task_rules.TASK_RULES
    known = dict.fromkeys(person.department for person in context.registers.people.persons if person.department)
    roles = context.registers.policy.options["角色"]
    if whose != word:
        is_known = whose == task_rules.OF_DEPARTMENTS
    else:
        is_known = word in known or context.registers.people.find(word) is not None
    if whose in roles:
        yield from _somebody(context, row, table, "who", whose)
    elif not is_known:
        yield found("P613", row.place("who"), column=table.by_key["who"].header, value=word)


def _nobody(context: SettingsContext, row: Row, table: Table, key: str, word: str) -> Finding:
    roles = context.registers.policy.options["角色"]
    return found("P612", row.place(key), column=_header(row, table, key), value=word, options="、".join(roles))


def _header(row: Row, table: Table, key: str) -> str:
    """What the cell is called: in 基本 by its item."""
    return str(row["item"]) if table is house_rules.SETTINGS else table.by_key[key].header


def special_content_decided(context: SettingsContext) -> Iterator[Finding]:
    """P620 for content of 专项 that nobody who may decided, where the sheet asks who did."""
    staff, role = context.registers.people, context.registers.policy.reviewer_role
    for row in context.rows(CAMPAIGNS) if staff.persons else ():
        if "decided_by" in row.sheet.letters:
            person = staff.find(row["decided_by"])
            if person is None or person.role != role:
                said = (
                    f"是 {person.label}"
                    if person
                    else f"写的是“{row['decided_by']}”"
                    if row["decided_by"]
                    else "没有填写"
                )
                header = _header(row, CAMPAIGNS, "decided_by")
                yield found(
                    "P620", row.place("decided_by"), value=row["message"], column=header, person=said, role=role
                )


def exceptions_about_something(context: SettingsContext) -> Iterator[Finding]:
    """T526 for each row of 例外 whose plan number, person, task, or row of a register does not exist; customers are
    looked for with all others that name one.
    """
    staff, tables = context.registers.people, {ABOUT_COMPLAINT: COMPLAINTS, **LIMITED}
    for row in context.rows(people.EXCEPTIONS):
        subject, number = row["subject"], row["subject_no"]
        is_known = (
            (subject == ABOUT_PLAN and number in context.plan_nos())
            or (subject == ABOUT_PERSON and staff.find(number) is not None)
            or (subject == ABOUT_TASK and number in context.task_nos())
            or (subject in tables and number in context.row_nos(tables[subject]))
            or subject not in (ABOUT_PLAN, ABOUT_PERSON, ABOUT_TASK, *tables)
        )
        if not is_known:
            yield found("T526", row.place("subject_no"), subject=subject, value=number)


def exceptions_treated_as_can_be(context: SettingsContext) -> Iterator[Finding]:
    """T528 for each row of 例外 whose 处理 means nothing for what it is about."""
    for row in context.rows(people.EXCEPTIONS):
        possible = TREATMENTS.get(row["subject"])
        if possible and row["treatment"] not in possible:
            place, options = row.place("treatment"), "、".join(possible)
            yield found("T528", place, subject=row["subject"], value=row["treatment"], options=options)


def superiors_not_circular(context: SettingsContext) -> Iterator[Finding]:
    """T527 for everybody who is above themselves: nothing would ever get further up."""
    staff = context.registers.people
    for row in context.rows(people.PEOPLE):
        first = staff.find(row["person_no"])
        above, seen = staff.find(row["superior"]), set[str]()
        while above and above != first and above.person_no not in seen:
            seen.add(above.person_no)
            above = staff.find(above.superior)
        if first and above == first:
            yield found("T527", row.place("superior"), value=first.label)


SETTING_RULES = (
    sources_there,
    registers_there,
    lists_offered,
    slips_of_known_kinds,
    people_named,
    special_content_decided,
    exceptions_about_something,
    exceptions_treated_as_can_be,
    superiors_not_circular,
)


def check_settings(context: SettingsContext) -> list[Finding]:
    """All findings about what settings name elsewhere."""
    return [finding for rule in SETTING_RULES for finding in rule(context)]

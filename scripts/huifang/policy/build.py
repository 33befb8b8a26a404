"""From the sheets of 制度 (or a preset's TOML) to a Policy, with findings for every wrong setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place, parted
from huifang.core.text import half_width, split_list
from huifang.policy.build_classes import read_states
from huifang.policy.build_complaints import known_categories, read_clocks, read_dispatches, read_needs
from huifang.policy.build_items import ItemSheets
from huifang.policy.build_record_clocks import is_of_replies, read_record_clocks
from huifang.policy.build_rules import Words, known_words, read_rules
from huifang.policy.days import FEAST, OFF, SEASON, NamedDays, read_days
from huifang.policy.duties import CALLS_PART, DueDay, ReportDuty, WrongDueDay, parse_due_day
from huifang.policy.further import notices_with, reports_with
from huifang.policy.indicators import read_indicators
from huifang.policy.items import ITEMS, LATER, MOVED, MOVED_TO_MAILBOX
from huifang.policy.mail import Mailbox
from huifang.policy.mail_items import MAIL_ITEMS
from huifang.policy.model import Campaign, Policy
from huifang.policy.notices import before_the_sheet, read_notices
from huifang.policy.own_columns import OwnColumns, columns_of, read_own_columns
from huifang.policy.questions import Question
from huifang.policy.row_needs import Named, is_about_complaints, read_row_needs
from huifang.policy.rules import Triggers
from huifang.policy.tasks import before_the_task_sheet, read_tasks
from huifang.tables.cells import shown
from huifang.tables.declared import (
    complaint_rules,
    house_rules,
    indicator_rules,
    mail_rules,
    notice_rules,
    task_rules,
)
from huifang.tables.declared.call_rules import CYCLES, FEASTS
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.campaigns import CAMPAIGNS
from huifang.tables.declared.own_columns import OWN_COLUMNS
from huifang.tables.model import Row, Table
from huifang.tables.options import BUILT_IN, Options, with_additions
from huifang.tables.reading import NOTHING_READ, Grid, TableRead, read_table

T = TypeVar("T")


@dataclass(frozen=True)
class PolicyRead:
    """A usable policy in any case, with what was wrong with its source, and the sheets as they were read."""

    policy: Policy
    findings: tuple[Finding, ...]
    reads: Mapping[str, TableRead]


def read_policy(grids: Mapping[str, Grid], file: str, triggers: Triggers) -> PolicyRead:
    """The policy that these sheets (by name) state; a wrong setting falls back to its default and is a finding."""
    named = _cycles(grids)
    words = {house_rules.TRIGGER_LIST: tuple(triggers), house_rules.CYCLE_LIST: (*named["cycles"], *named["feasts"])}
    reads, findings = _read_tables(grids, file, {**BUILT_IN, **house_rules.FIXED_OPTIONS, **words})

    def rows(table: Table) -> tuple[Row, ...]:
        return tuple(_first_of_each(table, reads[table.name].sound))

    def sound(readings: Iterable[T | Finding]) -> tuple[T, ...]:
        values, wrong = parted(readings)
        findings.extend(wrong)
        return values

    lists = with_additions((row["list_name"], row["value"]) for row in rows(house_rules.CHOICES))
    sheets = ItemSheets(reads, grids, file, lists)
    settings, wrong_settings = parted(sheets.read(house_rules.SETTINGS, (*ITEMS, *MOVED, *MOVED_TO_MAILBOX), LATER))
    mailbox, wrong_mailbox = parted(sheets.read(mail_rules.MAILBOX, MAIL_ITEMS))
    mistaken = {finding.place for finding in (*wrong_settings, *wrong_mailbox)}
    findings = [*(f for f in findings if f.place not in mistaken), *wrong_settings, *wrong_mailbox]  # one of a cell
    classes = tuple(row["customer_class"] for row in rows(house_rules.CLASSES))
    lists = {**lists, "客户类别": classes}
    questions = sound(_questions(rows(house_rules.QUESTIONS), tuple(row["rule"] for row in rows(house_rules.RULES))))
    own = OwnColumns(sound(read_own_columns(rows(OWN_COLUMNS), (question.text for question in questions))))
    lists = {**lists, **own.lists}
    days = sound(read_days(rows(house_rules.DAYS)))
    known = Words(classes=classes, lists=lists, triggers=triggers, own=own, batch=dict(settings)["batch"], **named)
    rules = sound(read_rules(rows(house_rules.RULES), known))
    dispatches = read_dispatches(rows(complaint_rules.DISPATCHES))
    subjects = (*lists["严重程度"], *known_categories(lists, dispatches))
    items, of_mailbox = dict(settings), dict(mailbox)
    items["mail_server"] = of_mailbox.pop("mail_server") or items["mail_server"]
    moved = {item.field: items.pop(item.field) for item in MOVED}
    in_rows = notice_rules.NOTICES.name in grids
    findings += _moved(rows(house_rules.SETTINGS)) if in_rows else []
    notices = sound(read_notices(rows(notice_rules.NOTICES))) if in_rows else before_the_sheet(moved)
    further = items["further_registers"]
    reports = reports_with(sound(_reports(rows(house_rules.REPORTS))), further)
    has_tasks = task_rules.TASK_RULES.name in grids
    tasks = sound(read_tasks(rows(task_rules.TASK_RULES))) if has_tasks else before_the_task_sheet(reports)
    needs, states = rows(complaint_rules.NEEDS), sound(read_states(rows(house_rules.CLASSES), lists, own))
    may_name = Named(
        own=own, rules=tuple(rule.rule for rule in rules), classes=classes,
        derived=frozenset(state.name for state in states), questions=columns_of(questions, own),
    )  # fmt: skip
    record_clocks = sound(read_record_clocks(rows(complaint_rules.LIMITS), lists, own))
    if any(is_of_replies(clock) for clock in record_clocks):
        items["reply_days"] = None  # the row says more than the item
    policy = Policy(
        **items,
        mailbox=Mailbox(**of_mailbox),
        classes=classes,
        rules=rules,
        states=states,
        questions=(*questions, *own.asked),
        own=own,
        clocks=sound(read_clocks(rows(complaint_rules.LIMITS), subjects, lists, own)),
        record_clocks=record_clocks,
        dispatches=dispatches,
        needs=sound(read_needs((*filter(is_about_complaints, needs),), (*lists["是否成立"], *subjects))),
        row_needs=sound(read_row_needs(needs, may_name)),
        reports=reports,
        tasks=tasks,
        indicators=sound(read_indicators(rows(indicator_rules.INDICATOR_RULES), rules, classes, lists)),
        notices=notices_with(notices, further),
        campaigns=sound(_campaigns(rows(CAMPAIGNS), classes)),
        day_marks={day: (mark, name) for day, mark, name in (one for one in days if isinstance(one, tuple))},
        named_days=tuple(one for one in days if isinstance(one, NamedDays)),
        options={**lists, **words},
    )
    return PolicyRead(policy, tuple(findings), reads)


def _cycles(grids: Mapping[str, Grid]) -> dict[str, tuple[str, ...]]:
    """What 周期 may be: the periods, and the feasts; 日历 names some of both."""
    read = read_table(house_rules.DAYS, grids.get(house_rules.DAYS.name, ()), "", house_rules.FIXED_OPTIONS)
    named = {
        mark: [row["name"] for row in read.sound if row["mark"] == mark and row["name"]] for mark in (SEASON, FEAST)
    }
    return {
        "cycles": tuple(dict.fromkeys((*CYCLES, *named[SEASON]))),
        "feasts": tuple(dict.fromkeys((*FEASTS, *named[FEAST]))),
    }


def _read_tables(grids: Mapping[str, Grid], file: str, options: Options) -> tuple[dict[str, TableRead], list[Finding]]:
    """What every sheet of the house rules says, and what is wrong with its cells."""
    reads: dict[str, TableRead] = {}
    findings: list[Finding] = []
    for table in house_rules.TABLES:
        if table.name in grids:
            read = read_table(table, grids[table.name], file, options)
            findings += [*read.findings, *duplicate_keys(table, read.sound)]
        else:
            read = NOTHING_READ
            findings += [] if table.optional else [found("F102", Place(file), sheet=table.name)]
        reads[table.name] = read
    return reads, findings


def _first_of_each(table: Table, rows: tuple[Row, ...]) -> Iterator[Row]:
    """The rows without those whose unique key stands in a row above: two rules of one number would be one to plans."""
    seen = set[Any]()
    for row in rows:
        key = tuple(row[key] for key in table.unique)
        if not key or key not in seen:
            seen.add(key)
            yield row


def duplicate_keys(table: Table, rows: tuple[Row, ...]) -> Iterator[Finding]:
    """T510 for every row whose unique key stands in a row above."""
    for key in table.unique:
        seen: dict[Any, int] = {}
        for row in rows:
            value = row[key]
            if value is None:
                continue
            if value in seen:
                place, header = row.place(key), table.by_key[key].header
                if table in (house_rules.SETTINGS, mail_rules.MAILBOX):
                    yield found("P603", place, value=shown(value), other=seen[value])
                else:
                    yield found("T510", place, column=header, value=shown(value), other=seen[value])
            else:
                seen[value] = row.number


def _moved(rows: tuple[Row, ...]) -> Iterator[Finding]:
    """P616 for each item that says something, and that the sheet 通知 says now."""
    moved = {item.name for item in MOVED}
    for row in rows:
        if row["item"] in moved and row["value"]:
            yield found("P616", row.place("value"), value=row["item"])


def _questions(rows: tuple[Row, ...], numbers: tuple[str, ...]) -> Iterator[Question | Finding]:
    taken = {half_width(header) for header in CALLS.by_header}
    for row in rows:
        chosen, wrong = known_words(row, "rules", house_rules.QUESTIONS, numbers)
        yield from wrong
        choices = split_list(row["choices"] or "")
        if choices and row["form"] != "选项":
            why, header = f"题型为“{row['form']}”的不看这一格", house_rules.QUESTIONS.by_key["choices"].header
            yield found("P615", row.place("choices"), column=header, value=row["choices"], why=why)
        if row["form"] == "选项" and not choices:
            yield found("P605", row.place("choices"), value=row["question_no"], reason=because("Y614"))
            continue
        if half_width(row["question"]) in taken:
            yield found("P605", row.place("question"), value=row["question_no"], reason=because("Y615"))
            continue
        if not (wrong and not chosen):
            taken.add(half_width(row["question"]))
            yield Question(
                row["question_no"], tuple(chosen), row["question"], row["form"], choices, row["mandatory"] == "是"
            )


def _reports(rows: tuple[Row, ...]) -> Iterator[ReportDuty | Finding]:
    """The reports that are owed; a due day that cannot be read is the period's last one."""
    for row in rows:
        due_day = DueDay()
        try:
            due_day = parse_due_day(row["due"])
            if not due_day.fits(row["span"]):
                due_day = DueDay()
                reason = because("Y617", value=row["due"], span=row["span"])
                yield found("P605", row.place("due"), value=row["report"], reason=reason)
        except WrongDueDay as wrong:
            yield found("P605", row.place("due"), value=row["report"], reason=wrong.reason)
        parts, unknown = known_words(row, "parts", house_rules.REPORTS, house_rules.FIXED_OPTIONS["报告内容"])
        yield from unknown
        recipients = split_list(row["recipients"] or "")
        yield ReportDuty(
            report=row["report"],
            due_day=due_day,
            span=row["span"],
            recipients=recipients,
            parts=tuple(parts) or (CALLS_PART,),
            fine_yuan=row["fine_yuan"],
            clause=row["clause"] or "",
        )


def _campaigns(rows: tuple[Row, ...], classes: tuple[str, ...]) -> Iterator[Campaign | Finding]:
    for row in rows:
        chosen, wrong = known_words(row, "classes", CAMPAIGNS, classes)
        yield from wrong
        if row["until_on"] < row["from_on"]:
            yield found("T515", row.place("until_on"), from_on=row["from_on"], until_on=row["until_on"])
            continue
        if not (wrong and not chosen):
            regions = split_list(row["regions"] or "")
            yield Campaign(
                from_on=row["from_on"], until_on=row["until_on"], classes=tuple(chosen), message=row["message"],
                regions=regions, theme=row["theme"] or "", departments=row["departments"] or "",
                participants=row["participants"] or "", led_by=row["led_by"] or "", origin=row.origin,
            )  # fmt: skip


def merged_calendar_marks(
    policy: Policy, public_off: Mapping[date, str], public_on: frozenset[date]
) -> tuple[dict[date, str], frozenset[date]]:
    """Days off and make-up days, the office's own 日历 winning over the public ones (decision 6)."""
    days_off = dict(public_off)
    days_on = set(public_on)
    for day, (mark, name) in policy.day_marks.items():
        if mark == OFF:
            days_off[day] = name or "单位休息"
            days_on.discard(day)
        else:
            days_off.pop(day, None)
            days_on.add(day)
    return days_off, frozenset(days_on)

"""待办: what waits for whom. The same list stands in the report and is told by ``check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huifang.decisions.complaints.approving import awaiting_approval
from huifang.decisions.complaints.reading import CLOSED
from huifang.decisions.complaints.reading import OVERDUE as LATE_CLOCK
from huifang.decisions.reports.part import Listing, Part, Tile
from huifang.decisions.reports.parts.discipline import is_about_manner
from huifang.decisions.reports.parts.measures import LATE, TO_VERIFY, rows_of, state_of
from huifang.decisions.reports.parts.visit_reports import unreturned
from huifang.decisions.reports.parts_view import PartsView, day_of
from huifang.decisions.tasks.standing import LATE as OVERDUE
from huifang.policy.build_record_clocks import LIMITED
from huifang.policy.feedback import asked_of
from huifang.policy.visit_reports import report_due_on, return_due_on, unreported
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.tasks import TASKS
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.options import BOSS, DISSATISFIED, PENDING_REVIEW, REFUSED, SUPERVISOR

NAME = "待办"
#: What waits with a form or a sheet for it.
TO_DECIDE, TO_CORRECT, TO_CONFIRM = "批示未解决的问题", "改正退回的行", "确认更正"
#: How a complaint begins that waits for whoever answers for it; its stage follows.
HANDLE = "办理投诉："
#: What was decided, and not carried out until the day that was given.
OVERDUE_ORDER = "批示过期未办"
OVERDUE_TASK = "任务过期未办"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: what it is called, and since when (None: nobody wrote it down); ``book`` is
    the register that it is dealt with in, as far as it is one.
    """

    person: str
    matter: str
    subject: str
    since: date | None
    book: str = ""


def waiting(view: PartsView) -> list[Waiting]:
    """Everything that waits at the report's end, by person, the oldest first."""
    found = [*_approvals(view), *_problems(view), *_exhausted(view), *_opinions(view), *_verifications(view)]
    found += [*_replies(view), *_corrections(view), *_complaints(view), *_after_visits(view), *_tasks(view)]
    found += [*_not_put_right(view), *_late_records(view)]
    found += [*_returned(view), *_ended(view), *_promised(view), *_remedies(view), *_untold(view)]
    found += _changes(view)
    found = [one for one in found if one.since is None or one.since <= view.day]
    return sorted(found, key=lambda one: (one.person, one.matter, one.since or date.min, one.subject))


def _approvals(view: PartsView) -> Iterator[Waiting]:
    who = view.holders(view.policy.reviewer_role)
    for customer in view.customers.values():
        if customer.review_status == PENDING_REVIEW:
            yield Waiting(
                who, "审核客户", f"{customer.customer_no} {customer.name}", customer.registered_on, CUSTOMERS.workbook
            )


def _problems(view: PartsView) -> Iterator[Waiting]:
    for problem in view.problems:
        record = problem.record
        who, matter = problem.decider, TO_DECIDE
        if problem.decision:
            who, matter = problem.order.carrier if problem.order else problem.agent_label, "按批示解决问题"
            if problem.order and problem.order.until_on and problem.order.until_on < view.day:
                yield Waiting(who, OVERDUE_ORDER, f"{record.record_no} {record.customer_name}", problem.order.until_on)
                continue
        elif not record.reported_to and not view.policy.written_report:
            who, matter = problem.agent_label, "解决没有解决的问题"
        yield Waiting(who, matter, f"{record.record_no} {record.customer_name}", record.called_on)


def _untold(view: PartsView) -> Iterator[Waiting]:
    """The outcome goes back to the customer, whoever brought it about (000/四 5)."""
    for record in view.untold:
        agent = view.people.by_no.get(record.agent)
        gone = agent is not None and not agent.active_on(view.day)
        who = (view.superior(record.agent) if gone else "") or view.label(record.agent)
        yield Waiting(who, "把处理结果告诉客户", f"{record.record_no} {record.customer_name}", record.called_on)


def _exhausted(view: PartsView) -> Iterator[Waiting]:
    who = view.holders(SUPERVISOR)
    for number, name in view.exhausted:
        yield Waiting(who, "处理多次未接通的客户", f"{number} {name}", None, CUSTOMERS.workbook)


def _ended(view: PartsView) -> Iterator[Waiting]:
    """Who refused waits for the supervisor; a number that is none any more for whoever knows the customer."""
    said = {(o.customer.customer_no, o.ended.record_no): o for o in view.ended if o.ended}
    for one in said.values():
        if one.ended and one.ended.result == REFUSED:
            who, matter = view.holders(SUPERVISOR), "决定拒访的客户：放弃或恢复"
        else:
            who, matter = view.label(one.customer.owner) or view.holders(SUPERVISOR), "改正打不通的电话，或恢复"
        since = one.ended.called_on if one.ended else None
        yield Waiting(who, matter, f"{one.customer.customer_no} {one.customer.name}", since, CUSTOMERS.workbook)


def _promised(view: PartsView) -> Iterator[Waiting]:
    for one in view.promised:
        agent = one.obligation.issue.agent if one.obligation.issue else one.caller.person_no
        subject = f"{one.customer.customer_no} {one.customer.name}"
        yield Waiting(view.label(agent), "按约定的日子回访", subject, one.agreed.said if one.agreed else None)


def _opinions(view: PartsView) -> Iterator[Waiting]:
    for row in view.rows(VISIT_REPORTS):
        if row["reported_on"] and not row["supervisor_opinion"]:
            who = view.label(row["supervisor"]) or view.superior(row["reported_by"]) or view.holders(SUPERVISOR)
            yield Waiting(
                who,
                "写明对回访报告的意见",
                row["report_no"] or row["record_no"] or "",
                row["reported_on"],
                VISIT_REPORTS.workbook,
            )


def _verifications(view: PartsView) -> Iterator[Waiting]:
    for row in rows_of(view):
        subject, book = row["measure_no"] or row["measure"] or "", row.place("measure").file
        if state_of(row, view.day) == TO_VERIFY:
            who = view.label(row["verified_by"]) if row["verified_by"] else view.holders(SUPERVISOR)
            yield Waiting(who, "验证措施", subject, row["done_on"], book)
        elif state_of(row, view.day) == LATE:
            yield Waiting(
                view.label(row["owner"]) or view.holders(SUPERVISOR), "完成改进措施", subject, row["due_on"], book
            )


def _replies(view: PartsView) -> Iterator[Waiting]:
    receivers = dict(view.policy.slip_receivers)
    for row in view.rows(FEEDBACK):
        if row["issued_on"] and not row["handled_on"]:
            owner, department = asked_of(row, receivers, view.people, view.customers, view.day)
            who = owner.label if owner else row["region_owner"] or department or "(没有写责任部门)"
            yield Waiting(who, "答复信息反馈单", row["feedback_no"], row["issued_on"], FEEDBACK.workbook)


def _changes(view: PartsView) -> Iterator[Waiting]:
    """What was written over or deleted in registers, and no 更正单 has settled (decision 16)."""
    who = view.holders(SUPERVISOR)
    for one in view.unsettled:
        yield Waiting(who, "核对登记表的改动", one.subject, one.since)


def _corrections(view: PartsView) -> Iterator[Waiting]:
    who = view.holders(SUPERVISOR)
    for record_no, column in view.pending:
        yield Waiting(who, TO_CONFIRM, f"{record_no} {column}", None)


def _returned(view: PartsView) -> Iterator[Waiting]:
    """Rows with errors wait for who filled them in; for the superior of somebody who has left."""
    for row in view.refused:
        agent, said = view.people.by_no.get(row.sheet.agent), row.said
        gone = agent is not None and not agent.active_on(view.day)
        who = (view.superior(row.sheet.agent) if gone else "") or view.label(row.sheet.agent)
        subject = f"{row.sheet.period} 第 {said.row} 行 {said.plan_no or said.customer_no}".rstrip()
        yield Waiting(who, TO_CORRECT, subject, row.sheet.posted_on)


def _complaints(view: PartsView) -> Iterator[Waiting]:
    for one in view.complaints:
        if one.state != CLOSED:
            who = one.owner.person.label if one.owner.person else view.holders(SUPERVISOR)
            yield Waiting(
                who, f"{HANDLE}{one.stage}", one.complaint_no, day_of(one.row["received_at"]), COMPLAINTS.workbook
            )
        if is_about_manner(one) and not one.row["punishment"]:
            who = view.holders(SUPERVISOR)
            yield Waiting(
                who, "写明态度投诉的处罚意见", one.complaint_no, day_of(one.row["received_at"]), COMPLAINTS.workbook
            )


def _late_records(view: PartsView) -> Iterator[Waiting]:
    """Rows of other registers whose limit is over."""
    for one in view.limited:
        for reading in one.clocks:
            if reading.state == LATE_CLOCK and reading.due:
                who = one.owner.person.label if one.owner.person else view.holders(SUPERVISOR)
                matter = f"{one.table}超过时限：{reading.clock.stage}"
                yield Waiting(who, matter, one.complaint_no, reading.due.date(), LIMITED[one.table].workbook)


def _remedies(view: PartsView) -> Iterator[Waiting]:
    """What is to be done about a complaint, where 制度 asks who approved it."""
    for one in awaiting_approval(view.policy, view.complaints):
        yield Waiting(
            view.holders(BOSS),
            "批准投诉的处理方案",
            one.complaint_no,
            day_of(one.row["received_at"]),
            COMPLAINTS.workbook,
        )


def _after_visits(view: PartsView) -> Iterator[Waiting]:
    """Reports that are due the day after a visit, from that day on, and papers that are to be back by then."""
    for number, visit in unreported(view.visits, view.rows(VISIT_REPORTS), view.day + timedelta(days=1)):
        since = report_due_on(visit.called_on)
        yield Waiting(
            view.label(visit.agent), "写回访报告", f"{number} {visit.customer}", since, VISIT_REPORTS.workbook
        )
    for loan in unreturned(view):
        due = return_due_on(loan, view.visits)
        if due and due < view.day:
            who = view.label(loan["borrower"]) or "(没有写借用人)"
            yield Waiting(who, "归还借出的资料", loan["paper"] or "", due, VISIT_REPORTS.workbook)


def _not_put_right(view: PartsView) -> Iterator[Waiting]:
    """Items of the survey that somebody was not content with are put right before the customer is called."""
    for row in view.rows(SURVEYS):
        if row["rating"] in DISSATISFIED and row["put_right_on"] is None:
            subject = f"{row['survey_no']} {row['item'] or ''}".rstrip()
            yield Waiting(
                view.holders(SUPERVISOR), "整改不满意的调查项目", subject, row["surveyed_on"], SURVEYS.workbook
            )


def _tasks(view: PartsView) -> Iterator[Waiting]:
    """Tasks wait for whose they are, from when they came up; late ones for those who are told of them, too."""
    for one in view.tasks:
        if not one.is_open:
            continue
        who = "、".join(person.label for person in one.persons) or one.who
        task, since = one.task.task, one.since
        if one.state != OVERDUE:
            yield Waiting(who, task, one.subject, since, TASKS.workbook)
            continue
        yield Waiting(who, f"{OVERDUE_TASK}：{task}", one.subject, since, TASKS.workbook)
        for person in one.told:
            yield Waiting(
                person.label, "督办过期的任务", f"{one.subject} {task} {one.who}", one.task.due_on, TASKS.workbook
            )


def waiting_part(view: PartsView) -> Part:
    """One list per person."""
    listed = waiting(view)
    people = list(dict.fromkeys(one.person for one in listed))
    day = view.day
    sentence = f"共有 {len(listed)} 件事等待 {len(people)} 处处理。" if listed else "没有等待处理的事。"
    listings = [_of_person(person, (one for one in listed if one.person == person), day) for person in people]
    nobody = Listing("等待处理", ("事项", "编号", "从哪天起", "已等(天)"), (), "没有等待处理的事。")
    lists = (*(listings or (nobody,)), *_postponed(view))
    return Part(NAME, (sentence,), (Tile("等待处理", len(listed), bool(listed), "下面每人一张"),), lists)


def _postponed(view: PartsView) -> Iterator[Listing]:
    """The days that moved on in the period: what was owed for the old ones is listed here, and not owed."""
    rows = [
        (f"{one.number} {customer.name if (customer := view.customers.get(one.number)) else ''}".strip(), one.header,
         one.old, one.new, one.seen_on)
        for one in view.postponed
        if one.seen_on in view.period
    ]  # fmt: skip
    if rows:
        about = "原来的日期不再应访，从新的日期起算。"
        yield Listing("改期", ("客户", "列", "原来", "现在", "见到"), rows, "", about)


def _of_person(person: str, mine: Iterable[Waiting], day: date) -> Listing:
    rows = [(one.matter, one.subject, one.since, (day - one.since).days if one.since else None) for one in mine]
    return Listing(f"等待 {person}", ("事项", "编号", "从哪天起", "已等(天)"), rows, "")

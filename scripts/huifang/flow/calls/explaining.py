"""Explaining: why and when a customer is called, clause by clause, with the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huifang.core.text import nearest
from huifang.decisions.calls.late import HandedIn, sheet_awaited
from huifang.decisions.calls.owed import Open, PlanningView, open_obligations
from huifang.decisions.calls.triggers import trigger_of
from huifang.decisions.reports.listed import as_issued, sources_of
from huifang.edges.store.segments import to_records
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.moment import Moment
from huifang.ledger.questions import of_customer
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule
from huifang.tables.options import ABOUT_CUSTOMER, PAUSE, REFUSED


class UnknownCustomer(ValueError):
    """No customer has that number; the message says so, with the nearest one."""


@dataclass(frozen=True, kw_only=True)
class DueCall:
    """The customer's open call: its rule and clause, its window, who and when, and the derivation step by step."""

    rule: str
    title: str
    clause: str
    plan_no: str
    from_on: str
    due_on: str
    agent: str
    planned_on: str
    status: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """What is due, why nothing is (``reasons``), and every call so far; ``sources`` says where the originals lie."""

    customer: Customer
    due: tuple[DueCall, ...]
    reasons: tuple[str, ...]
    history: tuple[CallRecord, ...]
    sources: Mapping[str, str]


def explain(now: Moment, customer_no: str) -> Explanation:
    """Explain one customer.

    Raises:
        UnknownCustomer: nobody has that number.
    """
    customer = now.customers.get(customer_no)
    if customer is None:
        close = nearest(customer_no, now.customers)
        hint = f"是不是“{close}”？" if close else ""
        raise UnknownCustomer(f"客户资料库里没有客户编号“{customer_no}”。{hint}")
    view = planning_view(now, now.policy.period_of(now.today))
    due = tuple(_due_calls(view, now.today, customer_no, now.state.last_handed_in()))
    records = sorted(to_records(of_customer(now.records, customer_no)), key=lambda r: (r.moment, r.record_no))
    reasons = tuple(_why_nothing(view, customer)) if not due else ()
    history = tuple(as_issued(records, view.issued))
    return Explanation(customer, due, reasons, history, sources_of(now.state))


def _why_nothing(view: PlanningView, customer: Customer) -> list[str]:
    if not customer.approved:
        return [f"审核状态是“{customer.review_status or '(空)'}”，只有“已审核”的客户才回访。"]
    given_up = [e for e in view.people.exemptions if e.subject_no == customer.customer_no]
    if given_up:
        return [f"{e.approved_by} 批准{e.treatment}，自 {e.from_on} 起：{e.reason}" for e in given_up]
    return [f"没有适用于类别“{customer.customer_class}”的回访规则。"]


def _due_calls(view: PlanningView, today: date, customer_no: str, came: HandedIn) -> list[DueCall]:
    until = view.policy.period_of(today).until_on
    calls = []
    for one in open_obligations(view, today, until):
        customer, rule, obligation = one.customer, one.rule, one.obligation
        if customer.customer_no != customer_no:
            continue
        steps = [f"规则 {rule.rule}《{rule.title}》：{_rhythm(rule)}，依据 {rule.clause}"]
        steps.append(f"起算：{obligation.base.basis}")
        steps.extend(obligation.steps)
        if obligation.lapses_on:
            steps.append(f"过了 {obligation.lapses_on} 不再补做，计为没有完成")
        if one.attempts:
            listed = "、".join(sorted(a.moment for a in one.attempts))
            steps.append(f"之后已有 {len(one.attempts)} 次未接通({listed})，最多尝试 {view.policy.max_attempts} 次")
        pause = view.people.exemption(ABOUT_CUSTOMER, customer_no, today, PAUSE)
        if pause:
            end = f"到 {pause.until_on}" if pause.until_on else "未定"
            steps.append(f"暂停回访：自 {pause.from_on} {end}，{pause.approved_by} 批准，{pause.reason}")
        steps.extend(_what_was_said(one, today))
        status = "暂停回访" if pause else _status(view, today, one, came)
        issue = obligation.issue
        if issue:
            steps.append(f"已列入 {issue.period} 的计划 {issue.plan_no}({issue.book})，计划日期 {issue.planned_on}")
        if issue and len(issue.covers) > 1:
            steps.append(f"这一通电话同时完成 {'、'.join(issue.covers)}，窗口取共同的部分")
        calls.append(
            DueCall(
                rule=rule.rule, title=rule.title, clause=rule.clause, plan_no=obligation.plan_no,
                from_on=obligation.from_on.isoformat(), due_on=obligation.due_on.isoformat(),
                agent=issue.agent if issue else customer.owner,
                planned_on=issue.planned_on.isoformat() if issue else "", status=status,
                steps=tuple(steps),
            )
        )  # fmt: skip
    return calls


def _rhythm(rule: Rule) -> str:
    """When the rule asks for a call, in a few words, and to whom."""
    return trigger_of(rule).rhythm(rule) + (f"({rule.contact_role})" if rule.contact_role else "")


def _what_was_said(one: Open, today: date) -> Iterator[str]:
    """What the customer said of being called again, as far as it counts."""
    if one.agreed and one.obligation.from_on != one.agreed.said:
        until = f"计划日期是 {one.agreed.on}" if one.waits_for_its_day(today) else f"{one.agreed.on} 已经过了"
        yield f"客户约定 {one.agreed.said} 再联系(记录 {one.agreed.record_no})，{until}；应访期不变"
    if one.ended:
        who = "等主管决定放弃或恢复" if one.ended.result == REFUSED else f"等电话 {one.ended.phone} 改正，或登记恢复"
        yield f"{one.ended.called_on} {one.ended.result}(记录 {one.ended.record_no})，不再列入计划，{who}"


def _status(view: PlanningView, today: date, one: Open, came: HandedIn) -> str:
    obligation = one.obligation
    if one.ended:
        return f"{one.ended.result}，等待处理"
    if one.is_exhausted(view.policy.max_attempts, today):
        return "尝试次数已用完，等待处理"
    if one.agreed and one.waits_for_its_day(today):
        return f"约定 {one.agreed.on} 回访"
    awaited = sheet_awaited(view, obligation, came, today)
    if awaited and obligation.due_on < today:
        return f"在业务员手里，回访表在 {awaited} 前交回后才知道"
    late = view.days_late(obligation, today)
    return f"逾期 {late} 天" if late else "待回访"

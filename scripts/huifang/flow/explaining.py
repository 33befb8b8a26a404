"""Explaining: why and when a customer is called, clause by clause, with the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huifang.core.text import nearest
from huifang.decisions.obligations import after_interval, attempts_that_count
from huifang.decisions.planning import PlanningView, open_obligations
from huifang.edges.segments import to_records
from huifang.flow.desk import Desk
from huifang.flow.planning import planning_view
from huifang.ledger.questions import of_customer, standing
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.tables.options import ABOUT_CUSTOMER, PAUSE


class UnknownCustomer(ValueError):
    """No customer has that number; the message says so, with the nearest one."""


@dataclass(frozen=True)
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
    """What is due, why nothing is (``reasons``), and every call so far."""

    customer: Customer
    due: tuple[DueCall, ...]
    reasons: tuple[str, ...]
    history: tuple[CallRecord, ...]


def explain(desk: Desk, customer_no: str) -> Explanation:
    """Explain one customer.

    Raises:
        UnknownCustomer: nobody has that number.
    """
    customer = desk.registers.customers.get(customer_no)
    if customer is None:
        close = nearest(customer_no, desk.registers.customers)
        hint = f"是不是“{close}”？" if close else ""
        raise UnknownCustomer(f"客户资料库里没有客户编号“{customer_no}”。{hint}")
    view = planning_view(desk, desk.policy.period_of(desk.today))
    due = tuple(_due_calls(desk, view, customer_no))
    records = sorted(to_records(of_customer(standing(desk.segments()), customer_no)), key=lambda r: r.moment)
    return Explanation(customer, due, tuple(_why_nothing(desk, customer)) if not due else (), tuple(records))


def _why_nothing(desk: Desk, customer: Customer) -> list[str]:
    if not customer.approved:
        return [f"审核状态是“{customer.review_status or '(空)'}”，只有“已审核”的客户才回访(000/五 四.1)。"]
    given_up = [e for e in desk.registers.people.exemptions if e.subject_no == customer.customer_no]
    if given_up:
        return [f"{e.approved_by} 批准{e.treatment}，自 {e.from_on} 起：{e.reason}" for e in given_up]
    return [f"没有适用于类别“{customer.customer_class}”的回访规则。"]


def _due_calls(desk: Desk, view: PlanningView, customer_no: str) -> list[DueCall]:
    calls = []
    for customer, rule, obligation in open_obligations(view, desk.today):
        if customer.customer_no != customer_no:
            continue
        failures = view.failures.get(customer_no, ())
        attempts = attempts_that_count(customer, view.people, failures, obligation.base, desk.today)
        unit = "个月" if rule.unit == "月" else "天"
        early = (obligation.due_on - obligation.from_on).days
        steps = [
            f"规则 {rule.rule}《{rule.title}》：每 {rule.interval} {unit}一次，依据 {rule.clause}",
            f"起算：{obligation.base.basis}",
            f"应访止 = {obligation.base.on} + {rule.interval} {unit} = {obligation.due_on}",
            f"应访起 = 应访止前 {early} 天 = {obligation.from_on}",
        ]
        if obligation.due_on != after_interval(obligation.base.on, rule):
            days = (obligation.due_on - obligation.base.on).days
            steps[2] = (
                f"应访止 = {obligation.base.on} + {days} 天 = {obligation.due_on}(发放时的制度，以后的修改不影响它)"
            )
        if view.policy.started_on and obligation.base.basis.count("启用日期"):
            steps[2] = f"应访止 = 启用日期 {view.policy.started_on} 起按名单分散 = {obligation.due_on}"
        if attempts:
            listed = "、".join(sorted(a.moment for a in attempts))
            steps.append(f"之后已有 {len(attempts)} 次未接通({listed})，最多尝试 {view.policy.max_attempts} 次")
        pause = view.people.exemption(ABOUT_CUSTOMER, customer_no, desk.today, PAUSE)
        if pause:
            until = f"到 {pause.until_on}" if pause.until_on else "未定"
            steps.append(f"暂停回访：自 {pause.from_on} {until}，{pause.approved_by} 批准，{pause.reason}")
        status = "暂停回访" if pause else _status(desk, view, obligation.due_on, len(attempts))
        issue = obligation.issue
        if issue:
            steps.append(f"已列入 {issue.period} 的计划 {issue.plan_no}({issue.book})，计划日期 {issue.planned_on}")
        calls.append(
            DueCall(
                rule.rule, rule.title, rule.clause, obligation.plan_no, obligation.from_on.isoformat(),
                obligation.due_on.isoformat(), issue.agent if issue else customer.owner,
                issue.planned_on.isoformat() if issue else "", status,
                tuple(steps),
            )
        )  # fmt: skip
    return calls


def _status(desk: Desk, view: PlanningView, due_on: date, attempts: int) -> str:
    if attempts >= view.policy.max_attempts:
        return "尝试次数已用完，等待处理"
    late = desk.today - due_on
    return f"逾期 {late.days} 天" if late.days > 0 else "待回访"

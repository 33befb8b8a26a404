"""Explaining: why and when a customer is called, clause by clause, with the history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from huifang.core.periods import month_period
from huifang.decisions.calls.explained import DueCall, Explanation
from huifang.decisions.calls.facts import classes_of
from huifang.decisions.calls.late import HandedIn, sheet_awaited
from huifang.decisions.calls.owed import Open, PlanningView, open_obligations
from huifang.decisions.calls.told_of_rules import RuleTold, rhythm_of, told_of_rules
from huifang.decisions.reports.listed import as_issued, sources_of
from huifang.edges.store.segments import to_records
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.moment import Moment
from huifang.ledger.questions import of_customer
from huifang.policy.customers import Customer
from huifang.tables.options import ABOUT_CUSTOMER, GIVE_UP, PAUSE, REFUSED


def explain(now: Moment, customer: Customer) -> Explanation:
    """Explain one customer of that moment."""
    number = customer.customer_no
    view = planning_view(now, now.policy.period_of(now.today))
    until = view.policy.period_of(now.today).until_on
    due = tuple(_due_calls(view, now.today, number, now.state.last_handed_in()))
    records = sorted(to_records(of_customer(now.contacts, number)), key=lambda r: (r.moment, r.record_no))
    is_called = customer.approved and not view.people.exemption(ABOUT_CUSTOMER, number, now.today, GIVE_UP)
    rules = tuple(told_of_rules(view, view.customers[number], now.today, until)) if is_called else ()
    month = month_period(now.today.year, now.today.month)
    return Explanation(
        customer=customer,
        classes=tuple(sorted(classes_of(view.policy, view.facts, customer, month))),
        due=due,
        reasons=() if due else tuple(_why_nothing(view, customer, now.today, rules)),
        rules=rules,
        history=tuple(as_issued(records, view.issued)),
        sources=sources_of(now.state),
    )


def _why_nothing(view: PlanningView, customer: Customer, today: date, rules: Sequence[RuleTold]) -> Iterator[str]:
    given_up = view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, today, GIVE_UP)
    paused = view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, today, PAUSE)
    if not customer.approved:
        yield f"审核状态是“{customer.review_status or '(空)'}”，只有“已审核”的客户才回访。"
        return
    if given_up:
        yield f"{given_up.approved_by} 批准{given_up.treatment}，自 {given_up.from_on} 起：{given_up.reason}"
        return
    if paused:
        end = f"到 {paused.until_on}" if paused.until_on else "，未定何时恢复"
        yield f"{paused.approved_by} 批准暂停，自 {paused.from_on} {end}：{paused.reason}"
    if not view.policy.rules:
        yield "制度里没有回访规则，不安排回访。"
    elif not rules:
        yield f"没有适用于类别“{customer.customer_class}”的回访规则。"
    for told in rules:
        rule = told.rule
        yield f"规则 {rule.rule}《{rule.title}》({rhythm_of(rule)}，依据 {rule.clause})：{told.said}。"


def _due_calls(view: PlanningView, today: date, customer_no: str, came: HandedIn) -> list[DueCall]:
    until = view.policy.period_of(today).until_on
    calls = []
    for one in open_obligations(view, today, until):
        customer, rule, obligation = one.customer, one.rule, one.obligation
        if customer.customer_no != customer_no:
            continue
        steps = [f"规则 {rule.rule}《{rule.title}》：{rhythm_of(rule)}，依据 {rule.clause}"]
        steps.append(f"起算：{obligation.base.basis}")
        steps.extend(obligation.steps)
        if not one.pays.is_any:
            steps.append(one.pays.said)
        if one.caller.why:
            steps.append(f"由谁打：{view.people.label(one.caller.person_no) or '(无人)'}，因为{one.caller.why}")
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
            steps.append(f"这一次回访同时完成 {'、'.join(issue.covers)}，窗口取共同的部分")
        calls.append(
            DueCall(
                rule=rule.rule, title=rule.title, clause=rule.clause, plan_no=obligation.plan_no,
                from_on=obligation.from_on.isoformat(), due_on=obligation.due_on.isoformat(),
                agent=issue.agent if issue else one.caller.person_no,
                planned_on=issue.planned_on.isoformat() if issue else "", status=status,
                steps=tuple(steps),
            )
        )  # fmt: skip
    return calls


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

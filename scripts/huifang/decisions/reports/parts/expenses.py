"""费用: what visits cost, what is above the limit, and how far each claim is (000/一)."""

from __future__ import annotations

from huifang.decisions.reports.part import Listing, Part, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.policy.expenses import is_paid_though_refused, is_refused, limit_of, own_share
from huifang.policy.model import Policy
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.model import Row

NAME = "费用"
_WRONGLY = "主管不同意、却已付款的"
_SPENT = ("claim_no", "claimant", "spent_on", "record_no", "expense_type", "amount_yuan")
_AUDITED = ("voucher_no", "audited_by", "audited_on", "audit_result", "paid_on")


def expenses(view: PartsView) -> Part:
    """The claims of the period, by person and one by one."""
    policy = view.policy
    claims = [row for row in view.in_period(EXPENSES, "spent_on") if row["amount_yuan"] is not None]
    total, own = sum(c["amount_yuan"] for c in claims), sum(own_share(policy, claim) for claim in claims)
    waiting = [claim for claim in claims if not claim["audited_on"]]
    refused = sum(is_refused(claim) for claim in claims)
    wrongly = [
        (*view.cells(claim, EXPENSES, *_SPENT), *view.cells(claim, EXPENSES, *_AUDITED))
        for claim in sorted(
            view.in_period(EXPENSES, "paid_on"), key=lambda claim: (claim["paid_on"], claim["claim_no"] or "")
        )
        if is_paid_though_refused(claim)
    ]
    people = sorted({view.label(claim["claimant"]) for claim in claims})
    totals = [(name, *_totals(policy, [c for c in claims if view.label(c["claimant"]) == name])) for name in people]
    rows = [
        (
            *view.cells(claim, EXPENSES, *_SPENT), limit_of(policy, claim), own_share(policy, claim) or None,
            *view.cells(claim, EXPENSES, *_AUDITED),
        )
        for claim in sorted(claims, key=lambda claim: (claim["spent_on"], claim["claim_no"] or ""))
    ]  # fmt: skip
    headers = headers_of(EXPENSES, *_SPENT, "limit_yuan", "own_share_yuan", *_AUDITED)
    sentence = f"报销 {len(claims)} 笔，共 {total:g} 元，其中超过限额自付 {own:g} 元；等待主管审核 {len(waiting)} 笔。"
    if not claims:
        sentence = "本期没有报销。"
    if refused or wrongly:
        sentence += f"主管不同意的 {refused} 笔，其中本期却已付款的 {len(wrongly)} 笔。"
    return Part(
        NAME, (sentence,),
        (
            Tile("报销(元)", total, source="逐笔"),
            Tile("等待审核", len(waiting), bool(waiting), "逐笔(没有审核日期的)"),
            Tile("不同意却已付款", len(wrongly), bool(wrongly), _WRONGLY),
        ),
        (
            Listing("每人合计", ("报销人", "笔数", "金额(元)", "自付(元)", "已付款(元)"), totals, "本期没有报销。"),
            Listing("逐笔", headers, rows, "本期没有报销。"),
            Listing(_WRONGLY, headers_of(EXPENSES, *_SPENT, *_AUDITED), wrongly, "没有主管不同意却已付款的。"),
        ),
        bars("每人报销(元)", [(row[0], row[2]) for row in totals]),
    )  # fmt: skip


def _totals(policy: Policy, claims: list[Row]) -> tuple[int, float, float, float]:
    paid = sum(claim["amount_yuan"] - own_share(policy, claim) for claim in claims if claim["paid_on"])
    return len(claims), sum(c["amount_yuan"] for c in claims), sum(own_share(policy, c) for c in claims), paid

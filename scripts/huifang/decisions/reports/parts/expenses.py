"""费用: what visits cost, what is above the limit, and how far each claim is (000/一)."""

from __future__ import annotations

from huifang.decisions.reports.part import Listing, Part, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.policy.expenses import limit_of, own_share
from huifang.policy.model import Policy
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.model import Row

NAME = "费用"
_SPENT = ("claim_no", "claimant", "spent_on", "record_no", "expense_type", "amount_yuan")
_AUDITED = ("voucher_no", "audited_by", "audited_on", "audit_result", "paid_on")


def expenses(view: PartsView) -> Part:
    """The claims of the period, by person and one by one."""
    policy = view.policy
    claims = [row for row in view.in_period(EXPENSES, "spent_on") if row["amount_yuan"] is not None]
    total, own = sum(c["amount_yuan"] for c in claims), sum(own_share(policy, claim) for claim in claims)
    waiting = [claim for claim in claims if not claim["audited_on"]]
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
    return Part(
        NAME, (sentence,),
        (
            Tile("报销(元)", total, source="逐笔"),
            Tile("等待审核", len(waiting), bool(waiting), "逐笔(没有审核日期的)"),
        ),
        (
            Listing("每人合计", ("报销人", "笔数", "金额(元)", "自付(元)", "已付款(元)"), totals, "本期没有报销。"),
            Listing("逐笔", headers, rows, "本期没有报销。"),
        ),
        bars("每人报销(元)", [(row[0], row[2]) for row in totals]),
    )  # fmt: skip


def _totals(policy: Policy, claims: list[Row]) -> tuple[int, float, float, float]:
    paid = sum(claim["amount_yuan"] - own_share(policy, claim) for claim in claims if claim["paid_on"])
    return len(claims), sum(c["amount_yuan"] for c in claims), sum(own_share(policy, c) for c in claims), paid

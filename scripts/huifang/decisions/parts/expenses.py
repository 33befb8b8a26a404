"""费用: what visits cost, what is above the limit, and how far each claim is (000/一)."""

from __future__ import annotations

from huifang.decisions.part import Bars, Listing, Part, Tile
from huifang.decisions.parts_view import PartsView, headers_of
from huifang.tables.expenses import EXPENSES
from huifang.tables.model import Row

NAME = "费用"
_SPENT = ("claim_no", "claimant", "spent_on", "record_no", "expense_type", "amount_yuan")
_AUDITED = ("voucher_no", "audited_by", "audit_result", "paid_on")


def limit_of(limits: dict[str, float], claim: Row) -> float | None:
    """The limit, in yuan, for the claim's kind of expense: what the row states, else the policy's; None: no limit."""
    stated: float | None = claim["limit_yuan"]
    return stated if stated is not None else limits.get(claim["expense_type"] or "")


def own_share(limits: dict[str, float], claim: Row) -> float:
    """What the claimant pays, in yuan: all that is above the limit."""
    limit = limit_of(limits, claim)
    return max(0.0, claim["amount_yuan"] - limit) if limit is not None else 0.0


def expenses(view: PartsView) -> Part:
    """The claims of the period, by person and one by one."""
    limits = dict(view.policy.expense_limits)
    claims = [row for row in view.in_period(EXPENSES, "spent_on") if row["amount_yuan"] is not None]
    total, own = sum(c["amount_yuan"] for c in claims), sum(own_share(limits, claim) for claim in claims)
    waiting = [claim for claim in claims if not claim["audited_on"]]
    people = sorted({view.label(claim["claimant"]) for claim in claims})
    totals = [(name, *_totals(limits, [c for c in claims if view.label(c["claimant"]) == name])) for name in people]
    rows = [
        (
            *view.cells(claim, EXPENSES, *_SPENT), limit_of(limits, claim), own_share(limits, claim) or None,
            *view.cells(claim, EXPENSES, *_AUDITED),
        )
        for claim in sorted(claims, key=lambda claim: (claim["spent_on"], claim["claim_no"] or ""))
    ]  # fmt: skip
    headers = headers_of(EXPENSES, *_SPENT, "limit_yuan", "own_share_yuan", *_AUDITED)
    sentence = f"报销 {len(claims)} 笔，共 {total:g} 元，其中超过限额自付 {own:g} 元；等待主管审核 {len(waiting)} 笔。"
    return Part(
        NAME, (sentence,), (Tile("报销(元)", total), Tile("等待审核", len(waiting), bool(waiting))),
        (
            Listing("每人合计", ("报销人", "笔数", "金额(元)", "自付(元)", "已付款(元)"), totals, "本期没有报销。"),
            Listing("逐笔", headers, rows, "本期没有报销。"),
        ),
        (Bars("每人报销(元)", [(row[0], row[2]) for row in totals]),) if len(totals) > 1 else (),
    )  # fmt: skip


def _totals(limits: dict[str, float], claims: list[Row]) -> tuple[int, float, float, float]:
    paid = sum(claim["amount_yuan"] - own_share(limits, claim) for claim in claims if claim["paid_on"])
    return len(claims), sum(c["amount_yuan"] for c in claims), sum(own_share(limits, c) for c in claims), paid

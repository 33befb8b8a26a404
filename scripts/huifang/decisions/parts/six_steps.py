"""六步: whether each agent did all that the ten-day rules ask for (000/五), and not only the calls."""

from __future__ import annotations

from collections.abc import Callable

from huifang.decisions.part import Listing, Part, Share, Tile
from huifang.decisions.parts_view import PartsView
from huifang.ledger.records import CallRecord
from huifang.policy.model import Campaign
from huifang.tables.options import CONNECTED, NO_PROBLEM, OUT_OF_USE, UNRESOLVED

NAME = "六步"


def six_steps(view: PartsView) -> Part:
    """One line per agent, one share per step; a step without anything to do is not failed."""
    lines = [(agent.agent, [step(view, agent.agent) for _, step in STEPS]) for agent in view.figures.agents]
    rows = [(view.label(agent), *shares, _verdict(shares)) for agent, shares in lines]
    complete = Share(sum(not _missed(shares) for _, shares in lines), len(lines))
    failed = [(name, sum(_is_missed(shares[at]) for _, shares in lines)) for at, (name, _) in enumerate(STEPS)]
    worst = max(failed, key=lambda pair: pair[1], default=("", 0))
    sentence = f"六步都做到的业务员 {complete}。"
    if worst[1]:
        sentence += f"做得最差的一步是“{worst[0]}”，有 {worst[1]} 人没有做到。"
    listing = Listing(
        "各业务员的六步", ("业务员", *(name for name, _ in STEPS), "结论"), rows, "本期没有业务员需要检查。",
        "每一格是做到的数目/应做的数目；没有应做的写作 0/0，不算没有做到。",
    )  # fmt: skip
    return Part(NAME, (sentence,), (Tile("六步齐全", complete, complete.count < complete.total),), (listing,))


def _is_missed(share: Share) -> bool:
    return share.count < share.total


def _missed(shares: list[Share]) -> list[int]:
    return [number for number, share in enumerate(shares, start=1) if _is_missed(share)]


def _verdict(shares: list[Share]) -> str:
    missed = _missed(shares)
    return f"缺第 {'、'.join(map(str, missed))} 步" if missed else "齐全"


def _list_approved(view: PartsView, agent: str) -> Share:
    """The boss has approved everybody on the list (四.1)."""
    mine = [c for c in view.customers.values() if c.owner == agent and c.review_status != OUT_OF_USE]
    return Share(sum(customer.approved for customer in mine), len(mine))


def _rhythm_kept(view: PartsView, agent: str) -> Share:
    """Everybody who was due was reached (四.2)."""
    mine = [line for line in view.figures.owed if line.agent == agent]
    return Share(sum(line.obligation.fulfilled_by is not None for line in mine), len(mine))


def _form_complete(view: PartsView, agent: str) -> Share:
    """Every row that was handed in could be entered in the books (四.3)."""
    good = sum(record.agent == agent and bool(record.result) for record in view.records)
    return Share(good, good + view.faulty_rows.get(agent, 0))


def _sheets_in_time(view: PartsView, agent: str) -> Share:
    """The sheets came by the report day (四.4)."""
    mine = [line for line in view.figures.hand_ins if line.agent == agent]
    return Share(sum(line.submitted_at is not None and not line.late_days for line in mine), len(mine))


def _problems_solved_or_written(view: PartsView, agent: str) -> Share:
    """Every problem is solved, or reported upwards in writing (四.5)."""
    mine = [r for r in view.records if r.agent == agent and r.handling and r.handling != NO_PROBLEM]
    settled = [r for r in mine if r.handling != UNRESOLVED or (r.reported_to and r.report_document)]
    return Share(len(settled), len(mine))


def _special_content(view: PartsView, agent: str) -> Share:
    """Who was due while the boss had ordered special content for them was told it on one of its days (四.6)."""
    told = wanted = 0
    for campaign in view.policy.campaigns:
        for line in view.figures.owed:
            if line.agent != agent or not campaign.covers({line.customer.customer_class}, line.customer.region):
                continue
            if line.obligation.from_on <= campaign.until_on and line.obligation.due_on >= campaign.from_on:
                wanted += 1
                told += any(_tells(campaign, line.customer.customer_no, record) for record in view.records)
    return Share(told, wanted)


def _tells(campaign: Campaign, customer_no: str, record: CallRecord) -> bool:
    return record.customer_no == customer_no and record.result == CONNECTED and campaign.is_on(record.called_on)


STEPS: tuple[tuple[str, Callable[[PartsView, str], Share]], ...] = (
    ("1 名单经审批", _list_approved),
    ("2 按时回访", _rhythm_kept),
    ("3 填写完整", _form_complete),
    ("4 按时交表", _sheets_in_time),
    ("5 解决或书面上报", _problems_solved_or_written),
    ("6 专项内容", _special_content),
)

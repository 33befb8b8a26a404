"""六步: whether each agent did all that the ten-day rules ask for (000/五), and not only the calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from huifang.decisions.reports.became import AGREED_FOR
from huifang.decisions.reports.figures import Owed
from huifang.decisions.reports.handing_in import ON_TIME
from huifang.decisions.reports.part import Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView
from huifang.ledger.records import COLUMNS, CallRecord
from huifang.ledger.refused import ReturnedRow
from huifang.policy.customers import Customer
from huifang.policy.model import Campaign
from huifang.tables.options import CONNECTED, NO_PROBLEM, OUT_OF_USE, UNRESOLVED, says_nothing

NAME = "六步"
NOBODY = "本期没有业务员需要检查。"


#: What the last step counts, and what nobody can see from the records.
_SAID_WHAT = "第 6 步：专项期间接通，并在“推送内容”写明说了什么的，算告知；客户听没听到，由监督岗抽查。"
_ONLY_REACHED = "第 6 步：只看得出专项期间接通、表上有专项内容；说没说，由监督岗抽查。"

#: What a caller fills in of a call that connected: the evidence that a row is complete.
_FILLED = ("satisfaction", "wishes", "handling", "dissatisfied_because", "measures", "reported_to", "report_document")


class Done(NamedTuple):
    """What there was to do in a step, whether it was done, and what shows that."""

    what: str
    ok: bool
    evidence: str = ""

    def __str__(self) -> str:
        return f"{self.what}：{self.evidence}" if self.evidence else self.what


def six_steps(view: PartsView) -> Part:
    """One line per agent, one share per step; a step without anything to do is not failed."""
    agents = [line.agent for line in view.figures.agents]
    done = {(agent, name): list(step(view, agent)) for agent in agents for name, step in STEPS}
    lines = [(agent, [_share(done[agent, name]) for name, _ in STEPS]) for agent in agents]
    rows = [(view.label(agent), *shares, _verdict(shares)) for agent, shares in lines]
    complete = Share(sum(not _missed(shares) for _, shares in lines), len(lines))
    failed = [(name, sum(_is_missed(shares[at]) for _, shares in lines)) for at, (name, _) in enumerate(STEPS)]
    worst = max(failed, key=lambda pair: pair[1], default=("", 0))
    sentence = f"六步都做到的业务员 {complete}。"
    if not lines:
        sentence = NOBODY
    elif worst[1]:
        sentence += f"做得最差的一步是“{worst[0]}”，有 {worst[1]} 人没有做到。"
    missed = [
        (view.label(agent), name, what) for (agent, name), listed in done.items() for what, ok, _ in listed if not ok
    ]
    return Part(
        NAME, (sentence,),
        (Tile("六步齐全(占业务员)", complete, complete.count < complete.total, "各业务员的六步"),),
        (
            Listing(
                "各业务员的六步", ("业务员", *(name for name, _ in STEPS), "结论"), rows, NOBODY,
                "每一格是做到的数目/应做的数目；没有应做的写作 0/0，不算没有做到。"
                + (_SAID_WHAT if view.asks_announced else _ONLY_REACHED),
            ),
            Listing("没有做到的", ("业务员", "步骤", "哪一个"), missed, "每一步都做到了。"),
        ),
    )  # fmt: skip


def _share(listed: Sequence[Done]) -> Share:
    return Share(sum(one.ok for one in listed), len(listed))


def _is_missed(share: Share) -> bool:
    return share.count < share.total


def _missed(shares: list[Share]) -> list[int]:
    return [number for number, share in enumerate(shares, start=1) if _is_missed(share)]


def _verdict(shares: list[Share]) -> str:
    missed = _missed(shares)
    return f"缺第 {'、'.join(map(str, missed))} 步" if missed else "齐全"


def _list_approved(view: PartsView, agent: str) -> Iterator[Done]:
    """The boss has approved everybody on the list (四.1)."""
    for customer in view.customers.values():
        if customer.owner == agent and customer.review_status != OUT_OF_USE and not customer.is_complainant:
            status = customer.review_status or "没有写审核状态"
            day = f" {customer.reviewed_on}" if customer.reviewed_on else ""
            yield Done(f"{customer.customer_no} {customer.name}", customer.approved, f"{status}{day}")


def _rhythm_kept(view: PartsView, agent: str) -> Iterator[Done]:
    """Everybody who was due was reached (四.2); who asked for a day that is not over is not due before it."""
    for line in view.figures.owed:
        if line.agent == agent and not line.status.startswith(AGREED_FOR):
            done = line.obligation.fulfilled_by
            evidence = f"{done.called_on} 接通，记录 {done.record_no}" if done else line.status
            yield Done(_owed(line), done is not None, evidence)


def _owed(line: Owed) -> str:
    return f"{line.customer.customer_no} {line.customer.name}(应访止 {line.obligation.due_on})"


def _form_complete(view: PartsView, agent: str) -> Iterator[Done]:
    """Every row that was handed in could be entered in the books (四.3)."""
    for record in view.records:
        if record.agent == agent and record.result:
            filled = [COLUMNS[key].header for key in _FILLED if record.text(key)]
            evidence = "、".join((f"{record.customer}，{record.result}", *filled))
            yield Done(record.record_no, True, f"{evidence}（提交 {record.submission}）")
    yield from (Done(row, False) for row in view.faulty_rows.get(agent, ()))
    yield from (Done(_row(row), False, row.said.said) for row in _refused(view, agent))


def _refused(view: PartsView, agent: str) -> list[ReturnedRow]:
    return [row for row in view.refused if row.sheet.agent == agent]


def _row(row: ReturnedRow) -> str:
    return f"{row.sheet.file} 第 {row.said.row} 行(退回未入账)"


def _sheets_in_time(view: PartsView, agent: str) -> Iterator[Done]:
    """The sheets came by the report day (四.4), as the register of sheets has it; rows of them that were returned are
    missed in the step before.
    """
    for sheet in view.figures.hand_ins:
        if sheet.agent == agent:
            came = f"{sheet.submitted_at:%Y-%m-%d %H:%M} 收到" if sheet.submitted_at else "没有收到"
            evidence = "，".join(filter(None, (sheet.said, came, sheet.arrival_by)))
            yield Done(f"{sheet.batch}(应交 {sheet.due_on})", sheet.state == ON_TIME, evidence)


def _problems_solved_or_written(view: PartsView, agent: str) -> Iterator[Done]:
    """Every problem is solved, or reported upwards in writing (四.5)."""
    for record in view.records:
        if record.agent == agent and record.handling and record.handling != NO_PROBLEM:
            written = bool(record.reported_to and record.report_document)
            report = f"上报 {view.label(record.reported_to)}，{record.report_document}" if written else "没有书面上报"
            evidence = report if record.handling == UNRESOLVED else f"{record.handling}。{record.measures}"
            yield Done(f"{record.record_no} {record.customer}", record.handling != UNRESOLVED or written, evidence)
    yield from (Done(_row(row), False, row.said.said) for row in _refused(view, agent) if row.said.unhappy)


def _special_content(view: PartsView, agent: str) -> Iterator[Done]:
    """Who was due while the boss had ordered special content for them was told it on one of its days (四.6), as far as
    records say; what nobody was told at all is done by none of those whose customers should have heard it.
    """
    for campaign in view.policy.campaigns:
        if _reached_nobody(view, campaign) and any(_is_for(campaign, one) for one in _customers(view, agent)):
            yield Done(f"{campaign.message}(没有一位客户记着告知)", False)
        for line in view.figures.owed:
            if line.agent != agent or not _is_for(campaign, line.customer):
                continue
            if line.obligation.from_on <= campaign.until_on and line.obligation.due_on >= campaign.from_on:
                calls = [r for r in view.records if r.customer_no == line.customer.customer_no]
                reached = any(_tells(view, campaign, record, is_written=False) for record in calls)
                told = next((record for record in calls if _tells(view, campaign, record)), None)
                why = "，接通了，没有写推送内容" if reached and not told else ""
                what = f"{line.customer.customer_no} {line.customer.name}({campaign.message}{why})"
                wrote = str(told.value("announced") or "") if told else ""
                evidence = f"{told.called_on} 接通{f'，写明“{wrote}”' if wrote else ''}" if told else ""
                yield Done(what, told is not None, evidence)


def _is_for(campaign: Campaign, customer: Customer) -> bool:
    return campaign.covers({customer.customer_class}, customer.region)


def _customers(view: PartsView, agent: str) -> list[Customer]:
    listed = (one for one in view.customers.values() if one.approved and not one.is_complainant)
    return [customer for customer in listed if customer.owner == agent]


def _reached_nobody(view: PartsView, campaign: Campaign) -> bool:
    """Whether it ended in the period and nobody was told."""
    return campaign.until_on in view.period and not any(_tells(view, campaign, record) for record in view.records)


def _tells(view: PartsView, campaign: Campaign, record: CallRecord, is_written: bool = True) -> bool:
    """Whether somebody was reached on one of its days by a caller whose sheet said so, and who wrote down what he told,
    where the sheet asks for that (and ``is_written``).
    """
    said = view.messages.get(record.plan_no, "")
    reached = record.result == CONNECTED and campaign.is_on(record.called_on) and campaign.message in said
    is_asked = is_written and view.asks_announced
    return reached and not (is_asked and says_nothing(record.value("announced")))


STEPS: tuple[tuple[str, Callable[[PartsView, str], Iterable[Done]]], ...] = (
    ("1 名单经审批", _list_approved),
    ("2 按时回访", _rhythm_kept),
    ("3 填写完整", _form_complete),
    ("4 按时交表", _sheets_in_time),
    ("5 解决或书面上报", _problems_solved_or_written),
    ("6 专项内容", _special_content),
)

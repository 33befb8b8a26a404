"""How 抽查报告 says what an audit found: the order of the agents, the first sentence, figures, the five lines.

Nothing here judges a person. A difference is what a customer says, and customers forget.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huifang.decisions.audit.audited import AgentAudit, CheckedCall, PeriodAudit, Reconciled, Standing, Verdict

TITLE = "抽查报告"
#: What leads the verdict's word, so that it is seen without colours.
MARKS = {Verdict.NOTHING_FOUND: "√", Verdict.GO_ON: "→", Verdict.REVIEW: "▲"}
#: So many periods of an agent stand beside each other.
PERIODS_SHOWN = 6
#: So many agents are named in a sentence.
_NAMED = 4
NOTHING = "—"
#: How often honest agents have a signal is measured: ``docs/audit.md``.
SIGNALS_ARE = "只是看到的，不是结论：老实的业务员，一百份表里也有一两份会这样"
#: What every reader is to know of the figures.
HOW_TO_READ = (
    "“不符”只是客户说的与记录不一样：客户会记错，也会是家里别人接的。少数几处不符不能说明记录有问题，"
    "没有不符也不能说明记录全对。“最多”一列是按抽到的人数能排除到哪里：有 95% 的把握，与事实不一致的记录不超过这么多。"
)


@dataclass(frozen=True, slots=True)
class AuditFigure:
    """One figure of all agents together."""

    label: str
    value: str
    unit: str
    note: str
    is_bad: bool = False


def ordered(agents: Iterable[AgentAudit]) -> list[AgentAudit]:
    """Those of whom something is to be done first, the heaviest first; then by 工号."""
    rank = {Verdict.REVIEW: 0, Verdict.GO_ON: 1, Verdict.NOTHING_FOUND: 2}
    return sorted(agents, key=lambda one: (rank[one.standing.verdict], -one.standing.contradicted, one.agent))


def needing(audit: PeriodAudit) -> list[AgentAudit]:
    """The agents of whom something is to be done, in order: to review, to look at what differs, to ring somebody. Of
    whom little is known and nothing differs is drawn from again as usual.
    """
    return [one for one in ordered(audit.agents) if _is_found(one) or one.waiting]


def _is_found(agent: AgentAudit) -> bool:
    return agent.standing.verdict is Verdict.REVIEW or agent.standing.contradicted > 0


def named(agents: Sequence[AgentAudit]) -> str:
    """The agents in one line, the first of many."""
    more = f"等 {len(agents)} 人" if len(agents) > _NAMED else ""
    return "、".join(one.label for one in agents[:_NAMED]) + more


def total(audit: PeriodAudit, count: str) -> int:
    """The sum of one of the counts of all agents."""
    return sum(int(getattr(one.standing, count)) for one in audit.agents)


def reached(audit: PeriodAudit) -> int:
    """How many customers were reached."""
    return total(audit, "checked")


def upper(standing: Standing) -> str:
    """The share that may be untrue at most; a dash where nothing was claimed or nobody was reached."""
    share = standing.upper_fake_share
    return NOTHING if share is None else f"{share:.0%}"


def verdict(standing: Standing) -> str:
    """The verdict with its mark; what nobody was reached for has none."""
    return f"{MARKS[standing.verdict]} {standing.verdict}"


def over_time(agent: AgentAudit) -> str:
    """Differences among those who were reached, of the last periods, the newest last."""
    standings = (*agent.before, agent.standing)[-PERIODS_SHOWN:]
    return "　".join(f"{one.contradicted}/{one.checked}" for one in standings)


def matched(agent: AgentAudit) -> str:
    """How many of the reported calls the telephone company's records show; a dash where there are none."""
    seen = agent.reconciled
    return f"{seen.matched}/{seen.reported}" if seen else NOTHING


def phone_lists(seen: Reconciled) -> tuple[tuple[str, Sequence[str]], ...]:
    """What 话单 shows otherwise, kind by kind, and of what it says nothing."""
    return (
        ("记了，话单里没有", seen.without_call), ("话单里有，没有记", seen.without_report),
        ("时长相差大", seen.durations_apart), ("时间相差大", seen.times_apart), ("没有对账的", seen.notes),
    )  # fmt: skip


def lede(audit: PeriodAudit) -> str:
    """What the boss has to know first, in two sentences."""
    differing = total(audit, "contradicted")
    if not reached(audit):
        return "还没有核查结果。" + _still_waiting(audit)
    said = f"联系上 {reached(audit)} 位客户：{total(audit, 'confirmed')} 位说的与记录相符，{differing} 位不符"
    unsure = total(audit, "unsure")
    said += f"，{unsure} 位说不准。" if unsure else "。"
    found = [*filter(_is_found, ordered(audit.agents))]
    review = [one for one in found if one.standing.verdict is Verdict.REVIEW]
    others = [one for one in found if one not in review]
    said += f"建议全面复核：{named(review)}。" if review else ""
    said += f"有不符，再看看：{named(others)}。" if others else ""
    return said + ("" if found else "没有发现需要您过问的事。") + _still_waiting(audit)


def _still_waiting(audit: PeriodAudit) -> str:
    waiting = sum(len(one.waiting) for one in audit.agents)
    return f"还有 {waiting} 位客户等监督岗打电话。" if waiting else ""


def figures(audit: PeriodAudit) -> tuple[AuditFigure, ...]:
    """The figures of all agents together."""
    differing, waiting = total(audit, "contradicted"), sum(len(one.waiting) for one in audit.agents)
    reported = [one.reconciled for one in audit.agents if one.reconciled]
    calls = f"{sum(one.matched for one in reported)}/{sum(one.reported for one in reported)}" if reported else NOTHING
    missing = sum(len(one.without_call) for one in reported)
    return (
        AuditFigure("联系上", str(reached(audit)), "位", f"没联系上 {total(audit, 'unreachable')} 位"),
        AuditFigure("相符", str(total(audit, "confirmed")), "位", "客户说的与记录一样"),
        AuditFigure("不符", str(differing), "位", "逐条见“各次通话”", differing > 0),
        AuditFigure("说不准", str(total(audit, "unsure")), "位", "不算相符也不算不符"),
        AuditFigure("还没打", str(waiting), "位", "名单在监督岗手里"),
        AuditFigure(
            "话单对上",
            calls,
            "次" if reported else "",
            f"记了没有通话 {missing} 次" if reported else "没有导入话单",
            missing > 0,
        ),
    )


def about(audit: PeriodAudit) -> str:
    """Which office, which period, drawn how, made when."""
    seeds = "、".join(audit.seeds)
    sealed = "名单事先封存" if audit.sealed_before else "名单未事先封存"
    return f"{audit.unit_name}　期间 {audit.period}　{sealed}，种子 {seeds}　制表 {moment(audit.made_at)}"


def moment(at: datetime | None) -> str:
    """A moment to the minute; empty where there is none."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def customer(call: CheckedCall) -> str:
    """Number and name of whom the auditor rang."""
    return f"{call.customer_no} {call.customer}".strip()


def outcome(call: CheckedCall) -> str:
    """What came of a call, in words."""
    what = "；".join(call.differences) or call.unsure
    return f"{call.agreement}：{what}" if what else str(call.agreement)


def five_lines(audit: PeriodAudit) -> tuple[str, ...]:
    """The report in five lines of text, each of which a telephone shows without scrolling."""
    agents = ordered(audit.agents)
    evidence = [one for one in agents if one.signals]
    reconciled = [one for one in agents if one.reconciled]
    return (
        f"1 {audit.period}：{lede(audit)}",
        f"2 {_first(one.label + '：' + one.standing.next_step for one in needing(audit)) or '没有需要您做的事。'}",
        f"3 {_signals(evidence)}",
        f"4 {_calls(reconciled)}",
        "5 这些都不是对谁的结论：客户会忘记，抽到的人少。能说明什么、不能说明什么，见附件。",
    )


def _first(said: Iterable[str], most: int = 2) -> str:
    lines = [*said]
    more = f"另有 {len(lines) - most} 人，见附件。" if len(lines) > most else ""
    return "".join(line if line.endswith("。") else f"{line}。" for line in lines[:most]) + more


def _signals(agents: Sequence[AgentAudit]) -> str:
    if not agents:
        return "记录里没有看到特别的地方。"
    return f"记录里有值得看一眼的地方：{named(agents)}，在哪里、有多少见附件。"


def _calls(agents: Sequence[AgentAudit]) -> str:
    if not agents:
        return "本期没有导入话单，没有与通话记录核对。"
    seen = [one.reconciled for one in agents if one.reconciled]
    missing = sum(len(one.without_call) for one in seen)
    told = f"话单里对上 {sum(one.matched for one in seen)} 次，共报告 {sum(one.reported for one in seen)} 次"
    return f"{told}；{missing} 次在话单里没有找到。" if missing else f"{told}。"

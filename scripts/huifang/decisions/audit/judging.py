"""What checked calls say about an agent's records: a bound for one period, and a test over periods.

Customers forget, so that one call that differs proves nothing. The bound says how many of a period's records may be
untrue at most, exactly, as draws without putting back (hypergeometric). The test is Wald's (SPRT) between "differs as
often as customers of this office forget" and "as often as it would if the suspected share of calls were made up".

Three things are our own. It is looked at when a period's calls are together, so that their order changes nothing. It
does not end where it finds nothing: the agent goes on calling, and so does the test, from that bound and no lower. An
honest year is not forgotten by a new start (new starts from the middle would suspect three times as many honest agents
in a year), and however long it was, it hides no more than the next few calls that differ. And after a full review it
starts again, as the review has answered what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import comb, log
from statistics import median

from huifang.decisions.audit.audited import Agreement, CheckedCall, PeriodChecked, Standing, Verdict

#: The bound holds in so many of 100 samples.
CONFIDENCE = 0.95
#: How often an honest agent's test may end in a review, and how often one who makes up the suspected share passes it.
ALPHA, BETA = 0.02, 0.10
REVIEW_FROM, NOTHING_FROM = log((1 - BETA) / ALPHA), log(BETA / (1 - ALPHA))
#: Of calls that were made up, so many are told apart by the customer; the others say yes to whatever they are asked.
TOLD_APART = 0.85
#: Each call that differs asks for so many more, but no more customers than these are reached in all.
MORE_EACH, MOST = 3, 12
#: What is known of forgetting before anything was measured: 5 %, as surely as so many calls would show it.
USUAL_FORGETTING, USUAL_CALLS = 0.05, 60
#: The agent in the middle says something where so many agents have so many checked calls each.
ENOUGH_AGENTS, ENOUGH_CALLS = 3, 20
#: What was measured is believed within these.
LEAST_FORGETTING, MOST_FORGETTING = 0.02, 0.15


@dataclass(frozen=True)
class Suspicion:
    """What the test tells apart: ``forgetting`` is the chance that a true call is told otherwise, ``suspected`` the
    share of made-up calls that is looked for (基本/怀疑比例).
    """

    forgetting: float = USUAL_FORGETTING
    suspected: float = 0.20

    @property
    def differs_if_suspected(self) -> float:
        """The chance that a checked call differs where the suspected share is made up."""
        return (1 - self.suspected) * self.forgetting + self.suspected * max(TOLD_APART, self.forgetting)

    def evidence(self, agreed: int, differed: int) -> float:
        """How much these calls speak for the suspicion (above 0) or against it, as a logarithm."""
        p0, p1 = self.forgetting, self.differs_if_suspected
        return differed * log(p1 / p0) + agreed * log((1 - p1) / (1 - p0))


def measured_forgetting(all_checked: Iterable[PeriodChecked]) -> float:
    """How often this office's customers tell a true call otherwise, from all that was checked up to a period.

    Of the calls that 话单 proves, how many differ or are denied. Without enough of them, how many differ of the agent
    in the middle, too: where more than half of the agents make nothing up, that is forgetting. Few calls change little
    of the usual.
    """
    told = [call for period in all_checked for call in period.calls if _tells(call) or call.is_forgotten]
    proved = [call for call in told if call.is_proved]
    measured = _believed(USUAL_FORGETTING, proved)
    if len(proved) >= USUAL_CALLS:
        return measured
    by_agent: dict[str, list[CheckedCall]] = {}
    for call in told:
        by_agent.setdefault(call.agent, []).append(call)
    many = [_believed(USUAL_FORGETTING, calls) for calls in by_agent.values() if len(calls) >= ENOUGH_CALLS]
    return max(measured, median(many)) if len(many) >= ENOUGH_AGENTS else measured


def _believed(usual: float, calls: Sequence[CheckedCall]) -> float:
    """How often calls differ, from what is usual and from these."""
    differing = sum(call.agreement is Agreement.DIFFERS or call.is_forgotten for call in calls)
    share = (usual * USUAL_CALLS + differing) / (USUAL_CALLS + len(calls))
    return min(max(share, LEAST_FORGETTING), MOST_FORGETTING)


def most_untrue(claimed: int, told: int, differing: int) -> int:
    """The exact upper bound: so many of ``claimed`` records may be untrue at most, when ``told`` of them were drawn and
    ``differing`` differed. With one more of them untrue, so few would differ in less than 5 of 100 samples.
    """
    ways = comb(claimed, told)
    for untrue in range(differing, claimed - (told - differing)):
        more = untrue + 1
        as_few = sum(comb(more, x) * comb(claimed - more, told - x) for x in range(differing + 1))
        if as_few < (1 - CONFIDENCE) * ways:
            return untrue
    return claimed - (told - differing)


def customers_wanted(drawn: int, contradicted: int, unsure: int) -> int:
    """How many customers are to be reached: those of the draw, three more for each that differs, and one for each who
    cannot say, as nothing was learned of that record.
    """
    return max(drawn, min(drawn + MORE_EACH * contradicted + unsure, MOST))


def judge(history: Sequence[PeriodChecked], suspicion: Suspicion) -> tuple[Standing, ...]:
    """A standing after each period of one agent, the oldest first. The agent's own customers may forget more or less
    than the office's: calls of theirs that 话单 proves tell.
    """
    standings, so_far, evidence = list[Standing](), list[PeriodChecked](), 0.0
    proved: list[CheckedCall] = []
    for period in history:
        proved += [call for call in period.calls if call.is_proved and (_tells(call) or call.is_forgotten)]
        own = replace(suspicion, forgetting=_believed(suspicion.forgetting, proved))
        if standings and standings[-1].verdict is Verdict.REVIEW:
            so_far, evidence = [], 0.0
        so_far.append(period)
        agreed, differed = _told(period)
        evidence = max(evidence + own.evidence(agreed, differed), NOTHING_FROM)
        if evidence >= REVIEW_FROM:
            verdict = Verdict.REVIEW
        else:
            verdict = Verdict.NOTHING_FOUND if evidence == NOTHING_FROM else Verdict.GO_ON
        standings.append(_standing(period, so_far, verdict, own, is_again=len(so_far) <= len(standings)))
    return tuple(standings)


def _tells(call: CheckedCall) -> bool:
    """Whether the call says something about a record."""
    return call.record_no is not None and call.agreement in {Agreement.AGREES, Agreement.DIFFERS}


def _told(period: PeriodChecked) -> tuple[int, int]:
    """How many checked records agreed, and how many differed."""
    told = [call.agreement for call in period.calls if _tells(call)]
    return told.count(Agreement.AGREES), told.count(Agreement.DIFFERS)


def _standing(
    period: PeriodChecked, so_far: Sequence[PeriodChecked], verdict: Verdict, suspicion: Suspicion, *, is_again: bool
) -> Standing:
    agreements = [call.agreement for call in period.calls]
    confirmed, contradicted, unsure, unreachable = map(agreements.count, Agreement)
    reached = confirmed + contradicted + unsure
    wanted = customers_wanted(period.drawn, contradicted, unsure)
    left = wanted - reached if period.listed is None else min(wanted - reached, period.listed - len(period.calls))
    agreed, differed = _told(period)
    claimed = max(period.claimed, agreed + differed)
    untrue = most_untrue(claimed, agreed + differed, differed)
    return Standing(
        agent=period.agent, period=period.period, checked=reached, confirmed=confirmed, contradicted=contradicted,
        unsure=unsure, unreachable=unreachable, upper_fake_share=untrue / claimed if claimed else None,
        verdict=verdict, found=_found(agreements, so_far, is_again=is_again),
        limits=_limits(claimed, agreed + differed, untrue, suspicion, differed=differed),
        next_step=_next_step(verdict, contradicted, left), wanted=wanted,
    )  # fmt: skip


def _found(agreements: Sequence[Agreement], so_far: Sequence[PeriodChecked], *, is_again: bool) -> str:
    confirmed, contradicted, unsure, unreachable = map(agreements.count, Agreement)
    reached = confirmed + contradicted + unsure
    if reached:
        counts = [(confirmed, "与记录相符"), (contradicted, "与记录不符"), (unsure, "说不准")]
        said = f"本期打通 {reached} 位客户，{'，'.join(f'{count} 位{what}' for count, what in counts if count)}。"
    else:
        said = "本期还没有打通抽查电话。"
    if unreachable:
        said += f"未联系上 {unreachable} 位。"
    if len(so_far) > 1:
        agreed, differed = map(sum, zip(*map(_told, so_far), strict=True))
        before = f"{'上次复核以后' if is_again else ''}连同以前 {len(so_far) - 1} 期"
        said += f"{before}，一共核对清楚 {agreed + differed} 条记录，不符 {differed} 条。"
    elif is_again:
        said += "上一期建议过全面复核，从本期起重新累计。"
    return said


def _limits(claimed: int, told: int, untrue: int, suspicion: Suspicion, *, differed: int) -> str:
    if not claimed:
        return "本期的名单里没有回访记录，没有可以核对的。"
    if not told:
        return f"没有问到能说清的客户，本期 {claimed} 条记录是否属实还看不出来。"
    if told == claimed:
        said = f"本期 {claimed} 条记录都问到了，与客户所说不符的是 {differed} 条。"
    else:
        said = (
            f"本期有 {claimed} 条记录，核对清楚 {told} 条。按 95% 的把握，不属实的最多 {untrue} 条"
            f"({untrue / claimed:.0%})；这是上限，不是估计，多打几个电话它就会降低。"
        )
    if differed:
        said += (
            f"客户也会记错：真实的回访，每 100 个大约有 {suspicion.forgetting * 100:.0f} 个会被说成不一样，"
            "个别不符不说明记录不属实。"
        )
    return said


def _next_step(verdict: Verdict, contradicted: int, more: int) -> str:
    if verdict is Verdict.REVIEW:
        return (
            "不符的次数，单用客户记错不容易解释。建议全面复核本期的记录：逐条同客户、话单核对，"
            "并听业务员本人说明。复核清楚以前，请不要据此作任何处理。"
        )
    if contradicted and more > 0:
        return f"请监督岗按封存的次序再打通 {more} 位客户的电话，然后再看结果。"
    if more > 0:
        return f"请监督岗继续打抽查电话，本期还差 {more} 位。"
    if contradicted:
        return "请把不符的几处同业务员核对清楚，下一期照常抽查。"
    if verdict is Verdict.GO_ON:
        return "核对过的还少，现在不下结论，下一期照常抽查。"
    return "下一期照常抽查就可以。"

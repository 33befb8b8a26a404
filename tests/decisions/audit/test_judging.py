"""What checked calls say: the bound by hand, the test against its own promises, and words that accuse nobody."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import log

import pytest

from huifang.decisions.audit.audited import Agreement, CheckedCall, PeriodChecked, Standing, Verdict
from huifang.decisions.audit.judging import (
    ALPHA,
    BETA,
    MOST,
    Suspicion,
    judge,
    measured_forgetting,
    most_untrue,
)

AGREES, DIFFERS, UNSURE, UNREACHED = Agreement
#: What a boss must not read about somebody after some telephone calls.
ACCUSING = (
    "造假",
    "虚假",
    "伪造",
    "欺骗",
    "撒谎",
    "作弊",
    "嫌疑",
    "可疑",
    "怀疑",
    "不诚实",
    "违规",
    "处罚",
    "责任人",
    "编造",
)


def period(name: str, agreements: str, *, claimed: int = 30, proved: bool = False, **more: object) -> PeriodChecked:
    """A period of A02 from letters: = agrees, x differs, ? unsure, - unreached, n agrees that there was no call, and
    f denies a call that was proved.
    """
    kinds = {"=": AGREES, "x": DIFFERS, "?": UNSURE, "-": UNREACHED, "n": AGREES, "f": UNSURE}
    calls = [
        CheckedCall(
            agent="A02", period=name, draw=1, order=n, check_no=f"C{n}", customer_no=f"K{n}", customer=f"客户{n}",
            record_no=None if letter == "n" else f"R{n}", agreement=kinds[letter], is_proved=proved,
            is_forgotten=letter == "f",
        )
        for n, letter in enumerate(agreements, 1)
    ]  # fmt: skip
    return PeriodChecked(agent="A02", period=name, claimed=claimed, calls=calls, **more)  # type: ignore[arg-type]


def verdicts(*periods: str, suspicion: Suspicion | None = None) -> str:
    """The first letter of each verdict: N, G or R."""
    standings = judge([period(str(n), said) for n, said in enumerate(periods)], suspicion or Suspicion())
    return "".join(standing.verdict.name[0] for standing in standings)


@pytest.mark.parametrize(("told", "most"), [(3, 18), (6, 10), (9, 7), (12, 5)])
def test_of_thirty_records_so_many_may_be_untrue_where_nothing_differed(told: int, most: int) -> None:
    assert most_untrue(30, told, 0) == most


@pytest.mark.parametrize("claimed", [1, 5, 8])
def test_the_bound_is_what_counting_every_sample_gives(claimed: int) -> None:
    for told in range(claimed + 1):
        samples = list(combinations(range(claimed), told))
        for differing in range(told + 1):
            possible = [
                untrue
                for untrue in range(differing, claimed - (told - differing) + 1)
                if sum(sum(n < untrue for n in sample) <= differing for sample in samples) >= 0.05 * len(samples)
            ]
            assert most_untrue(claimed, told, differing) == max(possible)


def test_a_list_that_was_asked_as_a_whole_leaves_nothing_open() -> None:
    (standing,) = judge([period("1", "==x", claimed=3)], Suspicion())
    assert standing.upper_fake_share == pytest.approx(1 / 3)
    assert "都问到了" in standing.limits


def test_calls_that_say_nothing_about_a_record_are_counted_and_prove_nothing() -> None:
    (standing,) = judge([period("1", "=?-n", claimed=30)], Suspicion())
    assert (standing.checked, standing.confirmed, standing.unsure, standing.unreachable) == (3, 2, 1, 1)
    assert standing.upper_fake_share == pytest.approx(most_untrue(30, 1, 0) / 30)
    (nothing,) = judge([period("1", "nnn", claimed=0)], Suspicion())
    assert nothing.upper_fake_share is None


def test_one_call_that_differs_draws_three_more_and_suspects_nobody() -> None:
    for differing, wanted in ((0, 3), (1, 6), (2, 9), (3, 12), (4, MOST)):
        said = "x" * differing + "=" * (wanted - differing)
        (standing,) = judge([period("1", said)], Suspicion())
        assert standing.wanted == wanted
    (cannot_say,) = judge([period("1", "==?")], Suspicion())
    assert cannot_say.wanted == 4
    assert "还差 1 位" in cannot_say.next_step
    (one,) = judge([period("1", "==x")], Suspicion())
    assert one.verdict is Verdict.GO_ON
    assert "再打通 3 位" in one.next_step


def test_where_the_list_runs_out_nobody_is_asked_to_ring_more() -> None:
    (standing,) = judge([period("1", "==x-", listed=5)], Suspicion())
    assert "再打通 1 位" in standing.next_step
    (all_rung,) = judge([period("1", "==x", listed=3)], Suspicion())
    assert "打通" not in all_rung.next_step
    (many,) = judge([period("1", "=" * 20, drawn=20)], Suspicion())
    assert many.wanted == 20


def test_the_test_by_hand() -> None:
    suspicion = Suspicion(0.05, 0.20)
    assert suspicion.differs_if_suspected == pytest.approx(0.21)
    assert suspicion.evidence(2, 3) == pytest.approx(3 * log(0.21 / 0.05) + 2 * log(0.79 / 0.95))
    assert suspicion.evidence(12, 0) > log(BETA / (1 - ALPHA)) > suspicion.evidence(13, 0)
    assert verdicts("===", "===", "===", "===", "===") == "GGGGN"
    assert verdicts("xx=====xx===", "===") == "RG"


def test_the_order_of_calls_changes_nothing() -> None:
    assert verdicts("xxxx====") == verdicts("====xxxx") == "R"


def test_a_long_good_record_hides_no_more_than_a_short_one() -> None:
    good = ["==="] * 5
    for many in (good, good * 6):
        assert verdicts(*many, "xx=x==xx==x=").endswith("NR")


def test_after_a_review_it_starts_again() -> None:
    standings = judge([period("1", "xxxx"), period("2", "===")], Suspicion())
    assert [one.verdict for one in standings] == [Verdict.REVIEW, Verdict.GO_ON]
    assert "重新累计" in standings[1].found


def test_who_forgets_more_is_given_more() -> None:
    said = ("x==", "x=====", "x==x==")
    assert "R" in verdicts(*said, suspicion=Suspicion(0.02))
    assert "R" not in verdicts(*said, suspicion=Suspicion(0.12))


def test_forgetting_is_measured_where_calls_are_proved() -> None:
    assert measured_forgetting([]) == pytest.approx(0.05)
    assert measured_forgetting([period("1", "xxx")]) == pytest.approx(0.05), "nothing shows that they took place"
    few = measured_forgetting([period("1", "x==", proved=True)])
    assert 0.05 < few < 0.07
    many = measured_forgetting([period("1", "x" * 12 + "=" * 88, proved=True)] * 5)
    assert 0.10 < many < 0.12
    assert measured_forgetting([period("1", "?-n", proved=True)]) == pytest.approx(0.05)
    assert measured_forgetting([period("1", "f==", proved=True)]) == few


def test_who_denies_a_call_that_was_proved_contradicts_nobody() -> None:
    assert verdicts("ffffff") == "G"
    (standing,) = judge([period("1", "fff=", proved=True)], Suspicion())
    assert (standing.contradicted, standing.unsure, standing.verdict) == (0, 3, Verdict.GO_ON)


def test_without_proof_the_agent_in_the_middle_tells_how_often_customers_forget() -> None:
    def of(agent: str, said: str) -> PeriodChecked:
        return replace(period("1", said), agent=agent, calls=[replace(c, agent=agent) for c in period("1", said).calls])

    often = "x====x====" * 6
    assert measured_forgetting([of("A01", often), of("A02", often), of("A03", "=" * 60)]) > 0.10
    assert measured_forgetting([of("A01", often), of("A02", "=" * 60), of("A03", "=" * 60)]) == pytest.approx(0.05)
    assert measured_forgetting([of("A01", often), of("A02", often)]) == pytest.approx(0.05), "nobody is in the middle"
    much = [of("A01", "x" * 60), of("A02", "x" * 60), of("A03", "x" * 60)]
    assert measured_forgetting(much) == pytest.approx(0.15), "more than that nobody forgets"


def test_an_agents_own_proved_calls_tell_how_often_these_customers_forget() -> None:
    said = "x====x====" * 3
    (unproved,) = judge([period("1", said)], Suspicion())
    (proved,) = judge([period("1", said, proved=True)], Suspicion())
    assert (unproved.verdict, proved.verdict) == (Verdict.REVIEW, Verdict.GO_ON)
    assert "大约有 5 个" in unproved.limits
    assert "大约有 10 个" in proved.limits


def _all_kinds() -> list[Standing]:
    histories = [
        ("===",), ("==x",), ("xxxx",), ("xxxx", "==="), ("===",) * 6, ("---",), ("?-",), ("==x===", "==="), ("n",),
        ("xxxx", "===", "==x==="), ("===",) * 5 + ("==x===",), ("x=====",) * 4,
    ]  # fmt: skip
    return [
        standing
        for said in histories
        for claimed in (0, 3, 30)
        for standing in judge([period(f"2026-1{n}", one, claimed=claimed) for n, one in enumerate(said)], Suspicion())
    ]


def test_the_words_accuse_nobody_and_are_whole_sentences() -> None:
    standings = _all_kinds()
    assert {one.verdict for one in standings} == set(Verdict)
    for text in {text for one in standings for text in (one.found, one.limits, one.next_step)}:
        assert not [word for word in ACCUSING if word in text]
        assert text.endswith("。")
        text.encode("gbk")

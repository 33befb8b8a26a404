"""Putting calls on working days."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huifang.decisions.calls.spreading import Job, spread

FIRST = date(2026, 11, 16)


def day(number):
    return FIRST + timedelta(number)


def job(key, days, deadline, *rank):
    return Job(key, tuple(day(n) for n in days), day(deadline), rank or (deadline, key))


def numbers(result):
    return {key: (on - FIRST).days for key, on in result.days.items()}


def can_be_kept(jobs, limit, taken):
    """By trying everything: whether each job can have a day up to its deadline within the limit."""
    if not jobs:
        return True
    first, *rest = jobs
    for on in first.days:
        if (
            on <= first.deadline
            and taken.get(on, 0) < limit
            and can_be_kept(rest, limit, {**taken, on: taken.get(on, 0) + 1})
        ):
            return True
    return False


def kept(jobs, result):
    return not result.over and all(result.days[j.key] <= j.deadline for j in jobs)


@st.composite
def windows(draw, gaps=False, overdue=False):
    """Jobs as a plan makes them: from a release to the period's end, ranked by deadline, overdue ones first."""
    jobs = []
    for number in range(draw(st.integers(0, 6))):
        release = draw(st.integers(0, 4))
        days = list(range(release, 5))
        if gaps:
            days = sorted(draw(st.sets(st.sampled_from(days), min_size=1)))
        deadline = max(draw(st.integers(0, 4)), days[0])
        late = overdue and draw(st.booleans())
        deadline = 4 if late else deadline
        jobs.append(job(f"K{number}", days, deadline, not late, deadline, f"K{number}"))
    return jobs


limits = st.integers(1, 3)
takens = st.dictionaries(st.integers(0, 4).map(day), st.integers(0, 3), max_size=5)


@given(windows(gaps=True, overdue=True), limits, takens)
def test_every_job_gets_one_of_its_days_within_the_limit(jobs, limit, taken):
    result = spread(jobs, limit, taken)
    assert set(result.days) == {j.key for j in jobs}
    assert all(result.days[j.key] in j.days for j in jobs)
    assert set(result.over) <= set(result.days) and len(set(result.over)) == len(result.over)
    fitted = Counter(on for key, on in result.days.items() if key not in result.over)
    assert all(count + taken.get(on, 0) <= limit for on, count in fitted.items())
    by_key = {j.key: j for j in jobs}
    assert all(result.days[key] == by_key[key].days[-1] for key in result.over)


@given(windows(), limits, takens)
def test_deadlines_are_kept_whenever_they_can_be(jobs, limit, taken):
    assert kept(jobs, spread(jobs, limit, taken)) is can_be_kept(jobs, limit, taken)


@given(windows(gaps=True, overdue=True), limits, takens)
def test_nothing_is_said_to_be_kept_that_cannot_be(jobs, limit, taken):
    assert can_be_kept(jobs, limit, taken) or not kept(jobs, spread(jobs, limit, taken))


def test_an_overdue_call_goes_before_one_that_is_due_today():
    jobs = [job("late", [0, 1], 1, False, 1, "late"), job("today", [0, 1], 0, True, 0, "today")]
    assert numbers(spread(jobs, 1, {})) == {"late": 0, "today": 1}


@given(windows(gaps=True, overdue=True), limits, takens, st.randoms(use_true_random=False))
def test_the_order_of_the_jobs_does_not_matter(jobs, limit, taken, random):
    mixed = list(jobs)
    random.shuffle(mixed)
    first, second = spread(jobs, limit, taken), spread(mixed, limit, taken)
    assert first == second == spread(jobs, limit, dict(reversed(taken.items())))


@given(windows(), limits)
def test_the_busiest_day_is_as_light_as_deadlines_allow(jobs, limit):
    result = spread(jobs, limit, {})
    busiest = max(Counter(result.days.values()).values(), default=1)
    assert busiest == 1 or not kept(jobs, result) or not can_be_kept(jobs, busiest - 1, {})


def test_ten_calls_over_five_days_are_two_a_day():
    jobs = [job(f"K{n}", range(5), 4) for n in range(10)]
    assert Counter(numbers(spread(jobs, 20, {})).values()) == dict.fromkeys(range(5), 2)


def test_what_stands_on_a_day_already_counts():
    jobs = [job(f"K{n}", range(2), 1) for n in range(2)]
    assert Counter(numbers(spread(jobs, 2, {day(0): 2})).values()) == {1: 2}


def test_rank_decides_who_goes_first():
    jobs = [job(key, range(3), 2, rank) for key, rank in [("a", 3), ("b", 1), ("c", 2)]]
    assert numbers(spread(jobs, 20, {})) == {"b": 0, "c": 1, "a": 2}
    swapped = [replace(j, rank=(-j.rank[0],)) for j in jobs]
    assert numbers(spread(swapped, 20, {})) == {"a": 0, "c": 1, "b": 2}


def test_what_does_not_fit_is_on_its_last_day_and_named():
    jobs = [job(f"K{n}", range(2), 1) for n in range(5)]
    result = spread(jobs, 2, {})
    assert result.over == ("K4",) and numbers(result)["K4"] == 1
    assert Counter(numbers(result).values()) == {0: 2, 1: 3}


def test_after_the_deadline_rather_than_over_the_limit():
    jobs = [job(f"K{n}", range(3), 0) for n in range(3)]
    result = spread(jobs, 1, {})
    assert result.over == () and numbers(result) == {"K0": 0, "K1": 1, "K2": 2}


def test_no_jobs():
    assert spread([], 5, {day(0): 3}).days == {}


def test_what_is_said_in_one_conversation_stands_on_one_day_and_takes_the_room_of_one_call():
    jobs = [job(key, [0, 1, 2], 2) for key in ("a", "b", "c")]
    assert sorted(numbers(spread(jobs, 1, {})).values()) == [0, 1, 2]
    together = [replace(one, together="K1") for one in jobs]
    assert {*numbers(spread([*together, job("d", [0, 1, 2], 2)], 1, {})).items()} == {
        ("a", 0),
        ("b", 0),
        ("c", 0),
        ("d", 1),
    }
    apart = [together[0], replace(job("e", [1, 2], 2), together="K1")]  # no day is good for both at the earliest
    assert numbers(spread(apart, 1, {})) == {"a": 0, "e": 1}

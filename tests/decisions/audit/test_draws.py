"""Frames and draws: an order that anybody can recompute, a larger sample that extends a smaller one."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.core.periods import ten_day_period
from huifang.core.tickets import can_be_read_out
from huifang.decisions.audit.draws import RESERVES_PER_CHECK, Frame, Listed, draw_from, make_frame, parse_frame
from huifang.policy.customers import Customer
from huifang.tables.options import APPROVED, PENDING_REVIEW

PERIOD = ten_day_period(2026, 11, 2)


def by_hand(seed: str, agent: str, customer_no: str) -> str:
    return sha256(f"{seed}|{agent}|{customer_no}".encode()).hexdigest()


def listed(customer_no: str, record_no: str | None = None) -> Listed:
    return Listed(customer_no=customer_no, record_no=record_no)


def frame(per_agent: int = 3, **lists: object) -> Frame:
    """A frame from how many customers each agent has, or their numbers."""
    numbered = {
        agent: [f"{agent}-{n:02d}" for n in range(held)] if isinstance(held, int) else held
        for agent, held in lists.items()
    }
    return Frame(
        PERIOD,
        per_agent,
        {agent: tuple(listed(n) for n in held) for agent, held in numbered.items()},
    )


def customer(number: str, owner: str = "A01", status: str = APPROVED) -> Customer:
    return Customer(
        customer_no=number,
        name=f"{number}商行",
        customer_class="普通客户",
        owner=owner,
        contact="王女士",
        phone="13800000001",
        review_status=status,
        reviewed_on=date(2026, 11, 1),
        registered_on=None,
    )


# --- the frame


def test_a_frame_holds_the_approved_lists_of_known_agents() -> None:
    customers = [
        customer("K2"), customer("K1"), customer("K3", "A02"), customer("K4", status=PENDING_REVIEW),
        customer("K5", status="停用"), customer("K6", "查无此人"), customer("K7", ""),
    ]  # fmt: skip
    made = make_frame(PERIOD, 3, customers, {"A01", "A02", "A03"}, {"K1": {"A01": "H2611-0001-2"}})
    assert made.lists == {
        "A01": (listed("K1", "H2611-0001-2"), listed("K2")),
        "A02": (listed("K3"),),
    }


def test_whom_an_agent_claims_to_have_called_is_in_the_frame_wherever_the_customer_is_now() -> None:
    """K1 is A01's; A02 called K1 and K9, whose row was deleted; A01 called K3, who was moved to A02 meanwhile."""
    claims = {
        "K1": {"A02": "H2611-0001-1", "A01": "H2611-0001-2"}, "K9": {"A02": "H2611-0009-1", "D99": "U00001"},
        "K3": {"A01": "H2611-0003-1"},
    }  # fmt: skip
    made = make_frame(PERIOD, 3, [customer("K1"), customer("K3", "A02"), customer("K4")], {"A01", "A02"}, claims)
    assert made.lists == {
        "A01": (listed("K1", "H2611-0001-2"), listed("K3", "H2611-0003-1"), listed("K4")),
        "A02": (listed("K1", "H2611-0001-1"), listed("K3", "H2611-0003-1"), listed("K9", "H2611-0009-1")),
    }


def test_the_stored_frame_is_canonical_json() -> None:
    made = make_frame(PERIOD, 3, [customer("K2"), customer("K1", "王")], {"A01", "王"}, {"K2": {"A02": "U00001"}})
    expected = (
        '{"agents":[{"agent":"A01","customers":[{"customer_no":"K2","record_no":"U00001"}]},'
        '{"agent":"王","customers":[{"customer_no":"K1","record_no":null}]}],'
        '"from":"2026-11-21","per_agent":3,"period":"2026-11下旬","until":"2026-11-30","v":1}'
    )
    assert made.to_bytes() == expected.encode()
    assert made.sha256 == sha256(expected.encode()).hexdigest()


NUMBERS = st.lists(st.text("ABK0123456789-王", min_size=1, max_size=6), unique=True, max_size=25)
SEEDS = st.text(min_size=1, max_size=20).filter(can_be_read_out)


@given(st.permutations([customer(f"K{n}", f"A0{n % 3}") for n in range(9)]))
def test_the_order_of_the_register_does_not_matter(customers: list[Customer]) -> None:
    agents = {"A00", "A01", "A02"}
    given_order = make_frame(PERIOD, 2, customers, agents, {})
    sorted_order = make_frame(PERIOD, 2, sorted(customers, key=lambda c: c.customer_no), agents, {})
    assert given_order.to_bytes() == sorted_order.to_bytes()
    assert draw_from(given_order, "0711") == draw_from(sorted_order, "0711")


@given(NUMBERS, NUMBERS, st.integers(0, 5))
def test_a_stored_frame_reads_back_and_draws_the_same(first: list[str], second: list[str], per_agent: int) -> None:
    made = frame(per_agent, A01=first, A02=second)
    again = parse_frame(made.to_bytes())
    assert again.to_bytes() == made.to_bytes()
    assert draw_from(again, "0711") == draw_from(made, "0711")


@given(st.permutations([f"K{n}" for n in range(6)]))
def test_the_bytes_do_not_depend_on_the_order_of_a_list(numbers: list[str]) -> None:
    assert frame(A01=numbers).sha256 == frame(A01=sorted(numbers)).sha256


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        frame(A01=2).to_bytes().replace(b'"customer_no"', b'"customer"'),
        frame(A01=2).to_bytes().replace(b"2026-11-21", b"2026-11-41"),
    ],
)  # fmt: skip
def test_anything_else_is_no_frame(content: bytes) -> None:
    with pytest.raises(ValueError):
        parse_frame(content)


# --- the draw


@given(NUMBERS, SEEDS, st.integers(0, 8))
def test_a_draw_takes_the_smallest_tickets(numbers: list[str], seed: str, per_agent: int) -> None:
    drawn = draw_from(frame(per_agent, A01=numbers), seed)
    by_ticket = sorted(numbers, key=lambda number: by_hand(seed, "A01", number))
    everybody = [*drawn.chosen, *drawn.reserve]
    assert [d.customer_no for d in everybody] == by_ticket[: per_agent * (1 + RESERVES_PER_CHECK)]
    assert len(drawn.chosen) == min(per_agent, len(numbers))
    assert [d.order for d in everybody] == list(range(1, len(everybody) + 1))
    assert [d.ticket for d in everybody] == [by_hand(seed, "A01", d.customer_no) for d in everybody]


@given(NUMBERS, SEEDS, st.integers(0, 6), st.integers(0, 6))
def test_a_larger_sample_extends_a_smaller_one(numbers: list[str], seed: str, one: int, other: int) -> None:
    small, large = (draw_from(frame(size, A01=numbers), seed).chosen for size in sorted((one, other)))
    assert large[: len(small)] == small


@given(NUMBERS, st.data())
def test_who_leaves_the_list_only_moves_the_others_up(numbers: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(numbers))) if numbers else set()
    everybody = [d.customer_no for d in draw_from(frame(25, A01=numbers), "0711").chosen]
    rest = [d.customer_no for d in draw_from(frame(25, A01=[n for n in numbers if n not in gone]), "0711").chosen]
    assert rest == [number for number in everybody if number not in gone]


def test_agents_do_not_touch_each_other() -> None:
    alone = draw_from(frame(A02=9), "0711")
    together = draw_from(frame(A01=5, A02=9, A03=1), "0711")
    assert [d for d in together.chosen if d.agent == "A02"] == list(alone.chosen)
    assert [d.agent for d in together.chosen] == ["A01"] * 3 + ["A02"] * 3 + ["A03"]


def test_fewer_customers_than_checks_are_all_drawn() -> None:
    drawn = draw_from(frame(A01=2), "0711")
    assert {d.customer_no for d in drawn.chosen} == {"A01-00", "A01-01"}
    assert drawn.reserve == ()


def test_a_known_ticket() -> None:
    """Computed with ``printf '%s' '0711|A01|K0001' | sha256sum``."""
    drawn = draw_from(frame(A01=["K0001"]), "0711").chosen
    assert drawn[0].ticket == "d48c870e78076d1ffffc1e913222369b11ab36dbbfde4a3bfcc27792e67507a5"


def test_a_draw_carries_the_record_of_the_frame() -> None:
    made = Frame(PERIOD, 1, {"A01": (listed("K1", "H2611-0001-1"),)})
    assert draw_from(made, "x").chosen[0].record_no == "H2611-0001-1"


# --- seeds


@pytest.mark.parametrize("seed", ["0", "双色球 07,11,23", "a|b", "x" * 100])
def test_a_seed_that_can_be_read_out(seed: str) -> None:
    assert can_be_read_out(seed)


@pytest.mark.parametrize("seed", ["", " ", " a", "a ", "a\nb", "a\tb", "a\u200bb", "a\u3000", "\ud800", "x" * 101])
def test_a_seed_that_cannot(seed: str) -> None:
    assert not can_be_read_out(seed)

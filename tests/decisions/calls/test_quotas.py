"""What is offered for a quota, worked out by hand: how many, to whom, and what comes in its place."""

from datetime import date

import pytest

from huifang.core.periods import parse_period
from huifang.decisions.calls.demands import asking_of, demands_of, months_around
from huifang.decisions.calls.facts import Facts, MadeContact
from huifang.decisions.calls.quota_calls import TRIGGER
from huifang.decisions.calls.triggers import NEEDED, is_offered, trigger_of
from huifang.edges.known.presets import load_preset
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.tables.declared.indicator_rules import INDICATOR_RULES

D = date.fromisoformat
NOVEMBER = parse_period("2026-11")
KEY = "定额：走访|2026-11"


def offers(made=(), chosen=(), started="", **cells):
    """To whom and from which day on calls are offered in November, of K1 to K4 of A01 and K9 of A02."""
    grids = dict(load_preset("sales-ten-day").grids())
    row = {"指标": "走访", "算什么": "定额", "要求": "≥", "目标": 3, "不同客户": "是", **cells}
    headers = [column.header for column in INDICATOR_RULES.columns]
    grids["指标"] = [headers, [row.get(header, "") for header in headers]]
    grids["基本"] = [[line[0], started, *line[2:]] if line[0] == "启用日期" else line for line in grids["基本"]]
    read = read_policy(grids, "制度.xlsx", NEEDED)
    assert not read.findings
    customers = [
        Customer(
            customer_no=number, name=number, customer_class="大客户" if number == "K4" else "普通客户", owner=owner,
            contact="", phone="", review_status="已审核", reviewed_on=D("2026-01-01"), registered_on=None,
        )
        for number, owner in [*((f"K{n}", "A01") for n in (1, 2, 3, 4)), ("K9", "A02")]
    ]  # fmt: skip
    facts = Facts({}, contacted=[MadeContact(agent, no, D(f"2026-{day}"), how) for agent, no, day, how in made])
    months = months_around(NOVEMBER.until_on, NOVEMBER.until_on)
    asking = asking_of(read.policy, facts, customers, months, {(number, KEY) for number in chosen})
    (rule,) = (one for one in read.policy.all_rules if trigger_of(one) is TRIGGER)
    asked = [one for one in demands_of(asking, rule) if one.from_on in NOVEMBER]
    assert all(is_offered(one.key) and one.lapses_on == one.due_on == NOVEMBER.until_on for one in asked)
    return [(one.customer.customer_no, one.from_on.day) for one in asked if one.customer.owner == "A01"]


BEFORE = (("A01", "K1", "09-02", "电话"), ("A01", "K2", "08-01", "电话"), ("A01", "K3", "10-05", "上门"))
NOW = ("A01", "K4", "11-02", "电话")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        # never reached, then the longest ago; three turns in thirty days
        ({"made": BEFORE}, [("K4", 1), ("K2", 11), ("K1", 21)]),
        # one was made: its turn is taken, and the customer comes no more
        ({"made": (*BEFORE, NOW)}, [("K2", 11), ("K1", 21)]),
        # twice the same customer is one, where they are to be different
        ({"made": (*BEFORE, NOW, NOW)}, [("K2", 11), ("K1", 21)]),
        ({"made": (*BEFORE, NOW, NOW), "不同客户": "否"}, [("K2", 21)]),
        # somebody else's call counts for them, but the customer was reached last
        ({"made": (*BEFORE, ("A02", "K4", "11-02", "电话"))}, [("K2", 1), ("K1", 11), ("K3", 21)]),
        # what was offered stays in front
        ({"made": BEFORE, "chosen": ("K3",)}, [("K3", 1), ("K4", 11), ("K2", 21)]),
        # K3 was offered, somebody else was called: only two are wanted still
        ({"made": (*BEFORE, NOW), "chosen": ("K3",)}, [("K3", 11), ("K2", 21)]),
        # a stand-in made what was offered
        ({"made": (*BEFORE, ("A02", "K3", "11-02", "电话")), "chosen": ("K3",)}, [("K4", 1), ("K2", 11), ("K1", 21)]),
        # only by visits, only of a class, in a year, more than there are, from when the office began
        ({"made": (*BEFORE, NOW), "范围": "上门"}, [("K1", 1), ("K2", 11), ("K4", 21)]),
        ({"made": BEFORE, "范围": "大客户"}, [("K4", 1)]),
        ({"made": BEFORE, "目标": 60, "不同客户": "否"}, [("K4", 1), ("K2", 1), ("K1", 2), ("K3", 2)]),
        ({"made": BEFORE, "目标": 60}, [("K4", 1), ("K2", 8), ("K1", 16), ("K3", 23)]),
        ({"made": BEFORE, "started": "2026-11-05"}, [("K4", 11), ("K2", 21)]),
    ],
)  # fmt: skip
def test_calls_are_offered_in_the_order_of_the_last_contact(given, found):
    assert offers(**given) == found

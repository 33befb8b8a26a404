"""An office with a monthly rule (电话,上门) and one of every 30 days on site: from the plan to the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from office import load
from offices_made import RULES, add, call, change, customer, filled, hand_in, huifang, issued_book, make_office

PERIOD = "2026-10中旬"


class Played:
    """K1, approved on 09-20, is due by both on 10-20; K2, approved on 10-05, by the visit on 11-04, the other on 11-05.

    K1 is telephoned in vain of the rule, then visited on 10-19; K2 is telephoned on 10-19 without a plan.
    """

    def __init__(self, office: Path) -> None:
        self.office = office
        make_office(office, [customer("K1", "A01", "09-20"), customer("K2", "A01", "10-05")], now="2026-10-08 08:00")
        change(office, RULES, "回访规则", "R1", 间隔=1, 间隔单位="月", 回访方式="电话,上门")
        add(
            office, RULES, "回访规则", 规则编号="R2", 规则名称="走访", 触发="滚动", 间隔=30, 间隔单位="天",
            回访方式="上门", 适用类别="普通客户,大客户", 依据="走访制度",
        )  # fmt: skip
        self.checked = huifang(office, "check", now="2026-10-09 09:00")
        self.planned = huifang(office, "plan", "--period", PERIOD, now="2026-10-11 09:00")
        book = issued_book(office, PERIOD, "A01")
        phoned = filled(book, {"K1": call("10-19", "10:00")})
        self.refused = hand_in(office, "2026-10-19 17:00", {"a.xlsx": phoned}, accepted=0)
        visited = {"K1": call("10-19", "10:00", 回访方式="上门")}
        by_the_way = [{"客户编号": "K2", **call("10-19", "11:00")}]
        hand_in(office, "2026-10-19 17:30", {"a.xlsx": filled(book, visited, by_the_way)})
        self.due = {no: huifang(office, "explain", no, now="2026-10-20 10:00")["due"] for no in ("K1", "K2")}
        self.again = huifang(office, "plan", "--period", PERIOD, now="2026-10-20 10:30")
        huifang(office, "report", "--period", PERIOD, now="2026-10-23 10:00")

    def rates(self) -> dict[str, list[Any]]:
        sheet = load(next((self.office / "报告").glob("*.xlsx")))["回访率"]
        rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        return {row[0]: row[1:5] for row in rows if row and row[0] in ("R1", "R2")}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(tmp_path_factory.mktemp("two") / "office")


def test_one_visit_is_planned_for_both(played: Played) -> None:
    assert played.checked["findings"] == []
    (row,) = played.planned["calls"]
    assert (row["customer_no"], row["method"], len(row["covers"])) == ("K1", "上门", 2)


def test_a_telephone_call_is_no_answer_to_it(played: Played) -> None:
    assert [one["code"] for one in played.refused["returned"][0]["findings"]] == ["R310"]


def test_each_goes_on_from_what_counts_for_it(played: Played) -> None:
    # The visit of K1 counts for both; the call of K2 for the month alone.
    due = {(no, one["rule"]): one["due_on"] for no, calls in played.due.items() for one in calls}
    assert due == {
        ("K1", "R1"): "2026-11-19", ("K1", "R2"): "2026-11-18", ("K2", "R1"): "2026-11-19", ("K2", "R2"): "2026-11-04",
    }  # fmt: skip
    visit = next(one["derivation"] for one in played.due["K1"] if one["rule"] == "R2")
    assert "起算：上次接通(上门) 2026-10-19" in visit
    assert "只有用“上门”接通才重新起算，用别的方式接通不算" in visit
    assert len(played.again["calls"]) == 1 and played.again["files"] == []


def test_each_rule_has_its_own_rate(played: Played) -> None:
    assert played.rates() == {"R1": ["十日例行回访", 2, 2, "2/2(100%)"], "R2": ["走访", 1, 1, "1/1(100%)"]}

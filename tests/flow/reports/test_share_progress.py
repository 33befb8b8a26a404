"""What the report says of a share of the customers: how many are owed, done, lacking; it judges when that is over."""

from __future__ import annotations

import pytest

from office import DUE_DAY, PERIOD, PLANNED, TestOffice, add_rows, blank_office, load

RULE = {"规则编号": "R9", "规则名称": "抽访", "触发": "比例", "比例(%)": "30", "回访方式": "电话"}


def progress(office: TestOffice, list_no: int = 0) -> dict[str, list[object]]:
    """A list of the report by rule: of the shares, of the periods."""
    rows = [
        [cell.value for cell in row] for row in load(next(office.path("报告").glob("*.xlsx")))["回访率"].iter_rows()
    ]
    at = [number for number, row in enumerate(rows) if row[:3] == ["规则编号", "规则名称", "期"]][list_no]
    return {str(row[0]): row[2:9] for row in rows[at + 1 : at + 3]}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    made = blank_office(tmp_path_factory.mktemp("shares"))
    of_month = {**RULE, "规则编号": "R8", "规则名称": "月访", "周期": "月", "次数": 5}
    half_yearly = {
        "规则编号": "R7",
        "规则名称": "半年访",
        "触发": "每期",
        "周期": "半年",
        "次数": 2,
        "回访方式": "电话",
    }
    add_rows(made.path("制度.xlsx"), "回访规则", {**RULE, "周期": "旬"}, of_month, half_yearly)
    assert made.run("plan", "--period", PERIOD, now=PLANNED).code == 0
    made.collect(made.filled("A01"))
    made.report(DUE_DAY)
    return made


def test_the_report_says_what_is_lacking(office: TestOffice) -> None:
    """30 % of the eleven customers of 21 November are four; A01, who has six of them, called all of hers."""
    stand = progress(office)["R9"]
    mine = {call["customer_no"] for call in office.calls("A01")}
    calls = [call for agent in ("A01", "A02", "A03") for call in office.calls(agent)]
    drawn = {call["customer_no"] for call in calls if any(key.startswith("R9|") for key in call["keys"])}
    done = len(drawn & mine)
    assert len(drawn) == 4 and 0 < done < 4
    assert stand == [PERIOD, 11, "30%", 4, done, 4 - done, "没有达到"]  # the twelfth was given up


def test_the_report_says_how_each_period_stands(office: TestOffice) -> None:
    """Twice in the half year; its first part was over when the office began. A01 called all six of hers."""
    assert progress(office, 1)["R7"] == ["2026下半年", 11, "2 次", 11, 6, 5, "期末才判断"]


def test_explain_says_that_a_customer_was_not_drawn(office: TestOffice) -> None:
    calls = [call for agent in ("A01", "A02", "A03") for call in office.calls(agent)]
    drawn = {call["customer_no"] for call in calls if any(key.startswith("R9|") for key in call["keys"])}
    other = min({call["customer_no"] for call in calls} - drawn)
    told = {rule["rule"]: rule["said"] for rule in office.run("explain", other).data["rules"]}
    assert told["R9"] == "本旬没有抽中，不用回访"
    assert told["R8"] == "当月期初不在抽取的客户里，下一期再抽"  # approved on the 14th

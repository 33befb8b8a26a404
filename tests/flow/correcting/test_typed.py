"""Corrections that are typed: they become a 更正单, which is carried out and kept as evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import PERIOD, TestOffice, change, collected_office, plan_numbers, table

NOW = "2026-11-24 17:30"
WHO = ("--by", "B01", "--why", "选错，核对过")


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


def first(office: TestOffice) -> str:
    return f"{plan_numbers(office.issued())[0]}-1"


def test_a_value_is_typed_and_the_filled_form_is_kept(office: TestOffice) -> None:
    ran = office.run("correct", "--record", first(office), "--set", "满意度=一般", "--set", "备注=a=b", *WHO, now=NOW)
    assert (ran.code, ran.data["applied"]) == (0, 2)
    row = office.ledger()[first(office)]
    assert (row["满意度"], row["备注"]) == ("一般", "a=b")
    kept = table(office.path(ran.data["kept"]), "更正单")
    assert [(one["列"], one["原值"], one["新值"], one["更正人"], one["原因"]) for one in kept if one["列"]] == [
        ("满意度", "满意", "一般", "B01", "选错，核对过"),
        ("备注", None, "a=b", "B01", "选错，核对过"),
    ]
    assert office.run("verify", now=NOW).data["ok"]


def test_a_record_a_sheet_and_a_plan_are_taken_back(office: TestOffice) -> None:
    taken = ("--take-back", *WHO)
    assert office.run("correct", "--record", first(office), *taken, now=NOW).data["applied"] == 1
    assert first(office) not in office.ledger()
    ran = office.run("correct", "--record", PERIOD, *taken, now=NOW)
    assert (ran.code, [one["reason_code"] for one in ran.data["refused"]]) == (1, ["Y424"])
    both = ("--record", "T0001", "--record", "T0002")
    assert office.run("correct", *both, *taken, now=NOW).data["applied"] == 2
    assert office.ledger() == {}
    assert office.run("correct", "--record", PERIOD, *taken, now=NOW).data["applied"] == 1


def test_a_waiting_change_is_accepted_or_declined(office: TestOffice) -> None:
    office.collect(change(office.filled(), (2, {"满意度": "一般", "备注": "补充"})))
    record = ("correct", "--record", first(office))
    assert office.run(*record, "--decline", "备注", now=NOW).data["declined"] == 1
    assert office.run(*record, "--set", "满意度=一般", *WHO, now=NOW).data["applied"] == 1
    row = office.ledger()[first(office)]
    assert (row["满意度"], row["备注"]) == ("一般", None)
    assert office.run(*record, "--decline", "满意度", now=NOW).data["declined"] == 0


def test_what_cannot_be_is_said_where_it_was_typed(office: TestOffice) -> None:
    number = first(office)
    refused = {
        "满意度=很好": "Y414", "没有的列=1": "Y413", "计划编号=1": "Y413",
    }  # fmt: skip
    for value, code in refused.items():
        ran = office.run("correct", "--record", number, "--set", value, *WHO, now=NOW)
        assert ([one["reason_code"] for one in ran.data["refused"]], ran.data["kept"]) == ([code], ""), value
    ran = office.run("correct", "--record", number, "--set", "备注=x", "--by", "A01", "--why", "x", now=NOW)
    assert [one["reason_code"] for one in ran.data["refused"]] == ["Y404"]


MISSING = [
    (("--set", "备注=x", *WHO), "--record"),
    (("--record", "H2611-0999-1", "--set", "备注=x", *WHO), "H2611-0999-1"),
    (("--record", "H2611-0001", "--set", "备注=x", *WHO), "H2611-0001"),
    (("--record", "H2611-0001-1", "--set", "备注", *WHO), "列=新值"),
    (("--record", "H2611-0001-1", "--set", "备注=x", "--by", "B01"), "--why"),
    (("--record", "H2611-0001-1", "--take-back"), "--by"),
    (("更正单.xlsx", "--take-back"), "FILE"),
]


def test_what_is_missing_is_asked_for(office: TestOffice) -> None:
    for words, said in MISSING:
        ran = office.run("correct", *words, now=NOW)
        assert ran.code == 2 and said in ran.err, words

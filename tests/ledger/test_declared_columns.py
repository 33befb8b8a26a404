"""A column that is declared is kept: it reaches every place without being named there."""

import json
import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from huifang.ledger.records import EMPTY, FIELDS, CallRecord
from office import NOW, run
from places import ROOT

SUPPORT = ROOT / "tests" / "support"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("one-more")


@pytest.fixture(scope="module")
def said(folder: Path) -> dict[str, Any]:
    """What an office finds, whose sheet of calls has two columns more."""
    command = [sys.executable, str(SUPPORT / "one_column_more.py"), str(folder)]
    ran = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def test_the_sheet_has_it(said: dict[str, Any]) -> None:
    at = said["sheet"].index("客户情绪")
    assert said["sheet"][at - 1 : at + 2] == ["备注", "客户情绪", "报价(元)"]  # behind all that it knows


def test_it_is_accepted_from_the_agent_and_kept(said: dict[str, Any]) -> None:
    assert said["findings"] == []
    assert said["kept"] == ["平静", 1250.5] and {"mood", "quoted"} <= {*said["schema"]}


def test_a_change_of_it_waits_and_it_can_be_corrected(said: dict[str, Any]) -> None:
    (change,) = said["pending"]
    assert (change["column"], change["old"], change["new"]) == ("客户情绪", "平静", "不耐烦")
    assert said["corrected"] == [1, 1]


def test_the_ledger_workbook_shows_it(said: dict[str, Any]) -> None:
    assert said["ledger"] == {"客户情绪": "着急", "报价(元)": 1300}


def test_the_report_lists_it(said: dict[str, Any]) -> None:
    assert [(row["客户情绪"], row["报价(元)"]) for row in said["report"] if row["客户情绪"]] == [("着急", 1300)]


def test_json_has_it(said: dict[str, Any]) -> None:
    assert [(call["mood"], call["quoted"]) for call in said["history"]] == [("着急", "1300")]


def test_the_ledger_is_compared_with_the_archive(said: dict[str, Any]) -> None:
    assert (said["verified"]["ok"], said["verified"]["problems"]) == (True, [])


@pytest.mark.parametrize("command", ["check", "plan", "report", "explain K0001"])
def test_a_release_without_it_refuses_the_office(said: dict[str, Any], folder: Path, command: str) -> None:
    """What it does not know it would lose."""
    assert said["kept"]
    ran = run("-C", str(folder / "办公室"), "--now", NOW, *command.split())
    assert (ran.code, ran.data) == (3, {"error": "账目由较新的版本写成，请先升级 huifang。", "reason_code": "Y810"})


def test_verify_says_that_a_later_release_wrote_it(said: dict[str, Any], folder: Path) -> None:
    assert said["verified"]["ok"]
    ran = run("-C", str(folder / "办公室"), "--now", NOW, "verify")
    assert (ran.code, {problem["kind"] for problem in ran.data["problems"]}) == (1, {"newer"})


def test_the_fields_that_code_asks_for_are_declared_as_what_they_are() -> None:
    asked = get_type_hints(CallRecord)
    assert {"called_on", "satisfaction", "handling", "decision"} <= asked.keys() <= FIELDS.keys()
    assert asked == {name: FIELDS[name] if name != "next_contact_on" else date | None for name in asked}


def test_a_record_is_a_value() -> None:
    record = CallRecord({**EMPTY, "record_no": "H1-1", "seq": 3, "called_on": date(2026, 11, 23)})
    assert pickle.loads(pickle.dumps(record)) == record and hash(record) == hash(record.but(notes="改"))
    assert record != record.but(notes="改") and record.but(notes="改").notes == "改" and record.notes == ""
    with pytest.raises(AttributeError):
        record.notes = "改"
    assert repr(record).startswith("CallRecord({") and "H1-1" in repr(record)

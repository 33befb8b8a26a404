"""Records are drawn for whoever has to look at them: sealed first, by a seed that nobody chooses, to be recomputed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.core.periods import parse_period
from huifang.decisions.tasks.drawing import drawn_from, record_frame
from huifang.ledger.tasks_said import DrawnRecord
from huifang.policy.tasks import DrawSize, parse_draw
from offices_made import add, call, customer, huifang
from tasks_made import rows, run

#: The records of a week, by whose they are.
RECORDS = [("A01", f"H{number}-1") for number in range(1, 8)] + [("A02", "H8-1")]


def tickets(seed: str) -> dict[str, str]:
    """By record number, the ticket as anybody computes it with a hash tool."""
    return {number: sha256(f"{seed}|{agent}|{number}".encode()).hexdigest() for agent, number in RECORDS}


@pytest.mark.parametrize(
    ("text", "count"), [("5份", 5), ("10%", 1), ("50%", 4), ("100%", 8), ("每人2份", 3), ("30份", 8), ("0.25", 2)]
)
def test_as_many_are_drawn_as_the_row_says_those_with_the_smallest_tickets(text: str, count: int) -> None:
    size = parse_draw(text)
    assert size is not None
    drawn = drawn_from(record_frame(parse_period("2026W46"), RECORDS), "种子", size)
    assert len(drawn) == count
    known = tickets("种子")
    assert all(one.ticket == known[one.record_no] for one in drawn)
    if not size.of_each:
        assert [one.record_no for one in drawn] == sorted(known, key=known.__getitem__)[:count]


@pytest.mark.parametrize("text", ["", "几份", "0份", "101%", "每人", "每人10%", "5"])
def test_other_words_draw_nothing(text: str) -> None:
    assert parse_draw(text) is None


def test_the_order_in_which_the_records_come_is_no_matter() -> None:
    one, other = (record_frame(parse_period("2026W46"), given) for given in (RECORDS, RECORDS[::-1]))
    assert one.to_json() == other.to_json()
    size = DrawSize("每人1份", 1, of_each=True)
    assert drawn_from(one, "x", size) == drawn_from(other, "x", size)
    assert [record.agent for record in drawn_from(one, "x", size)] == ["A01", "A02"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two agents with four calls in 中旬; each month two records of each are looked at until the third."""
    customers = [customer(f"K{n}", "A01" if n < 4 else "A02", "11-05") for n in range(1, 5)]
    folder = made.make_office(tmp_path / "o", customers)
    row = {"任务": "检查回访记录", "周期": "月", "截止": "次月3日", "由谁": "主管", "抽取": "每人2份", "交什么": "文字"}
    add(folder, made.RULES, "定期任务", **row)
    huifang(folder, "run", now="2026-11-11 09:00")
    answers = {f"K{n}": call("11-13", f"09:{n}0") for n in range(1, 5)}
    for agent, numbers in (("A01", "123"), ("A02", "4")):
        book = made.issued_book(folder, "2026-11中旬", agent)
        mine = {number: answers[number] for number in (f"K{n}" for n in numbers)}
        (folder / "收件箱" / f"{agent}.xlsx").write_bytes(made.filled(book, mine))
    huifang(folder, "run", now="2026-11-14 09:00")
    return folder


def journaled(office: Path, kind: str) -> list[dict[str, Any]]:
    lines = (office / ".huifang/journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["kind"] == kind]


@pytest.mark.slow
def test_what_is_drawn_follows_from_the_sealed_records_and_the_chain(office: Path) -> None:
    assert run(office, "2026-11-30 09:00") == {}
    assert run(office, "2026-12-01 09:00")["issued"] == ["W2612-001"]
    (sealed,), (issued,) = journaled(office, "task-records"), journaled(office, "tasks")
    assert issued["seq"] > sealed["seq"] and issued["data"]["seed"] == issued["prev"]
    frame = json.loads((office / sealed["data"]["path"]).read_bytes())
    assert len(frame["records"]) == 4
    seed, of_a01 = issued["data"]["seed"], {}
    for one in frame["records"]:
        if one["agent"] == "A01":
            of_a01[one["record_no"]] = sha256(f"{seed}|A01|{one['record_no']}".encode()).hexdigest()
    expected = sorted(of_a01, key=of_a01.__getitem__)[:2]
    expected += [one["record_no"] for one in frame["records"] if one["agent"] == "A02"]
    (row,) = rows(office)
    assert row["抽中的记录"].split("，") == expected
    assert huifang(office, "verify")["ok"]


@pytest.mark.slow
def test_another_draw_than_the_chain_gives_is_found(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huifang.flow.tasks import issuing  # noqa: PLC0415

    def chosen(*_: object) -> tuple[DrawnRecord, ...]:
        return (DrawnRecord(agent="A01", record_no="H2611-0001-1", ticket="0" * 64),)

    with monkeypatch.context() as patched:
        patched.setattr(issuing, "drawn_from", chosen)
        run(office, "2026-12-01 09:00")
    problems = huifang(office, "verify")["problems"]
    assert [(one["kind"], "W2612-001" in one["detail"]) for one in problems] == [("altered", True)]


@pytest.mark.slow
def test_where_nobody_called_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    folder = made.make_office(tmp_path / "o", [])
    row = {"任务": "检查回访记录", "周期": "周", "截止": "期末后1天", "由谁": "主管", "抽取": "2份"}
    add(folder, made.RULES, "定期任务", **row)
    run(folder, "2026-11-09 09:00")
    assert run(folder, "2026-11-16 09:00")["entered"] == [] and rows(folder) == []
    assert run(folder, "2026-11-19 09:00") == {}  # never late
    said = huifang(folder, "check", now="2026-11-19 09:00")["waiting"]
    assert not [one for one in said if "检查回访记录" in one["matter"]]

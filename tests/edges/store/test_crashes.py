"""The process is killed before a write; the next run completes without loss or double posting.

An audit hook of the interpreter sees every file that is opened for writing, moved, removed or made, so no write can
be forgotten here. From the moment of the kill on nothing reaches the disk any more, as with a real one. A sample of
the writes is tried; ``--every-fault`` tries them all.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faulty import spread
from huifang.edges.store.office import UNFINISHED
from interrupted import CASES, state_of
from killing import killed_at, watched
from office import NOW, TestOffice, run

pytestmark = pytest.mark.slow

#: Writes of a command before which it is killed, without --every-fault.
SAMPLE = 4


@pytest.mark.sampled(1, 2)
@pytest.mark.parametrize("name", CASES)
def test_killed_before_a_write(tmp_path: Path, name: str, request: pytest.FixtureRequest) -> None:
    make, arguments = CASES[name]
    template = tmp_path / "template"
    template.mkdir()
    root = make(template).root

    def fresh(number: int) -> TestOffice:
        shutil.copytree(template, tmp_path / str(number))
        return TestOffice(tmp_path / str(number) / root.name, tmp_path)

    undisturbed = fresh(0)
    with watched(undisturbed) as watch:
        run(*arguments(undisturbed))
        writes = list(watch.writes)
    assert len(writes) >= 8, writes
    expected = state_of(undisturbed)
    assert expected["ok"], expected["problems"]
    numbers = range(1, len(writes) + 1)
    for number in numbers if request.config.getoption("--every-fault") else spread(numbers, SAMPLE):
        office = fresh(number)
        assert killed_at(office, arguments(office), number), f"no write {number} this time"
        run(*arguments(office))
        got = state_of(office)
        assert got == expected, f"killed before write {number}: {writes[number - 1]}"
        shutil.rmtree(tmp_path / str(number))


def test_a_killed_init_is_started_over(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    def arguments(office: TestOffice) -> list[str]:
        return ["--now", NOW, "init", str(office.root), "--policy", "sales-ten-day"]

    whole = TestOffice(tmp_path / "0" / "办公室", tmp_path)
    (tmp_path / "0").mkdir()
    with watched(whole) as watch:
        assert run(*arguments(whole)).code == 0
        count = len(watch.writes)
    numbers = range(1, count + 1)
    for number in numbers if request.config.getoption("--every-fault") else spread(numbers, 2 * SAMPLE):
        office = TestOffice(tmp_path / str(number) / "办公室", tmp_path)
        office.root.parent.mkdir()
        assert killed_at(office, arguments(office), number)
        is_done = office.path(".huifang/head.json").exists() and not office.path(UNFINISHED).exists()
        again = run(*arguments(office))
        assert again.code == (2 if is_done else 0), (number, watch.writes, again.err)
        assert office.run("check").code == 0
        assert office.run("verify").data["ok"]
        assert [entry["kind"] for entry in office.journal()] == [entry["kind"] for entry in whole.journal()]

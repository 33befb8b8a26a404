"""日志: what every run leaves for people to read, and how the system is told to run by itself."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

import offices_made as made
from huifang.edges.store.lock import writing
from huifang.edges.store.office import Office
from offices_made import customer, huifang


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05")])


def lines(office: Path, month: str = "2026-11") -> list[str]:
    return (office / "日志" / f"{month}.txt").read_text(encoding="utf-8-sig").splitlines()


def test_a_run_leaves_one_line(office: Path) -> None:
    huifang(office, "run", now="2026-11-11 09:00")
    (line,) = lines(office)
    assert line.startswith("2026-11-11 09:00  ") and "计划：2026-11中旬 新发 1 个工作簿" in line
    huifang(office, "run", now="2026-11-11 09:15")
    assert len(lines(office)) == 1


def test_a_quiet_day_has_a_line_too(office: Path) -> None:
    huifang(office, "run", now="2026-11-11 09:00")
    for minute in ("00", "15", "30"):
        huifang(office, "run", now=f"2026-11-12 09:{minute}")
    assert lines(office)[1:] == ["2026-11-12 09:00  没有要做的事。"]


def test_two_at_once(office: Path) -> None:
    """The second does nothing, and says so; what is due is done by the next."""
    with writing(Office(office), datetime(2026, 11, 11, 9)):
        for minute in ("00", "15"):
            said = huifang(office, "run", now=f"2026-11-11 09:{minute}", text=True, codes=(3,))
            assert "正在" in said.stderr
    (line,) = lines(office)
    assert line.startswith("2026-11-11 09:00  没有运行：") and "正在" in line
    huifang(office, "run", now="2026-11-11 09:30")
    assert "计划：2026-11中旬" in lines(office)[1]


def test_after_a_long_sleep(office: Path) -> None:
    """A computer that slept over days does what was due meanwhile, in one run."""
    huifang(office, "run", now="2026-11-11 09:00")
    huifang(office, "run", now="2026-11-23 08:00")
    assert "报告：旬报 · 2026-11中旬" in lines(office)[1] and "计划：2026-11下旬" in lines(office)[1]


def test_no_line_is_long_or_has_a_hash(office: Path) -> None:
    for day in (11, 20, 23, 30):
        huifang(office, "run", now=f"2026-11-{day} 18:00")
    for line in lines(office):
        assert not re.search("[0-9a-f]{20}", line) and all(len(part) <= 130 for part in line.split("；"))


def test_a_log_that_cannot_be_written_stops_nothing(office: Path) -> None:
    (office / "日志").write_text("不是文件夹", encoding="utf-8")
    said = huifang(office, "run", now="2026-11-11 09:00", text=True)
    assert "“日志”写不进" in said.stdout and "计划：" in said.stdout


def test_the_schedule_runs_this_office(office: Path) -> None:
    said = huifang(office, "run", "--schedule", now="2026-11-11 09:00")
    assert said["kind"] in ("cron", "systemd") and str(office.resolve()) in said["text"] and "run" in said["text"]
    assert "--mail" not in said["text"] and not (office / "日志").exists()


def test_where_there_is_nothing_to_install(office: Path) -> None:
    said = huifang(office, "run", "--schedule", "--install", now="2026-11-11 09:00", text=True, codes=(3,))
    assert "不是 Windows" in said.stderr
    assert "--schedule" in huifang(office, "run", "--install", text=True, codes=(2,)).stderr

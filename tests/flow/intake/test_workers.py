"""Many sheets are read by several processes: with the same result as by one, and a crash costs one file."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huifang.flow.intake import collecting, reading
from huifang.ledger.entering import Entered
from mails import mail, named
from office import DUE_DAY, NOW, PERIOD, TestOffice, change, planned_office

pytestmark = pytest.mark.slow

AGENTS = ("A01", "A02", "A03")
#: The command line in a process of its own, which says how its workers start and reads every file by them.
ALONE = """
import sys
from huifang.flow.intake import reading
reading.MANY, reading.AT_A_TIME = 1, 2
choose = reading.start_method
def chosen():
    sys.stderr.write(choose() + "\\n")
    return choose()
reading.start_method = chosen
from huifang.cli.main import main
main()
"""
only_where_copied = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are not started as copies")


@pytest.fixture(autouse=True)
def started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pytest has loaded does not decide how the workers of a test start."""
    monkeypatch.setattr(reading, "start_method", lambda: "spawn")


def collect_alone(office: TestOffice) -> dict[str, Any]:
    """``collect`` in a process whose workers are copies of it."""
    command = [sys.executable, "-c", ALONE, "-C", str(office.root), "--now", NOW, "--json", "collect"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert ran.stderr.startswith("fork\n") and "Traceback" not in ran.stderr, ran.stderr
    return {"collected": json.loads(ran.stdout), "code": ran.returncode}


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def mixed_inbox(office: TestOffice) -> None:
    """Good sheets, mistakes, sheets that come twice or changed, mails, strangers and broken files, in one inbox."""
    for agent in AGENTS:
        office.send(office.filled(agent, f"1-{agent}.xlsx"))
    office.send(change(office.filled("A01", "2-改.xlsx"), (2, {"满意度": "一般"})))  # another value: to be confirmed
    office.send(change(office.filled("A02", "2-错.xlsx"), (3, {"回访日期": "上周三"})))
    shutil.copy(office.path("收件箱/1-A03.xlsx"), office.path("收件箱/3-再发.xlsx"))  # the same bytes
    office.path("收件箱/4-坏.xlsx").write_bytes(b"%PDF-1.4 no")
    office.path("收件箱/5-说明.txt").write_text("你好", encoding="utf-8")
    parcel = named(office.filled("A01", "信.xlsx", 备注="补").read_bytes(), "信.xlsx", "application/vnd.ms-excel")
    office.path("收件箱/6-信.eml").write_bytes(mail(parcel))
    office.path("收件箱/7-空.xlsx").write_bytes(b"\n")


def collect_here(office: TestOffice, monkeypatch: pytest.MonkeyPatch, many: int) -> dict[str, Any]:
    monkeypatch.setattr(reading, "MANY", many)
    monkeypatch.setattr(reading, "AT_A_TIME", 2)
    collected = office.collect()
    return {"collected": collected.data, "code": collected.code}


def outcome(office: TestOffice, collected: dict[str, Any]) -> dict[str, Any]:
    report = office.report().data
    return {
        **collected, "figures": report["figures"],
        "submissions": office.submissions(), "verified": office.run("verify").data["ok"],
        "ledger": office.ledger(),
        "left": sorted(path.name for path in office.path("收件箱").rglob("*")),
        "sent": sorted(path.name for path in office.path("发件箱").rglob("*")),
    }  # fmt: skip


@pytest.mark.parametrize("start", ["spawn", pytest.param("fork", marks=only_where_copied)])
def test_workers_give_the_same_as_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    alone = planned_office(tmp_path)
    mixed_inbox(alone)
    several = TestOffice(tmp_path / "多" / alone.root.name, tmp_path / "多")
    shutil.copytree(alone.root, several.root)
    expected = outcome(alone, collect_here(alone, monkeypatch, 10_000))
    assert len(expected["collected"]["accepted"]) >= 3 and expected["collected"]["pending"] and expected["verified"]
    assert len(expected["collected"]["returned"]) == 3 and len(expected["collected"]["duplicates"]) >= 1
    collected = collect_alone(several) if start == "fork" else collect_here(several, monkeypatch, 1)
    assert outcome(several, collected) == expected


def test_sheets_of_one_agent_wait_for_each_other(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sheets of one agent, each with another part of the calls: every one is judged by those before it."""
    monkeypatch.setattr(reading, "MANY", 1)
    first = office.filled("A01", "1.xlsx", count=2)
    second = office.filled("A01", "2.xlsx", count=4)
    third = change(office.filled("A01", "3.xlsx"), (2, {"满意度": "一般"}))
    office.send(first, second, third)
    ran = office.collect()
    assert [entry["rows"] for entry in ran.data["accepted"]] == [2, 2, 2]
    assert [entry["column"] for entry in ran.data["pending"]] == ["满意度"]
    assert len(office.entries("submission")) == 3  # none of them could be posted together with another


def test_sheets_of_different_agents_share_a_journal_line(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.send(*(office.filled(agent) for agent in AGENTS))
    office.collect()
    assert [len(entry["sheets"]) for entry in office.entries("submission")] == [3]
    assert len(list(office.path(".huifang/segments").iterdir())) == 1
    monkeypatch.setattr(collecting, "MAX_SHEETS", 2)
    other = planned_office(office.root.parent / "二")
    other.send(*(other.filled(agent) for agent in AGENTS))
    other.collect()
    assert [len(entry["sheets"]) for entry in other.entries("submission")] == [2, 1]
    assert other.report().data["figures"] == office.report().data["figures"]


def patch_new_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Processes that are started from now on run this first."""
    (tmp_path / "patch").mkdir()
    (tmp_path / "patch" / "sitecustomize.py").write_text(textwrap.dedent(code), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "patch"))


@pytest.fixture
def dying_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers end at once, as by a crash inside the parser, when they read a file that ends with 'poison'."""
    patch_new_processes(
        tmp_path,
        monkeypatch,
        """
        import os
        import python_calamine

        class Dying:
            @staticmethod
            def from_filelike(stream):
                if stream.read().endswith(b"poison"):
                    os._exit(139)
                stream.seek(0)
                return real.from_filelike(stream)

        real, python_calamine.CalamineWorkbook = python_calamine.CalamineWorkbook, Dying
        """,
    )
    monkeypatch.setattr(reading, "MANY", 1)


def poisoned(path: Path) -> Path:
    """The same workbook with a comment at the end of its zip."""
    content = path.read_bytes()
    path.write_bytes(content[:-2] + len(b"poison").to_bytes(2, "little") + b"poison")
    return path


@pytest.mark.usefixtures("dying_worker")
@pytest.mark.parametrize("at_a_time", [1, 2, 12])
def test_a_crash_costs_one_file(office: TestOffice, monkeypatch: pytest.MonkeyPatch, at_a_time: int) -> None:
    monkeypatch.setattr(reading, "AT_A_TIME", at_a_time)
    good = [office.filled(agent, f"{agent}.xlsx") for agent in ("A01", "A03")]
    office.send(good[0], poisoned(office.filled("A02", "A02.xlsx")), good[1])
    ran = office.collect()
    assert ran.listed == {"accepted": ["A01.xlsx", "A03.xlsx"], "returned": ["A02.xlsx"]}
    (finding,) = ran.data["returned"][0]["findings"]
    assert finding["code"] == "F101" and "意外中断" in finding["message"] and "复制" in finding["hint"]
    assert [path.name for path in office.path("收件箱").iterdir()] == ["搁置"]
    assert (office.path("收件箱/搁置/A02.xlsx")).read_bytes().endswith(b"poison")
    assert office.run("verify").data["ok"]
    office.send(good[1])
    assert office.collect(now=DUE_DAY).listed == {"duplicates": ["A03.xlsx"]}


@only_where_copied
@pytest.mark.usefixtures("dying_worker")
def test_a_crash_of_a_copy_costs_one_file(office: TestOffice) -> None:
    good = [office.filled(agent, f"{agent}.xlsx") for agent in ("A01", "A03")]
    office.send(good[0], poisoned(office.filled("A02", "A02.xlsx")), good[1])
    said = collect_alone(office)["collected"]
    assert [entry["file"] for entry in said["accepted"]] == ["收件箱/A01.xlsx", "收件箱/A03.xlsx"]
    assert [entry["file"] for entry in said["returned"]] == ["收件箱/A02.xlsx"]
    assert "意外中断" in said["returned"][0]["findings"][0]["message"] and office.run("verify").data["ok"]


def is_running(pid: int) -> bool:
    """Whether the process is there and has not ended (one that nobody waited for is still listed)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def slow_run(
    office: TestOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """``collect`` in a process of its own, and its workers, which are at a file for a second each."""
    patch_new_processes(
        tmp_path,
        monkeypatch,
        f"""
        import os, time
        from huifang.flow.intake import reading
        def slowly(desk, job):
            open(os.path.join({str(tmp_path)!r}, f"worker-{{os.getpid()}}"), "w").close()
            time.sleep(1)
        reading._read = slowly
        """,
    )
    office.send(*(office.filled(agent) for agent in AGENTS))
    command = [sys.executable, "-c", ALONE, "-C", str(office.root), "--now", NOW, "collect"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True)
    deadline = time.monotonic() + 60
    while not (pids := [int(path.name.partition("-")[2]) for path in tmp_path.glob("worker-*")]):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    assert process.pid not in pids
    yield process, pids
    process.kill()
    process.communicate()


def have_ended(pids: list[int]) -> bool:
    """Whether the processes end within a minute."""
    deadline = time.monotonic() + 60
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_running, pids))


@only_where_copied
def test_copies_do_not_outlive_who_started_them(slow_run: tuple[subprocess.Popen[str], list[int]]) -> None:
    """Killed while its workers read: they notice, though each was given what the other's connection is made of."""
    process, pids = slow_run
    process.kill()
    process.wait()
    assert have_ended(pids)


@only_where_copied
def test_an_interrupted_run_says_so_once(office: TestOffice, slow_run: tuple[subprocess.Popen[str], list[int]]) -> None:
    """Ctrl+C reaches the workers as well, which have nothing to say."""
    process, pids = slow_run
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3 and "已中断" in said and "Traceback" not in said
    assert have_ended(pids) and not office.path(".huifang/lock").exists()


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.delitem(sys.modules, "polars", raising=False)
    assert reading.start_method() == ("fork" if sys.platform == "linux" else "spawn")
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert reading.start_method() == "spawn"
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setitem(sys.modules, "polars", pytest)
    assert reading.start_method() == "spawn"


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["甲", "乙"], ["a\x1fb", "c"], ["\n", "'"]])
def test_columns_arrive_as_they_were_sent(texts: list[str]) -> None:
    days = [date(2026, 11, 20 + at) for at in range(len(texts))]
    columns: dict[str, list[Any]] = {
        "plan_no": texts, "called_on": days, "next_contact_on": [None] * len(texts),
        "withdrawn": [False] * len(texts), "source_row": [*range(len(texts))],
    }  # fmt: skip
    sent = Entered(columns, {"Q1": "题目"})
    assert pickle.loads(pickle.dumps(sent)) == sent


@pytest.mark.usefixtures("dying_worker")
def test_after_a_crash_even_few_files_are_read_apart(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that died left its lock; were the file read in this process again, this run would die as well."""
    monkeypatch.setattr(reading, "MANY", 40)
    office.send(office.filled("A01"), poisoned(office.filled("A02", "A02.xlsx")))
    left = {"host": socket.gethostname(), "user": "x", "pid": 2**22 + 1, "since": "2026-11-24 16:00"}
    office.path(".huifang/lock").write_text(json.dumps(left), encoding="utf-8")
    assert office.collect().listed == {"accepted": [office.issued("A01").name], "returned": ["A02.xlsx"]}
    assert not office.path(".huifang/lock").exists()
    office.send(poisoned(office.filled("A03", "A03.xlsx")))
    assert office.collect().listed == {"accepted": ["A03.xlsx"]}  # the parser of this very process is sound


@pytest.mark.usefixtures("dying_worker")
def test_when_every_worker_dies_it_is_not_the_files(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DEATHS", 2)
    office.send(*(poisoned(office.filled(agent, f"{agent}.xlsx")) for agent in AGENTS))
    ran = office.collect()
    assert ran.code == 3 and "接连中断" in ran.err and "Traceback" not in ran.err
    assert sorted(path.name for path in office.path("收件箱").iterdir()) == ["A01.xlsx", "A02.xlsx", "A03.xlsx"]


def test_a_broken_office_is_said_by_workers_too(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MANY", 1)
    office.send(*(office.filled(agent) for agent in AGENTS))
    (issued,) = office.path(".huifang/issued").iterdir()
    issued.unlink()
    ran = office.collect()
    assert ran.code == 3 and "issued" in ran.err and "verify" in ran.err and "Traceback" not in ran.err
    assert len(list(office.path("收件箱").iterdir())) == 3 and not office.submissions()
    assert [p["kind"] for p in office.run("verify").data["problems"]] == ["missing"]


def test_what_was_issued_is_checked_by_its_hash(office: TestOffice) -> None:
    (issued,) = office.path(".huifang/issued").iterdir()
    issued.write_bytes(issued.read_bytes().replace(b"13800000001", b"13800000009", 1))
    office.send(*(office.filled(agent) for agent in AGENTS))
    ran = office.collect()
    assert ran.code == 3 and "与入账时不同" in ran.err
    assert [p["kind"] for p in office.run("verify").data["problems"]] == ["altered"]
    assert office.run("plan", "--period", PERIOD).code == 3


def test_the_parser_is_patched_in_workers_only() -> None:
    """The test above would prove nothing if this process read the files itself: here it would have died."""
    assert "sitecustomize" not in sys.modules or not hasattr(sys.modules["sitecustomize"], "Dying")

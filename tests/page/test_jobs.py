"""Jobs: commands that the page runs as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import datetime

import pytest

from huifang.edges.store.lock import LOCK
from huifang.page.jobs import JOB, KEPT, JobOrder, Jobs
from huifang.page.roles import Role
from office import NOW, collected_office, planned_office, snapshot
from page_made import MadePage, made_page, plain


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return collected_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def page(office) -> MadePage:
    return made_page(office.root, NOW)


def test_a_job_says_what_the_command_says(office, page):
    job = page.done(page.post("/do/check"))
    typed = office.run("check")
    assert job.code == typed.code and job.body == typed.data
    assert [*job.said] == typed.err.splitlines()


def test_its_result_is_found_again_by_whoever_opens_the_page_later(office, page):
    job = page.done(page.post("/do/check"))
    later = made_page(office.root, NOW)
    assert later.screen.jobs.recent()[0] == job
    assert "检查表格" in later.text(f"/jobs/{job.number}") and "检查表格" in later.text("/jobs")


def test_the_other_role_does_not_see_it(office, page):
    job = page.done(page.post("/do/check"))
    auditor = made_page(office.root, NOW, Role.AUDITOR)
    assert auditor.get(f"/jobs/{job.number}").status_code == 404
    assert job.number not in auditor.get("/jobs").get_data(as_text=True)


def test_a_job_outlives_the_page_that_started_it(tmp_path):
    """Nothing holds on to it: it has a session of its own, and its result lies in the office."""
    office = planned_office(tmp_path)
    page = made_page(office.root, NOW)
    started = page.post("/do/run")
    number = started.headers["Location"].rpartition("/")[2]
    kept = json.loads((office.path(".huifang/cache/jobs") / number / JOB).read_bytes())
    assert os.getsid(kept["pid"]) != os.getsid(0)
    assert page.done(started).code in (0, 1)


def slow_job(page: MadePage) -> int:
    """A job that goes on until it is ended: it waits for words that do not come. The number of its process."""
    reading, writing = os.pipe()
    root = page.screen.jobs.make_room(page.screen.now())
    pid = os.fork()
    if not pid:  # pragma: no cover
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    os.close(reading)
    order = JobOrder(form="run", title="做今天该做的", argv=("run",), role="主管", started_at="2026-11-24 16:59")
    kept = json.loads(order.to_json()) | {"pid": pid, "host": os.uname().nodename}
    (root / JOB).write_text(json.dumps(kept), encoding="utf-8")
    return pid


def test_a_second_window_is_told_what_is_running_and_what_was_typed_stays(tmp_path):
    office = collected_office(tmp_path)
    page = made_page(office.root, NOW)
    pid = slow_job(page)
    try:
        other = made_page(office.root, NOW)
        assert "正在做：做今天该做的（16:59 开始）" in other.text("/jobs")
        answer = other.post("/do/check", {"mark": "1"})
        text = answer.get_data(as_text=True)
        assert answer.status_code == 409 and "请等它做完再做这件事" in text and "checked" in text
        auditor = made_page(office.root, NOW, Role.AUDITOR)
        assert "正在做：主管的任务" in auditor.text("/jobs") and "做今天该做的" not in auditor.text("/jobs")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert "没有做完" in page.text("/jobs")
    assert page.done(page.post("/do/check")).code in (0, 1)


def test_who_works_there_from_another_computer_is_told(tmp_path):
    office = collected_office(tmp_path)
    held = {"v": 1, "host": "前台电脑", "user": "周丽华", "pid": 7, "since": "2026-11-24 16:58"}
    office.path(f".huifang/{LOCK}").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    page = made_page(office.root, NOW)
    assert "周丽华 正在使用这个办公室（前台电脑，2026-11-24 16:58 开始）" in page.text("/jobs")
    assert page.post("/do/run").status_code == 409


def test_a_job_that_was_killed_says_so_and_can_be_done_again(tmp_path):
    office = planned_office(tmp_path)
    page = made_page(office.root, NOW)
    pid = slow_job(page)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    (job,) = page.screen.jobs.recent()
    assert job.died and not job.is_running
    assert page.done(page.post("/do/run")).code in (0, 1)


def test_one_that_cannot_be_started_leaves_nothing(tmp_path, monkeypatch):
    office = collected_office(tmp_path)
    page = made_page(office.root, NOW)
    monkeypatch.setattr("huifang.page.jobs.this_python", lambda *words: (str(tmp_path / "nothing"), *words))
    answer = page.post("/do/check")
    assert answer.status_code == 503 and "无法继续" in plain(answer.get_data(as_text=True))
    assert page.screen.jobs.recent() == []


def test_the_oldest_are_tidied_away_and_never_one_that_runs(tmp_path):
    office = collected_office(tmp_path)
    page = made_page(office.root, NOW)
    pid = slow_job(page)
    running = page.screen.jobs.running()
    assert running is not None
    try:
        jobs = page.screen.jobs
        for number in range(KEPT + 5):
            folder = jobs.make_room(page.screen.now())
            order = JobOrder(form="check", title="检查表格", argv=("check",), started_at="2026-11-24 17:00", pid=pid)
            (folder / JOB).write_bytes(order.to_json())
            (folder / "code.txt").write_text("0")
            os.utime(folder / JOB, (time.time() + number, time.time() + number))
        jobs.make_room(page.screen.now())
        left = [*office.path(".huifang/cache/jobs").iterdir()]
        assert len(left) <= KEPT + 2 and running.folder in left
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_jobs_are_in_no_backup_and_spoil_no_check_of_the_office(tmp_path):
    office = collected_office(tmp_path)
    page = made_page(office.root, NOW)
    page.done(page.post("/do/check"))
    assert office.run("verify").data["ok"]
    done = office.run("backup", tmp_path / "a.zip")
    assert done.code == 0 and not [file for file in done.data["files"] if "jobs" in file]


def test_looking_at_pages_writes_nothing(office):
    before = snapshot(office.root)
    page = made_page(office.root, NOW)
    for address in ("/do", "/do/check", "/jobs", "/nothing"):
        page.get(address)
    assert snapshot(office.root) == before


def test_a_torn_job_is_no_job(tmp_path):
    jobs = Jobs(lambda: tmp_path / "jobs", Role.SUPERVISOR)
    folder = jobs.make_room(datetime(2026, 11, 24, 9))
    for torn in (b"", b"{", b"\xff", b'{"v":1}', b"[]"):
        (folder / JOB).write_bytes(torn)
        assert jobs.recent() == [] and jobs.running() is None and jobs.get(folder.name) is None

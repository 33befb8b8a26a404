"""``run`` says whose, why and which file to send now, and why its exit code is 1."""

from __future__ import annotations

from pathlib import Path

import pytest

import offices_made as made
from offices_made import call, customer, huifang

MID = "2026-11中旬"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A01's sheet, one row of which ends before it starts, lies in the inbox beside a list of something else."""
    folder = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05"), customer("K2", "A01", "11-06")])
    huifang(folder, "plan", now="2026-11-11 09:00")
    answers = {"K1": call("11-12", "10:00"), "K2": call("11-12", "11:00", 结束时间=made.time(10, 0))}
    (folder / "收件箱" / "表.xlsx").write_bytes(made.filled(made.issued_book(folder, MID, "A01"), answers))
    (folder / "收件箱" / "照片.jpg").write_bytes(b"x")
    return folder


def test_it_says_whose_why_and_what_to_send(office: Path) -> None:
    said = huifang(office, "run", now="2026-11-13 09:00")
    (step,) = [step for step in said["steps"] if step["step"] == "collect"]
    (sending,) = step["to_send"]
    assert (sending["agent"], sending["period"]) == ("A01", MID) and (office / sending["marked"]).is_file()
    mail = sending["marked"].replace(".xlsx", ".eml")
    assert (office / mail).is_file()
    assert f"(A01 李明 {MID})：{sending['reason']}" in step["text"]
    assert f"标记后的表在 {sending['marked']}；请把它发给 A01 李明(同名的 .eml" in step["text"]
    assert "未处理 照片.jpg：" in step["text"].replace("收件箱/", "")


def test_the_exit_code_comes_with_its_reason(office: Path) -> None:
    said = huifang(office, "run", now="2026-11-13 09:00", text=True)
    assert said.code == 1
    assert "需要处理(退出码 1)：退回 1 份，未处理 1 份。" in said.stdout.splitlines()


def test_collect_says_the_same(office: Path) -> None:
    said = huifang(office, "collect", now="2026-11-13 09:00", text=True)
    assert said.code == 1
    assert f"表.xlsx(A01 李明 {MID})：" in said.stdout and "发给 A01 李明(" in said.stdout


def test_without_trouble_there_is_no_reason(office: Path) -> None:
    huifang(office, "run", now="2026-11-13 09:00")
    said = huifang(office, "run", now="2026-11-13 10:00")
    assert (said.code, said["why"]) == (0, [])
    assert "退出码" not in huifang(office, "run", now="2026-11-13 10:30", text=True).stdout


def test_what_a_step_asks_for_is_quoted(office: Path) -> None:
    """On the report day the findings of the sheet stand behind the report's code."""
    said = huifang(office, "run", now="2026-11-20 18:00")
    (step,) = [step for step in said["steps"] if step["step"] == "report" and step["period"] == MID]
    assert "\n  错误 " in step["text"] and "校验发现" in step["why"]
    assert said["why"] == [step["why"] for step in said["steps"] if step["why"]]

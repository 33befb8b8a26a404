"""``run --mail``: what cannot be done stops nothing else; 日志 says it, and the supervisor is written to once a day."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError
from huifang.flow import by_mail
from huifang.flow.office.desk import Desk
from huifang.flow.run_steps import Step
from offices_made import customer, huifang


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office whose mail servers do not listen."""
    folder = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05")])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for item, value in {
        "服务商": "其他", "邮箱地址": "office@example.com", "SMTP服务器": "127.0.0.1", "IMAP服务器": "127.0.0.1",
        "SMTP端口": port, "IMAP端口": port, "自动发送": "全部",
    }.items():  # fmt: skip
        made.change(folder, "制度.xlsx", "邮箱", item, 值=value)
    for no in ("A01", "B01", "C01"):
        made.change(folder, "人员.xlsx", "人员", no, 邮箱=f"{no.lower()}@example.com")
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", "authcode")
    return folder


def steps(said: Any) -> dict[str, dict[str, Any]]:
    return {step["step"]: step for step in said["steps"]}


def told(office: Path) -> list[str]:
    """The parts of which the supervisor has drafts."""
    return sorted(path.name.split("-B01 ")[1].split()[1][:2] for path in (office / "发件箱").glob("运行情况-*.eml"))


def test_without_a_network_the_day_is_done(office: Path) -> None:
    said = huifang(office, "run", "--mail", now="2026-11-11 09:00")
    assert said.code == 1 and {"mail-fetch", "plan", "mail-send"} <= steps(said).keys()
    assert "连不上" in steps(said)["mail-fetch"]["text"] and "连不上" in steps(said)["mail-send"]["text"]
    assert told(office) == ["发信", "收信"]
    (line,) = (office / "日志" / "2026-11.txt").read_text(encoding="utf-8-sig").splitlines()
    assert "计划：2026-11中旬 新发 1 个工作簿" in line and "信没有收完" in line and "信没有发完" in line
    drafts = sorted((office / "发件箱").glob("*.eml"))
    for hour in ("09:15", "09:30"):
        huifang(office, "run", "--mail", now=f"2026-11-11 {hour}")
    assert sorted((office / "发件箱").glob("*.eml")) == drafts
    huifang(office, "run", "--mail", now="2026-11-12 09:00")
    assert len(told(office)) == 4


def test_what_the_day_lacks_stops_no_mail(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(desk: Desk) -> Iterator[Step]:
        yield Step("plan", "计划：排好了。", {})
        raise OfficeError(because("Y840", file="旬报.xlsx", error="没有空间"))

    monkeypatch.setattr(by_mail, "steps_due", half)
    said = steps(huifang(office, "run", "--mail", now="2026-11-11 09:00"))
    assert [*said] == ["mail-fetch", "plan", "failed", "mail-send"]
    assert "旬报.xlsx" in said["failed"]["text"] and said["failed"]["reason_code"] == "Y840"
    assert told(office) == ["发信", "当天", "收信"]


def test_by_a_doubtful_clock_nothing_is_done(office: Path) -> None:
    huifang(office, "run", "--mail", now="2026-11-11 09:00")
    before = made.all_bytes(office / "发件箱")
    said = huifang(office, "run", "--mail", now="2027-11-11 09:00")
    assert [*steps(said)] == ["clock"] and made.all_bytes(office / "发件箱") == before


def test_an_office_without_a_mailbox_is_told(office: Path) -> None:
    made.change(office, "制度.xlsx", "邮箱", "邮箱地址", 值=None)
    said = steps(huifang(office, "run", "--mail", now="2026-11-11 09:00"))
    assert "mail-fetch" not in said and "plan" in said and "还没有设置邮箱" in said["mail-send"]["text"]


def test_what_is_not_to_go_unasked_waits(office: Path) -> None:
    made.change(office, "制度.xlsx", "邮箱", "自动发送", 值="回执")
    sending = steps(huifang(office, "run", "--mail", now="2026-11-11 09:00"))["mail-send"]
    assert "等人看过以后发出" in sending["text"] and sending["why"] == "" and sending["trouble"] is None

"""The process is killed while it fetches, before a write or a word to the server: nothing is lost or comes twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from imapclient.tls import IMAP4_TLS

import mails_arriving as made
from faulty import copied, spread
from killing import WATCH, killed_at, watched
from mailbox_stub import ADDRESSES, Mailbox, inbox, mailbox_served, sent, set_mailbox, with_mailbox
from mails import named
from mails_not_taken import form
from office import DUE_DAY, NOW, TestOffice, planned_office, run

pytestmark = pytest.mark.slow

#: Steps before which it is killed, without --every-fault.
SAMPLE = 8
STRANGER = made.letter(made.text_part("广告"), sender="x@shop.example", message_id="ad@x")


@contextmanager
def words_watched() -> Iterator[None]:
    """What is said to the mailbox's server is a step, too."""
    send = IMAP4_TLS.send

    def watched_send(talk: IMAP4_TLS, data: Any) -> None:
        WATCH.step("said to the server")
        send(talk, data)

    with mock.patch.object(IMAP4_TLS, "send", watched_send):
        yield


def arrange(folder: Path, box: Mailbox) -> tuple[TestOffice, list[bytes]]:
    office = with_mailbox(planned_office(folder), box.port)
    set_mailbox(office, 取信以后="删除")
    sent(office, ADDRESSES["A03"])
    sheet = made.letter(made.text_part("x"), named(office.filled().read_bytes(), "A01.xlsx"), message_id="1@x")
    question = made.letter(made.text_part("在吗"), sender=ADDRESSES["A02"], message_id="2@x", subject="问")
    signed = form(office, "B01")
    return office, [sheet, made.of_postfix(ADDRESSES["A03"]), question, STRANGER, signed]


def outcome(office: TestOffice, box: Mailbox) -> dict[str, Any]:
    """What two more runs and collecting make of it."""
    for _ in range(2):
        office.run("mail", "fetch", now=NOW)
    lies = [name.rpartition("-")[2] for name in inbox(office)]
    collected = office.collect(now=DUE_DAY)
    return {
        "in the inbox": lies,
        "accepted": [(one["agent"], one["rows"], one["arrived_at"]) for one in collected.data["accepted"]],
        "told of": sorted(one["reason_code"] for one in collected.data["ignored"]),
        "bounced": [entry["why"] for entry in office.entries("mail-bounced")],
        "fetched": sorted({one["sha256"] for entry in office.entries("mails-fetched") for one in entry["mails"]}),
        "entries of a mail": max(
            sum(one["uid"] == uid for entry in office.entries("mails-fetched") for one in entry["mails"])
            for uid in range(1, 6)
        ),
        "forms": [(entry["by"], entry["is_done"]) for entry in office.entries("form-by-mail")],
        "corrections": [entry["new"] for entry in office.entries("register-correction")],
        "left in the mailbox": [mail.content == STRANGER for mail in box.mails],
        "archive": len(list(office.path("归档/邮件").iterdir())),
        "ok": office.run("verify", now=DUE_DAY).data["ok"],
    }  # fmt: skip


def test_killed_at_a_step(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", "authcode")
    with mailbox_served(Mailbox()) as box:
        office, mails = arrange(tmp_path / "template", box)
        fetch = ["-C", str(office.root), "--now", NOW, "mail", "fetch"]
        template = tmp_path / "copy"
        shutil.copytree(office.root, template)

        def again() -> None:
            copied(template, office.root)
            box.mails, box.last_uid = [], 0
            for content in mails:
                box.add(content)

        again()
        with words_watched(), watched(office) as watch:
            run(*fetch)
        numbers = range(1, len(watch.writes) + 1)
        expected = outcome(office, box)
        assert expected["ok"] and expected["entries of a mail"] == 1 and expected["left in the mailbox"] == [True]
        assert (expected["forms"], len(expected["corrections"])) == ([("B01", True)], 1)
        assert (len(expected["accepted"]), len(expected["fetched"]), expected["bounced"]) == (1, 4, ["Y320"])
        wrong = []
        for number in numbers if request.config.getoption("--every-fault") else spread(numbers, SAMPLE):
            again()
            with words_watched():
                assert killed_at(office, fetch, number)
            if (became := outcome(office, box)) != expected:
                wrong.append((number, watch.writes[number - 1], became))
        assert not wrong

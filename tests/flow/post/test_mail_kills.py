"""The process is killed while it sends mails, before a write or a word to the server: nothing is lost or sent twice."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from faulty import HOW, Faults, chosen, copied, spread
from killing import killed_at, talks_watched, watched
from mail_matrix import MAILS
from office import NOW, run
from post_office import PostOffice, office_with_three, post_office
from smtp_stub import Fault

pytestmark = pytest.mark.slow

#: Steps before which it is killed, without --every-fault.
SAMPLE = 10
#: Calls to the system at which each thing happens.
REFUSED = 2
EXPECTED = Counter((one, f"信 {name}") for name, to in MAILS.items() for one in to)
#: Until the fate of the mail that it was killed at is known, and what was refused for now is tried again.
LATER = ("2026-11-24 17:16", "2026-11-24 17:32", "2026-11-24 18:40", "2026-11-24 23:00")


def steps(folder: Path, *faults: Fault) -> int:
    office = office_with_three(folder)
    with post_office(office, *faults), talks_watched(), watched(office) as watch:
        run("-C", str(office.root), "--now", NOW, "mail", "send")
        return len(watch.writes)


def sent_in_the_end(post: PostOffice) -> Counter[tuple[str, str]]:
    for now in LATER:
        post.office.run("mail", "send", now=now)
        if not [name for name in post.lies() if name.endswith(".eml")]:
            break
    return Counter(post.came())


@pytest.mark.parametrize("refused", [False, True], ids=["nobody is refused", "somebody is refused at first"])
def test_killed_at_a_step(tmp_path: Path, refused: bool, request: pytest.FixtureRequest) -> None:
    faults = [Fault("RCPT", "450 4.2.0 later", 1, "li@office.test")] if refused else []
    numbers = range(1, steps(tmp_path / "0", *map(copy, faults)) + 1)
    wrong = []
    for number in numbers if request.config.getoption("--every-fault") else spread(numbers, SAMPLE):
        office = office_with_three(tmp_path / str(number))
        with post_office(office, *map(copy, faults)) as post:
            with talks_watched():
                assert killed_at(office, ["-C", str(office.root), "--now", NOW, "mail", "send"], number)
            came = sent_in_the_end(post)
            if came != EXPECTED or post.lies():
                wrong.append((number, came, post.lies()))
            assert office.run("verify", now="2026-11-25 09:00").data["ok"]
        shutil.rmtree(tmp_path / str(number))
    assert not wrong


def copy(fault: Fault) -> Fault:
    return Fault(fault.stage, fault.how, fault.times, fault.only, fault.after)


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    return Faults.build(tmp_path_factory.mktemp("faults"))


def test_whatever_the_system_refuses(tmp_path: Path, faults: Faults, request: pytest.FixtureRequest) -> None:
    """As a real process: a full disk between a mail and what is said of it in the journal is the least of it."""
    office, template = office_with_three(tmp_path / "place"), tmp_path / "template"
    arguments = ["-C", str(office.root), "--now", NOW, "mail", "send"]
    with post_office(office) as post:
        shutil.copytree(tmp_path / "place", template)
        calls, wrong = faults.calls_of(arguments, office.root), []
        assert Counter(post.came()) == EXPECTED
        for how in HOW:
            for number in chosen(calls, how, request.config.getoption("--every-fault"), REFUSED):
                copied(template, tmp_path / "place")
                post.taken.mails.clear()
                post.taken.inbox.clear()
                ended = faults.run(arguments, office.root, number, how)
                came = sent_in_the_end(post)
                is_told = "Traceback" not in ended.err and ended.code in (0, 1, 3, -9)
                if not is_told or came != EXPECTED or post.lies():
                    wrong.append((how, calls[number - 1], ended.code, ended.err[-300:], came, post.lies()))
    assert not wrong, "\n".join(map(str, wrong))

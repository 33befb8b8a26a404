"""What the auditor finds is hers and the boss's: no file, mail or page of an agent or the supervisor names a signal, a
draw or a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from checks_made import NOBODY, about, rang, taken
from huifang.core.periods import parse_period
from huifang.decisions.audit.audited import Verdict
from huifang.edges.store.office import Office
from huifang.flow.audit.signalling import signals_of
from huifang.flow.office.desk import Desk
from huifang.page.roles import Role
from office import PERIOD, TestOffice
from page_made import made_page
from suspects_made import suspect_office
from texts_within import receivers, texts_of_files

pytestmark = pytest.mark.slow

SEED = "种子-4711-0815"
CLOSED, DRAWN, RANG, AFTER = "2026-11-30 18:05", "2026-12-01 09:00", "2026-12-01 11:00", "2026-12-02 09:00"
WORDS = "客户说那天根本没有接到过电话"
#: What the auditor and the boss may read: the checks, what is mailed to them, and what is stored for the program.
CHECKS, STORED = "抽查", (".huifang", "归档")
AUDITORS = ("d01@example.com", "c01@example.com")


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the commands of the supervisor printed."""
    return []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> TestOffice:
    """The period is over and reported, customers were drawn and rung, and the office has gone on for a day."""
    office = suspect_office(tmp_path_factory.mktemp("secrets"))
    said += _printed(office, CLOSED, ("run",))
    for options in ((), ("--seed", SEED)):
        assert office.run("spotcheck", "draw", "--period", PERIOD, *options, now=DRAWN).code == 0
    filled = rang(office, {**NOBODY, "客户原话": WORDS})
    office.send(filled)
    said += _printed(office, RANG, ("collect",))
    report = taken(office, now=RANG)
    assert about(report)["contradicted"] == 1, report.err
    said += _printed(office, AFTER, ("run",), ("check",), ("report", "--period", PERIOD))
    return office


def _printed(office: TestOffice, now: str, *commands: tuple[str, ...]) -> Iterator[str]:
    for command in commands:
        ran = office.run(*command, now=now)
        yield f"{command}\n{ran.out}\n{ran.err}"


@pytest.fixture(scope="module")
def secrets(office: TestOffice) -> Mapping[str, tuple[str, ...]]:
    """The words that would give something away."""
    desk = Desk(Office(office.root), datetime.fromisoformat(AFTER))
    signals = signals_of(desk, parse_period(PERIOD))
    (draw,) = desk.state.draws
    assert len({one.what for one in signals}) > 4
    return {
        "a signal": tuple({*(one.what for one in signals), *(one.figure for one in signals)}),
        "a draw": (SEED, *(one.ticket for one in (*draw.chosen, *draw.reserve)), "抽查编号", f"{PERIOD}-A01-"),
        "a result": (
            WORDS,
            f"抽查报告 {PERIOD}",
            f"抽查报告-{PERIOD}",
            *(one for one in Verdict if one is not Verdict.NOTHING_FOUND),
        ),
    }


def _is_theirs(office: TestOffice, path: Path) -> bool:
    """Whether it is the auditor's or the boss's."""
    inside = path.relative_to(office.root).parts
    if path.suffix == ".eml":
        to = receivers(path.read_bytes()).lower()
        return any(one in to for one in AUDITORS)
    return inside[0] == CHECKS


def given_away(texts: Mapping[Path, str], secrets: Mapping[str, Iterable[str]]) -> set[tuple[str, str, str]]:
    return {
        (path.name, what, word)
        for path, text in texts.items()
        for what, words in secrets.items()
        for word in words
        if word in text
    }


def test_no_file_of_others_names_one(office: TestOffice, secrets: Mapping[str, tuple[str, ...]]) -> None:
    texts = texts_of_files(office.root, STORED)
    theirs = {path: text for path, text in texts.items() if _is_theirs(office, path)}
    others = {path: text for path, text in texts.items() if path not in theirs}
    folders = {path.relative_to(office.root).parts[0] for path in others}
    assert folders >= {"发件箱", "报告", "台账", "回访计划", "日志", "制度.xlsx", "人员.xlsx"}
    assert given_away(others, secrets) == set()
    assert {what for _, what, _ in given_away(theirs, secrets)} == {*secrets}, "that is where it is read"


def test_the_supervisors_commands_print_none(
    office: TestOffice, said: list[str], secrets: Mapping[str, tuple[str, ...]]
) -> None:
    assert len(said) == 5
    assert given_away({Path(str(number)): text for number, text in enumerate(said)}, secrets) == set()


def pages_of(office: TestOffice, role: Role) -> dict[Path, str]:
    """Every page that links lead to from the first one, as that role sees it."""
    page = made_page(office.root, AFTER, role)
    begin = ("/", "/customers?q=", "/customers/K0001", "/confirm")
    return {Path(where): answer.get_data(as_text=True) for where, answer in page.walked(begin)}


def test_the_supervisors_page_shows_none(office: TestOffice, secrets: Mapping[str, tuple[str, ...]]) -> None:
    pages = pages_of(office, Role.SUPERVISOR)
    assert len(pages) > 20 and given_away(pages, secrets) == set()
    mine = given_away({Path("/"): made_page(office.root, AFTER, Role.AUDITOR).text("/")}, secrets)
    assert {what for _, what, _ in mine} >= {"a draw", "a result"}, "that is where it is read"

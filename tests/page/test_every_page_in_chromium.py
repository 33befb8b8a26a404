"""Every page of an office, found by its links: read wide and narrow, used by keyboard alone, and asking nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser import Visitor, visiting
from office import run, sample_office
from page_served import serving

NOW, SEED = "2026-11-12 09:00", "080412"
#: So many pages of one kind are looked at: of two customers, not of all.
OF_A_KIND = 2


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample_office(tmp_path_factory.mktemp("page"), now=NOW).root
    return made.rename(made.with_name("华东五金 办公"))


@pytest.fixture(scope="module")
def secret(office: Path) -> list[str]:
    """What no page of the supervisor may say of what was drawn: the files of the auditor, and the seed."""
    drawn = run("-C", str(office), "--now", NOW, "spotcheck", "draw", "--period", "2026-11上旬", "--seed", SEED)
    assert drawn.data["draws"] and drawn.data["files"]
    return [*(Path(file).name for file in drawn.data["files"] if file.endswith(".xlsx")), SEED]


def kind_of(path: str) -> str:
    """The page's kind: its address without what names one customer, one job, one file."""
    parts = urlsplit(path)
    name = parts.path if parts.path.startswith("/do/") else re.sub(r"(?<=\w)/[^/]+", "/*", parts.path)
    asked = sorted(re.findall(r"(?:^|&)(\w+)=", parts.query))
    return f"{name}?{'&'.join(asked)}"


def links(visitor: Visitor) -> list[str]:
    """Where the page that is open leads."""
    found = visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return [path.partition("#")[0] for path in found if path.partition("#")[0]]


def walked(visitor: Visitor) -> Iterator[str]:
    """Opens every page that links lead to, at most some of a kind; a file is fetched, and not opened."""
    waiting, seen, kinds = ["/", "/jobs", "/do"], set(), {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in seen or kinds.get(kind, 0) >= OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        assert path.startswith("/"), f"a link leads away: {path}"
        if path.startswith("/files/"):
            assert visitor.context.request.get(visitor.origin + path).ok, path
            continue
        answer = visitor.page.goto(visitor.origin + path)
        assert answer and answer.ok, f"{path}: {answer and answer.status}"
        yield re.sub(r"\W+", "-", kind).strip("-") or "今天"
        waiting += links(visitor)


def test_every_page_can_be_read_wide_and_narrow_and_be_used_by_keyboard(office, secret, browser):
    """And on none of the supervisor's stands what was drawn."""
    with serving(office, NOW) as served, visiting(browser) as visitor:
        visitor.enter(served)
        wrong: list[Any] = []
        for name in walked(visitor):
            said = visitor.page.content()
            wrong += [f"{visitor.path} says {one}" for one in secret if one in said]
            wrong += visitor.wrong(name)
            wrong += visitor.wrong_by_keyboard(name)
    assert not wrong, "\n".join(wrong)


def test_the_auditors_pages_too(office, secret, browser):
    with serving(office, NOW, "--auditor") as served, visiting(browser) as visitor:
        visitor.enter(served)
        wrong: list[Any] = []
        shown = ""
        for name in walked(visitor):
            shown += visitor.text
            wrong += visitor.wrong(f"监督岗-{name}")
            wrong += visitor.wrong_by_keyboard(f"监督岗-{name}")
    assert not wrong, "\n".join(wrong)
    assert "抽查" in shown and "做今天该做的" not in shown

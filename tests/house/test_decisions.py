"""docs/decisions.md has a heading for every decision and idea that is cited, and knows every source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huifang.edges.known.presets import presets
from places import PACKAGE, ROOT

TEXT = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ((?:Decision|Idea) \d+): .*\n((?:(?!^##).*\n)*)", TEXT, flags=re.MULTILINE))
DECISIONS = {title: body for title, body in SECTIONS.items() if title.startswith("Decision")}
CITED = re.compile(r"\b(decision|idea)s? (\d+(?:(?:, | and |, and | to )\d+)*)", re.IGNORECASE)
SOURCE = re.compile(r"\b00\d/[一二三四五六七八九十]+")
REGULATION = re.compile(r"(?<![\w!$:])S\d{1,2}(?= |:|\.|,|'s)")
STATUS = re.compile(r"^\*(Carried out|In part|Not carried out yet)\.\*", re.MULTILINE)
FOLDERS = ("scripts", "tests", "workbooks", "templates", "macros", "docs")
ENDINGS = (".py", ".toml", ".md", ".j2", ".bas", ".cls")


def files() -> list[Path]:
    """Every text of the project in which something may be cited."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in ENDINGS)
    return sorted([*ROOT.glob("*.md"), *found])


def cited_in(text: str) -> Iterator[str]:
    """``Decision 5`` for every number that is cited."""
    for word, numbers in CITED.findall(text):
        yield from (f"{word.capitalize()} {number}" for number in re.findall(r"\d+", numbers))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sources() -> list[list[str]]:
    """The rows of the table of sources: source, id, title, preset."""
    table = TEXT.split("## Sources", 1)[1]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith(("| 0", "| R"))]
    return [[cell.strip() for cell in row] for row in rows]


def test_every_number_has_its_section_once() -> None:
    numbered = re.findall(r"^### (\w+ \d+):", TEXT, flags=re.MULTILINE)
    assert numbered == [*(f"Decision {n}" for n in range(1, 34)), *(f"Idea {n}" for n in range(1, 9))]


def test_what_is_cited_is_there() -> None:
    cited = {(path.relative_to(ROOT).as_posix(), one) for path in files() for one in cited_in(read(path))}
    assert len({one for _, one in cited}) > 10
    assert sorted((path, one) for path, one in cited if one not in SECTIONS) == []


@pytest.mark.parametrize("title", DECISIONS)
def test_a_decision_says_what_it_rests_on_and_how_far_it_is(title: str) -> None:
    body = DECISIONS[title]
    assert body.count("\nRests on: ") == 1
    assert len(STATUS.findall(body)) == 1 and STATUS.search(body.strip().rpartition("\n\n")[2])


def test_what_the_code_cites_is_not_said_to_be_missing() -> None:
    cited = {one for path in PACKAGE.rglob("*.py") for one in cited_in(read(path)) if one in DECISIONS}
    assert cited
    assert [one for one in sorted(cited) if "*Not carried out yet.*" in DECISIONS[one]] == []


def test_the_table_of_sources_is_that_of_the_presets() -> None:
    shipped = [[p.source, p.regulation, p.document, f"`{p.preset}`"] for p in presets()]
    assert [[source, number, title.partition(" (")[0], name] for source, number, title, name in sources()] == shipped


def test_every_source_that_is_cited_stands_in_the_table() -> None:
    known = {row[0] for row in sources()} | {row[1] for row in sources()}
    texts = {path: read(path) for path in files() if path.suffix in (".toml", ".md") or PACKAGE in path.parents}
    cited = {found for text in texts.values() for found in (*SOURCE.findall(text), *REGULATION.findall(text))}
    assert len(cited) > 10 and cited <= known


def test_several_numbers_are_all_found() -> None:
    assert [*cited_in("decisions 2 and 3, idea 6; Decision 13 to 31")] == [
        "Decision 2", "Decision 3", "Idea 6", "Decision 13", "Decision 31",
    ]  # fmt: skip

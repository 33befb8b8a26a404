"""People read by title and clause where a rule comes from: no file number, no number of a regulation or a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from huifang.core.catalogue import CATALOGUE, REASONS
from huifang.edges.known.presets import Preset, presets
from huifang.policy.items import ITEMS
from places import DATA, ROOT
from reference.site import pages
from reference.tables_page import LISTS, TABLES
from source_codes import codes_in, texts_of

#: 《…》第四条第2项、第6.1条：in own words. A report of a journey has no clauses.
CLAUSE = re.compile(r"第[一二三四五六七八九十]+条|第\d+(\.\d+)*条")
WITHOUT_CLAUSES = {"field-visit"}
#: Keys of a preset that are for programs.
FOR_PROGRAMS = {"source", "regulation"}
#: What ``policies --json`` gives to programs.
JSON_KEYS = re.compile(r'"source": "[^"]*", "regulation": "[^"]*"')


def strings(value: Any) -> Iterator[str]:
    """Every text within what a preset says, without what is for programs."""
    if isinstance(value, dict):
        yield from (text for key, one in value.items() if key not in FOR_PROGRAMS for text in strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in strings(one))
    elif isinstance(value, str):
        yield value


def clauses(preset: Preset) -> list[str]:
    rows = (row for sheet in preset.content.values() if isinstance(sheet, list) for row in sheet)
    return [row["依据"] for row in rows if isinstance(row, dict) and "依据" in row]


def none_in(texts: Iterator[str]) -> None:
    listed = [*texts]
    assert listed
    assert [(code, text) for text in listed for code in codes_in(text)] == []


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_a_preset_names_title_and_clause(preset: Preset) -> None:
    none_in(strings(preset.content))
    assert clauses(preset)
    for text in clauses(preset):
        named, said, words = text.partition("：")
        assert named.startswith(preset.document) and said and words, text
        assert preset.preset in WITHOUT_CLAUSES or CLAUSE.match(named.removeprefix(preset.document)), text


def test_no_code_stands_in_a_message() -> None:
    entries = CATALOGUE.values()
    none_in(text for entry in entries for text in (entry.title, entry.cause, entry.message, entry.hint))
    none_in(text for entry in REASONS.values() for text in (entry.title, entry.text, entry.advice))


def test_no_code_stands_in_a_table() -> None:
    columns = [column for table in TABLES for column in table.columns]
    none_in(iter([table.about for table in TABLES]))
    none_in(text for column in columns for text in (column.header, column.help, column.example))
    none_in(text for item in ITEMS for text in (item.name, item.default, item.about))
    none_in(value for values in LISTS.values() for value in values)


def test_no_code_stands_in_a_generated_page() -> None:
    folder = DATA / "transcripts"
    none_in(iter(pages({path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}).values()))


@pytest.mark.parametrize("path", sorted((DATA / "transcripts").glob("*.txt")), ids=lambda path: path.stem)
def test_no_command_prints_a_code(path: Any) -> None:
    none_in(iter([JSON_KEYS.sub("", path.read_text(encoding="utf-8"))]))


def test_no_code_stands_in_what_offices_read_first() -> None:
    first = (*ROOT.glob("README*.md"), ROOT / "CHANGELOG.md", *(ROOT / "docs" / "changes").glob("*.md"))
    none_in(text for path in first for text in texts_of(path))


def test_no_code_stands_in_a_template_or_a_blank_form() -> None:
    shipped = [path for path in files("huifang.templates").iterdir() if not path.name.endswith((".py", ".pyc"))]
    none_in(path.read_text(encoding="utf-8") for path in shipped if path.name.endswith(".j2"))
    none_in(text for path in sorted((ROOT / "workbooks" / "blank").rglob("*.xlsx")) for text in texts_of(path))


@pytest.mark.parametrize(
    "text",
    [
        "依据 000/五 四.2",
        "依据 002：24 小时",
        "004 4.2：了解",
        "000 末尾",
        "S5 的表",
        "(S12)",
        "decision 6",
        "第 6 条决定",
    ],
)
def test_a_code_is_found(text: str) -> None:
    assert len(codes_in(text)) == 1


@pytest.mark.parametrize(
    "text", ["回访记录!S17", "K0002", "X2610-002：水泵", "《客户回访制度》第四条第2项：十天一次", "S101"]
)
def test_what_is_no_code_is_left(text: str) -> None:
    assert codes_in(text) == []

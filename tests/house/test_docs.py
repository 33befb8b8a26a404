"""The reference under docs/ is what the declarations give now, and says everything they declare."""

from __future__ import annotations

import re
from importlib import import_module
from string import Formatter

import pytest

from huifang.cli.main import COMMANDS
from huifang.core.catalogue import CATALOGUE, REASONS
from huifang.edges.known.presets import presets
from huifang.policy.items import ITEMS
from huifang.tables.model import Table
from places import DATA, ROOT
from reference.commands_page import EXIT_CODES
from reference.findings_page import AREAS, REFUSED, WORDS, in_words
from reference.markdown import cell, table
from reference.site import ABOUT, WRITTEN, pages
from reference.tables_page import TABLES

DOCS = ROOT / "docs"
HOW = "run: python scripts/regenerate.py"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def made():
    folder = DATA / "transcripts"
    return pages({path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))})


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def section(text, heading):
    """What stands below a heading, up to the next of its level."""
    level = heading.split(" ")[0]
    after = f"\n{text}\n".split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n{level} ", after, maxsplit=1)[0]


def test_the_pages_are_those_that_the_generator_makes():
    written = [name for name in WRITTEN if "/" not in name]
    assert sorted(path.name for path in DOCS.glob("*.md")) == sorted([*made(), *written]), HOW


@pytest.mark.parametrize("name", [*ABOUT, "README.md"])
def test_a_page_is_up_to_date(name):
    assert page(name) == made()[name], HOW


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described(name):
    text = section(page("commands.md"), f"## {name}")
    assert f"huifang {name}" in text and "--json" in text and "tests/data/transcripts/" in text


def test_every_exit_code_is_described():
    assert [code for code, _ in EXIT_CODES] == [0, 1, 2, 3]


def test_every_table_has_its_page():
    folder = ROOT / "scripts/huifang/tables/declared"
    modules = [import_module(f"huifang.tables.declared.{path.stem}") for path in folder.glob("*.py")]
    declared = {value.name for module in modules for value in vars(module).values() if isinstance(value, Table)}
    assert {one.name for one in TABLES} == declared


@pytest.mark.parametrize("declared", TABLES, ids=lambda one: one.name)
def test_every_column_is_described(declared):
    text = section(page("tables.md"), f"## {declared.name}")
    for column in declared.columns:
        assert f"| {cell(column.header)} | {column.kind} |" in text
        assert cell(column.help) in text and cell(column.example) in text


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.code)
def test_every_finding_is_described(entry):
    text = section(page("findings.md"), f"### {entry.code}")
    assert entry.title in text and entry.cause in text
    assert in_words(entry.message) in text and "{" not in text


@pytest.mark.parametrize("entry", REASONS.values(), ids=lambda entry: entry.code)
def test_every_reason_is_described(entry):
    text = section(page("findings.md"), f"#### {entry.code}")
    assert entry.title in text and "{" not in text
    assert in_words(entry.text) in text and in_words(entry.advice) in text


def test_every_area_and_every_name_in_a_message_has_its_word():
    assert {code[0] for code in CATALOGUE} == set(AREAS)
    assert {code[:2] for code in REASONS} == set(REFUSED)
    templates = [text for entry in CATALOGUE.values() for text in (entry.message, entry.hint)]
    templates += [text for entry in REASONS.values() for text in (entry.text, entry.advice)]
    assert {name for text in templates for _, name, _, _ in Formatter().parse(text) if name} == set(WORDS)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_every_preset_is_described_with_its_clauses(preset):
    text = section(page("presets.md"), f"## {preset.preset}")
    assert preset.name in text and preset.document in text
    for sheet in ("回访规则", "投诉时限", "报告"):
        for row in preset.content.get(sheet, ()):
            assert cell(row["依据"].removeprefix(preset.document).removeprefix("：")) in text


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_every_item_is_described(item):
    assert f"| {item.name} | {cell(item.default)} | {cell(item.about)} |" in page("policy-items.md")


def headings(text):
    return {re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in text.splitlines()
            if line.startswith("#")}  # fmt: skip


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))],
                         ids=lambda path: path.relative_to(ROOT).as_posix())  # fmt: skip
def test_links_between_files_resolve(path):
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), target
        assert ROOT in linked.parents, target
        assert not anchor or anchor in headings(linked.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("name", [*ABOUT, *WRITTEN])
def test_both_readmes_lead_to_the_reference(name):
    assert f"({name})" in page("README.md")
    for readme in ("README.md", "README.zh-CN.md"):
        assert "(docs/README.md)" in (ROOT / readme).read_text(encoding="utf-8")


def test_the_readme_lists_the_commands():
    text = section((ROOT / "README.md").read_text(encoding="utf-8"), "## Commands")
    assert list(dict.fromkeys(re.findall(r"^\| `([a-z-]+)", text, flags=re.MULTILINE))) == list(COMMANDS)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_two_commands_to_begin_with(name):
    fenced = re.findall(r"```\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert fenced == ["python -m pip install . && huifang demo\n", 'python -m pip install ".[test]" && pytest\n']


def test_a_cell_cannot_break_its_table():
    assert cell("a|b\nc<d") == "a\\|b<br>c&lt;d"
    assert table(("x", "y", "z"), [("1", "", "3")]) == "| x | z |\n| --- | --- |\n| 1 | 3 |"

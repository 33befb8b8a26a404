"""What every command prints, word for word: HUIFANG_UPDATE_TRANSCRIPTS=1 records what they print now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huifang.cli.main import COMMANDS
from places import DATA
from reference.transcripts import Command, fold_json, merged_shape, parse, printed_json, render, shape_text
from transcript_player import HAPPENINGS, replay

FOLDER = DATA / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
#: One ends when somebody ends it, one wants packages of another system: tests/page/test_page_command.py,
#: tests/flow/test_packing_windows.py.
ELSEWHERE = {"page", "pack-windows"}
UPDATE = bool(os.environ.get("HUIFANG_UPDATE_TRANSCRIPTS"))


def recorded(path: Path) -> list[Command]:
    return [step for step in parse(path.read_text(encoding="utf-8")) if isinstance(step, Command)]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path, tmp_path):
    text = path.read_text(encoding="utf-8")
    now = replay(text, tmp_path)
    if UPDATE and now != text:
        path.write_text(now, encoding="utf-8", newline="\n")
        return
    assert now == text, "run: python scripts/regenerate.py, and read the difference"


def test_every_command_has_a_transcript_that_shows_its_json():
    every = [command for path in TRANSCRIPTS for command in recorded(path)]
    assert {command.name for command in every} >= set(COMMANDS)
    shown = {command.name for command in every if command.code in (0, 1) and printed_json(command) is not None}
    assert shown >= set(COMMANDS) - ELSEWHERE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_shown_at_its_best_and_used_wrongly(name):
    codes = {command.code for path in TRANSCRIPTS for command in recorded(path) if command.name == name}
    assert ({2} if name in ELSEWHERE else {0, 2}) <= codes


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"policies", "init", "demo", *ELSEWHERE}))
def test_every_command_that_needs_an_office_is_shown_without_one(name):
    assert 3 in {command.code for path in TRANSCRIPTS for command in recorded(path) if command.name == name}


def test_every_command_line_fixes_its_clock():
    """All but those that do not look at it."""
    clockless = {None, "policies", "draft", "form", "verify"}
    for path in TRANSCRIPTS:
        for command in recorded(path):
            fixed = "--now" in command.line or "--today" in command.line or "--help" in command.line
            assert fixed or command.name in clockless or command.code in (2, 3), command.line


def test_nothing_of_this_machine_is_recorded():
    for path in TRANSCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert "/tmp/" not in text and "Traceback" not in text


def test_rendering_is_the_inverse_of_parsing():
    text = "## Said.\n# fill a.xlsx\n\n$ huifang --today 2026-11-20 plan\none\ntwo\n[exit 1]\n"
    assert render(parse(text)) == text


@pytest.mark.parametrize("text", ["loose words\n", "$ huifang plan\nnever ends\n"])
def test_a_malformed_transcript_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


def test_the_player_notices_a_difference(tmp_path):
    text = "$ huifang --version\nhuifang 0.0.0\n[exit 0]\n"
    assert replay(text, tmp_path) != text


def test_an_unknown_happening_is_refused(tmp_path):
    assert "explode" not in HAPPENINGS
    with pytest.raises(KeyError):
        replay("# explode\n", tmp_path)


def test_json_is_folded_without_loss():
    line = '{"files": [' + ", ".join(f'{{"file": "{n}.xlsx"}}' for n in range(9)) + '], "note": null}\n'
    folded = fold_json(f"before\n{line}")
    assert len(folded.splitlines()) == 15
    found = printed_json(Command("huifang plan", folded, 0))
    assert found["files"][8] == {"file": "8.xlsx"} and found["note"] is None


def test_shapes_name_every_key_once():
    shape = merged_shape([{"a": 1, "b": []}, {"b": [{"c": 1}, {"d": [1]}]}])
    assert shape_text(shape) == '{\n  "a",\n  "b": [{"c", "d": […]}]\n}'

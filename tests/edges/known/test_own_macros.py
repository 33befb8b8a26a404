"""A project of ours is known again however Excel stores it; whatever else it says makes it somebody else's."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huifang.edges.known import own_macros
from huifang.edges.known.own_macros import AGENT, CONSOLE, binary, fingerprint, is_ours
from huifang.edges.known.vba_project import MAX_PROJECT_BYTES, decompressed, modules
from huifang.edges.marking.plain_copy import is_active
from huifang.edges.reading.active_content import active_parts
from places import ROOT
from tools import require_package

PROJECTS = (AGENT, CONSOLE)
SHELL = 'Attribute VB_Name = "More"\nOption Explicit\nPublic Sub More()\n    Shell "calc"\nEnd Sub\n'
Texts = dict[str, str]


def changed(project: str, change: Callable[[Texts], Texts]) -> bytes:
    require_package("pyopenvba")
    from build_macros import built, texts

    return built(change(texts(project)))


def each(change: Callable[[str], str]) -> Callable[[Texts], Texts]:
    """The change of texts, below their first two lines."""

    def of_all(texts: Texts) -> Texts:
        parts = {name: text.split("\n", 2) for name, text in texts.items()}
        return {name: "\n".join([*lines[:2], change(lines[2])]) for name, lines in parts.items()}

    return of_all


@pytest.mark.parametrize("project", PROJECTS)
def test_it_is_known_as_it_is_built(project: str) -> None:
    assert is_ours(binary(project))
    assert {name.lower() for name in modules(binary(project))} >= {"declared", "thisworkbook"}


AS_THE_EDITOR_LIKES_IT = {
    "blanks": each(lambda text: text.replace("    ", "  ").replace(" & ", "  &  ") + "\n\n"),
    "letters": each(lambda text: re.sub(r"\b(Sub|End|Dim)\b(?=[^\"'\n]*\n)", lambda word: word[0].upper(), text)),
    "one more sheet": lambda texts: {**texts, "Sheet99.cls": 'Attribute VB_Name = "Sheet99"\nOption Explicit\n\n'},
    "a module without a word": lambda texts: {**texts, "More.bas": 'Attribute VB_Name = "More"\nOption Explicit\n'},
}


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("how", AS_THE_EDITOR_LIKES_IT)
def test_it_is_known_as_the_editor_stores_it(project: str, how: str) -> None:
    stored = changed(project, AS_THE_EDITOR_LIKES_IT[how])
    assert stored != binary(project) and is_ours(stored)


SAYS_OTHERWISE = {
    "one more module": lambda texts: {**texts, "More.bas": SHELL},
    "code behind one more sheet": lambda texts: {**texts, "Sheet99.cls": SHELL.replace("More", "Sheet99")},
    "a module less": lambda texts: {name: text for name, text in texts.items() if name != "Declared.bas"},
    "a text of another case": each(lambda text: re.sub(r'"[^"\n]*"', lambda said: said[0].swapcase(), text)),
    "a remark": each(lambda text: text + "'\n"),
    "one more line": each(lambda text: text.replace("End Sub", 'Shell "calc"\nEnd Sub')),
}


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("how", SAYS_OTHERWISE)
def test_what_says_something_else_is_foreign(project: str, how: str) -> None:
    foreign = changed(project, SAYS_OTHERWISE[how])
    assert not is_ours(foreign) and fingerprint(foreign)


def test_a_reference_to_another_workbook_is_foreign() -> None:
    """Excel would open that workbook, and run what is in it."""
    require_package("pyopenvba")
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress

    container = CFB.from_bytes(binary(AGENT))
    directory = decompressed(container.get_stream_in_storage("VBA", "dir"))
    assert is_ours(container.to_bytes())
    at = directory.index(b"\x0f\x00\x02\x00\x00\x00")  # the number of modules: before it stand the references
    referring = directory[:at] + b"\x0e\x00\x00\x00\x00\x00" + directory[at:]
    container.write_stream_in_storage("VBA", "dir", compress(referring))
    assert not is_ours(container.to_bytes())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"macro",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        binary(AGENT)[:-4000],
        bytes(MAX_PROJECT_BYTES + 1),
    ],
    ids=["nothing", "no container", "an empty container", "cut", "too large"],
)
def test_what_cannot_be_read_is_foreign(broken: bytes) -> None:
    assert not is_ours(broken)


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_project_is_ours_or_not_and_never_an_error(data: st.DataObject) -> None:
    content = bytearray(binary(data.draw(st.sampled_from(PROJECTS))))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
        content[at] = data.draw(st.integers(0, 255))
    assert is_ours(bytes(content)) in (True, False)


@given(st.binary(max_size=9000) | st.text("ab号\r\n ", max_size=9000).map(str.encode))
@settings(max_examples=40)
def test_what_another_program_packs_is_unpacked(content: bytes) -> None:
    require_package("pyopenvba")
    from pyopenvba.vba import compress

    assert decompressed(compress(content)) == content


def test_what_would_give_too_much_is_not_unpacked() -> None:
    """One sign, and then the same again and again."""
    chunk = bytes([0b00000010]) + b"a" + (0x0FFC).to_bytes(2, "little")
    packed = b"\x01" + ((len(chunk) - 1) | 0xB000).to_bytes(2, "little") + chunk
    assert set(decompressed(packed)) == {ord("a")}
    with pytest.raises(ValueError, match="too large"):
        decompressed(packed, 100)


def test_a_project_of_an_earlier_release_stays_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = changed(AGENT, SAYS_OTHERWISE["one more line"])
    for name in ("agent.bin", "console.bin"):
        shutil.copy(ROOT / "macros" / name, tmp_path)
    (tmp_path / "former.txt").write_text(f"# One a line.\n{fingerprint(earlier)}  # agent 0.1.0\n", encoding="utf-8")
    monkeypatch.setattr(own_macros, "files", lambda _: tmp_path)
    monkeypatch.setattr(own_macros, "_known", own_macros._known.__wrapped__)
    assert is_ours(earlier) and is_ours(changed(CONSOLE, AS_THE_EDITOR_LIKES_IT["blanks"]))
    assert is_ours(earlier, AGENT) and not is_ours(earlier, CONSOLE)
    assert not is_ours(changed(AGENT, SAYS_OTHERWISE["one more module"]))


def test_former_releases_are_listed_by_their_fingerprints() -> None:
    require_package("pyopenvba")
    from build_macros import release_lines

    kept = (ROOT / "macros" / "former.txt").read_text(encoding="utf-8")
    lines = (kept + release_lines()).splitlines()
    assert lines[-2].startswith(fingerprint(binary(AGENT))) and lines[-1].startswith(fingerprint(binary(CONSOLE)))
    assert all(re.fullmatch(r"#.*|[0-9a-f]{64}  # (agent|console) \S+", line) for line in lines)


@pytest.mark.parametrize(("content", "told"), [(binary(AGENT), ()), (binary(CONSOLE), ("宏",)), (b"macro", ("宏",))])
def test_people_are_told_of_foreign_macros_only(content: bytes, told: tuple[str, ...]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/vbaProject.bin", content)
    with zipfile.ZipFile(stream) as package:
        assert active_parts(package, has_dde=False) == told
    assert is_active(stream.getvalue())  # to others none of them go

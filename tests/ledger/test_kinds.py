"""What older and newer releases wrote in the journal, for every kind of entry alike."""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from huifang.ledger.folding import apply
from huifang.ledger.formats import Format, NewerFormat, canonical
from huifang.ledger.journal import Entry, next_entry, parse_chain, to_line
from huifang.ledger.kinds import KINDS, said_by
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import KeptFinding
from huifang.ledger.state import State
from places import DATA

#: Every kind that release 0.1.0 knew.
OF_0_1_0 = {
    "office", "version", "plan", "submission", "settled", "correction", "arrival", "sheet-withdrawn", "plan-withdrawn",
    "declined", "report", "ledger", "frame", "draw", "import", "complaints", "heard", "marked", "container",
}  # fmt: skip
SENTENCE = "由较新的版本写成，请先升级 huifang。"


def frozen_journals() -> Iterator[bytes]:
    """The journals of offices that release 0.1.0 left."""
    for path in sorted((DATA / "releases" / "0.1.0").glob("*.zip")):
        with zipfile.ZipFile(path) as package:
            yield package.read("office/.huifang/journal.jsonl")


JOURNALS = [*frozen_journals()]
FROZEN: dict[str, list[Entry]] = {}
for content in JOURNALS:
    for written in parse_chain(content).entries:
        FROZEN.setdefault(written.kind, []).append(written)
OLD_KINDS = [kind for kind in KINDS if kind.KIND in FROZEN]


def data_of(entry: Entry) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(bytes(entry.data))
    return read


def with_data(entry: Entry, data: Any) -> Entry:
    return replace(entry, data=msgspec.Raw(canonical(data)))


def every_kind(name: str) -> Any:
    return pytest.mark.parametrize(name, OLD_KINDS, ids=lambda kind: kind.KIND)


def test_every_kind_of_0_1_0_is_tried_here() -> None:
    assert FROZEN.keys() == OF_0_1_0 and {kind.KIND for kind in OLD_KINDS} == OF_0_1_0
    assert len({kind.KIND for kind in KINDS}) == len({kind.FORMAT.name for kind in KINDS}) == len(KINDS)


def test_lines_of_0_1_0_are_written_as_they_were() -> None:
    """They name neither release nor version, and their chain holds."""
    for content in JOURNALS:
        chain = parse_chain(content)
        assert chain.broken_at is None and b"".join(map(to_line, chain.entries)) == content
        assert {(entry.release, entry.version) for entry in chain.entries} == {("0.1.0", 1)}


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    """Without what says the same as a key that is not there."""
    return {key: value for key, value in data.items() if value not in (None, {}, [])}


@every_kind("kind")
def test_what_0_1_0_wrote_is_read_and_nothing_of_it_is_lost(kind: type[Said]) -> None:
    for entry in FROZEN[kind.KIND]:
        said = said_by(entry)
        assert type(said) is kind
        assert _without_nothing(json.loads(canonical(said))) == _without_nothing(data_of(entry))
        apply(State(), entry, said)


@every_kind("kind")
def test_what_is_written_is_read_the_same(kind: type[Said]) -> None:
    for entry in FROZEN[kind.KIND]:
        said = said_by(entry)
        now = next_entry(None, entry.at, kind.KIND, said, "0.2.0", kind.FORMAT.version)
        (read,) = parse_chain(to_line(now)).entries
        assert read == now and said_by(read) == said
        assert (read.release, read.version) == ("0.2.0", kind.FORMAT.version)


@every_kind("kind")
def test_a_field_more(kind: type[Said]) -> None:
    """The next release adds a field: it reads what this one wrote, and this one refuses what it writes."""
    field = ("said_since", str, "as before")
    newer: Any = msgspec.defstruct("Newer", [field], bases=(kind,), frozen=True, kw_only=True)
    entry = FROZEN[kind.KIND][0]
    assert newer.read(entry.data, entry.version).said_since == "as before"
    told = newer.read(canonical({**data_of(entry), "said_since": "something"}), 1)
    with pytest.raises(NewerFormat) as refused:
        said_by(with_data(entry, told))
    assert str(refused.value) == f"日志第 {entry.seq} 条({kind.FORMAT.name}){SENTENCE}"


@every_kind("kind")
def test_a_field_more_within(kind: type[Said]) -> None:
    """The same in whatever is listed in it."""
    for entry in FROZEN[kind.KIND]:
        data = data_of(entry)
        for listed in data.values():
            if isinstance(listed, list) and listed and isinstance(listed[0], dict):
                listed[0]["said_since"] = 1
                with pytest.raises(NewerFormat):
                    said_by(with_data(entry, data))
                del listed[0]["said_since"]


@every_kind("kind")
def test_a_version_more(kind: type[Said]) -> None:
    entry = replace(FROZEN[kind.KIND][0], v=kind.FORMAT.version + 1)
    with pytest.raises(NewerFormat, match=SENTENCE):
        said_by(entry)


@every_kind("kind")
def test_a_step_from_the_version_before(kind: type[Said]) -> None:
    def renamed(body: Any) -> Any:
        return {new: body["x" if new == first else new] for new in (first, *body) if new != "x"}

    entry = FROZEN[kind.KIND][0]
    data = data_of(entry)
    first = next(iter(data))
    newer = type("Newer", (kind,), {"FORMAT": Format(kind.FORMAT.name, (*kind.FORMAT.steps, renamed))})
    before = canonical({"x": data[first], **{key: value for key, value in data.items() if key != first}})
    lifted = newer.read(before, kind.FORMAT.version)
    assert canonical(lifted) == canonical(said_by(entry)) and newer.FORMAT.version == kind.FORMAT.version + 1


@every_kind("kind")
def test_what_it_does_not_say(kind: type[Said]) -> None:
    """Whoever forges a line with a hash that fits is not answered by a traceback."""
    for data in ({}, [], 7, {**data_of(FROZEN[kind.KIND][0]), "cells": 1}):
        with pytest.raises(ValueError, match="内容不完整。请用 huifang restore 恢复"):
            said_by(with_data(FROZEN[kind.KIND][0], data))
    with pytest.raises(ValueError, match="内容不完整"):
        said_by(replace(FROZEN[kind.KIND][0], data=msgspec.Raw(b'{"\xff": 1}')))


def test_a_kind_more() -> None:
    with pytest.raises(NewerFormat) as refused:
        said_by(next_entry(None, "2026-11-20 09:00", "handover", {"from": "A01"}, "0.3.0", 1))
    assert str(refused.value) == f"日志第 1 条{SENTENCE}"


def test_a_key_more_in_the_line() -> None:
    """The chain holds, but nobody here knows what the line says."""
    first = next_entry(None, "2026-11-20 09:00", "container", {"file": "a.zip"}, "0.3.0", 1)

    class Longer(Entry, frozen=True, kw_only=True, omit_defaults=True):
        signed: str

    line = canonical(Longer(**{key: getattr(first, key) for key in Entry.__struct_fields__}, signed="x")) + b"\n"
    from huifang.ledger.journal import _hash_of_line

    line = line.replace(first.hash.encode(), _hash_of_line(line)[1].encode())
    chain = parse_chain(line)
    assert chain.broken_at is None
    with pytest.raises(NewerFormat, match=SENTENCE):
        said_by(chain.entries[0])
    second = next_entry(chain.entries[0], "2026-11-20 09:00", "container", {"file": "b.zip"}, "0.3.0", 1)
    assert parse_chain(line + to_line(second)).broken_at is None


def test_a_finding_is_kept_whole() -> None:
    kept = [finding for entry in FROZEN["submission"] for sheet in said_by(entry).sheets for finding in sheet.findings]  # type: ignore[attr-defined]
    assert kept and all(KeptFinding.of(one.finding, one.file) == one for one in kept)

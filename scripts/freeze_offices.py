"""Freeze one small office of every preset, as the installed release makes it: ``python freeze_offices.py OUT_DIR``.

Everything is done through the command line and by typing into workbooks with openpyxl, as an office would. Each office
lives through one period and a part of the next, and is written as ``OUT_DIR/<preset>.zip``:

* ``office/``: the folder, without locks and without the kept calendar (its name depends on the machine).
* ``expected.json``: release, preset, periods, the clock to go on at, and what the read-only commands said then;
  ``copies`` names the files that are to be made as copies of others (archived versions and the like).

The same release, libraries and temporary folder give the same bytes again: the number of an office is made from the
path that it was founded at, and every file that is typed into here gets a fixed time.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from freezing.life import play
from freezing.packing import expected, foreign, members, pack, require_what_it_is_for
from freezing.plays import PLAYS
from freezing.typed import run
from huifang.ledger.kinds import KINDS as STORED

#: Every kind of journal entry that this release can write: all of them must occur in some office.
KINDS = tuple(kind.KIND for kind in STORED)


def freeze(preset: str, out: Path) -> tuple[int, set[str]]:
    """Make the preset's office and write it; its size and the kinds of its journal's entries."""
    base = Path(tempfile.gettempdir()) / "huifang-frozen" / preset
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    office = play(base / "office", preset)
    wanted = expected(office, base / "scratch")
    content, wanted["copies"] = members(office)
    content["expected.json"] = json.dumps(wanted, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    assert not (found := list(foreign(content, base))), (preset, found[:5])
    folders = [f"office/{p.relative_to(office.root).as_posix()}/" for p in office.root.rglob("*") if p.is_dir()]
    target = out / f"{preset}.zip"
    pack(target, content, folders)
    require_what_it_is_for(office, wanted)
    kinds = {entry["kind"] for entry in office.journal()}
    shutil.rmtree(base)
    return target.stat().st_size, kinds


def main(out: Path, only: Sequence[str]) -> None:
    """Freeze every preset, or those named; say what came of it."""
    out.mkdir(parents=True, exist_ok=True)
    presets = [one["preset"] for one in run("policies").data["policies"]]
    assert set(presets) == set(PLAYS), set(presets) ^ set(PLAYS)
    by_kind: dict[str, list[str]] = {}
    total = 0
    for preset in only or presets:
        size, kinds = freeze(preset, out)
        total += size
        print(f"{preset:22}{size:>9,}", flush=True)
        for kind in kinds:
            by_kind.setdefault(kind, []).append(preset)
    print(f"{'total':22}{total:>9,}\n")
    for kind in (*KINDS, *sorted(by_kind.keys() - set(KINDS))):
        mine = by_kind.get(kind, [])
        print(f"{kind:16} {'all' if len(mine) == len(presets) else ', '.join(mine)}")
    if not only:
        assert not (missing := set(KINDS) - by_kind.keys()), missing


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

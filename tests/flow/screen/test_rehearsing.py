"""What a run would do is found out in a copy: it is what the run does then, and the office does not change by it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from days_made import complaint_day, report_day
from huifang.edges.store.lock import writing
from huifang.edges.store.mirror import fingerprint, mirrored
from huifang.edges.store.office import Office
from huifang.flow.screen import rehearsing
from huifang.flow.screen.rehearsing import BELIEVED, Rehearsals, Rehearsed, rehearse
from office import DUE_DAY, TestOffice, planned_office, snapshot

NOW = datetime(2026, 11, 24, 17, 0)


def lying(office: TestOffice) -> dict[str, tuple[int, bytes]]:
    """Every file of the office: when it was changed, and its bytes."""
    files = (path for path in sorted(office.root.rglob("*")) if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "now", "wanted"),
    [
        (report_day, DUE_DAY, {"collect", "seal", "report", "letters"}),
        (complaint_day, "2026-11-06 11:00", {"major", "complaints", "letters"}),
    ],
    ids=["report day", "complaint day"],
)
def test_it_is_what_the_run_does_then_and_changes_nothing(
    made: Callable[[Path], TestOffice], now: str, wanted: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, aside = made(tmp_path), tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    before, outside = lying(office), snapshot(tmp_path)
    rehearsed = rehearse(Office(office.root), datetime.strptime(now, "%Y-%m-%d %H:%M"))
    assert lying(office) == before and snapshot(tmp_path) == outside and not [*aside.iterdir()]
    done = office.run("run", now=now).data["steps"]
    assert [*rehearsed.steps] == done and wanted <= {step["step"] for step in done}


def test_why_nothing_could_be_done_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = planned_office(tmp_path)
    said: list[tuple[str, ...]] = []

    def refused(*words: str, seconds: int) -> dict[str, Any]:
        said.append(words)
        return {"error": "制度里没有“基本”。", "reason_code": "Y821"}

    monkeypatch.setattr(rehearsing, "run_itself", refused)
    assert rehearse(Office(office.root), NOW).refused == "制度里没有“基本”。"
    ((option, folder, *rest),) = said
    assert option == "-C" and Path(folder).name == office.root.name and not Path(folder).exists()
    assert rest == ["--now", "2026-11-24 17:00", "run"]  # no --mail: nothing is sent


def test_where_there_are_no_links_the_copy_has_files_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = planned_office(tmp_path)

    def refuse(*_: Any) -> None:
        raise OSError(1, "no links here")

    for linking in (True, False):
        if not linking:
            monkeypatch.setattr(Path, "hardlink_to", refuse)
        before = lying(office)
        with mirrored(Office(office.root)) as copy:
            assert snapshot(copy.root) == snapshot(office.root)
            archived = next(path for path in copy.path("归档").rglob("*.xlsx"))
            assert (archived.stat().st_nlink > 1) == linking
            for name in ("客户资料库.xlsx", ".huifang/journal.jsonl"):  # a register, and what is written in place
                with copy.path(name).open("ab") as file:
                    file.write(b"x")
        assert lying(office) == before and not copy.root.exists()


def test_a_change_is_seen_by_the_fingerprint(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    seen = [fingerprint(Office(office.root))]
    for name in ("收件箱/表.xlsx", "发件箱/信.eml", "人员.xlsx", ".huifang/journal.jsonl"):
        with office.path(name).open("ab") as file:
            file.write(b"x")
        seen.append(fingerprint(Office(office.root)))
    office.path("收件箱/表.xlsx").unlink()
    assert len({*seen, fingerprint(Office(office.root))}) == len(seen) + 1
    office.path("日志").mkdir(exist_ok=True)
    office.path("日志/2026-11.txt").write_text("x")  # decides nothing
    office.path(".huifang/cache/copy.json").write_text("{}")
    assert fingerprint(Office(office.root)) == fingerprint(Office(office.root)) != seen[-1]


class Slowly:
    """Rehearsals that take as long as a test wants."""

    def __init__(self) -> None:
        self.go_on, self.begun = Event(), 0

    def __call__(self, office: Office, now: datetime) -> Rehearsed:
        self.begun += 1
        of = fingerprint(office)
        assert self.go_on.wait(10)
        return Rehearsed(at=now, of=of, steps=({"step": f"{self.begun}"},))


def test_there_are_never_two_at_once_and_what_is_not_true_any_more_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, slowly = planned_office(tmp_path), Slowly()
    monkeypatch.setattr(rehearsing, "rehearse", slowly)
    looks = Rehearsals(Office(office.root))
    for _ in range(3):
        look = looks.look(NOW)
        assert look.rehearsed is None and look.is_looking and not look.is_held
    assert slowly.begun == 1
    slowly.go_on.set()
    looks.wait(10)
    look = looks.look(NOW + timedelta(minutes=1))
    assert look.rehearsed and look.rehearsed.steps == ({"step": "1"},) and not look.is_looking and slowly.begun == 1
    slowly.go_on.clear()
    later = NOW + BELIEVED + timedelta(minutes=1)
    aged = looks.look(later)  # told, and looked at again
    assert aged.rehearsed == look.rehearsed and aged.is_looking and slowly.begun == 2
    slowly.go_on.set()
    looks.wait(10)
    office.path("收件箱/表.xlsx").write_bytes(b"x")
    slowly.go_on.clear()
    changed = looks.look(later)
    assert changed.rehearsed is None and changed.is_looking
    slowly.go_on.set()
    looks.wait(10)
    assert slowly.begun == 3


def test_it_waits_for_a_run_that_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office, slowly = Office(planned_office(tmp_path).root), Slowly()
    monkeypatch.setattr(rehearsing, "rehearse", slowly)
    looks = Rehearsals(office)
    with writing(office, NOW):
        look = looks.look(NOW)
    assert look.is_held and look.is_looking and slowly.begun == 0

"""What an office cannot do because of its own files, by the code of the reason."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from huifang.edges.arriving.arrivals import Arrival, find_arrivals
from huifang.edges.books.hidden_record import HiddenRecord
from huifang.edges.known.presets import load_preset
from huifang.edges.store import journal_file, lock
from huifang.edges.store.customer_cache import CachedCustomers
from huifang.edges.store.files import read_bytes, write_bytes
from huifang.edges.store.lock import Holder, writing
from huifang.edges.store.losses import WITNESSES
from huifang.edges.store.office import JOURNAL, UNFINISHED, Office
from huifang.edges.system import scheduling
from huifang.flow.aftermath import marking_settled, passing_on
from huifang.flow.forms.handing_out import hand_out_blanks
from huifang.flow.intake import collecting, dropping, reading
from huifang.flow.intake.dropping import drop
from huifang.flow.intake.judging import context_of
from huifang.flow.keeping.restoring import restore
from huifang.flow.moving_in.founding import found_office
from huifang.flow.moving_in.importing import target_of
from huifang.flow.office.desk import Desk
from huifang.flow.scheduling import scheduled_run
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import said_by
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from office import NOW, PERIOD, PLANNED, TestOffice, edited

MOMENT = datetime.fromisoformat(NOW)
Provoke = Callable[[TestOffice], object]


def desk_of(office: TestOffice) -> Desk:
    return Desk(Office(office.root), MOMENT)


def ran(office: TestOffice, *arguments: str | Path, now: str = NOW) -> list[str]:
    """The code that the command line says, with exit code 3."""
    outcome = office.run(*arguments, now=now)
    assert outcome.code == 3 and outcome.data["error"] in outcome.err
    return [outcome.data["reason_code"]]


@contextmanager
def failing(target: Any, name: str, error: OSError) -> Iterator[None]:
    """That function always fails so, and nobody waits until it may not."""

    def fail(*_: object, **__: object) -> None:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, fail)
        patch.setattr(time, "sleep", lambda _: None)
        yield


@contextmanager
def dying_workers(office: TestOffice) -> Iterator[reading._Workers]:
    """Workers that are gone when they are asked; that one can go is shown in tests/flow/intake/test_workers.py."""

    class Gone:
        def __init__(self, _: Desk) -> None: ...
        def send(self, _: object) -> None: ...
        def stop(self) -> None: ...
        def answer(self) -> object:
            raise reading._Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_Worker", Gone)
        yield reading._Workers(desk_of(office))


def job_of(path: Path) -> reading.Errand:
    return reading._job(Arrival(path=path, shown=path.name, from_inbox=False))


def not_allowed(office: TestOffice) -> None:
    with failing(Path, "replace", PermissionError(13, "not allowed")):
        write_bytes(office.path("新.xlsx"), b"")


def refused_unexpectedly(office: TestOffice) -> list[str]:
    def refused(_: Desk) -> None:
        raise OSError(36, "File name too long", "很长的名字.xlsx")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collecting, "write_back", refused)
        return ran(office, "collect")


def disk_full(office: TestOffice) -> None:
    with failing(Path, "replace", OSError(28, "disk full")):
        write_bytes(office.path("新.xlsx"), b"")


def open_elsewhere(office: TestOffice) -> None:
    office.path("~$人员.xlsx").write_bytes(b"")
    write_bytes(office.path("人员.xlsx"), b"")


def held(office: TestOffice) -> list[str]:
    holder = Holder(host="别的电脑", user="某人", pid=1, since=NOW)
    office.path(".huifang/lock").write_bytes(holder.to_json())
    return ran(office, "collect")


def held_again_and_again(office: TestOffice) -> None:
    """The lock of a run that died comes back as soon as it is taken away."""
    holder = Holder(host=socket.gethostname(), user="某人", pid=2**22 + 1, since=NOW)
    office.path(".huifang/lock").write_bytes(holder.to_json())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock, "_move_away", lambda *_: None)
        with writing(Office(office.root), MOMENT):
            pass


def without_folder(office: TestOffice) -> None:
    with writing(Office(office.root / "没有"), MOMENT):
        pass


def changed_journal(office: TestOffice) -> list[str]:
    path = office.path(JOURNAL)
    path.write_bytes(path.read_bytes().replace(b'"seq":1', b'"seq":7', 1).replace(b'"seq": 1', b'"seq": 7', 1))
    return ran(office, "collect")


def journal_on_a_full_disk(office: TestOffice) -> list[str]:
    with failing(os, "fsync", OSError(28, "disk full")):
        journal = journal_file.Journal(Office(office.root))
        journal.append(MOMENT, said_by(journal.entries[-1]))
    return []


def journal_of_somebody_else(office: TestOffice) -> None:
    journal = journal_file.Journal(Office(office.root))
    office.run("plan", now=PLANNED)
    assert office.correct(("提交", "T0001", "整表", None, "撤销", "B01", "重交")).data["applied"] == 1
    journal.append(MOMENT, said_by(journal.entries[-1]))


def overwritten_archive(office: TestOffice) -> None:
    path = next(office.path("归档/提交").rglob("T0001-*.xlsx"))
    write_bytes(path, b"other")


def edited_segment(office: TestOffice) -> list[str]:
    path = next(office.path(".huifang/segments").iterdir())
    path.write_bytes(path.read_bytes() + b" ")
    return ran(office, "report", "--period", PERIOD)


def unfinished(office: TestOffice) -> list[str]:
    office.path(JOURNAL).unlink()
    office.path(UNFINISHED).touch()
    return ran(office, "check")


def lost(office: TestOffice, *arguments: str, and_witnesses: bool = False) -> list[str]:
    """The journal is gone."""
    for path in (JOURNAL, *(WITNESSES if and_witnesses else ())):
        office.path(path).unlink()
    return ran(office, *arguments)


def backed_up_twice(office: TestOffice) -> list[str]:
    target = office.outside / "备份.zip"
    assert office.run("backup", target).code == 0
    return ran(office, "backup", target)


def no_backup(office: TestOffice) -> list[str]:
    file = office.filled()
    return ran(office, "restore", file, office.outside / "新")


def second_journal(office: TestOffice) -> list[str]:
    shutil.copy(office.path(JOURNAL), office.path(f"{JOURNAL.removesuffix('.jsonl')}-PC.jsonl"))
    return ran(office, "collect")


def spoiled_cache(office: TestOffice) -> None:
    path = office.path("坏.db")
    path.write_bytes(b"x" * 5000)
    len(CachedCustomers(path))


def without_files(office: TestOffice, pattern: str, *arguments: str | Path) -> list[str]:
    """Files that are gone, and a command that needs them."""
    gone = [*office.root.glob(pattern)]
    assert gone
    for path in gone:
        path.unlink()
    return ran(office, *arguments)


def altered_frame(office: TestOffice) -> list[str]:
    late = "2026-12-01 09:00"
    assert office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "1", now=late).code in (0, 1)
    (frame,) = [path for path in office.root.rglob("*.json*") if "抽查" in str(path) or "frame" in str(path)]
    frame.write_bytes(frame.read_bytes() + b" ")
    return ran(office, "spotcheck", "draw", "--period", PERIOD, "--seed", "1", now=late)


def changed_in_the_meantime(office: TestOffice) -> None:
    desk = desk_of(office)
    desk.shelf.hash(CUSTOMERS.workbook)
    with edited(office.path(CUSTOMERS.workbook)) as book:
        book[CUSTOMERS.name]["A2"].value = "K9999"
    desk.edit_register(CUSTOMERS, (), {"A3": "x"})


def worker_after_worker(office: TestOffice) -> None:
    job = job_of(office.filled("A03"))
    with dying_workers(office) as workers:
        for _ in range(reading.MAX_DEATHS):
            workers._read_alone(job)


def lacking_a_sheet(office: TestOffice, then: Callable[[], object]) -> object:
    with edited(office.path(CUSTOMERS.workbook)) as book:
        del book[CUSTOMERS.name]
    return then()


def lacking_the_mark(office: TestOffice) -> None:
    header = CUSTOMERS.by_key["major_mark"].header
    with edited(office.path(CUSTOMERS.workbook)) as book:
        (cell,) = (cell for cell in book[CUSTOMERS.name][1] if cell.value == header)
        book[CUSTOMERS.name].delete_cols(cell.column)
    marking_settled._write(desk_of(office), ("K0001",), {})


def handed_out_twice(office: TestOffice) -> None:
    for _ in range(2):
        hand_out_blanks(office.outside, load_preset("sales-ten-day"))


def not_whole(_: TestOffice) -> None:
    said_by(Entry(seq=1, at=NOW, kind="submission", data=msgspec.Raw(b"{}"), prev="", hash="", v=1))


def no_task_scheduler(office: TestOffice) -> None:
    """Windows, whose own program is not there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.platform", "win32")
        patch.setenv("PATH", str(office.outside))
        scheduling.install(scheduled_run(desk_of(office)), MOMENT.date())


def too_many_dropped(office: TestOffice) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dropping, "MAX_FILES", 1)
        return drop(Office(office.root), [office.root / "制度.xlsx", office.root / "人员.xlsx"])


OFFICES: dict[str, Provoke] = {
    "Y840": refused_unexpectedly,
    "Y801": not_allowed,
    "Y802": disk_full,
    "Y803": lambda office: read_bytes(office.path("没有.xlsx")),
    "Y804": lambda office: read_bytes(office.root),
    "Y805": open_elsewhere,
    "Y806": lambda office: ran(office, "-C", office.root.parent, "check"),
    "Y807": held,
    "Y808": without_folder,
    "Y809": held_again_and_again,
    "Y810": lambda _: HiddenRecord.from_json('{"v": 99}'),
    "Y811": changed_journal,
    "Y812": journal_on_a_full_disk,
    "Y813": second_journal,
    "Y814": spoiled_cache,
    "Y815": lambda office: without_files(office, ".huifang/issued/*", "collect", office.filled("A03")),
    "Y816": lambda office: without_files(office, ".huifang/segments/*", "report", "--period", PERIOD),
    "Y362": too_many_dropped,
    "Y363": lambda office: drop(Office(office.root), [office.root]),
    "Y817": lambda office: list(find_arrivals(Office(office.root), [Path("没有.xlsx")])),
    "Y818": lambda office: ran(office, "correct", office.filled()),
    "Y819": altered_frame,
    "Y820": changed_in_the_meantime,
    "Y821": lambda office: lacking_a_sheet(office, lambda: ran(office, "plan", now=PLANNED)),
    "Y822": worker_after_worker,
    "Y823": lambda office: context_of(desk_of(office), "A01", "2020-01上旬"),
    "Y824": lambda office: lacking_a_sheet(office, lambda: target_of(desk_of(office), CUSTOMERS)),
    "Y825": lacking_the_mark,
    "Y826": lambda office: passing_on._append(desk_of(office), COMPLAINTS, ()),
    "Y827": lambda office: found_office(office.root, load_preset("sales-ten-day"), MOMENT),
    "Y828": handed_out_twice,
    "Y829": not_whole,
    "Y830": overwritten_archive,
    "Y831": journal_of_somebody_else,
    "Y832": edited_segment,
    "Y833": lambda office: lost(office, "run"),
    "Y834": lambda office: lost(office, "resume", "--by", "B01", "--why", "x", and_witnesses=True),
    "Y835": unfinished,
    "Y836": backed_up_twice,
    "Y837": no_backup,
    "Y860": lambda office: ran(office, "run", "--schedule", "--install"),
    "Y861": no_task_scheduler,
    "Y838": lambda office: restore(office.outside / "备份.zip", office.path("归档/新")),
}

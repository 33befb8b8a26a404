"""How often do the checks find who makes up calls, and how often do they suspect who does not?

    PYTHONPATH=tests/support python tests/bench/audit.py [--tuning] [--runs N] [--write]

Simulated offices (``tests/support/sheets_simulated.py``, ``customers_simulated.py``, ``phone_made.py``) are compared,
judged, reconciled and looked through by the product's own functions. Prints Markdown tables, in Chinese, as they stand
in ``docs/audit.md``; ``--write`` puts them there. ``--tuning`` takes the habits and seeds that thresholds were found
with; the printed figures come of others.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path
from random import Random

import sheets_simulated
import signals_tried
from customers_simulated import (
    CUSTOMERS,
    REPORTED,
    TUNING,
    Cheating,
    Setting,
    forgetting_in,
    found_in,
    history,
    with_lists,
    without_lists,
)
from huifang.decisions.audit.audited import Agreement
from huifang.decisions.audit.matching import NumberIndex, ReportedCall, reconcile
from huifang.edges.store.files import digest
from huifang.edges.store.losses import WITNESSES
from huifang.edges.store.office import Office
from huifang.edges.store.segments import read_segment, to_parquet
from huifang.flow.audit.verifying import verify
from huifang.ledger.journal import next_entry, to_line
from huifang.ledger.records import COLUMNS, CallRecord, columns_of
from huifang.tables.options import CONNECTED
from office import TestOffice, change, collected_office
from phone_made import BILLS, phone_lines
from sheets_simulated import CHEATS, Rows, called, shared

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "audit.md"
BEGIN, END = "<!-- 模拟 -->\n", "<!-- 模拟完 -->"
YEAR = 36
EDITS = 60


def share(hits: int, of: int) -> str:
    return f"{100 * hits / of:.1f}%"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    marks = ["---", *("---:" for _ in header[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, marks, *rows))


# --- spot checks


def honest(setting: Setting, runs: int) -> Iterator[Sequence[str]]:
    """A year of honest offices, an agent of each habit: how many were to be reviewed, without call records and with."""
    rng = Random(setting.seed)
    names = [habit.name for habit in setting.sheets.habits]
    flagged = {name: [0, 0] for name in names}
    told: dict[str, list[int]] = {name: [0, 0, 0] for name in names}
    for _ in range(runs):
        office = {habit.name: history(rng, setting, habit, YEAR) for habit in setting.sheets.habits}
        for is_listed, kept in enumerate((without_lists(office), with_lists(office))):
            forgetting = forgetting_in(kept)
            for name, year in kept.items():
                flagged[name][is_listed] += found_in(year, forgetting) is not None
        for name, year in office.items():
            agreements = [call.agreement for period in year for call in period.calls]
            counts = (agreements.count(Agreement.AGREES), agreements.count(Agreement.DIFFERS), len(agreements))
            told[name] = [before + count for before, count in zip(told[name], counts, strict=True)]
    for name in names:
        agreed, differed, rung = told[name]
        flags = (share(hits, runs) for hits in flagged[name])
        yield name, share(differed, agreed + differed), f"{rung / runs / YEAR:.1f}", *flags
    sums = [sum(flagged[name][is_listed] for name in names) for is_listed in (0, 1)]
    yield "合计", "", "", *(share(hits, runs * len(names)) for hits in sums)


def cheats(setting: Setting, runs: int) -> Iterator[Sequence[str]]:
    """One agent who cheats among four who do not: found by the checks alone within 3, 6 and 12 periods."""
    rng = Random(setting.seed + 1)
    asked: list[tuple[str, float, Cheating]] = [
        ("编造的通话", part, _of(CHEATS["编造的通话"], part)) for part in (0.2, 0.3, 0.5)
    ]
    asked += [(name, 0.5, _of(CHEATS[name], 0.5)) for name in ("复制的行", "打了没有问", "别的时间")]
    asked.append(("两人抄一份", 0.5, _sharing(setting, 0.5)))
    pool = [{habit.name: history(rng, setting, habit, 12) for habit in setting.sheets.habits} for _ in range(20)]
    for name, part, cheat in asked:
        found = []
        for number in range(runs):
            habit = setting.sheets.habits[number % len(setting.sheets.habits)]
            office = {**pool[rng.randrange(len(pool))], habit.name: history(rng, setting, habit, 12, cheat)}
            kept = without_lists(office)
            found.append(found_in(kept[habit.name], forgetting_in(kept)))
        within = [share(sum(one is not None and one <= periods for one in found), len(found)) for periods in (3, 6, 12)]
        yield f"{name}，{part:.0%}", *within


def _of(cheat: sheets_simulated.Cheat, part: float) -> Cheating:
    return lambda rng, rows: cheat(rng, rows, part)


def _sharing(setting: Setting, part: float) -> Cheating:
    def cheat(rng: Random, rows: Rows) -> Rows:
        other = called(rng, setting.sheets, rng.choice(setting.sheets.habits), "A02", CUSTOMERS)
        return shared(rng, rows, other, part)

    return cheat


# --- call records


def lists(setting: Setting, runs: int) -> Iterator[Sequence[str]]:
    """Reports beside bills of each kind: how many invented calls no bill shows, and how many true ones."""
    rng = Random(setting.seed + 2)
    for name, bill in BILLS.items():
        invented, missed, true, flagged, apart = 0, 0, 0, 0, 0
        for number in range(runs):
            habit = setting.sheets.habits[number % len(setting.sheets.habits)]
            rows = [row for row in called(rng, setting.sheets, habit, "A01", CUSTOMERS) if row.result == CONNECTED]
            phones = {row.customer_no: f"13{rng.randrange(10**9):09d}" for row in rows}
            reports = [_reported(row, phones) for row in rows]
            made_up = {one.record_no for one in reports if rng.random() < 0.3}
            lines = phone_lines(rng, [one for one in reports if one.record_no not in made_up], bill)
            index = NumberIndex((phone, customer) for customer, phone in phones.items())
            found = reconcile(reports, lines, index, {}).get("A01")
            proved = found.proved if found else frozenset()
            invented += len(made_up)
            missed += len(made_up & proved)
            true += len(reports) - len(made_up)
            flagged += sum(one.record_no not in proved and one.record_no not in made_up for one in reports)
            apart += len(found.durations_apart) if found else 0
        yield (
            name, str(invented), share(invented - missed, invented), str(true), share(flagged, true),
            share(apart, true),
        )  # fmt: skip


def _reported(row: CallRecord, phones: Mapping[str, str]) -> ReportedCall:
    return ReportedCall(
        record_no=row.record_no, agent=row.agent, customer_no=row.customer_no, customer=row.customer_no,
        numbers=(phones[row.customer_no],), started_at=datetime.fromisoformat(row.moment), minutes=row.minutes,
    )  # fmt: skip


# --- signals


def honest_signals(setting: Setting, runs: int) -> Iterator[Sequence[str]]:
    """Of the agents of honest offices, how many have a signal in a period: beside others of all habits, and of one."""
    for name, beside in signals_tried.honest(setting.sheets, setting.seed + 3, runs).items():
        yield name, *(f"{tried.share}({tried.with_signal}/{tried.periods})" for tried in beside)


def cheats_signals(setting: Setting, runs: int) -> Iterator[Sequence[str]]:
    """One agent who cheats among four who do not: how often a single period shows a signal of that agent."""
    shares: dict[str, list[str]] = {}
    for name, _, tried in signals_tried.cheating(setting.sheets, setting.seed + 4, runs):
        shares.setdefault(name, []).append(tried.share)
    for name, shown in shares.items():
        yield name, *shown


# --- edits of what was accepted


def edits(runs: int, seed: int) -> tuple[int, int]:
    """Of so many edits of an accepted answer, how many ``verify`` finds: in the archived sheet; in the ledger's
    segment; in the segment, with a journal written anew so that every hash fits.
    """
    rng = Random(seed)
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = collected_office(Path(folder))
        (path, *_) = whole.submissions()[0]["segments"]
        records = read_segment(whole.path(path))
        for number in range(runs):
            office = TestOffice(Path(folder) / str(number), Path(folder) / "outside")
            shutil.copytree(whole.root, office.root)
            chosen = rng.choice(records)
            key, value = rng.choice((("satisfaction", "一般"), ("wishes", "没有说什么"), ("started_at", "10:01")))
            if number % 3 == 0:
                sheet = office.path(
                    next(one for one in office.submissions() if one["number"] == chosen.submission)["path"]
                )
                change(sheet, (chosen.source_row, {COLUMNS[key].header: value}))
            else:
                rows = [one.but(**{key: value}) if one == chosen else one for one in records]
                office.path(path).write_bytes(to_parquet(columns_of(rows)))
            if number % 3 == 2:
                write_anew(office, path, digest(office.path(path).read_bytes()))
            found += not verify(Office(office.root)).ok
            shutil.rmtree(office.root)
    return found, runs


def write_anew(office: TestOffice, path: str, sha: str) -> None:
    """The journal with another hash of that segment, all hashes of lines fitting, and its witnesses with it."""
    lines, last = b"", None
    for entry in office.journal():
        data = entry["data"]
        if path in data.get("segments", {}):
            data["segments"][path] = sha
        last = next_entry(last, entry["at"], entry["kind"], data, entry.get("by"), entry.get("v"))
        lines += to_line(last)
    office.write_journal(lines)
    for witness in WITNESSES:
        office.path(witness).unlink(missing_ok=True)


# --- what is printed


def of_honest(setting: Setting, runs: int) -> str:
    header = ("老实的业务员", "客户说得不一样", "每期拨打", "一年里建议复核：没有话单", "有话单")
    said = (
        f"{runs} 个单位，每个单位五种习惯的业务员各一位，一年 36 期，每期 {CUSTOMERS} 位客户、抽查三位"
        "(不符、说不准的加抽)。“客户说得不一样”是真实的回访里、说得清的客户与记录不符的比例。\n\n"
    )
    return said + table(header, honest(setting, runs))


def of_cheats(setting: Setting, runs: int) -> str:
    return f"五位里有一位这样做，没有话单、只靠抽查电话，几期之内建议了复核(每种 {runs} 次)：\n\n" + table(
        ("不真实的回访", "三期之内", "六期之内", "十二期之内"), cheats(setting, runs)
    )


def of_lists(setting: Setting, runs: int) -> str:
    said = "有话单，编造三成的。话单的每一种写法各一遍；记得不准的时间、响铃、按分钟进位、隐去四位、漏记都算在内：\n\n"
    header = ("话单", "编造的通话", "指出", "真实的通话", "误指", "时长说得远")
    return said + table(header, lists(setting, runs))


def of_honest_signals(setting: Setting, runs: int) -> str:
    said = "表上的迹象。老实的业务员，一期里有任何一种迹象的：\n\n"
    return said + table(("习惯", "同事各有各的习惯", "同事都是这种习惯"), honest_signals(setting, runs))


def of_cheats_signals(setting: Setting, runs: int) -> str:
    said = "不真实的占这么多时，一期里有迹象的：\n\n"
    return said + table(("做法", "三成", "五成", "全部"), cheats_signals(setting, max(runs // 2, 1)))


def of_edits(setting: Setting, runs: int) -> str:
    found, edited = edits(min(runs, EDITS), setting.seed)
    return (
        "入账以后改动：改归档的原表；改账目；改账目，并把日志全部重写、校验值都重算。"
        f"改了 {edited} 次，`huifang verify` 指出 {found} 次。"
    )


PARTS = (of_honest, of_cheats, of_lists, of_honest_signals, of_cheats_signals, of_edits)


def write(text: str) -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--runs", type=int, default=200)
    wanted = parser.parse_args()
    chosen = TUNING if wanted.tuning else REPORTED
    with ProcessPoolExecutor() as pool:
        made = [part.result() for part in [pool.submit(part, chosen, wanted.runs) for part in PARTS]]
    print("\n\n".join(made))
    if wanted.write:
        write("\n\n".join(made))

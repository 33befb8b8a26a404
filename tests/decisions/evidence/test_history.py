"""Which value of a cell counts, after each look at a register: worked out by hand from decision 16."""

from __future__ import annotations

from datetime import datetime

from huifang.decisions.evidence.history import DISSATISFIED, PASSED_ON, TableHistory
from huifang.ledger.seen import SeenCells, SeenChanges, Settlement
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Table

FIRST, SECOND, THIRD = (datetime(2026, 11, day, 9) for day in (20, 21, 22))


def cells(table: Table, **texts: str) -> SeenCells:
    """The watched cells of a row, the others empty."""
    return tuple(texts.get(column.key) for column in table.watched)


def seen(table: Table, *looks: dict[str, SeenCells]) -> TableHistory:
    """The history after these looks at the whole table, a day apart from the 20th on."""
    history = TableHistory(table)
    for at, present in zip((FIRST, SECOND, THIRD), looks, strict=False):
        history.see(at, f"v{at.day}", *history.differences(present))
    return history


def complaint(**texts: str) -> dict[str, SeenCells]:
    return {"T1": cells(COMPLAINTS, **{"received_at": "2026-11-20 08:00:00", **texts})}


def customer(**texts: str) -> dict[str, SeenCells]:
    return {"K1": cells(CUSTOMERS, **{"review_status": "已审核", **texts})}


def counted(history: TableHistory, number: str, key: str) -> str | None:
    return history.changed[number].counting()[key]


def test_what_happened_keeps_the_value_first_seen() -> None:
    later = {"received_at": "2026-11-20 10:00:00"}
    history = seen(COMPLAINTS, complaint(), complaint(**later))
    assert counted(history, "T1", "received_at") == "2026-11-20 08:00:00"
    held = history.changed["T1"].counted["received_at"]
    assert (held.at, held.version) == (SECOND, "v20")
    emptied = seen(COMPLAINTS, complaint(), {"T1": cells(COMPLAINTS, complaint_no="T1")})
    assert counted(emptied, "T1", "received_at") == "2026-11-20 08:00:00"


def test_what_was_put_right_is_as_if_nothing_had_been() -> None:
    history = seen(COMPLAINTS, complaint(), complaint(received_at="2026-11-20 10:00:00"), complaint())
    assert history.changed["T1"].counted == {}


def test_a_first_entry_of_any_age_is_taken_as_it_is() -> None:
    history = seen(COMPLAINTS, complaint(), complaint(assigned_at="2026-01-02 08:00:00"))
    assert history.changed["T1"].counted == {} and history.changed["T1"].filled == {"assigned_at": SECOND}
    assert counted(history, "T1", "assigned_at") == "2026-01-02 08:00:00"


def test_what_had_not_happened_yet_was_mistyped_and_is_not_kept() -> None:
    ahead = complaint(responded_at="2026-12-20 09:00:00")
    history = seen(COMPLAINTS, complaint(), ahead, complaint(responded_at="2026-11-20 09:00:00"))
    assert history.changed["T1"].counted == {} and history.changed["T1"].filled == {"responded_at": SECOND}
    reviewed = seen(CUSTOMERS, customer(reviewed_on="2027-11-01"), customer(reviewed_on="2026-11-01"))
    assert reviewed.changed["K1"].counted == {}


def test_how_things_stand_moves_on_and_never_back() -> None:
    on = seen(CUSTOMERS, customer(expires_on="2026-11-30"), customer(expires_on="2027-11-30"))
    assert counted(on, "K1", "expires_on") == "2027-11-30"
    assert [(m.key, m.old, m.new, m.at) for m in on.changed["K1"].moves] == [
        ("expires_on", "2026-11-30", "2027-11-30", SECOND)
    ]
    for back in ({"expires_on": "2026-10-31"}, {}):
        history = seen(CUSTOMERS, customer(expires_on="2026-11-30"), customer(**back))
        assert counted(history, "K1", "expires_on") == "2026-11-30"
    assert counted(seen(CUSTOMERS, customer(region="城东"), customer(region="城西")), "K1", "region") == "城西"
    assert counted(seen(CUSTOMERS, customer(region="城东"), customer()), "K1", "region") == "城东"


def test_a_major_complaint_does_not_become_an_ordinary_one() -> None:
    up = seen(COMPLAINTS, complaint(severity="一般"), complaint(severity="重大"))
    assert counted(up, "T1", "severity") == "重大"
    down = seen(COMPLAINTS, complaint(severity="重大"), complaint(severity="一般"))
    assert counted(down, "T1", "severity") == "重大"


def test_another_department_begins_anew_and_the_first_one_keeps_its_leg() -> None:
    first = {"department": "服务部", "assigned_at": "2026-11-20 12:00:00"}
    other = {"department": "产品部", "assigned_at": "2026-11-21 08:30:00"}
    history = seen(COMPLAINTS, complaint(**first), complaint(**other))
    row = history.changed["T1"]
    assert row.counted == {} and counted(history, "T1", "assigned_at") == "2026-11-21 08:30:00"
    (leg,) = row.legs
    assert (leg.until, leg.why) == (SECOND, PASSED_ON) and first.items() <= leg.texts.items()
    # once more without another department: that is no ordinary work
    again = seen(
        COMPLAINTS, complaint(**first), complaint(**other), complaint(**{**other, "assigned_at": "2026-11-22 08:00:00"})
    )
    assert counted(again, "T1", "assigned_at") == "2026-11-21 08:30:00"


def test_the_time_may_be_written_before_or_after_the_department() -> None:
    first = {"department": "服务部", "assigned_at": "2026-11-20 12:00:00"}
    other = {"department": "产品部", "assigned_at": "2026-11-21 08:30:00"}
    for between in ({**first, "department": "产品部"}, {**first, "assigned_at": "2026-11-21 08:30:00"}):
        history = seen(COMPLAINTS, complaint(**first), complaint(**between), complaint(**other))
        assert history.changed["T1"].counted == {} and len(history.changed["T1"].legs) == 1
        assert history.changed["T1"].legs[0].texts["assigned_at"] == "2026-11-20 12:00:00"


def test_a_dissatisfied_answer_begins_anew() -> None:
    done = {"carried_out_at": "2026-11-20 10:00:00", "outcome_told_at": "2026-11-20 11:00:00"}
    history = seen(COMPLAINTS, complaint(**done))
    history.begin_anew("T1", FIRST)
    again = {"carried_out_at": "2026-11-21 08:00:00", "outcome_told_at": "2026-11-21 08:30:00"}
    history.see(SECOND, "v21", *history.differences(complaint(**again)))
    row = history.changed["T1"]
    assert row.counted == {} and [leg.why for leg in row.legs] == [DISSATISFIED]
    assert row.legs[0].texts["carried_out_at"] == "2026-11-20 10:00:00"
    # when it was received does not change with it
    moved = complaint(**again) | complaint(**{**again, "received_at": "2026-11-21 08:00:00"})
    history.see(THIRD, "v22", *history.differences(moved))
    assert counted(history, "T1", "received_at") == "2026-11-20 08:00:00"


def test_a_row_that_is_gone_and_comes_back() -> None:
    history = seen(COMPLAINTS, complaint(), {})
    assert history.changed["T1"].gone_at == SECOND and history.changed["T1"].version == "v20"
    history.see(THIRD, "v22", *history.differences(complaint(received_at="2026-11-20 10:00:00")))
    assert history.changed["T1"].gone_at is None
    assert counted(history, "T1", "received_at") == "2026-11-20 08:00:00"
    assert history.first_seen("T1") == FIRST


def settlement(number: str, key: str, old: str | None, new: str | None, **more: bool) -> Settlement:
    return Settlement(
        seq=9, at=THIRD, table=COMPLAINTS.name, number=number, key=key, old=old, new=new, by="B01", why="写错", **more
    )


def test_a_correction_settles_what_counts() -> None:
    later = "2026-11-20 10:00:00"
    history = seen(COMPLAINTS, complaint(), complaint(received_at=later))
    history.settle(settlement("T1", "received_at", "2026-11-20 08:00:00", later))
    assert history.changed["T1"].counted == {} and counted(history, "T1", "received_at") == later
    still = seen(COMPLAINTS, complaint())
    still.settle(settlement("T1", "received_at", "2026-11-20 08:00:00", later))
    assert counted(still, "T1", "received_at") == later  # although the register says 08:00
    assert still.changed["T1"].counted.keys() == {"received_at"}


def test_a_row_with_another_number_goes_by_what_was_seen_of_it() -> None:
    moved = {"T9": cells(COMPLAINTS, received_at="2026-11-20 10:00:00")}
    history = seen(COMPLAINTS, complaint(), moved)
    history.settle(settlement("T1", "complaint_no", "T1", "T9"))
    assert "T1" not in history.changed and history.changed["T9"].gone_at is None
    assert counted(history, "T9", "received_at") == "2026-11-20 08:00:00" and history.first_seen("T9") == FIRST


def test_only_what_changed_is_kept_and_a_column_that_says_the_same_once() -> None:
    rows = {f"K{n}": cells(CUSTOMERS, review_status="已审核", region="城东") for n in range(100)}
    kept = SeenChanges.of(CUSTOMERS, rows, ())
    assert kept.columns["region"] == ["城东"] and kept.columns["expires_on"] == [None]
    assert SeenChanges.from_json(kept.to_json()).rows(CUSTOMERS) == rows
    history = seen(CUSTOMERS, rows)
    changed = {**rows, "K7": cells(CUSTOMERS, review_status="已审核", region="城西")}
    del changed["K9"]
    assert history.differences(changed) == ({"K7": changed["K7"]}, ["K9"])
    assert history.changed == {}  # nothing is kept of rows that never changed


def test_since_when_a_cell_says_something() -> None:
    """A complaint that was major when it was first seen has been so all along, whatever is written over it."""
    ordinary, major = complaint(severity="一般"), complaint(severity="重大")
    for looks, expected in (
        ((ordinary, major), SECOND),
        ((complaint(), major), SECOND),  # the cell was empty
        ((complaint(), ordinary, major), THIRD),
        ((ordinary, major, ordinary), SECOND),  # it stays major
        ((ordinary, ordinary), None),
        ((major, ordinary), None),
        ((major, complaint(severity="重大", assigned_at="2026-11-20 09:00:00")), None),
    ):
        history = seen(COMPLAINTS, *looks)
        row = history.changed.get("T1")
        assert (row.since("severity", "重大") if row else None) == expected


def test_what_a_person_settled_begins_then() -> None:
    history = seen(
        COMPLAINTS, complaint(severity="重大"), complaint(severity="重大", assigned_at="2026-11-20 09:00:00")
    )
    for seq, at, old, new in ((3, SECOND, "重大", "一般"), (4, THIRD, "一般", "重大")):
        said = Settlement(
            seq=seq, at=at, table="投诉", number="T1", key="severity", old=old, new=new, by="C01", why="误判"
        )
        history.settle(said)
        assert history.changed["T1"].since("severity", "重大") == (THIRD if new == "重大" else None)

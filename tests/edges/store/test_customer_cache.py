"""Customers that were read are kept: the same as reading again, and never instead of a register that changed."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from huifang.core.findings import Place
from huifang.edges.store import customer_cache
from huifang.edges.store.customer_cache import FOLDER, CachedCustomers, cached_customers, keep_customers
from huifang.edges.store.office import Office
from huifang.policy.customers import Customer, ListedCustomers
from huifang.tables.model import Origin, Sheet
from office import PERIOD, TestOffice, change, edited, planned_office, put

HASHES = {"制度.xlsx": "1", "人员.xlsx": "2", "客户资料库.xlsx": "3"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestOffice:
    monkeypatch.setattr(customer_cache, "WORTH_KEEPING", 1)
    return planned_office(tmp_path)


def kept_files(office: TestOffice) -> list[Path]:
    return sorted(office.path(FOLDER).glob("customers-*"))


def quiet(office: TestOffice, spans: str) -> None:
    """The first customer of A01 does not want to be called then."""
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"勿扰时段": spans})


def test_kept_customers_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_cache, "WORTH_KEEPING", 1)
    spans = (customer_cache.parse_spans("09:00-10:00,12:00-14:00"), ())
    sheet = Sheet("客户资料库.xlsx", "客户", {"customer_no": "B", "phone": "A"})
    one = Customer(
        customer_no="K2", name="“甲”\n;'--", customer_class="普通客户", owner="A01", review_status="已审核",
        reviewed_on=date(2026, 11, 1), quiet_hours=spans[0], origin=Origin(sheet, 7),
    )  # fmt: skip
    other = Customer(
        customer_no="K1", contact="王", phone="13800000001", registered_on=date(2024, 2, 29), quiet_hours=spans[1],
        origin=Origin(sheet, 12),
    )  # fmt: skip
    listed = ListedCustomers({"K2": one, "K1": other})
    keep_customers(Office(tmp_path), HASHES, listed)
    kept = cached_customers(Office(tmp_path), HASHES)
    assert kept is not None and dict(kept) == dict(listed) and list(kept) == ["K2", "K1"] and len(kept) == 2
    assert list(kept.values()) == list(listed.values()) and list(kept.items()) == list(listed.items())
    assert kept["K2"] == listed["K2"] and "K3" not in kept and kept.get("K3") is None
    assert [customer.origin for customer in kept.values()] == [one.origin, other.origin]
    assert kept["K1"].origin.place("phone") == Place("客户资料库.xlsx", "客户", "A12")
    assert kept.quiet_hours() == listed.quiet_hours() == {"K2": spans[0]}
    assert spans[0][1].start == time(12, 0)
    assert cached_customers(Office(tmp_path), {**HASHES, "人员.xlsx": "9"}) is None


def test_small_registers_are_not_kept(tmp_path: Path) -> None:
    keep_customers(Office(tmp_path), HASHES, ListedCustomers({}))
    assert cached_customers(Office(tmp_path), HASHES) is None and not list(tmp_path.iterdir())


def test_only_the_newest_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_cache, "WORTH_KEEPING", 0)
    for number in range(7):
        keep_customers(Office(tmp_path), {**HASHES, "人员.xlsx": str(number)}, ListedCustomers({}))
    assert len(list((tmp_path / FOLDER).iterdir())) == customer_cache.KEPT
    assert cached_customers(Office(tmp_path), {**HASHES, "人员.xlsx": "6"}) is not None


@pytest.mark.slow
def test_commands_give_the_same_with_and_without(office: TestOffice, tmp_path: Path) -> None:
    quiet(office, "09:00-12:00")
    sheet = change(office.filled("A01"), (3, {"计划编号": None, "客户编号": "K0009"}))  # another agent's, unplanned
    other = planned_office(tmp_path / "二")
    quiet(other, "09:00-12:00")
    shown = {}
    for one, warm in ((office, True), (other, False)):
        if warm:
            one.run("plan", "--period", PERIOD)
            assert kept_files(one)
        else:
            customer_cache.WORTH_KEEPING = 10**9  # the fixture puts it back
        collected = one.collect(sheet) if warm else one.collect(other_sheet(one))
        shown[warm] = {
            "findings": [{**f, "file": ""} for r in collected.data["returned"] for f in r["findings"]],
            "plan": one.run("plan", "--period", "2026-12上旬").data["calls"],
            "explained": one.run("explain", "K0001").data,
        }
    assert {f["code"] for f in shown[True]["findings"]} >= {"R306", "T503"}
    assert shown[True] == shown[False]


def other_sheet(office: TestOffice) -> Path:
    return change(office.filled("A01"), (3, {"计划编号": None, "客户编号": "K0009"}))


def test_a_changed_register_is_read_again(office: TestOffice) -> None:
    office.run("plan", "--period", PERIOD)
    (before,) = kept_files(office)
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"客户名称": "改名商行"})
    assert "改名商行" in office.run("explain", "K0001").err  # reading commands keep nothing
    assert kept_files(office) == [before]
    office.run("plan", "--period", PERIOD)
    assert len(kept_files(office)) == 2 and "改名商行" in office.run("explain", "K0001").err


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(4000), None], ids=["empty", "damaged", "edited"])
def test_an_edited_file_is_not_relied_on_and_made_again(office: TestOffice, content: bytes | None) -> None:
    office.run("plan", "--period", PERIOD)
    (kept,) = kept_files(office)
    whole, explained = kept.read_bytes(), office.run("explain", "K0001")
    kept.write_bytes(whole.replace(b"K0001", b"K0999") if content is None else content)
    again = office.run("explain", "K0001")
    assert (again.code, again.data) == (explained.code, explained.data)
    assert office.run("plan", "--period", "2026-12上旬").code == 0
    assert kept_files(office) == [kept] and kept.read_bytes() == whole
    assert office.run("verify").data["ok"]


def test_a_forged_file_is_found_and_check_does_not_rely_on_it(office: TestOffice) -> None:
    office.run("plan", "--period", PERIOD)
    (kept,) = kept_files(office)
    forged = {c.customer_no: c for c in CachedCustomers(kept).values() if c.customer_no != "K0001"}
    keep_customers(Office(office.root), _hashes(office), ListedCustomers(forged))
    assert office.run("explain", "K0001").code != 0
    (kept,) = kept_files(office)
    assert [(p["kind"], p["file"]) for p in office.run("verify").data["problems"]] == [
        ("altered", f"{FOLDER}/{kept.name}")
    ]
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"电话": "12"})
    assert "C211" in [finding["code"] for finding in office.run("check").data["findings"]]


def _hashes(office: TestOffice) -> dict[str, str]:
    return {data["workbook"]: data["sha256"] for data in office.entries("version")}

"""The public holidays that an office keeps are those that the library gives, and it is not asked for them again."""

from __future__ import annotations

from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from huifang.edges.known import public_holidays
from huifang.edges.known.public_holidays import keep_public_days, public_days
from huifang.edges.store.caches import cache
from huifang.edges.store.office import Office
from office import PERIOD, planned_office

YEARS = (2025, 2026, 2027)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    kept = Office(tmp_path)
    keep_public_days(kept, YEARS)
    return kept


def page(office: Office) -> Path:
    (path,) = office.path(".huifang/cache").glob("public-days-*.json")
    return path


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(year: int) -> None:
        raise AssertionError(f"the library was asked for {year}")

    monkeypatch.setattr(public_holidays, "_work_out", asked)


@pytest.mark.parametrize("years", [(2026,), (2027, 2026), YEARS, (2026, 2026), ()])
def test_kept_days_are_those_of_the_library(
    office: Office, years: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    expected = public_days(years)
    request.getfixturevalue("no_library")
    assert public_days(years, office) == expected
    with pytest.raises(AssertionError, match="2028"):
        public_days((2026, 2028), office)


def test_years_that_are_not_kept_are_worked_out(office: Office) -> None:
    assert public_days((2026, 2049), office) == public_days((2026, 2049))
    assert public_days((2026, 2049), office).unknown_years == (2049,)


@pytest.mark.parametrize("content", ["", "[", "{}", "[1]", '[{"year": 2026}]', '[{"year": 2026, "off": [], "on": []}]'])
def test_a_damaged_page_is_made_again(office: Office, content: str) -> None:
    whole = page(office).read_text(encoding="utf-8")
    page(office).write_text(content, encoding="utf-8")
    public_holidays._read.cache_clear()
    assert public_days((2026,), office) == public_days((2026,))
    keep_public_days(office, YEARS)
    assert page(office).read_text(encoding="utf-8") == whole


def test_another_library_makes_another_page(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page(office)
    (tmp_path / "countries").mkdir()
    (tmp_path / "countries" / "china.py").write_text("# newer", encoding="utf-8")
    newer = ModuleSpec("holidays", None, is_package=True)
    newer.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(public_holidays, "find_spec", lambda name: newer)
    keep_public_days(office, YEARS)
    assert page(office) != before and not before.exists()


def test_a_planned_office_collects_without_the_library(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    office = planned_office(tmp_path)
    request.getfixturevalue("no_library")
    office.send(office.filled("A01"))
    assert office.collect().listed == {"accepted": [office.issued("A01").name]}


@pytest.mark.parametrize("forged", ['"2026-11-20": "店庆", "2026-01-01"', None])
def test_an_edited_page_is_not_relied_on_and_made_again(tmp_path: Path, forged: str | None) -> None:
    """Whoever adds a day off would make a late report punctual."""
    office = planned_office(tmp_path)
    kept = page(Office(office.root))
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole.replace('"2026-01-01"', forged) if forged else "没有", encoding="utf-8")
    public_holidays._read.cache_clear()
    assert public_days(YEARS, Office(office.root)) == public_days(YEARS)
    office.run("plan", "--period", PERIOD)
    assert page(Office(office.root)) == kept and kept.read_text(encoding="utf-8") == whole


def test_a_page_that_was_forged_with_its_name_is_found(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    kept = page(Office(office.root))
    assert office.run("verify").data["ok"]
    forged = kept.read_text(encoding="utf-8").replace('"2026-01-01"', '"2026-11-20": "店庆", "2026-01-01"').encode()
    cache(Office(office.root), f"{kept.stem.rpartition('-')[0]}.json", forged, keeping=1)
    problems = office.run("verify").data["problems"]
    assert [(p["kind"], p["file"]) for p in problems] == [
        ("altered", f".huifang/cache/{page(Office(office.root)).name}")
    ]

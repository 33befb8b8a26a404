"""Public holidays and make-up working days of mainland China.

The library that knows them takes long to import, for one small page of days: so an office keeps that page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from huifang import __version__
from huifang.edges.store.caches import cache, cached
from huifang.edges.store.office import Office
from huifang.ledger.formats import Format, StoredDocument, StoredPart


class YearPage(StoredPart, frozen=True, kw_only=True):
    """The calendar of one year as it is kept: days off by name, make-up working days, whether it was published."""

    year: int
    off: dict[date, str]
    on: tuple[date, ...]
    is_known: bool


class KeptDays(StoredDocument, frozen=True, kw_only=True):
    """The calendars that an office keeps."""

    FORMAT = Format("放假安排")

    years: tuple[YearPage, ...]


@dataclass(frozen=True)
class PublicDays:
    """Days off by name, make-up working days, and the years whose official arrangement is not known yet."""

    days_off: dict[date, str]
    days_on: frozenset[date]
    unknown_years: tuple[int, ...]


def public_days(years: Iterable[int], office: Office | None = None) -> PublicDays:
    """The public working-day calendar of these years, as far as possible from what the office keeps."""
    kept = _read(cached(office, _name())) if office else {}
    each = [kept.get(year) or _work_out(year) for year in sorted(set(years))]
    return PublicDays(
        {day: name for one in each for day, name in one.days_off.items()},
        frozenset(day for one in each for day in one.days_on),
        tuple(year for one in each for year in one.unknown_years),
    )


def keep_public_days(office: Office, years: Iterable[int]) -> None:
    """Keep the calendar of these years in the office, unless it is there; one of an older library goes."""
    wanted = sorted(set(years))
    if _read(cached(office, _name())).keys() >= set(wanted):
        return
    cache(office, _name(), KeptDays(years=tuple(_page(year, _work_out(year)) for year in wanted)).to_json(), keeping=1)


def differing_page(office: Office) -> Path | None:
    """The kept calendar, where it does not say what the library says."""
    path = cached(office, _name())
    return path if path and any(days != _work_out(year) for year, days in _read(path).items()) else None


def _name() -> str:
    """The copy has another name when the library that knows the days was changed."""
    library = find_spec("holidays")
    files = (Path(folder, "countries", "china.py") for folder in (library and library.submodule_search_locations) or ())
    state = [(file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]
    return f"public-days-{sha256(repr((__version__, state)).encode()).hexdigest()[:16]}.json"


def _page(year: int, days: PublicDays) -> YearPage:
    return YearPage(year=year, off=days.days_off, on=tuple(sorted(days.days_on)), is_known=not days.unknown_years)


@lru_cache(maxsize=8)
def _read(path: Path | None) -> Mapping[int, PublicDays]:
    """The calendars in the file by year; none where there is no such file, or not one that can be read."""
    if path is None:
        return {}
    try:
        pages = KeptDays.from_json(path.read_bytes()).years
    except (OSError, ValueError):
        return {}
    return {
        page.year: PublicDays(page.off, frozenset(page.on), () if page.is_known else (page.year,)) for page in pages
    }


@lru_cache(maxsize=64)
def _work_out(year: int) -> PublicDays:
    from holidays.countries.china import China  # noqa: PLC0415  (start-up time)

    china = China(years=[year], language="zh_CN")
    return PublicDays(
        {day: re.split("[(\uff08]", name)[0].strip() for day, name in china.items() if day.year == year},
        frozenset(day for day in china.weekend_workdays if day.year == year),
        () if year in china.special_public_holidays else (year,),
    )

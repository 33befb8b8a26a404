"""The film strip of the README: which pictures it has, in their order, and what each shows."""

from __future__ import annotations

#: Names of pictures by what is shown; ``test_ten_days_in_chromium.py`` takes them, ``scripts/make_film.py`` keeps them.
FILM = ("1-policy", "2-customers", "3-plan", "4-today", "5-returned", "6-report-day", "7-reported", "8-decided")
WIDTH = 1000
#: In CSS pixels: what is higher is cut, what is lower is filled up.
LOWEST, HIGHEST = 500, 1400


def file_name(name: str) -> str:
    """The file of a picture."""
    return f"film-{name}.png"

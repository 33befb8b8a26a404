"""Text as people type it: full-width digits, stray spaces, control characters, names for files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]|_x000[Dd]_")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
MAX_CELL_TEXT = 32_767
#: So many Chinese characters, a number and what is put before it while it is written, fit into 255 bytes.
_MAX_STEM, _MAX_ENDING = 60, 9


def clean(text: str) -> str:
    """The text without control and invisible characters and without space at its ends; line breaks stay.

    Letters with marks are composed: a Mac writes é as e and a mark of its own.
    """
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.strip(" \t\n\u3000\xa0")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, all space removed: for numbers, dates, phones, codes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def for_cell(text: str) -> str:
    """Text that may be written into a cell: cleaned of control characters, never longer than a cell may be."""
    if not text.isprintable() or "_x" in text:
        text = _CONTROL.sub("", text)
    return text if len(text) <= MAX_CELL_TEXT else text[: MAX_CELL_TEXT - 1] + "…"


def file_name(text: str) -> str:
    """The text as part of a file name that Windows accepts; never empty."""
    name = _FORBIDDEN_IN_NAMES.sub("_", clean(text)).strip(". ")[:80].rstrip(". ")
    if not name:
        return "未命名"
    return f"_{name}" if half_width(name.split(".")[0]).lower() in _RESERVED_NAMES else name


def plain_file_name(name: str) -> str:
    """The last part of a name that somebody else gave a file, as one that every system accepts; its ending stays."""
    base = re.split(r"[/\\]", clean(name))[-1]
    stem, _, ending = base.rpartition(".")
    if not (stem and ending):
        return file_name(base)[:_MAX_STEM]
    return f"{file_name(stem)[:_MAX_STEM].rstrip(' .')}.{file_name(ending)[:_MAX_ENDING]}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, if any does."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.4)
    return close[0] if close else None


def split_groups(text: str) -> tuple[str, ...]:
    """A cell that lists several groups of words, separated by semicolons."""
    return tuple(part for part in (clean(p) for p in re.split("[;\uff1b]", text)) if part)


def split_list(text: str) -> tuple[str, ...]:
    """A cell that lists several words, separated by comma, 、 or semicolon."""
    return tuple(part for part in (clean(p) for p in re.split("[,;、\uff0c\uff1b]", text)) if part)

"""What the macros of the call sheets know from the declarations: columns, words, and the texts of what they find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from huifang.core.catalogue import CATALOGUE
from huifang.core.findings import Severity
from huifang.core.traditional import SIMPLIFIED, TRADITIONAL
from huifang.core.worktime import LONGEST_OVER_MIDNIGHT, WEEKDAY_NAMES
from huifang.edges.books.agent_facts import HEADERS_SAID, ISSUED_ORDER
from huifang.edges.books.hidden_record import RECORD
from huifang.edges.drawing.looks import BRAND_PALE, ERROR_MARK, LINE, LINK, WARNING_MARK
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.marking.marked_copy import AUTHOR
from huifang.edges.marking.results_sheet import FIXED, NEW, SEVERITY_NAMES, STILL, WIDTHS
from huifang.edges.patching.notes import signature_of
from huifang.tables import options, times
from huifang.tables.declared.calls import ANSWER_KEYS, CALLS, CLOCK_KEYS, CONNECTED_KEYS, TELLING_KEYS
from huifang.tables.model import Column, Kind
from macro_texts.written import LONGEST_LINE, constant, literal, module

FOLDER = Path(__file__).resolve().parents[2] / "macros" / "agent"
_CODE = re.compile(r'"([A-Z]\d{3})"')


def covered() -> tuple[str, ...]:
    """The codes that the macros can find: those that their texts name."""
    texts = (path.read_text(encoding="utf-8") for path in FOLDER.glob("*.bas") if path.stem != "Declared")
    return tuple(sorted({code for text in texts for code in _CODE.findall(text)}))


def declared() -> str:
    """The module ``Declared``."""
    return module("Declared", [*_constants(), *_long_texts(), *_findings()])


def _constants() -> Iterator[str]:
    words: dict[str, str | int] = {
        "RECORD_SHEET": RECORD, "CALLS_SHEET": CALLS.name, "RESULTS_SHEET": RESULTS, "BOX_TITLE": CALLS.title,
        "SIGNATURE": signature_of(AUTHOR), "LIST_HEADERS": " ".join(WIDTHS),
        "STATE_NEW": NEW, "STATE_STILL": STILL, "STATE_FIXED": FIXED,
        "ERROR_WORD": SEVERITY_NAMES["error"], "WARNING_WORD": SEVERITY_NAMES["warning"],
        "ISSUED_KEYS": " ".join(ISSUED_ORDER), "TELLING_KEYS": " ".join(TELLING_KEYS),
        "ANSWER_KEYS": " ".join(ANSWER_KEYS), "CLOCK_KEYS": " ".join(CLOCK_KEYS),
        "CONNECTED_KEYS": " ".join(CONNECTED_KEYS),
        "NEEDED_KEYS": _keys(column for column in CALLS.columns if not column.optional),
        "PREFILLED_KEYS": _keys(column for column in CALLS.columns if column.prefilled),
        "AHEAD_KEYS": _keys(column for column in CALLS.columns if column.ahead),
        "MINUTES_AFTER_START": _keys(column for column in CALLS.columns if column.minutes_after),
        "KIND_TEXT": Kind.TEXT, "KIND_DATE": Kind.DATE, "KIND_TIME": Kind.TIME, "KIND_DATETIME": Kind.DATETIME,
        "KIND_CHOICE": Kind.CHOICE,
        "CONNECTED": options.CONNECTED, "BY_PHONE": options.BY_PHONE, "BY_LETTER": options.BY_LETTER,
        "NO_PROBLEM": options.NO_PROBLEM, "SOLVED": options.SOLVED, "UNRESOLVED": options.UNRESOLVED,
        "DISSATISFIED": " ".join(options.DISSATISFIED), "NO_MORE_ATTEMPTS": " ".join(options.NO_MORE_ATTEMPTS),
        "LONGEST_OVER_MIDNIGHT": LONGEST_OVER_MIDNIGHT, "WEEKDAY_WORDS": "".join(WEEKDAY_NAMES),
        "PARTS_OF_DAY": " ".join(sorted(times.PARTS)),
        "PARTS_AT_NIGHT": " ".join(times.AT_NIGHT),
        "FROM_NOON": " ".join(f"{part},{hours[0]},{hours[-1]}" for part, hours in times.FROM_NOON.items()),
        "ERROR_COLOUR": _colour(ERROR_MARK), "WARNING_COLOUR": _colour(WARNING_MARK), "LINE_COLOUR": _colour(LINE),
        "PALE_COLOUR": _colour(BRAND_PALE), "LINK_COLOUR": _colour(LINK),
        **{name: CALLS.by_key[key].header for name, key in HEADERS_SAID.items()},
    }  # fmt: skip
    yield from (constant(name, str(value) if isinstance(value, str) else value) for name, value in words.items())
    yield constant("COVERED_CODES", " ".join(covered()))


def _keys(columns: Iterable[Column]) -> str:
    return " ".join(column.key for column in columns)


def _colour(colour: str) -> int:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red + 256 * green + 65536 * blue


def _long_texts() -> Iterator[str]:
    yield from _function("Numerals", times.NUMERALS)
    yield from _function("YesWords", [" ".join(sorted(options.YES_WORDS))])
    yield from _function("NoWords", [" ".join(sorted(options.NO_WORDS))])
    yield from _by_numbers("TraditionalSigns", TRADITIONAL)
    yield from _by_numbers("SimplifiedSigns", SIMPLIFIED)


def _function(name: str, text: Sequence[str]) -> Iterator[str]:
    """A text that is too long, or too strange, for a constant."""
    whole = "".join(text)
    yield f"Public Function {name}() As String"
    yield "    Static text As String"
    yield '    If text = "" Then'
    for at in range(0, len(whole), 200):
        yield f"        text = text & {literal(whole[at : at + 200])}"
    yield "    End If"
    yield f"    {name} = text"
    yield "End Function"


def _by_numbers(name: str, text: Sequence[str]) -> Iterator[str]:
    """A text whose signs not every program has in this code page: by their numbers, in four hexadecimal digits."""
    whole = "".join(f"{ord(sign):04X}" for sign in "".join(text))
    yield f"Public Function {name}() As String"
    yield "    Static text As String"
    yield "    Dim digits As String, i As Long"
    yield '    If text = "" Then'
    for at in range(0, len(whole), 800):
        yield f"        digits = digits & {literal(whole[at : at + 800])}"
    yield "        For i = 1 To Len(digits) Step 4"
    yield '            text = text & ChrW(CLng("&H" & Mid(digits, i, 4)))'
    yield "        Next i"
    yield "    End If"
    yield f"    {name} = text"
    yield "End Function"


def _findings() -> Iterator[str]:
    kinds = [CATALOGUE[code] for code in covered()]
    errors = " ".join(kind.code for kind in kinds if kind.severity is Severity.ERROR)
    yield "Public Function IsErrorCode(ByVal code As String) As Boolean"
    yield f'    IsErrorCode = InStr(" {errors} ", " " & code & " ") > 0'
    yield "End Function"
    yield from _by_code("TitleOf", ((kind.code, kind.title) for kind in kinds))
    yield from _by_code("MessageOf", ((kind.code, kind.message) for kind in kinds))
    yield from _by_code("HintOf", ((kind.code, kind.hint) for kind in kinds))


def _by_code(name: str, texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"Public Function {name}(ByVal code As String) As String"
    yield "    Select Case code"
    for code, text in texts:
        line = f'        Case "{code}": {name} = {literal(text)}'
        assert len(line) < LONGEST_LINE, line
        yield line
    yield "    End Select"
    yield "End Function"

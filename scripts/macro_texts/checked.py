"""What a text must be to become a module: what the editor of Excel takes, and writes again as it stands.

A linter says more of the language (tests/edges/excel/test_macros_built.py); this is what only Excel would notice.
"""

from __future__ import annotations

import re

#: Chinese, as a Chinese Windows has it: the only code page in which people there can read and change the modules.
ENCODING = "gbk"
#: Of its signs LibreOffice stores those of GB 2312 alone, and these: with a question mark instead of one the project
#: would not be known again.
_STORED, _TOO = "gb2312", "—·"
#: A line holds 1023 bytes, and goes on over 24 more.
LONGEST_LINE, MOST_CONTINUED = 1000, 20
_NAME = re.compile(r'Attribute VB_Name = "([^"]+)"')
_SAID = re.compile(r'"[^"]*"|\'.*')
#: The editor writes these in another way, and the project would not be known again.
_WRITTEN_OTHERWISE = re.compile(
    r"\b\d+\.0*(?!\d)|\b\d+[eE](?!\+)|&[Hh]0|\bRem\b|\bEndIf\b|=<|=>|\b(?:Sub|Function)\s+\w+\s*(?:'|$)"
)


class BadModule(ValueError):
    """A text that cannot become a module."""


def check(name: str, text: str) -> None:
    """Look at the text of a module, by the name of its file.

    Raises:
        BadModule: with the line.
    """
    lines = text.split("\n")
    stem = name.rpartition(".")[0]
    if (named := _NAME.fullmatch(lines[0])) is None or named[1] != stem:
        raise BadModule(f'{name}: the first line must be Attribute VB_Name = "{stem}"')
    if lines[1:2] != ["Option Explicit"]:
        raise BadModule(f"{name}: the second line must be Option Explicit")
    continued = 0
    for number, line in enumerate(lines, 1):
        continued = continued + 1 if line.endswith(" _") else 0
        if wrong := _wrong(line) or ("goes on over too many lines" if continued > MOST_CONTINUED else ""):
            raise BadModule(f"{name}:{number}: {wrong}")


def fits(sign: str) -> bool:
    """Whether every program can store it in a module."""
    try:
        return sign >= " " and (sign in _TOO or bool(sign.encode(_STORED)))
    except UnicodeEncodeError:
        return False


def _wrong(line: str) -> str:
    """What is wrong with a line."""
    if strange := [sign for sign in line if not fits(sign) and sign != "\t"]:
        return f"not every program can store {strange[0]!r}; write ChrW"
    if (length := len(line.encode(ENCODING))) > LONGEST_LINE:
        return f"{length} bytes are more than the editor takes"
    if "\t" in line or line != line.rstrip():
        return "tabs and blanks at the end do not stay"
    if otherwise := _WRITTEN_OTHERWISE.search(_SAID.sub('""', line)):
        return f"the editor would write {otherwise[0].strip()!r} in another way"
    return ""

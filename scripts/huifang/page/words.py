"""What commands say, as the page says it: a command that is named becomes a link to its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.core.alike import Alike, grouped
from huifang.core.findings import Finding, Place, Severity
from huifang.page.forms.listed import BY_NAME
from huifang.page.roles import Role

_COMMAND = re.compile(r"(?:huifang |(?<=运行 ))([a-z]+(?:-[a-z]+)*)((?: --[a-z-]+)*)")
#: The lines by which a terminal shows a finding; what belongs to it is indented below.
_FINDING = re.compile(r"^(错误|提醒) [A-Z]\d+ ")
#: What is said of the command line alone.
_OF_COMMANDS = ("用 --json 可看全部", "加上 --yes 再运行一次")


@dataclass(frozen=True, slots=True)
class WordPiece:
    """A piece of a sentence; with the name of a form, where it is to be a link to that."""

    text: str
    form: str = ""


def linked(text: str, role: Role) -> Iterator[WordPiece]:
    """The pieces of a sentence."""
    at = 0
    for found in _COMMAND.finditer(text):
        form = BY_NAME.get(found[1])
        if form is not None and role in form.roles:
            yield WordPiece(text[at : found.start()])
            yield WordPiece(f"“{form.title}”", form.name)
            at = found.end()
    yield WordPiece(text[at:])


def without_findings(lines: Sequence[str]) -> list[str]:
    """What was said besides findings, which are drawn by themselves, and besides what is said of the command line."""
    kept: list[str] = []
    within = False
    for line in lines:
        if _FINDING.match(line):
            within = True
        elif not (within and line.startswith("    ")) and not any(words in line for words in _OF_COMMANDS):
            within = False
            kept.append(line)
    return kept


def findings_in(listed: Sequence[object]) -> list[Alike]:
    """Findings of a command's JSON, those that say the same together, errors first."""
    found = [_finding(one) for one in listed if isinstance(one, dict) and {"code", "severity", "message"} <= one.keys()]
    return grouped(sorted(found, key=lambda one: not one.is_error))


def _finding(said: dict[str, str | None]) -> Finding:
    place = Place(said.get("file") or "", said.get("sheet"), said.get("cell"))
    severity = Severity(said["severity"] or "error")
    return Finding(said["code"] or "", severity, place, said["message"] or "", said.get("hint") or "")

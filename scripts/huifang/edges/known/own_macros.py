"""Our own macro projects: as we build them, and known again after Excel stored them in its own way.

Excel writes a project anew with every saving, with what it has compiled and with one more module for a new sheet; what
stays are the texts. So a project is ours when its modules say what those of a project of ours say. What Excel has
compiled cannot be compared: macros/README.md says what that means.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

from huifang.edges.known.vba_project import modules

#: The projects in macros/.
CONSOLE, AGENT = "console", "agent"
_BINARIES = {CONSOLE: "console.bin", AGENT: "agent.bin"}
#: Spaces, and large and small letters, are as the editor likes them; so is all that it keeps out of sight.
_TOKEN = re.compile(r"""("(?:[^"\n]|"")*"|'[^\n]*)|\w+|[^\w\s]|\n""")
_UNSEEN = re.compile(r"^Attribute .*$", re.MULTILINE)
#: What a module says in which nobody has written anything.
_NOTHING = ("", "option explicit")


def is_ours(vba_project: bytes, *projects: str) -> bool:
    """Whether the project is one that we build, or built for an earlier release; one of ``projects`` where they are
    named.
    """
    wanted = projects or (CONSOLE, AGENT)
    if any(vba_project == binary(name) for name in wanted):
        return True
    try:
        return _known().get(fingerprint(vba_project)) in wanted
    except ValueError:
        return False


@lru_cache(maxsize=4)  # a workbook is looked at more than once while it is taken in
def fingerprint(vba_project: bytes) -> str:
    """The hash of what its modules say.

    Raises:
        ValueError: it says nothing that could be read.
    """
    said = {name.lower(): _said(text) for name, text in modules(vba_project).items()}
    lines = [f"{name}\n{text}\n\n" for name, text in sorted(said.items()) if text not in _NOTHING]
    if not lines:
        raise ValueError("says nothing")
    return sha256("".join(lines).encode()).hexdigest()


@cache
def binary(name: str) -> bytes:
    """A project as it is built."""
    return files("huifang.macros").joinpath(_BINARIES[name]).read_bytes()


@cache
def _known() -> dict[str, str]:
    """Which project a fingerprint is of: those of earlier releases, and those of now."""
    former = files("huifang.macros").joinpath("former.txt").read_text(encoding="utf-8")
    words = (line.split() for line in former.splitlines() if not line.startswith("#"))
    return {**{said: project for said, _, project, _ in words}, **{fingerprint(binary(one)): one for one in _BINARIES}}


def _said(text: str) -> str:
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n"))
    tokens = (found[1].rstrip() if found[1] else found[0].lower() for found in _TOKEN.finditer(plain))
    lines = (line.strip() for line in " ".join(tokens).split("\n"))
    return "\n".join(filter(None, lines))

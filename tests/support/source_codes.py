"""The short codes by which the project's own notes name a source or a decision; people read titles and clauses."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

#: ``000/五``, ``004 4.2``, ``002：…``, ``S5`` (``回访记录!S5`` is a cell), ``decision 6``, ``第 6 条决定``.
CODE = re.compile(
    r"(?<![\w-])00\d(?:/| ?[一二三四五六七八九十]|[：,，]| \d| 末尾)|(?<![\w!$:])S\d{1,2}\b"
    r"|\b(?:decision|idea)s? \d|决定 ?\d|第 ?\d+ ?条决定",
    re.IGNORECASE,
)
_TEXT = re.compile(r">([^<>]+)<")
_PROMPT = re.compile(r'\b(?:prompt|error|tooltip|display|title|descr)\w*="([^"]+)"')


def codes_in(text: str) -> list[str]:
    """The codes that stand in a text, in order."""
    return [found[0] for found in CODE.finditer(text)]


def texts_of(path: Path) -> Iterator[str]:
    """What people read who open the file: a workbook with its prompts and comments, a mail, a page, a text."""
    if path.suffix in (".xlsx", ".xlsm"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if name.endswith((".xml", ".rels")):
                    part = book.read(name).decode("utf-8")
                    yield from (*_TEXT.findall(part), *_PROMPT.findall(part))
    elif path.suffix == ".eml":
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        yield str(mail["Subject"])
        yield from (part.get_content() for part in mail.walk() if part.get_content_type().startswith("text/"))
    elif path.suffix in (".html", ".txt", ".md"):
        yield path.read_text(encoding="utf-8")

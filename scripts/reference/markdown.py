"""The few pieces of Markdown that the pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def cell(text: object) -> str:
    """A text as one cell of a table: no line breaks, no stray bars, and nothing that looks like HTML."""
    escaped = str(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("\r", "").replace("\n", "<br>") or " "


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; columns that are empty in every row are left out."""
    listed = [[cell(value) for value in row] for row in rows]
    used = [index for index in range(len(headers)) if any(row[index].strip() for row in listed)] or [0]
    lines = [[headers[index] for index in used], ["---"] * len(used), *([row[i] for i in used] for row in listed)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def page(title: str, *blocks: str) -> str:
    """A whole page: a note that it is generated, its title, and the blocks, each set off by an empty line."""
    note = "<!-- 由程序生成，请勿手工修改；重新生成：python scripts/regenerate.py -->"
    return "\n\n".join([note, f"# {title}", *(block for block in blocks if block)]) + "\n"

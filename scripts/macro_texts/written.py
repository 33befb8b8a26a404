"""Python values as VBA text, in what a project of code page 936 can hold."""

from __future__ import annotations

from collections.abc import Iterable

#: What the VBA editor takes in one line, with room to spare (it takes 1023 characters).
LONGEST_LINE = 900


def literal(text: str) -> str:
    """A text as VBA writes it; what code page 936 lacks, and what would end the line, by its number."""
    parts: list[str] = []
    quoted = ""
    for sign in text:
        if _fits(sign):
            quoted += sign
            continue
        if quoted:
            parts.append(_quoted(quoted))
        quoted = ""
        encoded = sign.encode("utf-16-le")
        units = (int.from_bytes(encoded[at : at + 2], "little") for at in range(0, len(encoded), 2))
        parts += [f"ChrW({unit - 0x10000 if unit > 0x7FFF else unit})" for unit in units]
    if quoted or not parts:
        parts.append(_quoted(quoted))
    return " & ".join(parts)


def constant(name: str, value: str | int) -> str:
    """One line that declares a constant; only a text that code page 936 holds can be one."""
    if isinstance(value, str):
        if not all(map(_fits, value)):
            raise ValueError(f"{name}: {value!r} cannot be a constant, as VBA would have to compute it")
        return f"Public Const {name} As String = {_quoted(value)}"
    return f"Public Const {name} As Long = {value}"


def module(name: str, lines: Iterable[str]) -> str:
    """A whole generated module."""
    said = "'由 scripts/regenerate.py 按表的声明生成，请不要手改。"
    head = [f'Attribute VB_Name = "{name}"', "Option Explicit", said]
    return "\n".join([*head, *lines]) + "\n"


def _fits(sign: str) -> bool:
    try:
        return sign >= " " and bool(sign.encode("gbk"))
    except UnicodeEncodeError:
        return False


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

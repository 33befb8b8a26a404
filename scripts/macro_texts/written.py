"""Python values as VBA text, in signs that every program can store."""

from __future__ import annotations

from collections.abc import Iterable

from macro_texts.checked import fits

#: What the VBA editor takes in one line, with room to spare (it takes 1023 characters).
LONGEST_LINE = 900


def literal(text: str) -> str:
    """A text as VBA writes it; what not every program can store, by its number."""
    parts: list[str] = []
    quoted = ""
    for sign in text:
        if fits(sign):
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
    """One line that declares a constant; only a text that every program can store can be one."""
    if isinstance(value, str):
        if not all(map(fits, value)):
            raise ValueError(f"{name}: {value!r} cannot be a constant, as VBA would have to compute it")
        return f"Public Const {name} As String = {_quoted(value)}"
    return f"Public Const {name} As Long = {value}"


def module(name: str, lines: Iterable[str]) -> str:
    """A whole generated module."""
    said = "'由 scripts/regenerate.py 按表的声明生成，请不要手改。"
    head = [f'Attribute VB_Name = "{name}"', "Option Explicit", said]
    return "\n".join([*head, *lines]) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

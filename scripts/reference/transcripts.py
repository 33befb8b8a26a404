"""Transcripts of the command line: their format, and what the pages learn from them.

A transcript is a text of these lines: ``## …`` says something to the reader; ``# verb …`` is something that happens
between commands; ``$ huifang …`` is a command, followed by what it prints and by ``[exit N]``. JSON is folded for
readers by :func:`fold_json`.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_EXIT = re.compile(r"\[exit (\d)\]")
_WITH_VALUE = ("-C", "--today", "--now")


@dataclass(frozen=True)
class Said:
    """A line that is no command: empty, for the reader, or something that happens in between."""

    text: str

    @property
    def happens(self) -> bool:
        """Whether it is something to do."""
        return self.text.startswith("# ")


@dataclass(frozen=True)
class Command:
    """A command line, what it printed, and its exit code (None: not recorded yet)."""

    line: str
    output: str
    code: int | None

    @property
    def arguments(self) -> list[str]:
        """The arguments behind ``huifang``."""
        return shlex.split(self.line)[1:]

    @property
    def name(self) -> str | None:
        """The command that is called, if any is."""
        arguments = iter(self.arguments)
        for argument in arguments:
            if argument in _WITH_VALUE:
                next(arguments, None)
            elif not argument.startswith("-"):
                return argument
        return None


def parse(text: str) -> list[Said | Command]:
    """The steps of a transcript.

    Raises:
        ValueError: a line stands where none may.
    """
    steps: list[Said | Command] = []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("$ huifang"):
            steps.append(_command(line.removeprefix("$ "), lines))
        elif not line or line.startswith("#"):
            steps.append(Said(line))
        else:
            raise ValueError(f"not a line of a transcript: {line}")
    return steps


def _command(line: str, lines: Iterator[str]) -> Command:
    printed: list[str] = []
    for following in lines:
        if ended := _EXIT.fullmatch(following):
            return Command(line, "".join(f"{one}\n" for one in printed), int(ended[1]))
        printed.append(following)
    raise ValueError(f"no [exit N] after: {line}")


def render(steps: Iterable[Said | Command]) -> str:
    """The steps as text again."""
    parts = []
    for step in steps:
        if isinstance(step, Said):
            parts.append(f"{step.text}\n")
        else:
            parts.append(f"$ {step.line}\n{step.output}[exit {step.code}]\n")
    return "".join(parts)


def fold_json(output: str) -> str:
    """The output with every line of JSON folded: one line for each key, and for each element of a list."""
    folded = []
    for line in output.splitlines():
        folded.append(_fold(json.loads(line)) if line.startswith('{"') else line)
    return "".join(f"{text}\n" for text in folded)


def _fold(value: dict[str, Any]) -> str:
    whole = _compact(value)
    if len(whole) <= 100:
        return whole
    lines = [f" {_compact(key)}: {_elements(entry)}" for key, entry in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _elements(value: Any) -> str:
    if not isinstance(value, list) or len(_compact(value)) <= 100:
        return _compact(value)
    return "[\n" + ",\n".join(f"  {_compact(one)}" for one in value) + "\n ]"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def printed_json(command: Command) -> Any:
    """The JSON object that a command printed, or None."""
    at = 0 if command.output.startswith("{") else command.output.find("\n{") + 1
    if not command.output[at:].startswith("{"):
        return None
    return json.JSONDecoder().raw_decode(command.output, at)[0]


def merged_shape(values: Iterable[Any]) -> Any:
    """The keys of all the values together: a dict of shapes, a list of one shape, or None for anything plain."""
    listed = list(values)
    dicts = [value for value in listed if isinstance(value, dict)]
    if dicts:
        keys = dict.fromkeys(key for one in dicts for key in one)
        return {key: merged_shape(one[key] for one in dicts if key in one) for key in keys}
    lists = [value for value in listed if isinstance(value, list)]
    if lists:
        return [merged_shape(element for one in lists for element in one)]
    return None


def shape_text(shape: Any) -> str:
    """A shape as the contract writes it: ``{"file", "rows": [{"agent"}]}``, one line for each key of the top."""
    if not isinstance(shape, dict):
        return _inner(shape)
    return "{\n" + ",\n".join(f"  {_entry(key, value)}" for key, value in shape.items()) + "\n}"


def _entry(key: str, value: Any) -> str:
    return f'"{key}"' if value is None else f'"{key}": {_inner(value)}'


def _inner(shape: Any) -> str:
    if isinstance(shape, dict):
        return "{" + ", ".join(_entry(key, value) for key, value in shape.items()) + "}"
    if isinstance(shape, list):
        return f"[{_inner(shape[0])}]"
    return "\u2026"

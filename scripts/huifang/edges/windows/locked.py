"""The lock file: of each package that the product needs one version, its hashes, and which computers need it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

_LINE = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.+))?")


@dataclass(frozen=True)
class Locked:
    """One package; without a ``marker`` it is needed everywhere."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]

    def is_needed(self, computer: Mapping[str, str]) -> bool:
        """Whether a computer needs it that says this of itself, in the words of packaging's markers."""
        return not self.marker or _holds(ast.parse(self.marker, mode="eval").body, computer)


def lock_text() -> str:
    """The file, as it was packed with the product."""
    return files("huifang").joinpath("requirements-lock.txt").read_text(encoding="utf-8")


def locked_in(text: str) -> Iterable[Locked]:
    """Every package of a lock file.

    Raises:
        ValueError: a line is none of a lock file.
    """
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        requirement, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
        if not requirement or requirement.startswith("#"):
            continue
        read = _LINE.fullmatch(requirement)
        if read is None or not hashes:
            raise ValueError(line)
        yield Locked(read["name"], read["version"], read["marker"] or "", frozenset(hashes))


def windows(version: str) -> dict[str, str]:
    """What a 64-bit Windows with that Python says of itself."""
    return {
        "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
        "python_version": version, "python_full_version": f"{version}.0",
    }  # fmt: skip


def _holds(node: ast.expr, computer: Mapping[str, str]) -> bool:
    match node:
        case ast.BoolOp(ast.And(), values):
            return all(_holds(value, computer) for value in values)
        case ast.BoolOp(ast.Or(), values):
            return any(_holds(value, computer) for value in values)
        case ast.Compare(ast.Name(name), [operator], [ast.Constant(str(wanted))]):
            return _compares(operator, *_comparable(name, computer[name], wanted))
    raise ValueError(ast.unparse(node))


def _comparable(name: str, found: str, wanted: str) -> tuple[object, object]:
    """Versions as numbers, filled up to the same length; anything else as it is."""
    if not name.startswith("python_"):
        return found, wanted
    left, right = ([int(part) for part in text.split(".")] for text in (found, wanted))
    size = max(len(left), len(right))
    return left + [0] * (size - len(left)), right + [0] * (size - len(right))


def _compares(operator: ast.cmpop, found: object, wanted: object) -> bool:
    match operator:
        case ast.Eq():
            return found == wanted
        case ast.NotEq():
            return found != wanted
        case ast.Lt() if isinstance(found, list) and isinstance(wanted, list):
            return found < wanted
        case ast.GtE() if isinstance(found, list) and isinstance(wanted, list):
            return found >= wanted
    raise ValueError(ast.dump(operator))

"""Marks in the cells of a template: what they may say, and what they become.

A mark names values and may choose between them: no loops, no calls, no arithmetic. So whatever a template says, it is
done in a time and a length that its own length allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from huifang.core.text import nearest

#: Longer texts with marks in them are no cells of a form.
LONGEST = 2_000
_MAY_STAND = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Filter, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat,
)  # fmt: skip
_FILTERS = frozenset({"default", "d", "trim", "upper", "lower", "length"})

_ALONE = re.compile(r"\s*\{\{\s*([\w.]+)\s*\}\}\s*")

#: What marks may name: a value (None), or things with values of these names.
Names = Mapping[str, Set[str] | None]
Values = Mapping[str, str | Mapping[str, str]]


class WrongMark(ValueError):
    """A mark that cannot be filled; the message says why, as a part of a sentence."""


@dataclass(frozen=True)
class MarkedText:
    """The text of a cell with marks in it, and the names that they use; ``only`` is the name that is all of it."""

    template: Template
    names: frozenset[str]
    only: str = ""

    def filled(self, values: Values) -> str:
        """The text with the values in it.

        Raises:
            WrongMark: what it compares cannot be compared.
        """
        try:
            return self.template.render(values)
        except (TemplateError, TypeError, ValueError, RecursionError) as error:
            raise WrongMark("里面的标记算不出来") from error


def has_marks(text: object) -> bool:
    """Whether it is text with marks in it."""
    return isinstance(text, str) and any(sign in text for sign in ("{{", "{%", "{#"))


def marked(text: str, known: Names) -> MarkedText:
    """The cell's text, looked through.

    Raises:
        WrongMark: it is not written as a mark is, names something unknown, or says more than a mark may.
    """
    if len(text) > LONGEST:
        raise WrongMark(f"有标记的文字超过 {LONGEST} 个字")
    try:
        tree = _environment().parse(text)
        for node in _all(tree):
            _require(node, known)
        names = frozenset(name.name for name in tree.find_all(nodes.Name))
        alone = _ALONE.fullmatch(text)
        return MarkedText(_environment().from_string(text), names, alone[1] if alone else "")
    except (TemplateError, RecursionError) as error:
        raise WrongMark("标记的写法不对，应写成 {{ 列名 }}，前后各两个花括号") from error


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all(child)


def _require(node: nodes.Node, known: Names) -> None:
    if not isinstance(node, _MAY_STAND) or (isinstance(node, nodes.Filter) and node.name not in _FILTERS):
        raise WrongMark("标记里只能写列名和 if，不能计算、循环或调用")
    if isinstance(node, nodes.Name) and node.name not in known:
        raise _unknown(node.name, known)
    if isinstance(node, nodes.Getattr):
        inner = known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if inner is None or node.attr not in inner:
            raise _unknown(node.attr, inner or ())


def _unknown(name: str, known: Names | Set[str] | tuple[()]) -> WrongMark:
    close = nearest(name, known)
    return WrongMark(f"没有名为“{name}”的内容" + (f"，是不是“{close}”" if close else ""))


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.globals.clear()
    return environment

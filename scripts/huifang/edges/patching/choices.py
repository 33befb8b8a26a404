"""Drop-downs in cells that have none, beside those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huifang.edges.patching.areas import parse_address, parse_areas
from huifang.edges.patching.markup import quoted
from huifang.edges.patching.page import ORDER, Page


def offer(page: Page, cells: Mapping[str, str]) -> None:
    """Offer the words, separated by commas, in each cell; others may be typed as well."""
    root = page.frame.root
    parent = root.child("dataValidations")
    taken = [
        area for rule in (parent.all("dataValidation") if parent else ())
        for area in parse_areas(rule.attributes.get("sqref", ""))
    ]  # fmt: skip
    lists: dict[str, list[str]] = {}
    for address, words in cells.items():
        if not any(area.holds(*parse_address(address)) for area in taken):
            lists.setdefault(words, []).append(address)
    rules = [_rule(words, addresses) for words, addresses in lists.items()]
    if parent is not None:
        page.frame.append(parent, *map(page.frame.xml, rules))
    elif rules:
        xml = f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>'
        page.frame.place(root, "dataValidations", page.frame.xml(xml), ORDER)


def _rule(words: str, addresses: Sequence[str]) -> str:
    formula = quoted(f'"{words}"')
    cells = " ".join(addresses)
    return f'<dataValidation type="list" allowBlank="1" sqref="{cells}"><formula1>{formula}</formula1></dataValidation>'

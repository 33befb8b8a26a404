"""Colours that lie on top of every format: conditional formats that are always true, recognised by their formula.

Cell formats are not touched (programs number them anew when they save), so taking ours away restores everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from huifang.edges.patching.areas import Area, parse_address
from huifang.edges.patching.markup import Element, quoted
from huifang.edges.patching.page import ORDER, Page
from huifang.edges.patching.styles import Styles

MARK = 'LEN("huifang:'
#: So many areas are named by one rule; very long lists are cut off by some programs.
AREAS_OF_A_RULE = 400


def highlight(page: Page, styles: Styles, cells: Mapping[str, str], colours: Mapping[str, str]) -> None:
    """Colour the cells (word for the colour by address); those of an earlier round are white again."""
    root = page.frame.root
    ours = [rule for rule in _rules(root) if _is_ours(rule)]
    _remove(page, ours)
    new = list(_new_rules(page, cells, colours))
    _make_room(page, [rule for rule in _rules(root) if not _is_ours(rule)], ours, len(new))
    xml = []
    for priority, (word, areas) in enumerate(new, start=1):
        style, formula = styles.colour(colours[word]), quoted(f'{MARK}{word}")>0')
        rule = f'<cfRule type="expression" dxfId="{style}" priority="{priority}"><formula>{formula}</formula></cfRule>'
        sqref = " ".join(map(str, areas))
        xml.append(page.frame.xml(f'<conditionalFormatting sqref="{sqref}">{rule}</conditionalFormatting>'))
    others = root.child("conditionalFormatting")
    if others is not None:  # some programs go by the order in the file
        page.frame.insert(others.start, b"".join(xml))
    elif xml:
        page.frame.place(root, "conditionalFormatting", b"".join(xml), ORDER)


def _rules(root: Element) -> list[Element]:
    """All rules of conditional formats that have a place among the others, those in extensions too."""
    return [e for e in root.walk() if e.tag.rpartition(":")[2] == "cfRule" and "priority" in e.attributes]


def _is_ours(rule: Element) -> bool:
    return any(child.text.replace(" ", "").startswith(MARK) for child in rule.children)


def _remove(page: Page, ours: Sequence[Element]) -> None:
    """Take our rules out, and what held nothing else."""
    gone = {rule.start for rule in ours}
    for holder in page.frame.root.all("conditionalFormatting"):
        rules = holder.all("cfRule")
        if rules and all(rule.start in gone for rule in rules):
            page.frame.remove(holder)
        else:
            for rule in rules:
                if rule.start in gone:
                    page.frame.remove(rule)


def _make_room(page: Page, others: Sequence[Element], ours: Sequence[Element], count: int) -> None:
    """Number the other rules so that ours come first; their own order stays."""
    before = min((_priority(rule) for rule in others), default=1)
    freed = sum(_priority(rule) < before for rule in ours)
    shift = count - freed if before - freed >= 1 else count
    if shift:
        for rule in others:
            page.frame.set(rule, priority=_priority(rule) + shift)


def _priority(rule: Element) -> int:
    return rule.number("priority", 1)


def _new_rules(page: Page, cells: Mapping[str, str], colours: Mapping[str, str]) -> Iterator[tuple[str, list[Area]]]:
    for word in colours:
        places = (parse_address(address) for address, own in cells.items() if own == word)
        areas = sorted({_shown(page, row, column) for row, column in places}, key=lambda a: (a.left, a.top))
        joined = _joined(areas)
        for start in range(0, len(joined), AREAS_OF_A_RULE):
            yield word, joined[start : start + AREAS_OF_A_RULE]


def _shown(page: Page, row: int, column: int) -> Area:
    """The cell, or the merged cells that show as one."""
    merged = next((area for area in page.merged if area.holds(row, column)), None)
    return merged or Area(row, column, row, column)


def _joined(areas: Iterable[Area]) -> list[Area]:
    """The same cells with those below each other as one area."""
    joined: list[Area] = []
    for area in areas:
        last = joined[-1] if joined else None
        if last and (last.left, last.right, last.bottom + 1) == (area.left, area.right, area.top):
            joined[-1] = Area(last.top, last.left, area.bottom, last.right)
        else:
            joined.append(area)
    return joined

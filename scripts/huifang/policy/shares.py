"""比例(%) of 回访规则, and the cells that a rule with a share does not look at."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.policy.impossible import Impossible
from huifang.policy.rules import EVERYBODY, Percent, Rule, parse_share
from huifang.tables.cells import shown
from huifang.tables.declared import house_rules
from huifang.tables.model import Row

#: The window of a rule, and what looks into the rows that it counts from.
WINDOW = ("window_from", "window_length")
_OF_ROWS = ("where", "where_values", *WINDOW)


def beside_share(row: Row, rule: Rule) -> Iterator[Finding]:
    """P615 for what a rule that selects customers does not look at, and for the unit of a window that is not there."""
    if not row["share"]:
        return
    table, anchor = house_rules.RULES, house_rules.RULES.by_key["anchor"].header
    why = "" if rule.anchor else f"没有填写“{anchor}”的按客户抽取"
    keys = [] if rule.anchor else [key for key in _OF_ROWS if row[key] is not None]
    if row["unit"] is not None and not rule.has_window:
        why, keys = why or "没有填写窗口", [*keys, "unit"]
    for key in keys:
        yield found("P615", row.place(key), column=table.by_key[key].header, value=shown(row[key]), why=why)


def read_share(row: Row) -> Percent:
    """The share that the row says; everybody where it says none.

    Raises:
        Impossible: it cannot be read.
    """
    share = parse_share(row["share"]) if row["share"] else EVERYBODY
    if share is None:
        raise Impossible(because("Y625", value=row["share"]), "share")
    return share

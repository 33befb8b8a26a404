"""The presets that ship with the product: one TOML file per regulation, its keys the headers of 制度.xlsx."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from huifang.core.text import nearest, split_list
from huifang.decisions.calls.triggers import NEEDED, told
from huifang.edges.known.trade import Trade
from huifang.edges.known.trades import TRADES
from huifang.policy.build import read_policy
from huifang.policy.model import Policy
from huifang.tables.declared import (
    complaint_rules,
    complaints,
    feedback,
    house_rules,
    indicator_rules,
    mail_rules,
    notice_rules,
    own_columns,
    task_rules,
    tasks,
)
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import BOOKS, EVERYWHERE
from huifang.tables.model import Table
from huifang.tables.options import BUILT_IN, REMARKS
from huifang.tables.reading import Grid


class UnknownPreset(ValueError):
    """No preset has that name; the message says which do."""


ENDING = ".toml"
#: With what the name of a regulation begins that the office brought itself; what an office has to know of it follows.
OWN = "own "
#: Where a class of customers is an example.
_CLASS_COLUMNS = (("客户", "客户类别"), ("专项", "适用类别"))


#: Of these the columns are out of sight that no row of the regulation fills.
_BY_ROWS = (
    house_rules.RULES,
    house_rules.CLASSES,
    house_rules.DAYS,
    notice_rules.NOTICES,
    task_rules.TASK_RULES,
    complaint_rules.LIMITS,
    complaint_rules.NEEDS,
)
#: Sheets of 制度 that are out of sight where the regulation has no row in them.
_WHERE_USED = (own_columns.OWN_COLUMNS, task_rules.TASK_RULES, indicator_rules.INDICATOR_RULES)
#: Sheets whose rows are items, each with its value and what it means.
_OF_ITEMS = (house_rules.SETTINGS, mail_rules.MAILBOX)


@dataclass(frozen=True)
class Preset:
    """One regulation, as shipped; ``source`` and ``regulation`` are for programs, people read the ``document``."""

    preset: str
    name: str
    source: str
    regulation: str
    content: dict[str, Any]

    @cached_property
    def document(self) -> str:
        """The title of the regulation that the preset carries out, as its 依据 texts name it."""
        return f"《{self.content['document']}》"

    @property
    def whom(self) -> str:
        """For whom the regulation is, in a few words."""
        return str(self.content["whom"])

    @property
    def asks(self) -> str:
        """What the regulation asks of an office, in a sentence without its stop."""
        return str(self.content["asks"])

    @cached_property
    def workbooks(self) -> tuple[str, ...]:
        """The register workbooks that the regulation uses; that of tasks where it has any."""
        has_tasks = bool(self.content.get(task_rules.TASK_RULES.name))
        return tuple(dict.fromkeys((*self.content["workbooks"], *((tasks.WORKBOOK,) if has_tasks else ()))))

    def using(self, further: Iterable[str]) -> Preset:
        """The regulation in an office that uses these register workbooks besides."""
        return replace(self, content={**self.content, "workbooks": [*dict.fromkeys((*self.workbooks, *further))]})

    def saying(self, items: Mapping[str, str]) -> Preset:
        """The regulation in an office whose 基本 says these values of its items."""
        basics = house_rules.SETTINGS.name
        return replace(self, content={**self.content, basics: {**self.content[basics], **items}})

    @cached_property
    def hidden(self) -> dict[str, tuple[str, ...]]:
        """Headers, by table, that are there but out of sight."""
        return _by_table(self.content.get("hidden", ()))

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Headers, by table, of the columns that are only there where a regulation uses them, as this one does."""
        return _by_table(self.content.get("columns", ()))

    @cached_property
    def forms_with_plan(self) -> tuple[str, ...]:
        """The printed forms that the regulation wants of the calls that are planned."""
        return tuple(self.content.get("forms_with_plan", ()))

    def fitted(self, table: Table) -> Table:
        """The table as the regulation uses it: with the columns that it asks for, the unused ones out of sight."""
        asked, unused = self.columns.get(table.name, ()), self.hidden.get(table.name, ())
        if table in _BY_ROWS:
            filled = {header for row in self.content.get(table.name, ()) for header in row}
            unused += tuple(c.header for c in table.columns if c.optional and c.header not in filled)
        if table in _WHERE_USED:
            table = replace(table, hidden=not self.content.get(table.name))
        kept = table.without(c.key for c in table.columns if c.where_used and c.header not in asked)
        fitted = self._with_examples(kept.hiding(c.key for c in kept.columns if c.header in unused))
        return told(fitted) if table is house_rules.RULES else fitted

    @cached_property
    def remarks(self) -> list[dict[str, str]]:
        """How what customers say is grouped, by the words of the trade; where nobody is called, nothing is said."""
        groups = self.trade.groups if self.trade and self.content.get(house_rules.RULES.name) else ()
        return [{"类型": REMARKS, "值": group} for group in groups]

    @cached_property
    def trade(self) -> Trade | None:
        """The trade that the regulation is made for; None where it does not say."""
        return TRADES.get(self.content.get("trade", ""))

    def _with_examples(self, table: Table) -> Table:
        """The table with examples of the trade, and of the regulation's own first row where it has one."""
        own = self.content.get(table.name, ())
        first = own[0] if isinstance(own, list) and own else {}
        given = {header: str(value) for header, value in first.items() if value not in ("", None)}
        given |= self._named.get(table.name, {})
        columns = (replace(c, example=given.get(c.header, c.example)) for c in table.columns)
        return replace(table, columns=tuple(columns))

    @cached_property
    def _named(self) -> dict[str, dict[str, str]]:
        """Examples by table and header."""
        titles = [row["规则名称"] for row in self.content.get(house_rules.RULES.name, ())]
        classes = [row["类别"] for row in self.content.get(house_rules.CLASSES.name, ())]
        told = dict(self.trade.told) if self.trade else {}
        told |= {"回访记录.回访事由": titles[0]} if titles else {}
        told |= {f"{table}.{header}": classes[0] for table, header in _CLASS_COLUMNS} if classes else {}
        tables: dict[str, dict[str, str]] = {}
        for place, example in told.items():
            table, _, header = place.partition(".")
            tables.setdefault(table, {})[header] = example
        return tables

    def tables_of(self, workbook: str) -> tuple[Table, ...]:
        """The tables of a workbook as the regulation uses them; settings about complaints where it has any, measures
        in one workbook and only where they are followed.
        """
        left_out: tuple[Table, ...] = ()
        if complaints.WORKBOOK not in self.workbooks:
            left_out += (complaint_rules.DISPATCHES,)
            left_out += () if self.content.get(complaint_rules.NEEDS.name) else (complaint_rules.NEEDS,)
        if feedback.WORKBOOK in self.workbooks or not self._reports_measures:
            left_out += (complaints.MEASURES,)
        return tuple(self.fitted(table) for table in BOOKS[workbook] if table not in left_out)

    @property
    def _reports_measures(self) -> bool:
        """Whether a report follows measures until they are verified."""
        return any("措施" in split_list(row.get("内容", "")) for row in self.content.get(house_rules.REPORTS.name, ()))

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each sheet of 制度.xlsx by header, as ``init`` writes them."""
        from huifang.policy.items import ITEMS  # noqa: PLC0415
        from huifang.policy.mail_items import MAIL_ITEMS  # noqa: PLC0415

        sheets: dict[str, list[dict[str, Any]]] = {
            table.name: list(self.content.get(table.name, ())) for table in house_rules.TABLES if table not in _OF_ITEMS
        }
        for table, items in zip(_OF_ITEMS, (ITEMS, MAIL_ITEMS), strict=True):
            given = self.content.get(table.name, {})
            sheets[table.name] = [
                {"项目": item.name, "值": given.get(item.name, item.default), "说明": item.about} for item in items
            ]
        tables = (CALLS, *(table for workbook in self.workbooks for table in BOOKS[workbook]))
        named = {column.options for table in tables for column in table.columns}
        built_in = [{"类型": name, "值": v} for name, values in BUILT_IN.items() if name in named for v in values]
        sheets[house_rules.CHOICES.name] = [*built_in, *self.remarks, *sheets[house_rules.CHOICES.name]]
        return sheets

    @cached_property
    def policy(self) -> Policy:
        """The regulation as it is before an office changes anything."""
        return read_policy(self.grids(), house_rules.WORKBOOK, NEEDED).policy

    def grids(self) -> dict[str, Grid]:
        """The same rows as the reader of 制度.xlsx would see them."""
        grids: dict[str, Grid] = {}
        for table in house_rules.TABLES:
            headers = [column.header for column in table.columns]
            grids[table.name] = [headers, *([row.get(h, "") for h in headers] for row in self.rows()[table.name])]
        return grids


def _by_table(entries: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """``表.列`` as headers by table."""
    tables: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        table, _, header = entry.partition(".")
        tables[table] = (*tables.get(table, ()), header)
    return tables


@cache
def _read(name: str) -> Preset:
    resource = files("huifang.workbooks") / "policies" / f"{name}{ENDING}"
    content = tomllib.loads(resource.read_text(encoding="utf-8"))
    return Preset(content["preset"], content["name"], content["source"], content["regulation"], content)


@cache
def _names() -> tuple[str, ...]:
    folder = files("huifang.workbooks") / "policies"
    return tuple(sorted(file.name.removesuffix(ENDING) for file in folder.iterdir() if file.name.endswith(ENDING)))


def presets() -> tuple[Preset, ...]:
    """All presets, by regulation."""
    return tuple(sorted(map(_read, _names()), key=lambda preset: int(preset.regulation.removeprefix("S"))))


def own_name(kept: Mapping[str, Any]) -> str:
    """What a regulation is called that an office brought itself: the journal keeps no more of it than this."""
    return OWN + json.dumps(kept, ensure_ascii=False)


def _own(name: str) -> Preset:
    kept = json.loads(name.removeprefix(OWN))
    return Preset(name, kept["document"], "", "", kept)


def load_preset(name: str) -> Preset:
    """The preset of that name, or what an office keeps of its own.

    Raises:
        UnknownPreset: there is none.
    """
    if name.startswith(OWN + "{"):
        return _own(name)
    if name not in _names():
        known = [preset.preset for preset in presets()]
        close = nearest(name, known)
        hint = f"是不是“{close}”？" if close else ""
        raise UnknownPreset(f"没有名为“{name}”的制度。可用的有：{'、'.join(known)}。{hint}")
    return _read(name)


def preset_in_use(name: str) -> Preset:
    """The preset of an office; where this release does not know it, what all offices have."""
    try:
        return load_preset(name)
    except UnknownPreset:
        return Preset(name, "", "", "", {"workbooks": EVERYWHERE})


def workbooks_of(name: str) -> tuple[str, ...]:
    """The register workbooks of an office with that preset."""
    return preset_in_use(name).workbooks


def fitted(name: str, table: Table) -> Table:
    """The table as an office with that preset uses it."""
    return preset_in_use(name).fitted(table)


def forms_with_plan(name: str) -> tuple[str, ...]:
    """The printed forms that an office with that preset makes of the calls that are planned."""
    return preset_in_use(name).forms_with_plan

"""The presets that ship with the product: one TOML file per regulation, its keys the headers of 制度.xlsx."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from huifang.core.text import nearest
from huifang.tables import house_rules
from huifang.tables.options import BUILT_IN
from huifang.tables.reading import Grid


class UnknownPreset(ValueError):
    """No preset has that name; the message says which do."""


ENDING = ".toml"


@dataclass(frozen=True)
class Preset:
    """One regulation, as shipped."""

    preset: str
    name: str
    source: str
    regulation: str
    content: dict[str, Any]

    @cached_property
    def workbooks(self) -> tuple[str, ...]:
        """The register workbooks that the regulation uses."""
        return tuple(self.content["workbooks"])

    @cached_property
    def hidden(self) -> dict[str, tuple[str, ...]]:
        """Headers, by table, that are there but out of sight."""
        tables: dict[str, tuple[str, ...]] = {}
        for entry in self.content.get("hidden", ()):
            table, _, header = entry.partition(".")
            tables[table] = (*tables.get(table, ()), header)
        return tables

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each sheet of 制度.xlsx by header, as ``init`` writes them."""
        from huifang.policy.items import ITEMS  # noqa: PLC0415

        sheets: dict[str, list[dict[str, Any]]] = {
            table.name: list(self.content.get(table.name, ()))
            for table in house_rules.TABLES
            if table is not house_rules.SETTINGS
        }
        given = self.content[house_rules.SETTINGS.name]
        sheets[house_rules.SETTINGS.name] = [
            {"项目": item.name, "值": given.get(item.name, item.default), "说明": item.about} for item in ITEMS
        ]
        built_in = [{"类型": name, "值": value} for name, values in BUILT_IN.items() for value in values]
        sheets[house_rules.CHOICES.name] = built_in + sheets[house_rules.CHOICES.name]
        return sheets

    def grids(self) -> dict[str, Grid]:
        """The same rows as the reader of 制度.xlsx would see them."""
        grids: dict[str, Grid] = {}
        for table in house_rules.TABLES:
            headers = [column.header for column in table.columns]
            grids[table.name] = [headers, *([row.get(h, "") for h in headers] for row in self.rows()[table.name])]
        return grids


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


def load_preset(name: str) -> Preset:
    """The preset of that name.

    Raises:
        UnknownPreset: there is none.
    """
    if name not in _names():
        known = [preset.preset for preset in presets()]
        close = nearest(name, known)
        hint = f"是不是“{close}”？" if close else ""
        raise UnknownPreset(f"没有名为“{name}”的制度。可用的有：{'、'.join(known)}。{hint}")
    return _read(name)

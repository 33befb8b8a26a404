"""Made-up presets: regulations that use register workbooks and columns in ways that no shipped one does alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from huifang.edges.known import presets
from huifang.edges.known.presets import Preset, load_preset
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import BOOKS as ALL_BOOKS
from huifang.tables.declared.registers import BORN_LATER

WHOLE = "whole"
#: Those that people keep: that of tasks is the system's, and is there where 定期任务 has rows.
BOOKS = {name: tables for name, tables in ALL_BOOKS.items() if name not in BORN_LATER}
HIDDEN = ("投诉.归档号", "投诉.处罚意见", "台账.用电管理负责人", "台账.负责人电话", "回访记录.联系角色")


def where_used() -> tuple[str, ...]:
    """Every column that is left out of a sheet unless a regulation uses it, as presets name it."""
    tables = (*(table for tables in BOOKS.values() for table in tables), CALLS)
    return tuple(f"{table.name}.{column.header}" for table in tables for column in table.columns if column.where_used)


def made_preset(**changed: object) -> Preset:
    """The ten-day regulation in an office that has every register workbook and every column."""
    base = load_preset("sales-ten-day")
    content = {**base.content, "workbooks": [*BOOKS], "columns": [*where_used()], "hidden": [*HIDDEN], **changed}
    return Preset(WHOLE, "全部登记", base.source, "S99", content)


@contextmanager
def known(preset: Preset) -> Iterator[Preset]:
    """The preset, to be found by its name like a shipped one."""
    read, names = presets._read, presets._names()
    with (
        patch.object(presets, "_names", lambda: (*names, preset.preset)),
        patch.object(presets, "_read", lambda name: preset if name == preset.preset else read(name)),
    ):
        yield preset

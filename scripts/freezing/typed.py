"""The command line, and workbooks as somebody types into them."""

import inspect
import io
import json
import re
import traceback
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from freezing.house import STAMP, Row
from huifang.cli.main import group


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    data: dict[str, Any]
    err: str


def run(*args: str) -> Ran:
    """Run the command line in this process; a traceback ends the freezing."""
    parameters = inspect.signature(CliRunner).parameters
    apart: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in parameters else {}
    runner = CliRunner(**apart)
    result = runner.invoke(group, ["--json", *args], prog_name="huifang")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise AssertionError("traceback:\n" + "".join(traceback.format_exception(result.exception)))
    data = json.loads(result.stdout) if result.stdout.strip() else {}
    return Ran(result.exit_code, data, result.stderr)


def load(source: Path | io.BytesIO) -> Workbook:
    """Open with openpyxl, whose warnings about validations are of no interest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(source)


def save(book: Workbook, path: Path) -> None:
    """Save with fixed times, so that the same content gives the same bytes."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as package:
        parts = [(info.filename, package.read(info.filename)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-02T08:00:00Z", content)
            package.writestr(member(name), content, compresslevel=9)


def member(name: str) -> zipfile.ZipInfo:
    """A file in an archive, with a fixed time and the same rights everywhere."""
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    return info


@contextmanager
def edited(path: Path) -> Iterator[Workbook]:
    """A workbook opened for changes and saved again."""
    book = load(path)
    yield book
    save(book, path)


def headers_of(sheet: Any) -> dict[str, int]:
    """Column numbers (from 1) by header."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}


def put(sheet: Any, row: int, values: Row) -> None:
    """Enter values by header."""
    at = headers_of(sheet)
    for header, value in values.items():
        cell = sheet.cell(row, at[header])
        cell.value = value
        if isinstance(value, str) and cell.data_type in ("f", "n"):
            cell.data_type = "s"

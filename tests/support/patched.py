"""What tests of patched workbooks ask: which parts differ, what the cells hold, what a validator says."""

from __future__ import annotations

import io
import re
import subprocess
import warnings
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tools import plain_environment


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def differing(before: bytes, after: bytes) -> set[str]:
    """The parts that are not the same in both packages."""
    old, new = parts(before), parts(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def compressed(content: bytes) -> dict[str, bytes]:
    """The parts as they lie in the package, still compressed."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            start = info.header_offset + 30 + sum(content[info.header_offset + at] for at in (26, 28))
            start += 256 * sum(content[info.header_offset + at] for at in (27, 29))
            found[info.filename] = content[start : start + info.compress_size]
    return found


def opened(content: bytes, **options: Any) -> Workbook:
    """The workbook as openpyxl reads it; it warns of what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), **options)


def cells(content: bytes) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every cell that holds something or looks like something: value, type, number format, colours, font."""
    found = {}
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                line = cell.border.left.style if cell.border.left else None
                looks = (cell.number_format, cell.fill.fgColor.rgb, cell.font.b, cell.font.name, line)
                if cell.value is not None or cell.has_style:
                    found[sheet.title, cell.coordinate] = (cell.value, cell.data_type, *looks)
    return found


def values(content: bytes, sheet: str = "客户") -> dict[str, Any]:
    """The values of a sheet by address, formulas as text."""
    return {at: cell[0] for (name, at), cell in cells(content).items() if name == sheet and cell[0] is not None}


def complaints(content: bytes, folder: Path, name: str = "book.xlsx") -> Counter[str]:
    """What the validator has against a workbook; counts within its sentences are left out.

    That Excel moves texts from the cells into a list of its own when it saves is advice, and how it should be.
    """
    from openxml_audit import FileFormat, OpenXmlValidator

    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    errors = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=1_000).validate(path).errors
    sentences = (re.sub(r"\d+", "n", str(error)) for error in errors)
    return Counter(sentence for sentence in sentences if "inline-string cell" not in sentence)


def by_libreoffice(program: str, folder: Path, books: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each workbook as LibreOffice saves it again; what it cannot open is missing."""
    source, target = folder / "before", folder / "after"
    source.mkdir(parents=True)
    for name, content in books.items():
        (source / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
            "--outdir", str(target), *map(str, sorted(source.glob("*.xlsx"))),
        ],
        check=True, capture_output=True, timeout=110, env=plain_environment(),
    )  # fmt: skip
    return {path.stem: path.read_bytes() for path in target.glob("*.xlsx")}

"""Plays transcripts: the commands run in this process, and what happens between them is done by small functions."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import date
from functools import partial
from pathlib import Path
from unittest import mock

import complaints_made
import office
from huifang import __version__
from huifang.cli.main import main
from huifang.flow.samples.calls import fill_in
from lists import plain
from reference.transcripts import Command, Said, fold_json, parse, render

#: Excel, from where a transcript opens it up to its end.
_OPENED = ExitStack()
OFFICES: dict[str, Callable[[Path], office.TestOffice]] = {
    "complaints": complaints_made.office_with_complaints,
    "blank": office.blank_office, "planned": office.planned_office,
    "collected": office.collected_office, "sample": partial(office.sample_office, now="2026-11-21 12:00"),
}  # fmt: skip
#: How far a long piece of work is: on a machine that is busy, anything takes long.
PROGRESS = re.compile(r"^.+：已完成 \d+ / \d+\n", re.MULTILINE)
#: What differs from one run to the next and cannot be fixed: a saved workbook holds the time of saving.
HASHES = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(r"(?<=-)[0-9a-f]{8}(?=\.(?:xlsx|eml))"), "<hash>"),
    (re.compile(r"\b[0-9a-f]{12}(?=-)|(?<=-)[0-9a-f]{12}(?=\.xlsx)"), "<hash>"),
    (re.compile(rf"(?<=由 ){re.escape(__version__)}(?= 版)|(?<=\"release\": \"){re.escape(__version__)}"), "<release>"),
)


def replay(text: str, folder: Path) -> str:
    """The transcript as it would be recorded now, played in an empty folder."""
    with chdir(folder), _plain_terminal(), _OPENED:
        return render(_play(step, folder) for step in parse(text))


@contextmanager
def _plain_terminal() -> Iterator[None]:
    with mock.patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}):
        yield


def _play(step: Said | Command, folder: Path) -> Said | Command:
    if isinstance(step, Command):
        output, code = _run([name for argument in step.arguments for name in _expanded(argument)])
        return Command(step.line, _fixed(fold_json(output), folder), code)
    if step.happens:
        _, verb, *arguments = shlex.split(step.text)
        HAPPENINGS[verb](*(name for argument in arguments for name in _expanded(argument)))
    return step


def _expanded(argument: str) -> list[str]:
    """What a shell makes of a ``*``."""
    here = Path.cwd()
    found = sorted(path.relative_to(here).as_posix() for path in here.glob(argument)) if "*" in argument else []
    return found or [argument]


def _run(arguments: list[str]) -> tuple[str, int]:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream), mock.patch.object(sys, "argv", ["huifang", *arguments]):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    assert isinstance(code, int)
    stream.seek(0)
    return PROGRESS.sub("", stream.read()), code


def _fixed(output: str, folder: Path) -> str:
    for path in {str(folder), str(folder.resolve())}:
        output = output.replace(path, "<folder>")
    for pattern, word in HASHES:
        output = pattern.sub(word, output)
    return output


def _office(kind: str) -> None:
    """Begin in a copy of an office that is ready made."""
    os.chdir(OFFICES[kind](Path.cwd()).root)


def _fill(source: str, target: str = "", until: str = "") -> None:
    """Answer the calls of a sheet (those planned until a day, if one is given) as its agent would."""
    day = date.fromisoformat(until) if until else None
    Path(target or source).write_bytes(fill_in(Path(source).read_bytes(), until=day))


def _set(place: str, value: str) -> None:
    """Type text into a cell: ``file!sheet!cell``, the cell by its address or by header and row, as 满意度2."""
    file, sheet, cell = place.split("!")
    with office.edited(next(Path.cwd().glob(file))) as book:
        if cell.isascii():
            book[sheet][cell] = value
        else:
            header = cell.rstrip("0123456789")
            office.put(book[sheet], int(cell.removeprefix(header)), {header: value})


def _append(file: str, text: str) -> None:
    """Write text behind what is in a file."""
    with Path(file).open("a", encoding="utf-8") as stream:
        stream.write(text)


def _write(file: str, *lines: str) -> None:
    """Make a text file of these lines."""
    Path(file).write_text("\n".join(lines), encoding="utf-8")


def _replace(file: str, old: str, new: str) -> None:
    """Change every place of a text file where something stands."""
    path = Path(file)
    content = path.read_bytes()
    assert old.encode() in content, f"{old} is not in {file}"
    path.write_bytes(content.replace(old.encode(), new.encode()))


def _list(file: str, *rows: str) -> None:
    """Make a list of the office's own: the first sheet of a workbook, one text for each row, cells parted by ``|``."""
    plain(Path(file), *([cell.strip() or None for cell in row.split("|")] for row in rows), sheet="名单")


def _delete(*files: str) -> None:
    """Delete files."""
    for file in files:
        Path(file).unlink()


def _excel(*files: str) -> None:
    """Open workbooks in Excel, the last one in front."""
    from fake_excel import excel

    _OPENED.enter_context(excel(*(Path(file).resolve() for file in files)))


def _type(place: str, value: str) -> None:
    """Type text into the workbook in front, without saving it: ``sheet!cell``, the cell by header and row."""
    sheet, cell = place.split("!")
    header = cell.rstrip("0123456789")
    import xlwings as xw

    book = xw.books.active.impl
    office.put(book._book[sheet], int(cell.removeprefix(header)), {header: value})
    book._is_saved = False


HAPPENINGS: dict[str, Callable[..., object]] = {
    "office": _office,
    "fill": _fill,
    "set": _set,
    "list": _list,
    "copy": shutil.copy,
    "move": shutil.move,
    "delete": _delete,
    "folder": os.mkdir,
    "append": _append,
    "write": _write,
    "replace": _replace,
    "excel": _excel,
    "type": _type,
}

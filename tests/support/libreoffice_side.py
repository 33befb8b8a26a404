"""LibreOffice's side of the macro tests: run by a Python that has its bridge, with a pipe and a user profile.

Starts LibreOffice, then answers one JSON request a line with one JSON answer a line, until there are no more.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

soffice, pipe, profile = sys.argv[1:4]
ALWAYS_RUN_MACROS = 4
FILTER = "Calc MS Excel 2007 VBA XML"
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")


def value(name: str, content: object) -> Any:
    entry = PropertyValue()
    entry.Name, entry.Value = name, content
    return entry


def connected() -> Any:
    """The desktop of the LibreOffice that listens on the pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.05)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    sys.exit("LibreOffice does not answer")


class Books:
    """The open workbooks by path; a request names a method."""

    def __init__(self, desktop: Any) -> None:
        self.desktop = desktop
        self.open: dict[str, Any] = {}

    def book(self, path: str) -> Any:
        if path not in self.open:
            how = (value("Hidden", False), value("MacroExecutionMode", ALWAYS_RUN_MACROS))
            self.open[path] = self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, how)
        return self.open[path]

    def run(self, path: str, macro: str, *arguments: Any) -> Any:
        return self._called(self.book(path), f"VBAProject.{macro}", arguments)

    def press(self, path: str, sheet: str, caption: str) -> Any:
        book, form, number = self._button(path, sheet, caption)
        codes = [one.ScriptCode for one in form.getScriptEvents(number) if one.EventMethod == "actionPerformed"]
        if len(codes) != 1:
            raise LookupError(f"{caption}: {len(codes)} macros")
        return self._run(book, codes[0], ())

    def click(self, path: str, sheet: str, caption: str, changed: str) -> None:
        """LibreOffice goes its own way from here, so the end is what becomes of a cell."""
        book, form, number = self._button(path, sheet, caption)
        cell = book.Sheets.getByName(sheet).getCellRangeByName(changed)
        before = cell.String
        control = book.CurrentController.getControl(form.getByIndex(number))
        control.getAccessibleContext().doAccessibleAction(0)
        until = time.monotonic() + 20
        while cell.String == before:
            if time.monotonic() > until:
                raise TimeoutError(f"{changed} stays {before!r}")
            time.sleep(0.02)

    def cells(self, path: str, sheet: str, area: str) -> Any:
        return self.book(path).Sheets.getByName(sheet).getCellRangeByName(area).getDataArray()

    def fill(self, path: str, sheet: str, area: str, rows: Any) -> None:
        rows = tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
        self.book(path).Sheets.getByName(sheet).getCellRangeByName(area).setDataArray(rows)

    def select(self, path: str, sheet: str, area: str) -> None:
        book = self.book(path)
        page = book.Sheets.getByName(sheet)
        book.CurrentController.setActiveSheet(page)
        book.CurrentController.select(page.getCellRangeByName(area))

    def selected(self, path: str) -> Any:
        return self.book(path).CurrentSelection.AbsoluteName.replace("$", "")

    def notes(self, path: str, sheet: str) -> Any:
        notes = self.book(path).Sheets.getByName(sheet).Annotations
        found = {}
        for number in range(notes.Count):
            note = notes.getByIndex(number)
            cell = note.Parent.AbsoluteName.rpartition(".")[2].replace("$", "")
            found[cell] = note.String
        return found

    def colour(self, path: str, sheet: str, cell: str) -> Any:
        return self.book(path).Sheets.getByName(sheet).getCellRangeByName(cell).CellBackColor

    def save_as(self, path: str, target: str) -> None:
        self.book(path).storeToURL(uno.systemPathToFileUrl(target), (value("FilterName", FILTER),))

    def close(self, path: str) -> None:
        self.open.pop(path).close(True)

    def _button(self, path: str, sheet: str, caption: str) -> Any:
        book = self.book(path)
        page = book.Sheets.getByName(sheet)
        book.CurrentController.setActiveSheet(page)
        for form in page.DrawPage.Forms:
            for number in range(form.Count):
                if getattr(form.getByIndex(number), "Label", None) == caption:
                    return book, form, number
        raise LookupError(f"{caption}: no such button")

    def _called(self, book: Any, name: str, arguments: Any) -> Any:
        return self._run(book, f"vnd.sun.star.script:{name}?language=Basic&location=document", arguments)

    def _run(self, book: Any, code: str, arguments: Any) -> Any:
        script = book.getScriptProvider().getScript(code)
        return script.invoke(tuple(arguments), (), ())[0]


started = subprocess.Popen(
    [soffice, profile, *OPTIONS, f"--accept=pipe,name={pipe};urp"],
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)  # fmt: skip
books = Books(connected())
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"value": getattr(books, request["do"])(*request["with"])}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
with contextlib.suppress(Exception):
    books.desktop.terminate()
started.wait(20)

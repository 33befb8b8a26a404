"""Workbooks of ours read by somebody else: openpyxl, which knows nothing of how they were written.

:func:`faults_of` says in words what is wrong with any workbook, whatever it is for: what Excel repairs, refuses or
cuts, and what people stumble over. ``read_declared`` compares a sheet with the declaration of its table.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import combinations
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

#: What Excel takes, in characters: titles and texts of validations, a list that stands in the validation itself, the
#: text of a cell, what stands above or below a page, a link, the words that a link shows.
TITLE, SAID, LISTED, CELL, PAGE, LINK, TIP = 32, 255, 255, 32_767, 255, 2_079, 255
#: Links on a sheet, the widest column, the highest row.
LINKS, WIDEST, HIGHEST = 65_530, 255, 409.5
A4 = 9
#: What the functions of conditional formats are: those that Excel, WPS and LibreOffice know alike.
KNOWN_TO_ALL = {"AND", "OR", "COUNTA", "LEFT", "TODAY", "ISNUMBER", "SEARCH", "LEN"}
_TABLE_NAME = re.compile(r"[^\W\d]\w*")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})(\$?)(\d+)")
_QUOTED = re.compile(r'"[^"]*"')
_BAD_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def opened(content: bytes, **how: Any) -> Workbook:
    """The workbook; what openpyxl does not understand of ours is an error, but for the bars in cells of reports."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", ".*extension is not supported")
        return load_workbook(BytesIO(content), **how)


def shown(book: Workbook) -> list[Worksheet]:
    """The sheets that people see."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def headers_of(sheet: Worksheet, row: int = 1) -> list[str]:
    """The texts of a row, up to its last one."""
    return [str(cell.value) for cell in sheet[row] if cell.value is not None]


def rules_at(sheet: Worksheet, column: int, row: int) -> list[Any]:
    """The validations of a cell."""
    cell = f"{get_column_letter(column)}{row}"
    return [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]


def words_of(sheet: Worksheet, rule: Any) -> list[str]:
    """What a drop-down offers, whether it stands in the validation or in a sheet."""
    if rule.formula1.startswith('"'):
        return str(rule.formula1[1:-1]).split(",")
    name, area = _area_named(rule.formula1)
    rows = sheet.parent[name][area] if name in sheet.parent.sheetnames else ()
    return [str(cell.value) for row in rows for cell in row]


def _area_named(formula: str) -> tuple[str, str]:
    name, _, area = formula.removeprefix("=").rpartition("!")
    return name.strip("'").replace("''", "'"), area.replace("$", "")


def hidden_columns(sheet: Worksheet) -> set[int]:
    """The numbers of the columns out of sight."""
    return {at for one in sheet.column_dimensions.values() if one.hidden for at in range(one.min, one.max + 1)}


def folded_columns(sheet: Worksheet) -> set[int]:
    """The numbers of the columns that are folded away behind a button."""
    return {at for one in sheet.column_dimensions.values() if one.outlineLevel for at in range(one.min, one.max + 1)}


# --- any workbook


def faults_of(book: Workbook, with_formulas: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with the workbook, sheet by sheet; a formula may stand in columns with these headers alone, or
    begin with one of these functions.
    """
    found = [*_of_the_book(book)]
    for sheet in book.worksheets:
        checks = [check(sheet) for check in (_validations, _formats, _tables, _columns, _merged, _protection)]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.comment]
        checks += [_notes(cells), _links(sheet, cells), _cells(sheet, cells, with_formulas)]
        found += [f"{sheet.title}: {fault}" for check in checks for fault in check]
        if sheet.sheet_state == "visible":
            found += [f"{sheet.title}: {fault}" for fault in _paper(sheet)]
    return found


def _of_the_book(book: Workbook) -> Iterator[str]:
    for name in book.sheetnames:
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or name.strip("'") != name:
            yield f"no name for a sheet: {name}"
    if len({name.casefold() for name in book.sheetnames}) < len(book.sheetnames):
        yield "two sheets of one name"
    if book.active.sheet_state != "visible":
        yield f"opens with a sheet that nobody sees: {book.active.title}"
    chosen = [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected]
    if chosen != [book.active.title]:
        yield f"what is typed goes into several sheets or none: {chosen}, open is {book.active.title}"
    tables = [name for sheet in book.worksheets for name in sheet.tables]
    named = [*tables, *book.defined_names]
    for name, times in Counter(name.casefold() for name in named).items():
        if times > 1:
            yield f"{times} tables or names are called {name}"
    for name in tables:
        if not _TABLE_NAME.fullmatch(name) or _LOOKS_LIKE_A_CELL.fullmatch(name) or len(name) > 255:
            yield f"no name for a table: {name}"
    every = [(name, one.attr_text) for name, one in book.defined_names.items()]
    every += [(name, one.attr_text) for sheet in book.worksheets for name, one in sheet.defined_names.items()]
    for name, text in every:
        sheets = {_area_named(part)[0] for part in re.findall(r"(?:'(?:[^']|'')+'|[^,'!]+)![^,]+", text)}
        if "#REF!" in text or not sheets or not sheets <= {*book.sheetnames}:
            yield f"the name {name} leads nowhere: {text}"
    if not book.properties.title or not book.properties.creator or not book.properties.created:
        yield "does not say what it is, or who made it when"


def _validations(sheet: Worksheet) -> Iterator[str]:
    covered: dict[int, list[tuple[int, int, str]]] = {}
    for rule in sheet.data_validations.dataValidation:
        at = str(rule.sqref)
        for what, text, most in (
            ("title", rule.promptTitle, TITLE), ("prompt", rule.prompt, SAID), ("title of the error", rule.errorTitle,
            TITLE), ("error", rule.error, SAID),
        ):  # fmt: skip
            if len(text or "") > most:
                yield f"{at}: {len(text)} characters are too many for a {what}"
        if rule.type == "list":
            yield from (f"{at}: {fault}" for fault in _list(sheet, rule))
        elif rule.type in ("whole", "decimal", "date", "time") and not (rule.formula1 and rule.formula2):
            yield f"{at}: limits nothing"
        if rule.type and not rule.allow_blank:
            yield f"{at}: nobody may empty the cell"
        if rule.prompt and not rule.showInputMessage:
            yield f"{at}: a prompt that is not shown"
        if rule.showErrorMessage and rule.type not in (None, "none") and not rule.error:
            yield f"{at}: refuses without a word"
        if rule.type == "custom":
            yield from (f"{at}: {fault}" for fault in _beside(rule.formula1, at.split()[0]))
        for area in at.split():
            left, top, right, bottom = range_boundaries(area)
            for column in range(left, right + 1):
                covered.setdefault(column, []).append((top, bottom, at))
    for column, areas in covered.items():
        for (top, bottom, one), (first, last, other) in combinations(areas, 2):
            if top <= last and first <= bottom:
                yield f"two validations in column {get_column_letter(column)}: {one} and {other}"


def _list(sheet: Worksheet, rule: Any) -> Iterator[str]:
    if rule.showDropDown:  # as Excel names it: that there is none
        yield "a list without its arrow"
    if rule.formula1.startswith('"'):
        if len(rule.formula1) - 2 > LISTED:
            yield f"a list of {len(rule.formula1) - 2} characters"
    else:
        name, area = _area_named(rule.formula1)
        if name not in sheet.parent.sheetnames:
            yield f"a list from nowhere: {rule.formula1}"
            return
        left, top, right, bottom = range_boundaries(area)
        if left != right or "$" not in rule.formula1:
            yield f"a list that moves, or is no column: {rule.formula1}"
        if sheet.parent[name].cell(bottom + 1, left).value is not None:
            yield f"a list that ends too early: {rule.formula1}"
    words = words_of(sheet, rule)
    if not all(words) or "None" in words or len({*words}) < len(words) or [word.strip() for word in words] != words:
        yield f"no choices: {words}"


def _beside(formula: str, area: str) -> Iterator[str]:
    """A formula about the row of a cell names the first row of its area, in columns that stay."""
    top = range_boundaries(area)[1]
    for column, fixed, row in _REFERENCE.findall(_QUOTED.sub("", formula)):
        if fixed or int(row) != top:
            yield f"a formula about {column}{row}, where row {top} is the first: {formula}"


def _formats(sheet: Worksheet) -> Iterator[str]:
    priorities = []
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            priorities.append(rule.priority)
            if rule.type != "expression":
                continue
            formula = rule.formula[0]
            if rule.dxf is None or not (rule.dxf.fill or rule.dxf.font):
                yield f"{area.sqref}: looks like nothing: {formula}"
            used = {*re.findall(r"([A-Z][A-Z.]+)\(", _QUOTED.sub("", formula))}
            if not used <= KNOWN_TO_ALL:
                yield f"{area.sqref}: functions that not every program has: {used - KNOWN_TO_ALL}"
            yield from (f"{area.sqref}: {fault}" for fault in _beside(formula, str(area.sqref).split()[0]))
    if len({*priorities}) < len(priorities):
        yield "two conditional formats of one priority"


def _notes(cells: Sequence[Any]) -> Iterator[str]:
    for cell in cells:
        if cell.comment and (not cell.comment.text.strip() or not cell.comment.author):
            yield f"{cell.coordinate}: a note that says nothing, or that nobody wrote"
        if cell.comment and (cell.comment.width < 20 or cell.comment.height < 20):
            yield f"{cell.coordinate}: a note that nobody can read"


def _tables(sheet: Worksheet) -> Iterator[str]:
    areas = [(table.displayName, range_boundaries(table.ref)) for table in sheet.tables.values()]
    for name, (left, top, right, bottom) in areas:
        table = sheet.tables[name]
        said = [column.name for column in table.tableColumns]
        cells = [sheet.cell(top, column).value for column in range(left, right + 1)]
        if said != cells:
            yield f"table {name} says of its headers {said}, the cells {cells}"
        if len({str(header).casefold() for header in said}) < len(said):
            yield f"table {name} has a header twice"
        if bottom <= top:
            yield f"table {name} has no rows"
        if table.autoFilter is None or table.autoFilter.ref != table.ref:
            yield f"table {name} is filtered elsewhere"
        if sheet.auto_filter.ref:
            yield f"table {name} beside another filter"
        for merged in sheet.merged_cells.ranges:
            if not (merged.max_row < top or merged.min_row > bottom):
                yield f"table {name} with merged cells: {merged}"
    for (one, (left, top, right, bottom)), (other, (first, high, last, low)) in combinations(areas, 2):
        if left <= last and first <= right and top <= low and high <= bottom:
            yield f"tables over each other: {one} and {other}"
    if sheet.auto_filter.ref and sheet.sheet_state == "visible":
        _, top, right, _ = range_boundaries(sheet.auto_filter.ref)
        if not all(isinstance(sheet.cell(top, column).value, str) for column in range(1, right + 1)):
            yield f"a filter over something else than headers: {sheet.auto_filter.ref}"


def _columns(sheet: Worksheet) -> Iterator[str]:
    for letter, one in sheet.column_dimensions.items():
        if not one.hidden and not 0 < one.width <= WIDEST:
            yield f"column {letter} is {one.width} wide"
    folded = folded_columns(sheet)
    if folded:
        behind = max(folded) + 1
        buttons = [one for one in sheet.column_dimensions.values() if one.min <= behind <= one.max]
        if folded != {*range(min(folded), behind)} or not (buttons and buttons[0].collapsed) or buttons[0].hidden:
            yield "what is folded away does not stand together before its button"
    for number, row in sheet.row_dimensions.items():
        if row.height is not None and not 0 < row.height <= HIGHEST:
            yield f"row {number} is {row.height} high"
    pane = sheet.sheet_view.pane
    if pane is not None:
        across, down = int(pane.xSplit or 0), int(pane.ySplit or 0)
        if pane.state != "frozen" or pane.topLeftCell != f"{get_column_letter(across + 1)}{down + 1}":
            yield f"panes that do not begin where the others end: {pane.topLeftCell}"
        if across and hidden_columns(sheet) & {*range(1, across + 1)}:
            yield "what stays in sight is hidden"


def _merged(sheet: Worksheet) -> Iterator[str]:
    for one, other in combinations(sheet.merged_cells.ranges, 2):
        if not one.isdisjoint(other):
            yield f"merged over each other: {one} and {other}"


def _links(sheet: Worksheet, cells: Sequence[Any]) -> Iterator[str]:
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    if len(links) > LINKS:
        yield f"{len(links)} links"
    for link in links:
        if len(link.target or "") > LINK or len(link.tooltip or "") > TIP:
            yield f"{link.ref}: a link that is too long"
        if not link.target and _area_named(link.location or "")[0] not in sheet.parent.sheetnames:
            yield f"{link.ref}: leads nowhere: {link.location}"


def _protection(sheet: Worksheet) -> Iterator[str]:
    if not sheet.protection.sheet:
        return
    for rule in sheet.data_validations.dataValidation:
        for area in str(rule.sqref).split():
            left, top, _, _ = range_boundaries(area)
            if sheet.cell(top, left).protection.locked:
                yield f"{area}: a choice in a cell that nobody may change"
    if all(cell.protection.locked for row in sheet.iter_rows() for cell in row):
        yield "nobody may fill in anything"


def _cells(sheet: Worksheet, cells: Sequence[Any], with_formulas: frozenset[str]) -> Iterator[str]:
    for cell in cells:
        value = cell.value
        if cell.data_type == "f":
            if not {sheet.cell(1, cell.column).value, str(value)[1:].partition("(")[0]} & with_formulas:
                yield f"{cell.coordinate}: a formula: {value}"
        elif cell.data_type == "e":
            yield f"{cell.coordinate}: an error: {value}"
        elif isinstance(value, str):
            if len(value) > CELL or _BAD_SIGNS.search(value):
                yield f"{cell.coordinate}: too long, or signs that nobody can read"
        elif isinstance(value, datetime | date | time) and cell.number_format == "General":
            yield f"{cell.coordinate}: a day that is shown as a number"


def _paper(sheet: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    if int(setup.paperSize or 0) != A4:
        yield f"is printed on paper {setup.paperSize}"
    is_fitted = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    if is_fitted and int(setup.fitToWidth if setup.fitToWidth is not None else 1) < 1:
        yield f"is fitted to {setup.fitToWidth} × {setup.fitToHeight} pages"
    if not is_fitted and not 10 <= int(setup.scale or 100) <= 100:
        yield f"is printed at {setup.scale} %"
    if is_fitted and setup.scale and int(setup.scale) != 100:
        yield "is both fitted and scaled"
    for where, part in (("above", sheet.oddHeader), ("below", sheet.oddFooter)):
        texts = [side.text or "" for side in (part.left, part.center, part.right)]
        if sum(map(len, texts)) > PAGE - 20:  # fonts and sizes come to it
            yield f"{sum(map(len, texts))} characters {where} the page"
    breaks = [one.id for one in sheet.row_breaks.brk]
    if is_fitted and breaks and int(setup.fitToHeight or 0) != 0:
        yield "breaks that fitting ignores"
    if breaks != sorted({*breaks}) or len(breaks) > 1_023:
        yield f"breaks out of order: {breaks}"
    if sheet.print_area:
        for area in str(sheet.print_area).split(","):
            _, top, right, bottom = range_boundaries(_area_named(area)[1])
            if right > sheet.max_column or (breaks and max(breaks) >= bottom):
                yield f"prints what is not there: {area}"
            if hidden_columns(sheet) >= {*range(1, right + 1)}:
                yield f"prints nothing: {area} from row {top}"

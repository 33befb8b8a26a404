"""One sheet being changed: its rows as a stream, what stands around them as a small document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from huifang.core.catalogue import because
from huifang.edges.patching.areas import Area, parse_area, parse_areas
from huifang.edges.patching.book import PatchedBook, SheetEntry
from huifang.edges.patching.changes import CannotPatch
from huifang.edges.patching.extending import Growth
from huifang.edges.patching.markup import Document, Edit, Element, quoted
from huifang.edges.patching.package import readable
from huifang.edges.patching.rows import RowSeen, changed_row, new_row
from huifang.edges.patching.survey import RowBytes, Survey, Wanted, survey_sheet

#: The children of a worksheet part, in the schema's order.
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


class Page:
    """A sheet after one pass over it. Edits gather here and go to the package with :meth:`save`.

    Raises:
        CannotPatch: the sheet is damaged or protected by a password.
    """

    def __init__(self, book: PatchedBook, entry: SheetEntry, wanted: Wanted) -> None:
        self.book = book
        self.entry = entry
        with readable(entry.part):
            self.survey: Survey = survey_sheet(book.package.stream(entry.part), wanted)
            self.frame = Document(self.survey.head + self.survey.tail)
        self.prefix = self.survey.prefix
        self._edits: list[Edit] = []
        self._new_rows: dict[int, list[bytes]] = {}
        self._refuse_protected()

    def _refuse_protected(self) -> None:
        protection = self.frame.root.child("sheetProtection")
        if protection is None or not protection.flag("sheet"):
            return
        if protection.attributes.keys() & {"password", "hashValue"}:
            raise CannotPatch(because("Y712", sheet=self.entry.name))

    @cached_property
    def merged(self) -> list[Area]:
        """The merged cells."""
        parent = self.frame.root.child("mergeCells")
        return parse_areas(" ".join(e.attributes.get("ref", "") for e in parent.children)) if parent else []

    def seen(self, row: RowBytes | None) -> RowSeen | None:
        """A row that exists, with its cells."""
        return RowSeen(row, self.prefix) if row else None

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, int]]:
        """(first column, last column, format), as the sheet declares them."""
        columns = self.frame.root.child("cols")
        listed = columns.all("col") if columns else []
        return [(element.number("min"), element.number("max"), element.number("style")) for element in listed]

    def column_style(self, column: int) -> int:
        """The format that new cells of a column have."""
        return next((style for first, last, style in self._column_styles if first <= column <= last), 0)

    def change_row(self, row: RowBytes, cells: Mapping[int, str], show: bool = False) -> None:
        """Change cells (as XML, by column) of a row that exists."""
        self._edits.append(Edit(row.start, row.end, changed_row(RowSeen(row, self.prefix), cells, show)))

    def add_row(self, number: int, cells: Mapping[int, str], looks: Mapping[str, str], at: int) -> None:
        """Put in a row that did not exist, at a byte offset of the part; rows are added in their order."""
        self._new_rows.setdefault(at, []).append(new_row(number, cells, looks, self.prefix))

    def widen_dimension(self, area: Area) -> None:
        """The hint of how far the sheet reaches takes in the area."""
        element = self.frame.root.child("dimension")
        if element is None:
            return
        try:
            known = parse_area(element.attributes.get("ref", ""))
        except ValueError:
            return
        wider = Area(
            min(known.top, area.top), min(known.left, area.left), max(known.bottom, area.bottom),
            max(known.right, area.right),
        )  # fmt: skip
        if wider != known:
            self.frame.set(element, ref=str(wider))

    def extend(self, growth: Growth) -> None:
        """Validations, conditional formats, tolerated errors and the filter take in the rows that were added."""
        root = self.frame.root
        for tag, inner in (("dataValidations", "dataValidation"), ("ignoredErrors", "ignoredError")):
            parent = root.child(tag)
            for element in parent.all(inner) if parent else ():
                self._extend_list(element, growth)
        for element in root.all("conditionalFormatting"):
            self._extend_list(element, growth)
        for element in root.walk():
            if element.tag.endswith((":dataValidation", ":conditionalFormatting")):
                self._extend_text(element, growth)
        own_filter = root.child("autoFilter")
        if own_filter is not None:
            self._extend_list(own_filter, growth, "ref")

    def _extend_list(self, element: Element, growth: Growth, attribute: str = "sqref") -> None:
        grown = growth.of_areas(element.attributes.get(attribute, ""))
        if grown:
            self.frame.set(element, **{attribute: grown})

    def _extend_text(self, element: Element, growth: Growth) -> None:
        """What newer programs keep in an extension names its cells in an element of its own."""
        for child in element.children:
            grown = growth.of_areas(child.text) if child.tag.endswith(":sqref") else None
            if grown:
                self.frame.cut(child.inside, child.closing)
                self.frame.insert(child.inside, quoted(grown).encode())

    def save(self) -> None:
        """Hand the edits to the package."""
        survey = self.survey
        edits = list(self._edits)
        if survey.self_closed and self._new_rows:
            rows = b"".join(row for at in sorted(self._new_rows) for row in self._new_rows[at])
            data = self.frame.root.child("sheetData")
            assert data is not None
            name = f"{self.prefix}sheetData".encode()
            self.frame.replace(data, b"<" + name + b">" + rows + b"</" + name + b">")
        else:
            edits += [Edit(at, at, b"".join(rows)) for at, rows in self._new_rows.items()]
        shift = survey.tail_at - len(survey.head)
        for edit in self.frame.edits():
            moved = shift if edit.start >= len(survey.head) else 0
            edits.append(Edit(edit.start + moved, edit.end + moved, edit.xml))
        if edits:
            self.book.package.edit(self.entry.part, edits)

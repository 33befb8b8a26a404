"""The workbook part: which sheets there are, which calendar, the names; and what has to follow when rows grow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join

from huifang.core.catalogue import because
from huifang.edges.patching.areas import parse_area
from huifang.edges.patching.changes import CannotPatch
from huifang.edges.patching.extending import Growth
from huifang.edges.patching.markup import Document, Element, quoted
from huifang.edges.patching.package import STRICT, Package

#: The children of a workbook part, in the schema's order.
ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


@dataclass(frozen=True)
class SheetEntry:
    """One sheet of the workbook and its part."""

    name: str
    part: str
    index: int


class PatchedBook:
    """The workbook part of a package; every change is put back into the package at once.

    Raises:
        CannotPatch: the package holds no workbook that can be changed.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        parts = package.related("", "officeDocument")
        if not parts or not package.has(parts[0]):
            raise CannotPatch(because("Y708"))
        self.part = parts[0]
        if STRICT.encode() in package.read(self.part)[:4096]:
            raise CannotPatch(because("Y709"))

    def beside(self, name: str) -> str:
        """The name of a part in the workbook's folder."""
        return join(dirname(self.part), name)

    @cached_property
    def sheets(self) -> dict[str, SheetEntry]:
        """The sheets with cells, by name; chart sheets and macro sheets hold none."""
        targets = {r.id: r.target for r in self.package.relations(self.part) if r.kind.endswith("/worksheet")}
        entries = self.child(self.document(), "sheets").all("sheet")
        sheets = {}
        for index, element in enumerate(entries):
            part = targets.get(_relation_id(element))
            if part and self.package.has(part):
                name = element.attributes.get("name", "")
                sheets[name] = SheetEntry(name, part, index)
        return sheets

    def sheet(self, name: str) -> SheetEntry:
        """The sheet of that name.

        Raises:
            CannotPatch: there is none.
        """
        try:
            return self.sheets[name]
        except KeyError:
            raise CannotPatch(because("Y710", sheet=name)) from None

    @cached_property
    def is_1904(self) -> bool:
        """Whether dates count from 1904, as in old workbooks from a Mac."""
        properties = self.document().root.child("workbookPr")
        return properties is not None and properties.flag("date1904")

    def document(self) -> Document:
        """The workbook part as it stands now."""
        return self.package.document(self.part)

    def related(self, kind: str) -> str | None:
        """The workbook's part of that kind, such as ``styles``."""
        parts = [part for part in self.package.related(self.part, kind) if self.package.has(part)]
        return parts[0] if parts else None

    def child(self, document: Document, tag: str) -> Element:
        """A part of the workbook that must be there.

        Raises:
            CannotPatch: it is not.
        """
        child = document.root.child(tag)
        if child is None:
            raise CannotPatch(because("Y711"))
        return child

    def calculate_on_load(self) -> None:
        """Let the program work out all formulas when it opens the workbook: some have no saved result now."""
        document = self.document()
        settings = document.root.child("calcPr")
        if settings is None:
            document.place(document.root, "calcPr", document.xml('<calcPr fullCalcOnLoad="1"/>'), ORDER)
        else:
            document.set(settings, fullCalcOnLoad=1)
        self.package.put(self.part, document.result())

    def extend_names(self, sheet: str, growth: Growth) -> None:
        """Names and print areas that end at the row above the new ones take these in."""
        document = self.document()
        names = document.root.child("definedNames")
        changed = False
        for element in names.all("definedName") if names else ():
            extended = _extended(element.text, sheet, growth)
            if extended != element.text and not element.attributes.get("name", "").endswith("Print_Titles"):
                document.insert(element.closing, quoted(extended).encode())
                document.cut(element.inside, element.closing)
                changed = True
        if changed:
            self.package.put(self.part, document.result())

    def is_structure_locked(self) -> bool:
        """Whether sheets may be neither added nor removed."""
        protection = self.document().root.child("workbookProtection")
        return protection is not None and protection.flag("lockStructure")

    def changed(self, document: Document) -> None:
        """Put the workbook part back after sheets were added or taken out."""
        self.package.put(self.part, document.result())
        self.__dict__.pop("sheets", None)

    def forget_calculation(self) -> None:
        """Let go of the calculation chain: it names a cell that holds no formula any more, and Excel would complain.

        The chain is only a memory of the order of calculation: without it, Excel makes a new one.
        """
        chain = self.related("calcChain")
        if chain is not None:
            self.package.unrelate(self.part, chain)
            self.package.remove(chain)


def _relation_id(element: Element) -> str:
    return next((value for name, value in element.attributes.items() if name.endswith(":id")), "")


def _extended(text: str, sheet: str, growth: Growth) -> str:
    """The name's formula with the areas of that sheet extended."""
    quoted_name = re.escape("'" + sheet.replace("'", "''") + "'")
    plain = re.escape(sheet)
    corner = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"

    def longer(match: re.Match[str]) -> str:
        grown = growth.of(parse_area(match[2]))
        if grown is None:
            return match[0]
        return match[1] + re.sub(r"[0-9]+$", str(grown.bottom), match[2])

    return re.sub(rf"((?:{quoted_name}|(?<![\w.]){plain})!)({corner}:{corner})(?![\w(])", longer, text)

"""Whole sheets: ours is put in front of all others, and taken out again."""

from __future__ import annotations

from collections.abc import Callable

from huifang.core.catalogue import because
from huifang.edges.patching.book import ORDER, PatchedBook, SheetEntry
from huifang.edges.patching.cells import text_xml
from huifang.edges.patching.changes import AddSheet, CannotPatch
from huifang.edges.patching.markup import Document, Element, quoted
from huifang.edges.patching.package import OFFICE, Package
from huifang.edges.patching.styles import Styles

WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def add_sheet(book: PatchedBook, styles: Styles, new: AddSheet) -> None:
    """Put a sheet in front of all others, or a hidden one behind them; the one that was open stays open.

    Raises:
        CannotPatch: the workbook's structure is protected, or there is a sheet of that name.
    """
    _refuse_locked(book)
    source = PatchedBook(Package(new.source))
    leaf = next(iter(source.sheets.values()))
    document = book.document()
    sheets = book.child(document, "sheets")
    if any(e.attributes.get("name", "").lower() == leaf.name.lower() for e in sheets.all("sheet")):
        raise CannotPatch(because("Y736", sheet=leaf.name))
    part = book.package.free_name(book.beside("worksheets/sheet{}.xml"))
    relation = book.package.relate(book.part, "worksheet", part)
    book.package.add(part, _transplanted(source, leaf, styles), WORKSHEET_TYPE)
    number = max((e.number("sheetId") for e in sheets.all("sheet")), default=0) + 1
    link = f'xmlns:r="{OFFICE.rstrip("/")}" r:id="{relation}"'
    state = 'state="veryHidden" ' if new.hidden else ""
    entry = document.xml(f'<sheet name="{quoted(leaf.name)}" sheetId="{number}" {state}{link}/>')
    if new.hidden:
        document.append(sheets, entry)
    else:
        document.insert(sheets.inside, entry)
        _open_as_before(document)
        _add_names(document, source.document())
    book.changed(document)
    source.package.close()


def _open_as_before(document: Document) -> None:
    """The sheets behind a new first one, by their new places."""
    _move(document, lambda index: index + 1)
    if document.root.child("bookViews") is None:
        views = document.xml('<bookViews><workbookView activeTab="1"/></bookViews>')
        document.place(document.root, "bookViews", views, ORDER)


def _transplanted(source: PatchedBook, leaf: SheetEntry, styles: Styles) -> bytes:
    """The sheet's part with the formats of its new workbook, its texts in their cells, not opened."""
    document = source.package.document(leaf.part)
    stylesheet = source.package.document(source.related("styles") or "")
    shared = source.related("sharedStrings")
    texts = [item.full_text for item in source.package.document(shared).root.all("si")] if shared else []
    adopted: dict[str, int] = {}
    for element in document.root.walk():
        for attribute in ("s", "style"):
            old = element.attributes.get(attribute, "")
            if element.tag in ("c", "row", "col") and old.isdigit():
                if old not in adopted:
                    adopted[old] = styles.adopt(stylesheet, int(old))
                document.set(element, **{attribute: adopted[old]})
        if element.tag == "sheetView":
            document.set(element, tabSelected=None)
        value = element.child("v")
        if element.tag == "c" and element.attributes.get("t") == "s" and value is not None:
            document.set(element, t="inlineStr")
            document.replace(value, f"<is>{text_xml(texts[int(value.text)])}</is>".encode())
    return document.result()


def _add_names(document: Document, source: Document) -> None:
    """The names that hold on the new sheet only, which is the first in both workbooks."""
    given = source.root.child("definedNames")
    entries = [document.xml(source.raw(element).decode()) for element in (given.children if given else ())]
    names = document.root.child("definedNames")
    if names is not None:
        document.append(names, *entries)
    elif entries:
        opening, closing = document.xml("<definedNames>"), document.xml("</definedNames>")
        document.place(document.root, "definedNames", opening + b"".join(entries) + closing, ORDER)


def remove_sheet(book: PatchedBook, name: str) -> None:
    """Take a sheet out, with what belongs to it alone; the sheet that was open stays open.

    Raises:
        CannotPatch: the workbook's structure is protected, or no visible sheet would be left.
    """
    entry = book.sheets.get(name)
    if entry is None:
        return
    _refuse_locked(book)
    document = book.document()
    listed = book.child(document, "sheets").all("sheet")
    left = [element for index, element in enumerate(listed) if index != entry.index]
    visible = [index for index, element in enumerate(left) if element.attributes.get("state", "visible") == "visible"]
    if not visible:
        raise CannotPatch(because("Y737", sheet=name))

    def new_index(old: int) -> int:
        return visible[0] if old == entry.index else old - (old > entry.index)

    document.remove(listed[entry.index])
    _move(document, new_index, entry.index)
    own = [r.target for r in book.package.relations(entry.part) if r.target]
    book.package.unrelate(book.part, entry.part)
    book.package.remove(entry.part)
    book.changed(document)
    for part in own:
        if book.package.has(part) and not book.package.is_referred_to(part):
            book.package.remove(part)


def _move(document: Document, new_index: Callable[[int], int], gone: int | None = None) -> None:
    """What counts sheets by their place counts anew: names of one sheet, the sheet that is open."""
    names = document.root.child("definedNames")
    for element in names.all("definedName") if names else ():
        if "localSheetId" not in element.attributes:
            continue
        place = element.number("localSheetId")
        if place == gone:
            document.remove(element)
        else:
            document.set(element, localSheetId=new_index(place))
    if names and gone is not None and names.children and _all_of(names, gone):
        document.remove(names)
    views = document.root.child("bookViews")
    for view in views.all("workbookView") if views else ():
        for attribute in ("activeTab", "firstSheet"):
            if attribute in view.attributes or (attribute == "activeTab" and gone is None):
                new = new_index(view.number(attribute))
                document.set(view, **{attribute: new if new or attribute == "firstSheet" else None})


def _all_of(names: Element, gone: int) -> bool:
    return all(element.number("localSheetId", -1) == gone for element in names.children)


def _refuse_locked(book: PatchedBook) -> None:
    if book.is_structure_locked():
        raise CannotPatch(because("Y738"))

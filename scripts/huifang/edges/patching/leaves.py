"""Whole sheets: ours is put in front of all others, and taken out again."""

from __future__ import annotations

from collections.abc import Callable

from huifang.edges.patching.book import ORDER, Book
from huifang.edges.patching.changes import AddSheet, CannotPatch
from huifang.edges.patching.markup import Document, Element, quoted
from huifang.edges.patching.package import OFFICE
from huifang.edges.patching.styles import Styles

WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def add_sheet(book: Book, styles: Styles, new: AddSheet) -> None:
    """Put a sheet in front of all others; the one that was open stays open.

    Raises:
        CannotPatch: the workbook's structure is protected, or there is a sheet of that name.
    """
    _refuse_locked(book)
    document = book.document()
    sheets = book.child(document, "sheets")
    if any(e.attributes.get("name", "").lower() == new.name.lower() for e in sheets.all("sheet")):
        raise CannotPatch(f"工作簿里已有工作表“{new.name}”。请先把它改名或删除。")
    part = book.package.free_name(book.beside("worksheets/sheet{}.xml"))
    relation = book.package.relate(book.part, "worksheet", part)
    content = new.content({name: styles.add(wanted) for name, wanted in new.formats.items()})
    book.package.add(part, content.encode(), WORKSHEET_TYPE)
    number = max((int(e.attributes.get("sheetId", 0)) for e in sheets.all("sheet")), default=0) + 1
    entry = f'<sheet name="{quoted(new.name)}" sheetId="{number}" xmlns:r="{OFFICE.rstrip("/")}" r:id="{relation}"/>'
    document.insert(sheets.inside, document.xml(entry))
    _move(document, lambda index: index + 1)
    _add_names(document, new)
    book.changed(document)


def _add_names(document: Document, new: AddSheet) -> None:
    """Names that hold on the new sheet only, which is the first."""
    entries = []
    for name, text in new.names.items():
        hidden = ' hidden="1"' if name.endswith("_FilterDatabase") else ""
        xml = f'<definedName name="{name}" localSheetId="0"{hidden}>{quoted(text)}</definedName>'
        entries.append(document.xml(xml))
    names = document.root.child("definedNames")
    if names is not None:
        document.append(names, *entries)
    elif entries:
        opening, closing = document.xml("<definedNames>"), document.xml("</definedNames>")
        document.place(document.root, "definedNames", opening + b"".join(entries) + closing, ORDER)


def remove_sheet(book: Book, name: str) -> None:
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
        raise CannotPatch(f"“{name}”是工作簿里唯一看得见的工作表，不能删除。请先显示另一张工作表。")

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
        place = element.attributes.get("localSheetId")
        if place is None:
            continue
        if gone is not None and int(place) == gone:
            document.remove(element)
        else:
            document.set(element, localSheetId=new_index(int(place)))
    if names and gone is not None and names.children and _all_of(names, gone):
        document.remove(names)
    views = document.root.child("bookViews")
    for view in views.all("workbookView") if views else ():
        for attribute in ("activeTab", "firstSheet"):
            old = view.attributes.get(attribute)
            if old is not None or (attribute == "activeTab" and gone is None):
                new = new_index(int(old or 0))
                document.set(view, **{attribute: new if new or attribute == "firstSheet" else None})


def _all_of(names: Element, gone: int) -> bool:
    return all(element.attributes.get("localSheetId") == str(gone) for element in names.children)


def _refuse_locked(book: Book) -> None:
    if book.is_structure_locked():
        raise CannotPatch("工作簿的结构设置了保护，不能增删工作表。请在“审阅”里撤销工作簿保护后再试。")

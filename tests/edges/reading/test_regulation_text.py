"""A regulation as its office has it: text in any charset, a Word document with lists and tables, a PDF, a workbook."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from huifang.decisions.drafting.drafting import draft
from huifang.edges.reading.regulation_text import regulation_lines

TEXT = "回访办法\n第一条 客户签收后3天内回访。\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_any_charset(charset: str) -> None:
    assert [line.text for line in regulation_lines(TEXT.encode(charset), "制度.txt")][:2] == TEXT.split("\n")[:2]


def _numbered(document: Document, text: str, number: str) -> None:
    """A paragraph that is an item of a list whose number is no text."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    place = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        place.append(child)
    properties.append(place)


def _with_list() -> bytes:
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", "chineseCounting"), ("w:lvlText", "第%1条")):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    numbering.append(number)
    document.add_paragraph("客户回访办法")
    for text in ("新客户成交后3天内回访。", "大客户每月回访两次。"):
        _numbered(document, text, "77")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("序号", "事项", "时限"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("1", "投诉答复", "24小时内答复投诉客户"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_document_is_read_with_the_numbers_of_its_lists_and_its_tables() -> None:
    lines = regulation_lines(_with_list(), "制度.docx")
    assert [line.text for line in lines[:3]] == [
        "客户回访办法",
        "第一条 新客户成交后3天内回访。",
        "第二条 大客户每月回访两次。",
    ]
    made = draft(lines)
    assert [(row.clause, row.sheet) for row in made.rows] == [
        ("第一条", "回访规则"),
        ("第二条", "回访规则"),
        ("1", "投诉时限"),
    ]
    assert made.title == "客户回访办法" and made.rows[2].values["时限"] == 24


def test_a_workbook_is_read_row_by_row() -> None:
    book = Workbook()
    for row in (("序号", "事项", "要求"), (1, "完工回访", "维修完工次日电话回访"), (2, "录音", "保存2年")):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    made = draft(regulation_lines(stream.getvalue(), "制度.xlsx"))
    assert [(row.clause, row.sheet) for row in made.rows] == [("1", "回访规则"), ("2", "基本")]


def test_the_text_of_a_pdf_is_read() -> None:
    """Written by hand, with a font that maps each sign to its character, as word processors do."""
    text = "客户签收后3天内电话回访。"
    signs = sorted({*text})
    shown = "".join(f"{signs.index(sign) + 1:02X}" for sign in text)
    maps = "\n".join(f"<{at:02X}> <{ord(sign):04X}>" for at, sign in enumerate(signs, start=1))
    codes = f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{len(signs)} beginbfchar\n{maps}\nendbfchar"
    cmap = f"begincmap\n{codes}\nendcmap"
    pieces = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        _stream(f"BT /F 12 Tf 20 200 Td <{shown * 3}> Tj ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        _stream(cmap),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, piece in enumerate(pieces, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{piece}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    content += (
        f"xref\n0 {len(pieces) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(pieces) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF"
    ).encode()
    made = draft(regulation_lines(content, "制度.pdf"))
    assert {row.values["窗口长"] for row in made.rows} == {3}


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>\nstream\n{text}\nendstream"

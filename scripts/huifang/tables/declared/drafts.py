"""制度草案.xlsx: the sheets of 制度 with a row for each proposal, and in front of it what a person decides by."""

from dataclasses import replace

from huifang.tables.model import Column, Kind, Table

DRAFT = "制度草案.xlsx"
#: Its first sheet, whose first cell begins with what the regulation is called and ends so.
FIRST, ENDING = "先看这里", " · 制度草案"
ADOPTED, LEFT_OUT = "是", "否"
ADOPT = Column(
    "采用",
    "adopt",
    Kind.CHOICE,
    options="是否",
    width=8,
    example=ADOPTED,
    help="是：这一行写进制度。不填或选否：不写。",
)
CLAUSE = Column("条款", "draft_clause", width=12, example="第三条", help="原文里的编号。")
TEXT = Column("原文", "draft_text", width=46, help="条款里说这件事的那一句。")
SURE = Column("把握", "draft_sure", width=7, example="高", help="高、中、低：低的请对照原文改好再采用。")
CHANGE = Column("先改", "draft_change", width=30, help="这一行现在采用还不行，要先改什么。改好以后再选“是”。")
#: What the text calls its subject is longer than a name that an office chooses.
NAME_WIDTH = 22
IN_FRONT = (ADOPT, CLAUSE, TEXT, SURE, CHANGE)


def drafted(table: Table, headers: frozenset[str]) -> Table:
    """The sheet of a draft for a table of 制度: in front what to decide by, then the columns that are asked for and
    those among these headers. What 依据 will say stands in front already; what has to be changed is only there where
    something has.
    """
    texts = (c for c in table.columns if c.kind is Kind.TEXT and not c.header.endswith("编号"))
    name = next(texts, table.columns[0])
    columns = (
        replace(c, hidden=False, width=max(c.width, NAME_WIDTH) if c is name else c.width)
        for c in table.columns
        if c.header != "依据"
        and (c.required or c.header in headers)
        and c.header not in {own.header for own in IN_FRONT}
    )
    front = (c for c in IN_FRONT if c is not CHANGE or CHANGE.header in headers)
    return replace(table, workbook=DRAFT, columns=(*front, *columns), hidden=False, optional=True)

"""Run by itself: an office lives through a period while two more columns are declared; prints what it finds as JSON.

    python one_column_more.py FOLDER

Nothing but the text of the declaration is changed, before any of it is imported.
"""

import importlib.abc
import importlib.machinery
import json
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

os.environ.pop("HUIFANG_MADE_ONCE", None)  # what others made has no such columns

DECLARED = "huifang.tables.declared.calls"
BEFORE = '        Column("备注", "notes"'
MORE = """
        Column("客户情绪", "mood", width=14, optional=True),
        Column("报价(元)", "quoted", Kind.NUMBER, width=10, optional=True),
"""


class _Declaration(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        text = self.get_data(path).decode()
        assert BEFORE in text
        return self.source_to_code(text.replace(BEFORE, MORE + BEFORE), path)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(fullname, path) if fullname == DECLARED else None
        if spec is not None and spec.origin:
            spec.loader = _Declaration(fullname, spec.origin)
        return spec


def play(folder: Path) -> dict[str, object]:
    """What became of the cells, step by step."""
    import office as offices
    from huifang.edges.store.segments import SCHEMA, read_segment

    office = offices.planned_office(folder)
    headers = [*offices.columns(offices.load(office.issued())["回访记录"])]
    number = offices.plan_numbers(office.issued())[0]
    sheet = offices.change(office.filled(), (2, {"客户情绪": "平静", "报价(元)": 1250.5}))
    accepted = office.collect(sheet).data
    record = read_segment(office.path(next(iter(office.submissions()[0]["segments"]))))[0]
    pending = office.collect(offices.change(sheet, (2, {"客户情绪": "不耐烦"}))).data["pending"]
    corrected = [
        office.correct(("回访记录", f"{number}-1", *what, "B01", "记错")).data
        for what in (("客户情绪", "平静", "着急"), ("报价(元)", "1250.5", "1300"))
    ]
    row = office.ledger()[f"{number}-1"]
    report = next(path for path in office.path("报告").glob("*.xlsx"))
    calls = offices.load(report)["通话明细"]
    listed = [[cell.value for cell in cells] for cells in calls.iter_rows(min_row=4)]
    customer = office.run("explain", "K0001").data["history"]
    return {
        "sheet": headers,
        "findings": accepted["accepted"][0]["findings"],
        "schema": [*SCHEMA],
        "kept": [record.cells["mood"], record.cells["quoted"]],
        "pending": pending,
        "corrected": [one["applied"] for one in corrected],
        "ledger": {key: row[key] for key in ("客户情绪", "报价(元)")},
        "report": [dict(zip(listed[0], cells, strict=True)) for cells in listed[1:]],
        "history": customer,
        "verified": office.run("verify").data,
    }


if __name__ == "__main__":
    sys.meta_path.insert(0, _Finder())
    print(json.dumps(play(Path(sys.argv[1])), ensure_ascii=False, default=str))

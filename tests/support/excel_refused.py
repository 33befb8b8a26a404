"""What the workbook that is open in Excel is refused for, by the code of the reason: each on a planned office."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook

import heard_made
from fake_excel import ComError, FakeBook, FakeExcel, excel
from huifang.edges.excel import open_workbook
from office import NOW, Ran, TestOffice, run

CUSTOMERS = "客户资料库.xlsx"
Said = Iterable[str | None]


def refused(ran: Ran) -> Said:
    assert ran.code == 3 and ran.data["error"] in ran.err
    return [ran.data["reason_code"]]


def checked(office: TestOffice, *arguments: str, engine: FakeExcel | None = None, opens: Iterable[Path] = ()) -> Said:
    with excel(*opens, engine=engine):
        return refused(office.run("live", "check", *arguments))


def failing(call: str, error: Exception) -> FakeExcel:
    engine = FakeExcel()
    engine.refusals[call] = error
    return engine


def without_xlwings(office: TestOffice) -> Said:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "xlwings", None)
        return refused(office.run("live", "check"))


def without_engine(office: TestOffice) -> Said:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xw.engines, "active", None)
        patch.setattr(sys, "platform", "linux")
        return refused(office.run("live", "check"))


def unrelated(office: TestOffice) -> Path:
    office.outside.mkdir()
    path, book = office.outside / "买菜.xlsx", Workbook()
    book.save(path)
    return path


def in_front_of_others(office: TestOffice) -> Said:
    return checked(office, opens=[office.path(CUSTOMERS), unrelated(office)])


def of_no_office(office: TestOffice) -> Said:
    path = unrelated(office)
    with excel(path):
        return refused(run("-C", str(path.parent), "--now", NOW, "live", "check"))


def of_another_office(office: TestOffice) -> Said:
    other = office.outside / "二店"
    shutil.copytree(office.root, other)
    return checked(office, opens=[other / CUSTOMERS])


def with_changes(office: TestOffice) -> Said:
    with excel(office.path(CUSTOMERS)) as fake:
        fake.front._type("客户", "B2", "新名称")
        return refused(office.run("live", "plan"))


def on_a_mac(office: TestOffice) -> Said:
    with pytest.MonkeyPatch.context() as patch, excel(office.sheet()):
        patch.setattr(open_workbook, "_is_on_a_mac", lambda _: True)
        patch.setattr(open_workbook.OpenBook, "is_saved", False)
        return refused(office.run("live", "check"))


def heard(spoil: Callable[[pytest.MonkeyPatch, FakeExcel], None]) -> Callable[[TestOffice], Said]:
    """What is said where a grievance goes into a register that is open."""

    def provoke(office: TestOffice) -> Said:
        other = heard_made.office_of(office.outside)
        sheet = heard_made.sheet(other, heard_made.UNHAPPY)
        with pytest.MonkeyPatch.context() as patch, excel(other.path("投诉登记表.xlsx"), sheet) as fake:
            spoil(patch, fake)
            notes = other.run("live", "collect", now=heard_made.NOW).data["notes"]
        assert {note["code"] for note in notes} == {"J806"}
        assert not heard_made.rows(other)
        return [note["reason_code"] for note in notes]

    return provoke


def _changed_by_a_macro(patch: pytest.MonkeyPatch, _: FakeExcel) -> None:
    save = FakeBook.save

    def save_changed(book: FakeBook, path: str | None = None, password: str | None = None) -> None:
        for row in book._book["投诉"].iter_rows(min_row=2):
            for cell in row:
                cell.value = None
        save(book, path, password)

    patch.setattr(FakeBook, "save", save_changed)


def _cut_off(_: pytest.MonkeyPatch, fake: FakeExcel) -> None:
    fake.refusals["raw_value"] = ComError(-2147417848, "被调用的对象已与其客户端断开连接。")


def beside_one_of_the_same_name(office: TestOffice) -> Said:
    office.outside.mkdir()
    with excel(office.path(CUSTOMERS), office.sheet(name="旬报.xlsx")):
        report = Path(shutil.copy(office.path(CUSTOMERS), office.root / "旬报.xlsx"))
        try:
            open_workbook.open_books()[0].open_beside(report)
        except open_workbook.ExcelRefused as error:
            return [error.reason.code]
    return []


EXCEL: dict[str, Callable[[TestOffice], Said]] = {
    "Y880": without_xlwings,
    "Y881": without_engine,
    "Y882": lambda office: checked(office, engine=FakeExcel(is_running=False)),
    "Y883": lambda office: checked(office, engine=FakeExcel("WPS 表格")),
    "Y884": lambda office: checked(office, engine=failing("apps", ComError(-2147352573))),
    "Y885": checked,
    "Y886": lambda office: checked(office, "--book", "别的.xlsx", opens=[office.path(CUSTOMERS)]),
    "Y887": in_front_of_others,
    "Y888": of_no_office,
    "Y889": with_changes,
    "Y890": lambda office: checked(office, engine=failing("SaveCopyAs", ComError(-1)), opens=[office.path(CUSTOMERS)]),
    "Y891": on_a_mac,
    "Y892": of_another_office,
    "Y893": heard(_changed_by_a_macro),
    "Y894": heard(_cut_off),
    "Y895": beside_one_of_the_same_name,
}

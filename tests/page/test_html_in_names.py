"""HTML in every name that an office can hold: on no page of either role does it come out as anything but text."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from huifang.page.roles import Role
from office import NOW, TestOffice, collected_office, edited
from page_made import made_page

MARK = "q7z"
EVIL = f"\"><img src=x onerror={MARK}>'&"
AS_FILE = f"<img onerror={MARK}>'&"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    made = collected_office(tmp_path_factory.mktemp(AS_FILE.replace("/", "")))
    for book, sheet, headers in (
        ("制度.xlsx", "基本", {"单位名称"}),
        ("人员.xlsx", "人员", {"姓名", "部门"}),
        ("客户资料库.xlsx", "客户", {"客户名称", "联系人", "地址", "备注"}),
    ):
        with edited(made.path(book)) as opened:
            page = opened[sheet]
            columns = [cell.column for cell in page[1] if cell.value in headers]
            for row in range(2, page.max_row + 1):
                if page.cell(row, 1).value in headers:  # an item with its value
                    page.cell(row, 2).value = EVIL
                elif page.cell(row, 1).value:
                    for column in columns:
                        page.cell(row, column).value = f"{EVIL}{row}"
    for folder in ("收件箱", "收件箱/待确认", "发件箱"):
        made.path(folder).mkdir(exist_ok=True)
        made.path(f"{folder}/{AS_FILE}.xlsx").write_bytes(b"no workbook")
        made.path(f"{folder}/更正单-{AS_FILE}.xlsx").write_bytes(b"no workbook")
    made.send(made.filled("A02", f"{AS_FILE}(1).xlsx"))
    return made


class Elements(HTMLParser):
    """Reads a page as a browser does; ``foreign`` are elements that no page of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" or any(name.startswith("on") or MARK in name for name, _ in attrs):
            self.foreign.append(self.get_starttag_text() or tag)


def test_the_reader_notices_what_would_come_out() -> None:
    reader = Elements()
    reader.feed(f'<p>{EVIL}</p><a href="{EVIL}">x</a>')
    assert len(reader.foreign) == 2


@pytest.mark.parametrize("role", Role)
def test_html_in_names_is_text_on_every_page(office: TestOffice, role: Role) -> None:
    page = made_page(office.root, NOW, role)
    page.done(page.post("/do/verify", {"head": EVIL}))
    if role is Role.SUPERVISOR:
        for name in ("check", "run", "today", "complaints"):
            page.done(page.post(f"/do/{name}"))
    asked = ("/", "/jobs", "/do", f"/customers?q={quote(EVIL)}", f"/customers?q={quote('<img')}", f"/do/{quote(EVIL)}")
    shown = 0
    for path, answer in page.walked(asked):
        html = answer.get_data(as_text=True)
        reader = Elements()
        reader.feed(html)
        assert reader.foreign == [], path
        shown += MARK in html
    assert shown >= 3

"""What the page says when something goes wrong that nobody thought of, or when the office cannot be read."""

from __future__ import annotations

import pytest

from huifang.page import routes
from office import NOW, collected_office
from page_made import made_page


def test_what_nobody_thought_of_is_said_in_words(tmp_path, monkeypatch, capsys):
    def fails(page, asked):
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr("huifang.page.app.ROUTES", (("GET", "/jobs", fails), *routes.ROUTES[1:4]))
    page = made_page(collected_office(tmp_path).root, NOW)
    answer = page.get("/jobs")
    assert answer.status_code == 500 and "这一页出错了，正在做的事不受影响" in answer.get_data(as_text=True)
    assert "a mistake of ours" not in answer.get_data(as_text=True) and "a mistake of ours" in capsys.readouterr().err


@pytest.mark.parametrize("spoil", ["journal", "settings"])
def test_an_office_that_cannot_be_read_says_so_and_its_way_out_is_there(tmp_path, spoil):
    office = collected_office(tmp_path)
    if spoil == "journal":
        office.path(".huifang/journal.jsonl").write_bytes(b"{}\n")
    else:
        office.path("制度.xlsx").write_bytes(b"no workbook")
    page = made_page(office.root, NOW)
    answer = page.get("/")
    assert answer.status_code == 503 and "无法继续" in answer.get_data(as_text=True)
    assert spoil != "journal" or 'href="/do/restore"' in answer.get_data(as_text=True)
    for name in ("verify", "restore", "resume"):
        assert page.get(f"/do/{name}").status_code == 200, name

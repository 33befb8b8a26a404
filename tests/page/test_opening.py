"""Opening files from a page: those that it showed, and no others."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from huifang.edges.system.opening import CannotOpen, open_here
from huifang.page.roles import Role
from office import NOW, collected_office
from page_made import HERE, MadePage, made_page, plain


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = collected_office(tmp_path_factory.mktemp("office"))
    made.report()
    return made


@pytest.fixture
def page(office) -> MadePage:
    return made_page(office.root, NOW)


def test_what_a_page_showed_is_opened_as_a_double_click_would(page, office):
    answer = page.post(f"/open/{page.screen.key('人员.xlsx')}", headers={"Referer": f"{HERE}/jobs?a=1"})
    text = answer.get_data(as_text=True)
    assert page.opened == [office.path("人员.xlsx")]
    assert "“人员.xlsx”正在这台电脑上打开" in text and 'href="/jobs?a=1"' in text


@pytest.mark.parametrize("referer", ["http://evil.example/x", "", "//evil.example", f"{HERE}//evil.example/x"])
def test_going_back_leads_to_no_other_site(page, referer):
    answer = page.post(f"/open/{page.screen.key('人员.xlsx')}", headers={"Referer": referer})
    text = answer.get_data(as_text=True)
    assert "evil" not in text and "url=/" in text


def test_what_no_page_showed_is_not_opened(page, office):
    other = made_page(office.root, NOW)
    for key in ("人员.xlsx", "0" * 32, "../人员.xlsx", "%2e%2e%2f"):
        assert page.post(f"/open/{key}").status_code == 404 and page.get(f"/files/{key}").status_code == 404
    assert not page.opened and not other.opened


def test_a_file_that_is_gone_is_told(page, office):
    answer = page.post(f"/open/{page.screen.key('发件箱/没有.xlsx')}")
    assert answer.status_code == 410 and "“发件箱/没有.xlsx”已经不在了" in plain(answer.get_data(as_text=True))


def test_a_computer_that_cannot_open_it_says_where_it_is(page, office):
    def refuse(path):
        raise CannotOpen

    page.screen.opener = refuse
    text = plain(page.post(f"/open/{page.screen.key('人员.xlsx')}").get_data(as_text=True))
    assert "这台电脑不能直接打开" in text and "“人员.xlsx”在办公文件夹里" in text


def test_without_a_screen_nothing_is_opened(tmp_path, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(CannotOpen):
        open_here(tmp_path)


def test_a_report_is_shown_without_any_rights_and_a_workbook_is_saved(page, office):
    report = next(office.path("报告").rglob("*.html"))
    answer = page.get(f"/files/{page.screen.key(report)}")
    assert answer.mimetype == "text/html" and answer.get_data() == report.read_bytes()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    book = next(office.path("报告").rglob("*.xlsx"))
    answer = page.get(f"/files/{page.screen.key(book)}")
    assert answer.get_data() == book.read_bytes()
    assert unquote(answer.headers["Content-Disposition"]) == f"attachment; filename*=UTF-8''{book.name}"


def test_what_was_drawn_for_spot_checks_is_the_auditors_alone(page, office):
    drawn = office.path("抽查/2026-11中旬/核查表.xlsx")
    drawn.parent.mkdir(parents=True, exist_ok=True)
    drawn.write_bytes(b"x")
    assert page.get(f"/files/{page.screen.key(drawn)}").status_code == 404
    assert page.post(f"/open/{page.screen.key(drawn)}").status_code == 404
    assert page.post(f"/open/{page.screen.key(drawn.parent)}").status_code == 404
    auditor = made_page(office.root, NOW, Role.AUDITOR)
    assert auditor.get(f"/files/{auditor.screen.key(drawn)}").status_code == 200


@pytest.mark.parametrize("name", ["import", "restore", "correct", "collect"])
def test_a_link_to_a_form_hands_out_no_key_for_a_path(page, tmp_path, name):
    secret = tmp_path / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    answer = page.get(f"/do/{name}", query_string={one: str(secret) for one in ("file", "files", "found", "kept-file")})
    assert answer.status_code in (200, 303, 404) and "kept-" not in answer.get_data(as_text=True)
    assert page.screen.openable.path(made_page(tmp_path, NOW).screen.openable.key(secret)) is None

"""Files that came by WeChat: dragged onto the page, alone or in a folder, and put there without any script."""

from __future__ import annotations

import pytest

from browser import visiting
from office import NOW, TestOffice, planned_office
from page_served import serving

BOX = "#inbox .drop"


@pytest.fixture
def office(tmp_path) -> TestOffice:
    return planned_office(tmp_path)


def inbox(office: TestOffice) -> list[str]:
    return sorted(path.name for path in office.path("收件箱").iterdir())


def test_files_and_folders_are_dragged_onto_the_page(office, browser):
    folder = office.outside / "李晓明 发来"
    (folder / "第二批").mkdir(parents=True)
    inside = [office.filled("A01"), office.filled("A02")]
    inside[0].rename(folder / "表(1).xlsx")
    inside[1].rename(folder / "第二批" / inside[1].name)
    alone = office.filled("A03")
    with serving(office, NOW) as served, visiting(browser) as visitor:
        visitor.enter(served)
        with visitor.page.expect_navigation():
            visitor.drag(BOX, folder, alone)
        visitor.page.get_by_text("收件箱里现在有 3 个文件").wait_for()
        assert inbox(office) == sorted(["表(1).xlsx", inside[1].name, alone.name])
        assert visitor.troubles == []


def test_without_scripts_files_are_put_in_and_the_work_is_done(office, browser):
    photo = office.outside / "微信图片_20261124.jpg"
    sheet = office.filled("A01")
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    with serving(office, NOW) as served, visiting(browser, scripts=False) as visitor:
        visitor.enter(served)
        visitor.page.get_by_label("选择文件", exact=True).set_input_files([sheet, photo])
        visitor.press("放进收件箱")
        assert "照片" in visitor.text and inbox(office) == [sheet.name]
        visitor.follow("回到今天")
        visitor.press("做今天该做的")
        visitor.page.get_by_text("正在做").first.wait_for(state="detached")
        assert "李晓明" in visitor.text
        assert [one["agent"] for one in office.submissions()] == ["A01"]

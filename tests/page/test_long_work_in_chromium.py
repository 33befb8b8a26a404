"""Work that takes its time: it can be left and found again, and nothing that happens to the page stops it half-way."""

from __future__ import annotations

from browser import visiting
from jobs_held import ended, held
from office import planned_office
from page_served import serving

NOW = "2026-11-24 09:00"


def test_a_job_is_left_and_found_again_and_others_are_told_of_it(tmp_path, browser):
    office = planned_office(tmp_path)
    with serving(office, NOW) as served, visiting(browser) as visitor, visiting(browser) as stranger:
        visitor.enter(served)
        visitor.press("做今天该做的")
        with held(office.root) as job:
            assert "正在做" in visitor.text and "可以关掉这个页面" in visitor.text
            wrong = visitor.wrong("正在做")
            visitor.page.close()
            visitor.page = visitor.context.new_page()
            visitor.go("/")
            assert "正在做：做今天该做的（09:00 开始）" in visitor.text
            visitor.go("/do/check")
            visitor.page.get_by_label("标好记号").check()
            visitor.press("开始检查")
            assert "请等它做完再做这件事，填的内容还在" in visitor.text
            assert visitor.page.get_by_label("标好记号").is_checked()
            wrong += [text for text in visitor.wrong("请等它做完") if "409" not in text]

            stranger.enter(served)
            assert "已经用过了" in stranger.text and "做今天" not in stranger.text
            stranger.go("/jobs")
            assert "没有登记" in stranger.text and "做今天" not in stranger.text
        assert ended(job) == 0
        visitor.go("/jobs")
        visitor.follow("做今天该做的")
        assert "正在做" not in visitor.finish()
    assert not wrong, "\n".join(wrong)


def test_the_page_is_killed_and_the_work_goes_on(tmp_path, browser):
    office = planned_office(tmp_path)
    office.send(office.filled("A01"))
    with visiting(browser) as visitor:
        with serving(office, NOW) as served:
            visitor.enter(served)
            visitor.press("做今天该做的")
            with held(office.root) as job:
                served.kill()
        assert ended(job) == 0
        assert office.run("verify").code == 0
        with serving(office, NOW) as served:
            visitor.enter(served)
            visitor.go("/jobs")
            visitor.follow("做今天该做的")
            assert "入账 6 行" in visitor.finish()
            visitor.go("/")
            assert "正在做" not in visitor.text


def test_a_running_job_shows_its_end_by_itself_without_scripts(tmp_path, browser):
    office = planned_office(tmp_path)
    with serving(office, NOW) as served, visiting(browser, scripts=False) as visitor:
        visitor.enter(served)
        visitor.press("做今天该做的")
        visitor.page.get_by_text("正在做").first.wait_for(state="detached")
        assert "做今天该做的" in visitor.text and "正在做" not in visitor.text

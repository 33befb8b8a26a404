"""What tests of 回访台 look for is found where it is wrong: a check that sees nothing proves nothing."""

from __future__ import annotations

import pytest

from browser import DESK, PHONE, Visitor, visiting

PAGE = (
    """<!DOCTYPE html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><body><h1>回访台</h1>%s"""
)
FAULTS = {
    "<p><font color='#C9D1DA'>浅字</font></p>": "contrast 1.54: 浅字",
    "<table bgcolor='#1B4F72'><tr><td>深底</td></tr></table>": "contrast",
    "<input placeholder='提示'>": "text of 13.3333px: 提示",
    "<p><small>小字</small></p>": "text of 13.3333px: 小字",
    "<p><a href='/'>小链接</a></p>": "px: a 小链接",
    "<button></button>": "without a name",
    "<p id='a'>一</p><p id='a'>二</p>": "id twice: a",
    "<p aria-describedby='none'>一</p>": "described by nothing: none",
    "<h1>二</h1>": "2 h1",
    "<hr width='1300'>": "1310 px wide in a window of 390",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_cannot_be_read_is_noticed(browser, looking, fault):
    looking.page.set_content(PAGE % fault)
    assert any(FAULTS[fault] in text for text in looking.wrong("页", (PHONE,))), looking.wrong("页", (PHONE,))


def test_a_page_without_faults_is_left_alone(browser, looking):
    looking.page.set_content(PAGE % "<p>回访</p>")
    assert looking.wrong("页", (DESK, PHONE)) == []


def test_what_the_keyboard_does_not_reach_is_noticed(browser, looking):
    looking.page.set_content(PAGE % "<a href='/' tabindex='-1'>到不了</a><a href='/'>到得了</a>")
    assert any("Tab reaches 1 of 2" in text for text in looking.wrong_by_keyboard("页"))
    assert any("focus without a ring: 到得了" in text for text in looking.wrong_by_keyboard("页"))


def test_what_is_asked_of_others_is_noticed(browser, looking):
    looking.origin = "http://127.0.0.1:1"
    looking.context.route("**/*", lambda route: route.abort())
    looking.page.set_content(PAGE % "<img src='http://127.0.0.1:2/a.png'>")
    assert any("asks another computer: http://127.0.0.1:2/a.png" in text for text in looking.wrong("页", ()))


@pytest.fixture(scope="module")
def window(browser):
    with visiting(browser) as visitor:
        yield visitor


@pytest.fixture
def looking(window) -> Visitor:
    window.page.goto("about:blank")
    window.troubles.clear()
    return window

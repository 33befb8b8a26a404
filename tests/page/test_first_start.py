"""The first start: four questions to the first plan, with ways back, and nothing that was typed is lost."""

from __future__ import annotations

import io
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from huifang.page import begun
from huifang.page.roles import Role
from office import table
from page_made import MadePage, made_page, plain

NOW = "2026-11-24 09:00"
UNIT = "杭州华东五金"
STAFF = {"callers": "钱大勇 13800000001\n孙小雨，xy@example.com", "supervisors": "马建国", "bosses": "吴敏"}
CUSTOMERS = "东升超市 张经理 138-0000-0033 钱大勇\n永兴五金行，李老板，13900000044，孙小雨\n长青百货 13912345678 A02"
APPROVED = {"reviewer": "C01", "approved_on": "2026-10-01"}


def wrong(html: str) -> list[str]:
    """The fields at which something is said."""
    return re.findall(r'id="wrong-([a-z_]+)"', html)


def go(page: MadePage, step: str, **typed: object) -> str:
    """Answer a question, wait for what follows from it, and look where that leads."""
    answer = page.post(f"/start/{step}", typed)
    assert answer.status_code == 303, plain(answer.get_data(as_text=True))
    address = answer.headers["Location"]
    if "/working/" in address:
        job = page.done(answer)
        assert job.code in (0, 1), job.said
        answer = page.get(address)
        address = answer.headers.get("Location", "")
    return address


@pytest.fixture(scope="module")
def founded(tmp_path_factory) -> Path:
    """A folder in which an office was just made."""
    page = made_page(tmp_path_factory.mktemp("base"), NOW)
    go(page, "unit", name=UNIT)
    go(page, "policy", preset="sales-ten-day", start="2026-11-24")
    return page.screen.place.base


@pytest.fixture(scope="module")
def named(tmp_path_factory, founded) -> Path:
    """The same with the office's people."""
    base = tmp_path_factory.mktemp("with-people") / "base"
    shutil.copytree(founded, base)
    go(made_page(base / UNIT, NOW), "people", **STAFF)
    return base


@pytest.fixture
def page(named, tmp_path) -> MadePage:
    """A copy of it, opened anew by somebody who comes back."""
    shutil.copytree(named, tmp_path / "base")
    return made_page(tmp_path / "base" / UNIT, NOW)


def test_without_an_office_every_page_leads_to_the_first_question(tmp_path):
    page = made_page(tmp_path, NOW)
    for address in ("/", "/do/plan", "/customers"):
        if page.get(address).status_code != 404:
            assert page.get(address).headers["Location"] == "/start"
    assert page.get("/start").headers["Location"] == "/start/unit"
    assert "单位名称" in page.text("/start/unit")
    assert page.get("/start/people").status_code == 404 and page.get("/start/elsewhere").status_code == 404


def test_the_name_is_kept_while_one_goes_back_and_forth(tmp_path):
    page = made_page(tmp_path, NOW)
    assert go(page, "unit", name=f"  {UNIT} ") == "/start/policy"
    assert UNIT in page.text("/start/policy") and f'value="  {UNIT} "' in page.get("/start/unit").text
    for preset in ("sales-ten-day", "travel-complaints"):
        assert f'value="{preset}"' in page.get("/start/policy").text
    assert "适合旅行社" in page.text("/start/policy")
    assert page.get("/start").headers["Location"] == "/start/policy"


@pytest.mark.parametrize("name", ["", " 　", "长" * 41, "已有的"])
def test_a_name_that_cannot_be_is_said(tmp_path, name):
    (tmp_path / "已有的").mkdir()
    (tmp_path / "已有的/文件.txt").write_bytes(b"x")
    answer = made_page(tmp_path, NOW).post("/start/unit", {"name": name})
    assert answer.status_code == 422 and wrong(answer.text) == ["name"]


@pytest.mark.parametrize(("typed", "field"), [({"start": "2026-11-24"}, "preset"),
                                              ({"preset": "sales-ten-day", "start": "以后"}, "start")])  # fmt: skip
def test_a_regulation_that_cannot_be_is_said_and_nothing_is_made(tmp_path, typed, field):
    page = made_page(tmp_path, NOW)
    go(page, "unit", name=UNIT)
    answer = page.post("/start/policy", typed)
    assert answer.status_code == 422 and wrong(answer.text) == [field]
    assert [*tmp_path.iterdir()] == []


def test_a_name_that_no_folder_can_have_becomes_one_that_can(tmp_path):
    page = made_page(tmp_path, NOW)
    go(page, "unit", name='华东/"五金"..')
    assert go(page, "policy", preset="sales-ten-day") == "/"
    (folder,) = tmp_path.iterdir()
    basics = {row["项目"]: row["值"] for row in table(folder / "制度.xlsx", "基本")}
    assert basics["单位名称"] == '华东/"五金"..' and "/" not in folder.name


def test_people_get_numbers_roles_and_superiors(page):
    people = {row["工号"]: row for row in table(page.screen.office.path("人员.xlsx"), "人员") if row["工号"]}
    told = {no: (row["姓名"], row["角色"], row["上级"]) for no, row in people.items()}
    assert told == {
        "A01": ("钱大勇", "业务员", "B01"), "A02": ("孙小雨", "业务员", "B01"),
        "B01": ("马建国", "主管", "C01"), "C01": ("吴敏", "老板", None),
    }  # fmt: skip
    assert people["A01"]["电话"] == "13800000001" and people["A02"]["邮箱"] == "xy@example.com"


def test_whoever_comes_back_goes_on_where_it_was_left(page):
    assert page.get("/").headers["Location"] == "/start"
    assert page.get("/start").headers["Location"] == "/start/customers"
    assert "人员 4 位" in page.text("/start/customers")
    assert "A01 钱大勇" in page.text("/start/people")  # the way back shows who is there


def test_looking_back_at_what_was_done_skips_no_question(page):
    (done,) = page.screen.jobs.recent()
    assert page.get(f"/start/working/{done.number}").headers["Location"] == "/start"
    assert begun.step_now(page.screen) == "customers"


def test_customers_lead_to_the_first_plan_and_that_to_today(page):
    assert go(page, "customers", lines=CUSTOMERS, **APPROVED) == "/start"
    assert page.get("/start").headers["Location"] == "/start/past"
    assert "过去的回访" in page.text("/start/past")
    assert page.post("/start/past").headers["Location"] == "/start/plan"
    text = page.text("/start/plan")
    assert "客户 3 位" in text and "没有发现问题" in text
    assert "头一个月大致是这样" in text and "钱大勇" in text and "太集中" not in text
    answer = page.post("/start/plan")
    done = page.done(answer)
    assert {call["agent"] for call in done.body["calls"]} == {"A01", "A02"}
    shown = plain(page.get(answer.headers["Location"]).text)
    assert "第一份计划排好了" in shown and "A01-钱大勇-2026-11下旬.xlsx" in shown
    assert page.get("/").status_code == 200 and not begun.step_now(page.screen)
    assert "第一份计划排好了" in page.text(answer.headers["Location"])  # also when it is loaded again


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "至少一位客户"),
        ("东升超市 138-0000-0033", "由谁打电话"),
        ("东升超市 钱大勇", "没有电话"),
        ("东升超市 张经理 13800000033 钱大勇 什么", "什么"),
        ("东升超市 张经理 1380000003 钱大勇", "1380000003"),
        ("东升超市 张经理 13800000033 钱大勇\n\n东升超市二店 13800000033 钱大勇", "13800000033"),
    ],
)
def test_customers_that_cannot_be_are_said_and_none_is_written(page, lines, said):
    answer = page.post("/start/customers", {"lines": lines, **APPROVED})
    assert answer.status_code == 422 and wrong(answer.text) == ["lines"]
    assert said in plain(answer.text) and lines.partition("\n")[0] in answer.text
    assert not [row for row in table(page.screen.office.path("客户资料库.xlsx"), "客户") if row["客户编号"]]
    assert lines.partition("\n")[0] in page.get("/start/customers").text  # even after leaving


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"callers": "", "bosses": ""}, "callers"),
        ({"callers": "一 二 三"}, "callers"),
        ({"bosses": "吴 敏 1"}, "bosses"),
    ],
)
def test_people_who_cannot_be_are_said(founded, typed, field):
    page = made_page(founded / UNIT, NOW)
    answer = page.post("/start/people", {**STAFF, **typed})
    assert answer.status_code == 422 and wrong(answer.text) == [field]
    assert "马建国" in answer.text


def test_a_list_is_mapped_looked_at_and_written(page):
    rows = ["客户,电话号码,跟进人,店名", "张经理,13800000033,钱大勇,东升超市", "李老板,139,孙小雨,永兴五金行"]
    upload = (io.BytesIO("\n".join(rows).encode("utf-8-sig")), "我的名单.csv")
    answer = page.post("/start/customers", {"file": upload, **APPROVED})
    job = page.done(answer)
    address = f"/import/{job.number}"
    shown = page.text(address)
    assert "不能确定" in shown and "--map" not in shown and "没有可以写入的" in shown
    assert page.post(f"{address}/write").status_code == 404
    twice = page.post(address, {"map": ["客户=客户名称", "店名=客户名称"], "set-审核日期": "2026-10-01"})
    assert twice.status_code == 422 and "只留一列" in twice.text
    assert '<option value="客户=客户名称" selected>' in twice.text and 'value="2026-10-01"' in twice.text
    other = page.post(address, {"map": ["店名=客户名称"], "set-审核日期": "以后"})
    assert other.status_code == 422 and "不能都填为“以后”" in other.text
    told = {"map": ["客户=联系人", "电话号码=电话", "跟进人=业务员", "店名=客户名称"], "set-审核状态": "已审核",
            "set-审核人": "C01", "set-审核日期": "2026-10-01", "set-客户类别": "大客户"}  # fmt: skip
    again = page.done(page.post(address, told))
    assert again.body["appended"] == 1 and again.body["left_out"] == 1
    html = page.get(f"/import/{again.number}").text
    assert "东升超市" in html and "号码“139”不正确" in plain(html)
    assert '<option value="店名=客户名称" selected>' in html
    assert '<option value="大客户" selected>' in html
    answer = page.post(f"/import/{again.number}/write")
    assert page.done(answer).body["written"]
    page.get(answer.headers["Location"])
    assert page.get("/start").headers["Location"] == "/start/past"
    _past_calls_come_along(page)
    (row,) = (row for row in table(page.screen.office.path("客户资料库.xlsx"), "客户") if row["客户编号"])
    assert (row["客户名称"], row["联系人"], row["客户类别"], row["审核人"]) == ("东升超市", "张经理", "大客户", "C01")


def _past_calls_come_along(page):
    """The words of the list are asked for, the calls written; then the first plan is next."""
    text = "客户,回访时间,结果\n东升超市,2026-10-12,OK\n东升超市,2026-10-20,OK\n没有这家,2026-10-12,接通\n"
    upload = (io.BytesIO(text.encode()), "旧回访.csv")
    shown = page.done(page.post("/start/past", {"file": upload}))
    assert shown.body["appended"] == 0
    html = page.get(f"/import/{shown.number}").text
    assert 'name="means-通话结果=OK"' in html and "请在下面“名单里的写法”里选" in html
    again = page.done(page.post(f"/import/{shown.number}", {"means-通话结果=OK": "接通"}))
    assert again.body["appended"] == 2 and "没有这家" in page.get(f"/import/{again.number}").text
    answer = page.post(f"/import/{again.number}/write")
    assert page.done(answer).body["written"]
    page.get(answer.headers["Location"])
    assert page.get("/start").headers["Location"] == "/start/plan"
    assert "过去的回访 2 个" in page.text("/start/past")


def test_an_office_may_bring_its_own_regulation_and_hears_what_is_wrong_with_it(tmp_path):
    page = made_page(tmp_path, NOW)
    go(page, "unit", name="城东门店")
    text = (files("huifang.workbooks") / "policies" / "sales-ten-day.toml").read_bytes()
    wrong_one = text.replace('"批次" = "旬"'.encode(), '"批次" = "年"'.encode())
    answer = page.post("/start/policy", {"file": (io.BytesIO(wrong_one), "办法.toml")})
    page.done(answer)
    refused = page.get(answer.headers["Location"])
    assert refused.status_code == 422 and "办法.toml!基本!B" in plain(refused.text) and page.screen.office is None
    answer = page.post("/start/policy", {"file": (io.BytesIO(text), "办法.toml")})
    assert page.done(answer).code == 0
    page.get(answer.headers["Location"])
    assert page.screen.office.root.name == "城东门店" and "销售十日回访制度" in page.text("/start/people")


@pytest.mark.slow
def test_a_made_up_office_may_be_tried_first(tmp_path):
    page = made_page(tmp_path, NOW)
    answer = page.post("/start/sample", {"preset": "sales-ten-day"})
    page.done(answer)
    assert page.get(answer.headers["Location"]).headers["Location"] == "/"
    assert page.get("/").status_code == 200 and page.screen.office.root.name == "样例单位"
    assert page.post("/start/sample", {"preset": "no-such"}).status_code == 422


def test_offices_beside_can_be_opened_and_nothing_else(page):
    assert page.post("/start/another").headers["Location"] == "/start/unit"
    assert UNIT in page.text("/start")
    for name in ("", "..", "/etc", f"{UNIT}/归档", "没有"):
        assert page.post("/start/open", {"name": name}).status_code == 410
    assert page.post("/start/open", {"name": UNIT}).headers["Location"] == "/"
    assert page.get("/start").headers["Location"] == "/start/customers"


def test_the_only_office_of_a_folder_is_opened_at_once(page):
    base = page.screen.place.base
    anew = made_page(base, NOW)
    assert anew.screen.office is None and anew.get("/").headers["Location"] == "/"
    assert anew.screen.office.root.name == UNIT
    (base / "另一个/.huifang").mkdir(parents=True)
    several = made_page(base, NOW)
    assert several.get("/").headers["Location"] == "/start"
    assert f"打开 {UNIT}" in several.text("/start") and "打开 另一个" in several.text("/start")


def test_the_path_may_be_left_for_later(page):
    assert page.post("/start/leave").headers["Location"] == "/"
    assert page.get("/").status_code == 200


def test_what_was_typed_before_stays_readable_only_as_text(page):
    page.post("/start/customers", {"lines": "<b>店</b> 钱大勇"})
    assert "<b>店</b>" not in page.get("/start/customers").text


def test_a_torn_memory_of_the_path_is_none(page):
    page.screen.office.path(".huifang/cache/first-start.json").write_bytes(b"{[")
    assert not begun.step_now(page.screen) and page.get("/").status_code == 200


def test_the_auditor_makes_no_office(page):
    auditor = made_page(page.screen.office.root, NOW, Role.AUDITOR)
    assert auditor.get("/").status_code == 200
    assert auditor.post("/start/leave").status_code == 404 and begun.step_now(page.screen) == "customers"
    assert auditor.post("/start/another").status_code == 404 and auditor.get("/start/plan").status_code == 404
    assert "建一个单位" not in auditor.text("/start")

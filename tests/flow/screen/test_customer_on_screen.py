"""The page of a customer as a value: found by any part of name or telephone, what is open, and the whole history."""

from __future__ import annotations

from datetime import datetime

import pytest

from huifang.edges.store.office import Office
from huifang.flow.calls.customers_called import UnknownCustomer, customers_called
from huifang.flow.office.desk import Desk
from huifang.flow.screen.customer import CustomerOnScreen, customer_on_screen
from office import (
    SHEET,
    TestOffice,
    columns,
    edited,
    plan_numbers,
    planned_office,
    put,
)

TOLD, NOW = "2026-11-24 17:00", "2026-11-26 09:00"
UNSOLVED = {"满意度": "不满意", "处理情况": "未解决", "上报对象": "B01", "上报文件": "上报单-1",
            "不满意原因": "门锁装上三天就坏，要求退货", "处理措施": "建议退货"}  # fmt: skip
NAMES = {
    "K0009": ("东升超市", "张经理", "138-0000-0033"),
    "K0008": ("东升物资供应站", "<b>李</b>", "0571 8888 0008"),
    "K0010": ("顺发商贸", "张老板", "13800000033"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """A02's first customer has a problem that B01 decided about."""
    office = planned_office(tmp_path_factory.mktemp("screen"))
    path = office.filled("A02")
    with edited(path) as book:
        put(book[SHEET], 2, UNSOLVED)
    assert office.collect(path, now=TOLD).code == 0
    with edited(office.path("客户资料库.xlsx")) as book:
        sheet = book["客户"]
        at = columns(sheet)
        for row in range(2, sheet.max_row + 1):
            name, contact, phone = NAMES.get(sheet.cell(row, at["客户编号"]).value, (None, None, None))
            if name:
                put(sheet, row, {"客户名称": name, "联系人": contact, "电话": phone})
    words = ("--set", "批示=同意退货，补发一把", "--set", "备注=已补发", "--by", "B01", "--why", "核对过")
    assert office.run("correct", "--record", record(office), *words, now="2026-11-25 10:00").code == 0
    return office


def record(office: TestOffice) -> str:
    return f"{plan_numbers(office.issued('A02'))[0]}-1"


@pytest.fixture(scope="module")
def desk(office: TestOffice) -> Desk:
    return Desk(Office(office.root), datetime.fromisoformat(NOW))


def found(desk: Desk, who: str) -> list[str]:
    return [one.customer_no for one in customers_called(desk.present, who)]


def seen(desk: Desk, number: str) -> CustomerOnScreen:
    return customer_on_screen(desk, desk.present.customers[number])


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("K0009", ["K0009"]),
        ("k0009", ["K0009"]),
        ("东升", ["K0008", "K0009"]),
        ("李", ["K0008"]),
        ("0033", ["K0009", "K0010"]),
        ("138 0000-0033", ["K0009", "K0010"]),
        ("+86 138 0000 0033", ["K0009", "K0010"]),
        ("0571-88880008", ["K0008"]),
        ("８８８８", ["K0008"]),
        ("顺发商贸", ["K0010"]),
    ],
)
def test_customers_are_found_by_parts(desk: Desk, who: str, numbers: list[str]) -> None:
    assert found(desk, who) == numbers


def test_the_number_of_a_call_or_its_record_finds_the_customer(office: TestOffice, desk: Desk) -> None:
    assert found(desk, record(office)) == found(desk, plan_numbers(office.issued("A02"))[0].lower()) == ["K0009"]


def test_nobody_is_found_but_who_may_be_meant(desk: Desk) -> None:
    with pytest.raises(UnknownCustomer) as raised:
        customers_called(desk.present, "东昇超市")
    assert raised.value.nearest[0].customer_no == "K0009"
    for too_little in ("033", "  "):
        with pytest.raises(UnknownCustomer):
            customers_called(desk.present, too_little)


def test_what_is_open_and_what_was_decided(desk: Desk) -> None:
    view = seen(desk, "K0009")
    (problem,) = view.problems
    assert (problem.days, problem.what) == (3, "门锁装上三天就坏，要求退货")
    assert problem.decision == "批示 11-25 周丽华：同意退货，补发一把；王海燕办。"
    assert view.owner == "王海燕" and view.rhythms == ["每 10 天一次"]
    assert "门锁装上三天就坏" in view.message and "13800000033" in view.message.replace("-", "")


def test_the_history_has_calls_decisions_and_corrections_newest_first(office: TestOffice, desk: Desk) -> None:
    events = seen(desk, "K0009").events
    assert [one.kind for one in events] == ["更正", "批示", "回访"]
    call = events[-1]
    assert (call.number, call.said, call.row) == (record(office), UNSOLVED["不满意原因"], 2)
    assert [(one.text, one.bad) for one in call.outcome] == [
        ("不满意", True), ("未解决", True), ("已书面上报", False),
    ]  # fmt: skip
    assert office.path(call.source).is_file()
    assert ("备注", "已补发") in call.more


def test_the_next_call_says_how_long_and_why(desk: Desk) -> None:
    view = customer_on_screen(Desk(desk.office, datetime(2026, 12, 2, 9, 0)), desk.present.customers["K0010"])
    (call,) = view.calls
    assert call.until == call.due.due_on[5:] and call.due.steps
    assert call.left in ("今天到期", "明天到期") or call.left.startswith(("还有", "逾期", "在业务员手里"))


def test_who_has_the_same_telephone_or_nearly_the_same_name(desk: Desk) -> None:
    alike = seen(desk, "K0009").alike
    assert [(one.customer.customer_no, one.calls_twice) for one in alike] == [("K0010", True), ("K0008", False)]
    assert alike[0].why == "电话相同（13800000033）" and alike[1].why == "名字相近"
    assert seen(desk, "K0007").alike == []

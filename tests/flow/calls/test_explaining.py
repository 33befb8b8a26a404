"""``explain`` of customers of whom nothing is due, by name and by telephone, and as a page."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huifang.decisions.calls.told_of_rules import AHEAD
from month_office import MonthOffice

PEOPLE = (("B01", "赵主管", "主管", None), ("A01", "李明", "业务员", "B01"))
NOW = "2026-11-12 09:00"


def customer(number: str, name: str, phone: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"customer_no": number, "customer_name": name, "customer_class": kind, "agent": "A01", "contact": "王女士",
            "phone": phone, "review_status": "已审核", "reviewed_by": "B01", "reviewed_on": date(2026, 10, 5),
            **more}  # fmt: skip


def founded(folder: Path, preset: str, customers: list[dict[str, Any]], **registers: Any) -> MonthOffice:
    return MonthOffice(folder, preset, datetime(2026, 11, 2, 8, 0), PEOPLE, customers, **registers)


@pytest.fixture(scope="module")
def property_office(tmp_path_factory: pytest.TempPathFactory) -> MonthOffice:
    """K1 has a complaint that is not handled, K2 an order that was called about, K3 a survey item that was fine."""
    customers = [
        customer("K1", "一号楼 <101>", "0571-8800 0001", "业主"), customer("K2", "二号楼 201", "13800000002", "业主"),
        customer("K3", "三号楼 301", "13800000003", "商户"), customer("K4", "三号楼 401", "13800000002", "商户"),
    ]  # fmt: skip
    contacts = [{"customer_no": "K3", "contact_role": "负责人", "name": "孙先生", "phone": "13911112222"}]
    play = founded(tmp_path_factory.mktemp("property"), "property", customers, 联系人=contacts)
    play.complaint("T1", 投诉内容="漏水 & 返潮", 接收时间="05 09:00", 客户编号="K1", 首问责任人="A01")
    finished = {"服务单号": "F1", "客户编号": "K2", "服务类型": "维修", "完工时间": datetime(2026, 11, 4, 16, 0)}
    play.add("服务单.xlsx", "服务单", finished)
    item = {"调查编号": "D1", "客户编号": "K3", "调查日期": date(2026, 11, 3), "调查项目": "保洁", "评价": "满意"}
    play.add("意见调查.xlsx", "调查", item)
    play.run(5, "08:30")
    play.call("A01", "K2", 6, "10:00")
    play.hand_in("A01", "2026-11")
    play.run(9, "08:30")
    return play


def reasons(play: MonthOffice, who: str, now: str = NOW) -> dict[str, str]:
    """By rule, what is said of it; nothing is due."""
    said = play.office.run("explain", who, now=now)
    assert said.code == 0 and said.data["due"] == []
    assert [*said.data["reasons"]] == [reason for reason in said.data["reasons"] if "没有适用" not in reason]
    return {one["rule"]: one["said"] for one in said.data["rules"]}


def test_what_was_done_and_what_is_not_there_yet(property_office: MonthOffice) -> None:
    k1, k2, k3 = (reasons(property_office, number) for number in ("K1", "K2", "K3"))
    assert k1["R1"] == "投诉 T1 还没有“处理完成”，有了才安排"
    assert k1["R2"] == "“服务单”里没有这位客户的行，有了才安排"
    assert k2["R2"] == "最近一次：服务单 F1，应访 2026-11-04 至 2026-11-11，已于 2026-11-06 回访"
    assert k3["R3"] == "“调查”里没有这位客户符合条件的行，有了才安排"


def test_a_reason_names_rule_rhythm_and_clause(property_office: MonthOffice) -> None:
    first = property_office.office.run("explain", "K1", now=NOW).data["reasons"][0]
    assert first.startswith("规则 R1《投诉回访》(按“投诉.处理完成”安排，依据 《客户投诉回访制度》第3条第(3)、(4)项")


def test_the_next_call_is_told_long_before(tmp_path: Path) -> None:
    """Last served on 2026-10-20: after 3 months that is January. The call about October's repair was missed."""
    services = [
        {"service_no": "F1", "customer_no": "K1", "service_type": "维修", "finished_at": datetime(2026, 10, 20)}
    ]
    play = founded(tmp_path, "aftersales-monthly", [customer("K1", "一号", "13800000001", "一般客户")], 服务单=services)
    said = play.office.run("explain", "K1", now=NOW).data
    told = {one["rule"]: one for one in said["rules"]}
    assert (told["R2"]["next_from"], told["R2"]["next_until"]) == ("2027-01-01", "2027-01-31")
    assert told["R1"]["said"].endswith("过了 2026-10-31 没有访到，不再补做") and told["R1"]["next_from"] is None
    assert AHEAD >= 12  # months: what comes once a year is told


def test_a_car_that_was_not_selected(tmp_path: Path) -> None:
    """Of three cars of ordinary customers one is called about."""
    customers = [customer(f"K{n}", f"{n} 号车主", f"1380000000{n}", "一般客户") for n in range(1, 4)]
    day = datetime(2026, 11, 3, 16, 0)
    services = [
        {"service_no": f"F{n}", "customer_no": f"K{n}", "service_type": "保养", "finished_at": day + timedelta(hours=n)}
        for n in range(1, 4)
    ]
    play = founded(tmp_path, "car-dealer", customers, 服务单=services)
    play.run(4, "08:30")
    (called,) = {call["customer_no"] for call in play.office.calls("A01")}
    others = {f"K{n}" for n in range(1, 4)} - {called}
    for number in others:
        assert reasons(play, number)["R2"] == f"服务单 F{number[1]} 没有抽中，不用回访"


def test_without_any_rule_nobody_is_called(tmp_path: Path) -> None:
    play = founded(tmp_path, "scenic-complaints", [customer("K1", "一号", "13800000001", "游客")])
    assert play.office.run("explain", "K1", now=NOW).data["reasons"] == ["制度里没有回访规则，不安排回访。"]


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("K1", "K1"), ("057188000001", "K1"), ("0571 8800-0001", "K1"), ("二号楼 201", "K2"), ("孙先生", "K3"),
        ("+86 139 1111 2222", "K3"), ("301", "K3"),
    ],
)  # fmt: skip
def test_a_customer_is_found_by_name_or_telephone(property_office: MonthOffice, who: str, number: str) -> None:
    assert property_office.office.run("explain", who, now=NOW).data["customer_no"] == number


@pytest.mark.parametrize(("who", "numbers"), [("13800000002", ["K2", "K4"]), ("三号楼", ["K3", "K4"])])
def test_of_several_it_is_asked_which(property_office: MonthOffice, who: str, numbers: list[str]) -> None:
    said = property_office.office.run("explain", who, now=NOW)
    assert said.code == 1 and [one["customer_no"] for one in said.data["matches"]] == numbers
    assert (said.data["customer_no"], said.data["due"], said.data["history"]) == (None, [], [])
    printed = property_office.office.run("explain", who, now=NOW, json_wanted=False).out
    assert "请写明客户编号" in printed and all(number in printed for number in numbers)


def test_nobody_is_found(property_office: MonthOffice) -> None:
    assert property_office.office.run("explain", "六号楼", now=NOW, json_wanted=False).code == 2


def test_the_whole_history_is_a_page(property_office: MonthOffice) -> None:
    """Self-contained; what came from a cell is escaped; complaints, orders and calls are on it."""
    journal = property_office.office.path(".huifang/journal.jsonl").read_bytes()
    (first,) = property_office.office.run("explain", "K1", "--html", now=NOW).data["files"]
    assert first == "报告/客户/K1 一号楼 _101_.html" or first.startswith("报告/客户/K1 一号楼")
    page = property_office.office.path(first).read_text(encoding="utf-8")
    assert "一号楼 &lt;101&gt;" in page and "漏水 &amp; 返潮" in page and "0571-8800" in page
    (second,) = property_office.office.run("explain", "K2", "--html", now=NOW).data["files"]
    page = property_office.office.path(second).read_text(encoding="utf-8")
    assert "2026-11-06 10:00" in page and "F1" in page and "H2611-0001-1" in page
    assert not any(word in page for word in ("<script", "http://", "https://", "src=", "<link"))
    assert property_office.office.path(".huifang/journal.jsonl").read_bytes() == journal
    assert property_office.office.run("verify", now=NOW).data["ok"]

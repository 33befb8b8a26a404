"""``report``, ``run``, ``explain`` and ``demo``: a hand-made office lives through November 2026; all figures by hand.

上旬 ends on Tuesday the 10th, 中旬 on Friday the 20th, 下旬 on Monday the 30th.

    customer  agent  approved  window        what happens
    K1        A01    11-05     12 to 15      12th no answer, 13th reached, 16th called again under the same number
    K2        A01    10-25     1 to 4        4th no answer; carried over; 12th dissatisfied, unsolved; 24th solved
    K3        A01    11-08     15 to 18      16th no answer; carried over; 24th reached
    K4        A02    11-10     17 to 20      17th reached; 19th reached again, unplanned, dissatisfied
    K5        A02    11-11     18 to 21      18th reached: early, for it was due after the period; 27th busy
    K6        A02    11-06     13 to 16      not called; carried over; 24th dissatisfied, unsolved
    K7        A03    11-07     14 to 17      no sheet in 中旬; 25th refused
    K8        A02    waits for approval
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.edges.known.presets import load_preset
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import digest
from huifang.flow.moving_in.founding import found_office
from huifang.flow.office import shelf
from office import emptied, sample_office
from offices_made import UNSOLVED, add, approve, call, change, customer, day, huifang, person, setting

EARLY, MID, LATE, NOVEMBER = "2026-11上旬", "2026-11中旬", "2026-11下旬", "2026-11"
COUNTS = ("planned", "done", "reported", "connected", "satisfied", "dissatisfied", "unresolved")
AGENT_KEYS = {"agent", *COUNTS, "submitted_at", "late_days", "fine_yuan"}
UNHAPPY = {"满意度": "非常不满意", "不满意原因": "开票信息写错", "处理情况": "已解决"}

#: agent → (planned, done, reported, connected, satisfied, dissatisfied, unresolved, submitted_at, late_days)
ON_THE_EVENING = {  # of the 20th: only A01's sheet is there
    "A01": (3, 2, 5, 3, 1, 1, 1, "2026-11-20 17:00", 0),
    "A02": (2, 0, 0, 0, 0, 0, 0, None, 0),
    "A03": (1, 0, 0, 0, 0, 0, 0, None, 0),
}
MID_COMPLETE = {  # on the 23rd, A02's sheet came on the 21st, A03's never
    "A01": (3, 2, 5, 3, 1, 1, 1, "2026-11-20 17:00", 0),
    "A02": (4, 3, 3, 3, 2, 1, 0, "2026-11-21 10:00", 1),
    "A03": (1, 0, 0, 0, 0, 0, 0, None, 3),
}
LATE_COMPLETE = {
    "A01": (3, 3, 3, 3, 3, 0, 0, "2026-11-30 10:00", 0),
    "A02": (3, 2, 3, 2, 1, 1, 1, "2026-11-30 10:00", 0),
    "A03": (1, 0, 1, 0, 0, 0, 0, "2026-11-30 10:00", 0),
}
WHOLE_MONTH = {  # made on 1 December, when A03's sheet of 中旬 is 11 days late
    "A01": (5, 5, 9, 6, 4, 1, 1, "2026-11-30 10:00", 0),
    "A02": (6, 5, 6, 5, 3, 2, 1, "2026-11-30 10:00", 1),
    "A03": (1, 0, 1, 0, 0, 0, 0, "2026-11-30 10:00", 11),
}


def _figures(said: made.Answer) -> dict[str, tuple[Any, ...]]:
    return {
        line["agent"]: tuple(line[key] for key in (*COUNTS, "submitted_at", "late_days")) for line in said["agents"]
    }


def report(office: Path, period: str, now: str, *words: str) -> made.Answer:
    return huifang(office, "report", "--period", period, *words, now=now)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office on the evening of the 20th."""
    rows = [
        customer(number, agent, on)
        for number, agent, on in (
            ("K1", "A01", "11-05"), ("K2", "A01", "10-25"), ("K3", "A01", "11-08"), ("K4", "A02", "11-10"),
            ("K5", "A02", "11-11"), ("K6", "A02", "11-06"), ("K7", "A03", "11-07"),
        )
    ]  # fmt: skip
    rows.append(customer("K8", "A02", "11-05", review_status="待审核", reviewed_by=None, reviewed_on=None))
    office = made.make_office(tmp_path_factory.mktemp("november") / "o", rows)
    first = huifang(office, "plan", now="2026-11-02 09:00")
    assert first.customers() == ["K2"]
    sheet = made.filled(made.issued_book(office, EARLY, "A01"), {"K2": call("11-04", "09:00", "无人接听")})
    made.hand_in(office, "2026-11-10 10:00", {"a01.xlsx": sheet})
    assert huifang(office, "plan", now="2026-11-11 09:00").customers() == [f"K{n}" for n in range(1, 8)]
    sheet = made.filled(
        made.issued_book(office, MID, "A01"),
        {
            "K1": call("11-12", "09:00", "无人接听"),
            "K2": call("11-12", "09:30", **{**UNSOLVED, "客户意见或需求": "要求换货"}),
            "K3": call("11-16", "09:00", "无人接听"),
        },
        [{"再拨": "K1", **call("11-13", "09:00")}, {"再拨": "K1", **call("11-16", "10:00", 满意度="一般")}],
    )
    made.hand_in(office, "2026-11-20 17:00", {"a01.xlsx": sheet})
    return office


@pytest.fixture(scope="module")
def complete(evening: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, after A02's late sheet and the report's first version; on the morning of the 23rd."""
    office = made.copied(evening, tmp_path_factory.mktemp("complete") / "o")
    report(office, MID, "2026-11-20 18:00")
    sheet = made.filled(
        made.issued_book(office, MID, "A02"),
        {"K4": call("11-17", "09:00", 满意度="非常满意"), "K5": call("11-18", "09:00")},
        [{"客户编号": "K4", **call("11-19", "10:00", **UNHAPPY)}],
    )
    made.hand_in(office, "2026-11-21 10:00", {"a02.xlsx": sheet})
    return office


@pytest.fixture(scope="module")
def december(complete: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on the morning of 1 December, 下旬 done."""
    office = made.copied(complete, tmp_path_factory.mktemp("december") / "o")
    report(office, MID, "2026-11-23 09:00")
    planned = huifang(office, "plan", now="2026-11-23 09:30")
    assert planned.customers() == [f"K{n}" for n in range(1, 8)]
    answers = {
        "A01": {
            "K1": call("11-26", "09:00"),
            "K2": call("11-24", "09:00", 处理情况="已解决", 处理措施="换了一箱"),
            "K3": call("11-24", "09:30"),
        },
        "A02": {
            "K4": call("11-27", "09:00"),
            "K5": call("11-27", "09:30", "占线"),
            "K6": call("11-24", "09:00", **UNSOLVED),
        },
        "A03": {"K7": call("11-25", "09:00", "拒访")},
    }
    sheets = {f"{a}.xlsx": made.filled(made.issued_book(office, LATE, a), rows) for a, rows in answers.items()}
    made.hand_in(office, "2026-11-30 10:00", sheets)
    return office


@pytest.fixture
def office(complete: Path, tmp_path: Path) -> Path:
    return made.copied(complete, tmp_path / "o")


@pytest.fixture
def at_month_end(december: Path, tmp_path: Path) -> Path:
    return made.copied(december, tmp_path / "o")


# --- figures


def test_the_report_has_the_keys_of_the_contract(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    assert {"kind", "period", "from", "until", "due_on", "figures", "agents", "files", "chain_head"} <= set(said.json)
    assert (said["kind"], said["period"]) == ("旬报", MID)
    assert (said["from"], said["until"], said["due_on"]) == ("2026-11-11", "2026-11-20", "2026-11-20")
    assert all(set(line) >= AGENT_KEYS for line in said["agents"])
    (duty,) = [duty for duty in said["duties"] if duty["target"]] or said["duties"][:1]
    assert (duty["owed"], duty["done"]) == (said["figures"]["planned"], said["figures"]["done"])
    assert len(duty["missed"]) == duty["owed"] - duty["done"]
    assert re.fullmatch(r"[0-9a-f]{64}", said["chain_head"])
    assert all((office / file).is_file() for file in said["files"])
    assert {Path(file).suffix for file in said["files"] if file.startswith("报告/")} == {".xlsx", ".html", ".txt"}
    assert f"台账/{MID}.xlsx" in said["files"]


def test_figures_on_the_evening_of_the_report_day(evening: Path, tmp_path: Path) -> None:
    office = made.copied(evening, tmp_path / "o")
    assert _figures(report(office, MID, "2026-11-20 18:00")) == ON_THE_EVENING


def test_figures_after_a_late_sheet(office: Path) -> None:
    assert _figures(report(office, MID, "2026-11-23 09:00")) == MID_COMPLETE


def test_figures_of_the_period_before(office: Path) -> None:
    said = report(office, EARLY, "2026-11-23 09:00")
    assert _figures(said) == {"A01": (1, 0, 1, 0, 0, 0, 0, "2026-11-10 10:00", 0)}


@pytest.mark.slow
def test_figures_of_the_next_period(at_month_end: Path) -> None:
    assert _figures(report(at_month_end, LATE, "2026-11-30 18:00")) == LATE_COMPLETE


@pytest.mark.slow
def test_figures_of_a_past_period_do_not_change_with_what_came_later(at_month_end: Path) -> None:
    figures = _figures(report(at_month_end, MID, "2026-12-01 09:00"))
    assert figures == {**MID_COMPLETE, "A03": (*MID_COMPLETE["A03"][:-1], 11)}  # but the sheet is later every day


def test_figures_of_the_month_over_its_batches(at_month_end: Path) -> None:
    said = report(at_month_end, NOVEMBER, "2026-12-01 09:00")
    assert (said["from"], said["until"]) == ("2026-11-01", "2026-11-30")
    assert _figures(said) == WHOLE_MONTH


@pytest.mark.parametrize("period", [MID, LATE, NOVEMBER, "2026Q4"])
def test_the_totals_are_the_sums_over_the_agents(at_month_end: Path, period: str) -> None:
    said = report(at_month_end, period, "2026-12-01 09:00")
    for key in (*COUNTS, "late_days", "fine_yuan"):
        assert said["figures"][key] == sum(line[key] for line in said["agents"])


@pytest.mark.slow
def test_a_missing_sheet_is_a_finding_until_it_arrives(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    assert said.codes().count("L706") == 1
    assert said.code == 1
    sheet = made.filled(made.issued_book(office, MID, "A03"), {"K7": call("11-17", "09:00")})
    made.hand_in(office, "2026-11-24 10:00", {"a03.xlsx": sheet})
    said = report(office, MID, "2026-11-25 09:00")
    assert "L706" not in said.codes()
    assert _figures(said)["A03"] == (1, 1, 1, 1, 1, 0, 0, "2026-11-24 10:00", 4)


@pytest.mark.slow
def test_the_last_sheet_in_time_counts_as_handed_in_even_if_one_comes_later(office: Path) -> None:
    kept, further = call("11-16", "09:00", "无人接听"), {"再拨": "K3", **call("11-17", "09:00", "占线")}
    content = made.filled(made.issued_book(office, MID, "A01"), {"K3": kept}, [further])
    made.hand_in(office, "2026-11-22 10:00", {"again.xlsx": content})
    line = report(office, MID, "2026-11-23 09:00").agent("A01")
    assert (line["submitted_at"], line["late_days"]) == ("2026-11-20 17:00", 0)
    assert line["reported"] == 6


@pytest.mark.slow
def test_of_several_sheets_in_time_that_which_completed_it_counts(fresh: Path) -> None:
    huifang(fresh, "plan", now="2026-11-11 09:00")
    book = made.issued_book(fresh, MID, "A01")
    further: list[dict[str, object]] = []
    for now, on in (("2026-11-17 10:00", ""), ("2026-11-19 11:00", "11-18"), ("2026-11-23 08:00", "11-19")):
        further += [{"再拨": "K1", **call(on, "09:00", "占线")}] if on else []
        answers = {"K1": call("11-16", "09:00", "占线")}
        made.hand_in(fresh, now, {"a.xlsx": made.filled(book, answers, further)})
    line = report(fresh, MID, "2026-11-23 09:00").agent("A01")
    assert (line["submitted_at"], line["late_days"], line["reported"]) == ("2026-11-17 10:00", 0, 3)


def _with_fine(office: Path, at: str) -> None:
    change(office, made.RULES, "报告", "旬报", **{"迟交罚款(元)": 50})
    huifang(office, "plan", "--period", MID, now=at)  # this run keeps the version


def test_without_a_fine_nobody_pays(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    assert {line["fine_yuan"] for line in said["agents"]} == {0}


@pytest.fixture
def fined(evening: Path, tmp_path: Path) -> Path:
    """制度 has a fine since the 19th; A02's and A03's sheets of 中旬 are missing."""
    office = made.copied(evening, tmp_path / "fined")
    _with_fine(office, "2026-11-20 17:30")
    return office


@pytest.mark.slow
def test_a_late_or_missing_sheet_is_fined_once(fined: Path) -> None:
    on_time = report(fined, MID, "2026-11-20 23:00")
    assert {line["agent"]: line["fine_yuan"] for line in on_time["agents"]} == {"A01": 0, "A02": 0, "A03": 0}
    sheet = made.filled(made.issued_book(fined, MID, "A02"), {"K4": call("11-17", "09:00")})
    made.hand_in(fined, "2026-11-23 10:00", {"a02.xlsx": sheet})
    for now in ("2026-11-24 09:00", "2026-12-09 09:00"):
        said = report(fined, MID, now)
        assert {line["agent"]: line["fine_yuan"] for line in said["agents"]} == {"A01": 0, "A02": 50, "A03": 50}
        assert said["figures"]["fine_yuan"] == 100
    assert said.agent("A02")["late_days"] == 3


@pytest.mark.slow
def test_an_excuse_takes_the_fine_away(fined: Path) -> None:
    common = {"对象": "人员", "处理": "免责", "批准人": "C01", "原因": "住院"}
    add(fined, made.STAFF, "例外", 编号="A03", 起=day("11-16"), 止=day("11-25"), **common)
    huifang(fined, "plan", "--period", MID, now="2026-11-20 17:40")
    said = report(fined, MID, "2026-11-24 09:00")
    assert said.agent("A03")["fine_yuan"] == 0
    assert said.agent("A02")["fine_yuan"] == 50
    assert said.codes().count("L706") == 1  # the excused one is not asked for any more


@pytest.mark.slow
def test_an_excuse_given_after_the_day_it_was_missed_counts_too(fined: Path) -> None:
    """Decision 10: a missing sheet is listed until it arrives or is excused by a named person with a reason."""
    report(fined, MID, "2026-11-21 09:00")
    common = {"对象": "人员", "处理": "免责", "批准人": "C01", "原因": "住院"}
    add(fined, made.STAFF, "例外", 编号="A03", 起=day("11-16"), 止=day("11-25"), **common)
    said = report(fined, MID, "2026-11-24 09:00")
    assert said.agent("A03")["fine_yuan"] == 0
    assert said.codes().count("L706") == 1


@pytest.mark.slow
def test_a_fine_set_afterwards_does_not_reach_back(office: Path) -> None:
    change(office, made.RULES, "报告", "旬报", **{"迟交罚款(元)": 50})
    assert report(office, MID, "2026-11-24 09:00")["figures"]["fine_yuan"] == 0


# --- versions, and the past as it was


@pytest.mark.slow
def test_made_again_it_is_another_version_and_the_first_stays(office: Path) -> None:
    files = {p.name: p.read_bytes() for p in (office / "报告").glob("[!.]*")}
    assert len(files) == 3
    said = report(office, MID, "2026-11-23 09:00")
    assert said["version"] == 2
    new = [file for file in said["files"] if file.startswith("报告/")]
    assert not {Path(file).name for file in new} & set(files)
    again = report(office, MID, "2026-11-23 09:05")
    assert again["version"] == 3
    assert {name: (office / "报告" / name).read_bytes() for name in files} == files
    assert len(list((office / "报告").glob("[!.]*"))) == 9
    assert any("2" in str(c.value) for row in made.opened(office / new[0])["封面"]["A1:M2"] for c in row)
    assert huifang(office, "verify", now="2026-11-23")["ok"] is True


@pytest.mark.slow
def test_a_past_report_uses_the_registers_as_they_were(office: Path) -> None:
    before = report(office, MID, "2026-11-23 09:00")
    change(office, made.CUSTOMERS, "客户", "K7", 业务员="A01", 客户名称="改了名")
    change(office, made.CUSTOMERS, "客户", "K1", 审核状态="停用")
    approve(office, "K8", "11-01")  # had it been approved then, it would have been due on the 11th
    change(office, made.STAFF, "人员", "A02", 姓名="王小芳")
    setting(office, "单位名称", "改名后的单位")
    huifang(office, "plan", now="2026-11-24 09:00")
    after = report(office, MID, "2026-11-25 09:00")
    assert [{**line, "late_days": 0} for line in after["agents"]] == [
        {**line, "late_days": 0} for line in before["agents"]
    ]
    said = made.texts(office / next(f for f in after["files"] if f.endswith(".xlsx")))
    assert not [text for text in said if "改了名" in text or "王小芳" in text or "改名后的单位" in text]


@pytest.mark.slow
def test_a_customer_that_was_never_issued_stays_with_the_agent_of_that_time(tmp_path: Path) -> None:
    office = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05")])
    assert _figures(report(office, MID, "2026-11-21 09:00"))["A01"][:2] == (1, 0)
    change(office, made.CUSTOMERS, "客户", "K1", 业务员="A02")
    assert [line["agent"] for line in report(office, MID, "2026-11-22 09:00")["agents"]] == ["A01"]
    assert [line["agent"] for line in report(office, LATE, "2026-11-22 09:00")["agents"]] == ["A02"]


# --- chain head


def test_the_chain_head_is_printed_in_both_files_and_can_be_verified(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    head = said["chain_head"]
    book, page = (next(office / f for f in said["files"] if f.endswith(e) and "报告/" in f) for e in ("xlsx", "html"))
    assert any(head in text for text in made.texts(book))
    shown = page.read_text(encoding="utf-8")
    assert f"校验码 {head[:12]}" in shown and not re.search("[0-9a-f]{13}", re.sub("#[0-9A-F]{6}", "", shown))
    report(office, MID, "2026-11-23 10:00")
    for known in (head, head[:12], f" {head[:12].upper()} "):
        assert huifang(office, "verify", "--head", known, now="2026-11-23", codes=[0])["ok"] is True
    for other in (head[:-1] + ("0" if head[-1] != "0" else "1"), head[:11], head[1:13], head + "0"):
        assert huifang(office, "verify", "--head", other, now="2026-11-23", codes=[1])["ok"] is False


# --- the workbook


def _report_book(office: Path, said: made.Answer) -> Path:
    return office / next(f for f in said["files"] if f.startswith("报告/") and f.endswith(".xlsx"))


def _page(office: Path, said: made.Answer) -> str:
    return (office / next(f for f in said["files"] if f.endswith(".html"))).read_text(encoding="utf-8")


def _links(book: Path) -> Iterator[tuple[str, str, str]]:
    for sheet in made.opened(book):
        for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            assert link.location, "an outside link"
            name, cell = re.fullmatch(r"'(.*)'!\$?([A-Z]+\$?[0-9]+)(?::[A-Z]+[0-9]+)?", link.location).groups()
            yield sheet.title, name.replace("''", "'"), cell


def assert_links_lead_somewhere(book: Path) -> None:
    workbook = made.opened(book)
    links = list(_links(book))
    assert links
    for _, name, cell in links:
        assert name in workbook.sheetnames
        target = workbook[name][cell]
        assert target.row <= workbook[name].max_row
        assert target.value is not None, (name, cell)


#: Header on the cover → what makes a row of the linked lines one of that figure (None: every row).
FIGURES = {
    "应访": None, "完成": ("状态", {"已回访"}), "拨打": None, "接通": ("通话结果", {"接通"}),
    "满意": ("满意度", {"满意", "非常满意"}), "不满意": ("满意度", {"不满意", "非常不满意"}),
}  # fmt: skip


def test_each_figure_links_to_its_rows_and_no_others(office: Path) -> None:
    workbook = made.opened(_report_book(office, report(office, MID, "2026-11-23 09:00")))
    cover = workbook["回访"]
    (top,) = [row for row in range(1, cover.max_row + 1) if cover.cell(row, 1).value == "工号"]
    columns = {cell.value: cell.column for cell in cover[top] if cell.value}
    checked = 0
    for row in range(top + 1, top + 2 + len(workbook.sheetnames)):
        if not cover.cell(row, columns["应访"]).hyperlink:
            continue
        for header, rule in FIGURES.items():
            cell = cover.cell(row, columns[header])
            if not cell.value:
                continue
            sheet, first, last = re.fullmatch(r"'(.*)'!A([0-9]+):[A-Z]+([0-9]+)", cell.hyperlink.location).groups()
            rows = list(workbook[sheet].iter_rows(min_row=int(first), max_row=int(last)))
            assert len(rows) == cell.value, (header, cell.hyperlink.location)
            if rule:
                above = [c.value for c in workbook[sheet][int(first) - 1]]
                at = next(
                    i
                    for r in range(int(first) - 1, 0, -1)
                    for i, c in enumerate(workbook[sheet][r])
                    if c.value == rule[0]
                )
                assert {line[at].value for line in rows} <= rule[1], above
            checked += 1
    assert checked >= 8


def test_the_workbook_has_its_sheets(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    names = made.opened(_report_book(office, said)).sheetnames
    assert names[0] == "封面"
    assert {"未解决", "校验发现"} <= set(names)
    for line in said["agents"]:
        assert len([name for name in names if line["agent"] in name]) == 1


@pytest.mark.slow
def test_every_link_of_the_workbook_leads_somewhere(office: Path) -> None:
    book = _report_book(office, report(office, MID, "2026-11-23 09:00"))
    assert_links_lead_somewhere(book)
    sheets = set(made.opened(book).sheetnames)
    targets = {name for source, name, _ in _links(book) if source in ("封面", "回访")}
    assert targets >= sheets - {"封面", "校验发现", "例外与更正"}
    assert {source for source, name, _ in _links(book) if name == "封面"} == sheets - {"封面"}


@pytest.mark.slow
def test_from_the_second_period_on_the_trend_is_a_native_chart(office: Path) -> None:
    def charts_of(book: Path) -> list[str]:
        return [name for name in made.parts(book) if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]

    assert not charts_of(_report_book(office, report(office, EARLY, "2026-11-23 08:00")))
    book = _report_book(office, report(office, MID, "2026-11-23 09:00"))
    charts = charts_of(book)
    assert charts
    for name in charts:
        assert made.part(book, name).count("<c:ser>") >= 1
        assert "回访" in made.part(book, name)


def test_each_agents_share_is_a_bar_in_its_cell(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    cover = made.opened(_report_book(office, said))["回访"]
    ((area, rules),) = [(str(one.sqref), one.rules) for one in cover.conditional_formatting]
    assert [rule.type for rule in rules] == ["dataBar"]
    top = next(row for row in range(1, cover.max_row) if cover.cell(row, 1).value == "工号")
    assert area == f"E{top + 1}:E{top + len(said['agents'])}" and cover.cell(top, 5).value == "完成率"


def _cover(book: Path) -> dict[str, dict[str, Any]]:
    """The agents' lines behind the cover (and 合计) by 工号."""
    sheet = made.opened(book)["回访"]
    top = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "工号")
    lines = {}
    for line in made.records(sheet, top):
        if line["工号"] == "工号":
            continue  # the header again, on the next page
        lines[line["工号"]] = line
        if line["工号"] == "合计":
            break
    return lines


@pytest.mark.slow
def test_the_numbers_on_the_cover_are_those_of_the_json(at_month_end: Path) -> None:
    said = report(at_month_end, NOVEMBER, "2026-12-01 09:00")
    lines = _cover(_report_book(at_month_end, said))
    names = {
        "应访": "planned", "完成": "done", "拨打": "reported", "接通": "connected", "满意": "satisfied",
        "不满意": "dissatisfied", "未解决": "open_problems",
    }  # fmt: skip
    assert set(lines) == {"A01", "A02", "A03", "合计"}
    for line in said["agents"]:
        assert {header: lines[line["agent"]][header] for header in names} == {h: line[k] for h, k in names.items()}
        assert (lines[line["agent"]]["迟交(天)"] or 0) == line["late_days"]
    assert {h: lines["合计"][h] for h in names} == {h: said["figures"][k] for h, k in names.items()}
    numbers = {header: type(lines["A01"][header]) for header in names}
    assert set(numbers.values()) == {int}  # numbers, not text: one can add them up


def test_the_cover_says_who_must_decide_and_has_a_signature_block(office: Path) -> None:
    book = _report_book(office, report(office, MID, "2026-11-23 09:00"))
    sheet = made.opened(book)["封面"]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum("签字" in text for text in said) >= 2
    assert any("老板" in text for text in said)
    assert any("周丽华" in text for text in said)
    assert any("要求换货" in text for text in said)
    assert any("测试单位" in text for text in said)
    assert any("2026-11-11" in text and "2026-11-20" in text for text in said)


def _list_of(book: Path, sheet: str) -> list[dict[str, Any]]:
    page = made.opened(book)[sheet]
    top = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value in ("记录编号", "级别"))
    return made.records(page, top)


@pytest.mark.slow
def test_unsolved_problems_are_listed_until_they_are_solved(at_month_end: Path) -> None:
    mid = _list_of(_report_book(at_month_end, report(at_month_end, MID, "2026-12-01 09:00")), "未解决")
    assert [(row["客户编号"], row["待谁批示"], row["已等天数"]) for row in mid] == [("K2", "B01 周丽华", 8)]
    late = _list_of(_report_book(at_month_end, report(at_month_end, LATE, "2026-12-01 09:00")), "未解决")
    assert [row["客户编号"] for row in late] == ["K6"]


def test_findings_are_listed_with_code_and_place(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    rows = _list_of(_report_book(office, said), "校验发现")
    assert sorted(row["代码"] for row in rows) == said.codes()
    assert all(row["级别"] in ("错误", "提醒") and row["位置"] and row["问题"] for row in rows)


def test_the_sheets_of_the_agents_list_what_is_owed_and_every_call(office: Path) -> None:
    book = made.opened(_report_book(office, report(office, MID, "2026-11-23 09:00")))
    name = next(name for name in book.sheetnames if name.startswith("A01"))
    heads = [row for row in range(1, book[name].max_row) if book[name].cell(row, 2).value == "客户编号"]
    owed, calls = (made.records(book[name], row) for row in heads)
    assert sorted(row["客户编号"] for row in owed) == ["K1", "K2", "K3"]
    assert sorted(row["客户编号"] for row in calls) == ["K1", "K1", "K1", "K2", "K3"]
    assert len({row["记录编号"] for row in calls}) == 5


@pytest.mark.slow
def test_the_ledger_workbook_has_the_accepted_records(at_month_end: Path) -> None:
    report(at_month_end, NOVEMBER, "2026-12-01 09:00")
    sheet = made.opened(at_month_end / "台账" / f"{NOVEMBER}.xlsx")["台账"]
    rows = made.records(sheet)
    assert list(sheet.tables) == ["台账"]
    assert len(rows) == 16
    numbers = [row["记录编号"] for row in rows]
    assert len(set(numbers)) == 16
    planned = huifang(at_month_end, "plan", "--period", MID, now="2026-12-01 09:00")
    k1 = planned.call("K1")["plan_no"]
    assert {f"{k1}-1", f"{k1}-2", f"{k1}-3"} <= set(numbers)
    assert [row["记录编号"] for row in rows if not row["计划编号"]] == ["U00001"]
    assert all(isinstance(row["电话"], str) for row in rows)
    report(at_month_end, MID, "2026-12-01 09:00")
    assert len(made.records(made.opened(at_month_end / "台账" / f"{MID}.xlsx")["台账"])) == 8


# --- the page


class Seen(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


NASTY = {"客户名称": "<script>alert(1)</script>", "姓名": "<b>李&明</b>", "意见": '"><img src=x onerror=1>'}


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, made.Answer]:
    """A report about people and customers whose names are markup or formulas."""
    people = [p if p["person_no"] != "A01" else {**p, "name": NASTY["姓名"]} for p in made.staff()]
    customers = [
        customer("K1", "A01", "11-05", customer_name=NASTY["客户名称"]),
        customer("K2", "A01", "11-05", customer_name="=1+1"),
    ]
    office = made.make_office(tmp_path_factory.mktemp("nasty") / "o", customers, people)
    huifang(office, "plan", now="2026-11-11 09:00")
    answers = {
        "K1": call("11-12", "09:00", **{**UNSOLVED, "客户意见或需求": NASTY["意见"], "不满意原因": "=HYPERLINK(1)"}),
        "K2": call("11-12", "09:30", **{**UNSOLVED, "上报文件": "<i>x</i>"}),
    }
    made.hand_in(office, "2026-11-20 10:00", {"a.xlsx": made.filled(made.issued_book(office, MID, "A01"), answers)})
    return office, report(office, MID, "2026-11-20 18:00")


@pytest.mark.slow
def test_everything_on_the_page_is_escaped(nasty: tuple[Path, made.Answer]) -> None:
    seen = Seen(_page(*nasty))
    for text in NASTY.values():
        assert text in seen.text  # as text, never as markup
    assert not {"script", "img", "iframe", "object", "embed", "link", "b onerror", "i"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]


@pytest.mark.parametrize("which", ["nasty", "plain"])
def test_the_page_needs_nothing_from_outside(which: str, nasty: tuple[Path, made.Answer], office: Path) -> None:
    page = _page(*nasty) if which == "nasty" else _page(office, report(office, MID, "2026-11-23 09:00"))
    seen = Seen(page)
    assert not {"script", "link", "img", "iframe", "base", "form"} & set(seen.tags)
    assert not {"src", "href", "srcset", "action", "data", "poster", "xlink:href"} & {n for n, _ in seen.attributes}
    assert not re.search(r"https?:|//cdn|url\(|@import", page)
    assert "svg" not in seen.tags
    assert ("charset", "utf-8") in [(n, v.lower()) for n, v in seen.attributes]
    if which == "plain":
        assert "<script" not in page.lower()


def test_the_numbers_on_the_page_are_those_of_the_json(office: Path) -> None:
    said = report(office, MID, "2026-11-23 09:00")
    page = _page(office, said)
    assert f"{said['figures']['done']}/{said['figures']['planned']}" in page
    row = re.search(r'<td class="who"><b[^>]*>陈静.*?</tr>', page, re.DOTALL)[0]
    assert re.search(r"<td[^>]*>(\d+/\d+)</td>", row)[1] == "0/1"


def test_the_page_and_the_cover_agree_on_who_is_missing(evening: Path, tmp_path: Path) -> None:
    office = made.copied(evening, tmp_path / "o")
    said = report(office, MID, "2026-11-20 18:00")
    assert "2 人" in made.texts(_report_book(office, said))
    assert re.search(r"按时交表</span><span class=.value.><b[^>]*>(\d+/\d+)</b> 人", _page(office, said))[1] == "1/3"
    assert "2 人没有按时交齐" in _page(office, said)


@pytest.mark.slow
def test_nothing_in_the_nasty_workbooks_is_a_formula(nasty: tuple[Path, made.Answer]) -> None:
    office, said = nasty
    for book in (_report_book(office, said), office / "台账" / f"{MID}.xlsx", made.issued_book(office, MID, "A01")):
        for name in made.parts(book):
            if name.startswith("xl/worksheets/sheet"):
                ours = re.findall(r'<c r="A\d+"[^>]*><f>IF\(COUNTA\([^<\']*</f>', made.part(book, name))  # 状态
                assert bool(ours) == ("回访计划" in book.parts and name.endswith("sheet1.xml")), (book, name)
                assert len(re.findall(r"<f[ >]", made.part(book, name))) == len(ours), (book, name)
    assert "=1+1" in made.texts(_report_book(office, said))
    assert_links_lead_somewhere(_report_book(office, said))


# --- odd offices


ODD_NAMES = ["李明", "李明", "阿" * 60, "张[三]:*?/\\", "王'五'", "  赵 六 ", "History", "封面", "<&>"]


@pytest.mark.slow
def test_names_that_are_no_sheet_names(tmp_path: Path) -> None:
    people = [*made.staff()[:2], *(person(f"A{n:02d}", name) for n, name in enumerate(ODD_NAMES))]
    people.append(person("a00", "李明"))
    agents = [p["person_no"] for p in people[2:]]
    office = made.make_office(
        tmp_path / "o", [customer(f"K{n}", agent, "11-05") for n, agent in enumerate(agents)], people
    )
    huifang(office, "plan", now="2026-11-11 09:00")
    said = report(office, MID, "2026-11-20 18:00")
    assert sorted(line["agent"] for line in said["agents"]) == sorted(agents)
    book = _report_book(office, said)
    names = made.opened(book).sheetnames
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert all(any(name.startswith(agent) for name in names) for agent in agents)
    assert len(_cover(book)) == len(agents) + 1
    assert not [name for name in names if name.startswith("'") or name.endswith("'")]
    assert_links_lead_somewhere(book)


@pytest.mark.slow
@pytest.mark.parametrize("number", ["封面", "未解决", "校验发现", "例外与更正"])
def test_a_number_that_is_the_name_of_another_sheet(tmp_path: Path, number: str) -> None:
    people = [*made.staff(), person(number, number)]
    exception = {
        "subject": "客户", "subject_no": "K1", "from_on": day("11-01"), "treatment": "暂停", "approved_by": "B01",
        "reason": "x", "until_on": day("11-02"),
    }  # fmt: skip
    office = made.make_office(tmp_path / "o", [customer("K1", number, "11-05")], people, exceptions=[exception])
    said = report(office, MID, "2026-11-20 18:00")
    names = made.opened(_report_book(office, said)).sheetnames
    assert len({name.lower() for name in names}) == len(names)
    assert_links_lead_somewhere(_report_book(office, said))


@pytest.mark.slow
def test_forty_agents_with_long_names(tmp_path: Path) -> None:
    people = [*made.staff()[:3], *(person(f"A{n:02d}", f"很长的名字{'长' * n}{n}") for n in range(40))]
    customers = [customer(f"K{n:03d}", f"A{n % 40:02d}", "11-05", customer_name="名" * 120) for n in range(80)]
    office = made.make_office(tmp_path / "o", customers, people)
    assert len(huifang(office, "plan", now="2026-11-11 09:00")["files"]) == 40
    said = report(office, MID, "2026-11-20 18:00")
    assert len(said["agents"]) == 40
    assert said["figures"]["planned"] == 80
    assert_links_lead_somewhere(_report_book(office, said))
    book = _report_book(office, said)
    assert len(_cover(book)) == 41
    cover, long = made.opened(book)["回访"], made.opened(book)["交表-交表登记"]
    tops = [row for row in range(1, cover.max_row) if cover.cell(row, 1).value == "工号"]
    assert len(tops) >= 3 and {row - 1 for row in tops[1:]} <= {one.id for one in cover.row_breaks.brk}
    assert (long.auto_filter.ref, long.print_title_rows, long.freeze_panes) == ("A4:I44", "$4:$4", "A5")


def test_a_period_in_which_nothing_was_planned(tmp_path: Path) -> None:
    office = made.make_office(tmp_path / "o", [])
    said = report(office, MID, "2026-11-20 18:00")
    assert said["agents"] == []
    assert {said["figures"][key] for key in COUNTS} == {0}
    assert_links_lead_somewhere(_report_book(office, said))
    assert {"svg", "script", "img"}.isdisjoint(Seen(_page(office, said)).tags)
    assert "本期没有业务员需要报告。" in _page(office, said)
    assert made.records(made.opened(office / "台账" / f"{MID}.xlsx")["台账"]) == []
    assert huifang(office, "verify", now="2026-11-20")["ok"] is True


def test_wrong_use_of_report(office: Path, tmp_path: Path) -> None:
    before = sorted(made.all_bytes(office))
    huifang(office, "report", "--kind", "年报", "--period", MID, now="2026-11-23", codes=[2])
    huifang(office, "report", "--period", "昨天", now="2026-11-23", codes=[2])
    assert sorted(made.all_bytes(office)) == before
    huifang(tmp_path, "report", now="2026-11-23", codes=[3])
    assert huifang(office, "report", "--kind", "旬报", "--period", MID, now="2026-11-23")["kind"] == "旬报"


@pytest.mark.slow
def test_a_register_workbook_is_read_once_for_all_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "o"
    rows = {"人员": made.staff(), "客户": []}
    found_office(office, load_preset("equipment-lifecycle"), datetime(2026, 11, 2, 8), rows, "测试单位")
    slips = digest((office / "信息反馈单.xlsx").read_bytes())
    report(office, NOVEMBER, "2026-11-24 09:00")
    read: list[str] = []
    monkeypatch.setattr(shelf, "read_book", lambda content: (read.append(digest(content)), read_book(content))[1])
    report(office, NOVEMBER, "2026-11-25 18:00")
    assert read.count(slips) == 1


def _office_of(folder: Path, preset: str, customers: list[dict[str, Any]]) -> Path:
    rows = {"人员": made.staff(), "客户": customers}
    found_office(folder, load_preset(preset), datetime(2026, 10, 20, 8), rows, "测试单位")
    return folder


def _listed(book: Path, sheet: str, first: str) -> list[dict[str, Any]]:
    """The list on the sheet whose first header is ``first`` and has a row."""
    page = made.opened(book)[sheet]
    tops = [row for row in range(1, page.max_row) if page.cell(row, 1).value == first]
    return [line for top in tops for line in made.records(page, top) if line[first]]


@pytest.mark.slow
def test_the_head_sees_which_customer_files_changed_in_the_period(tmp_path: Path) -> None:
    customers = [customer(f"K{n}", "A01", "10-05", customer_class="一般客户") for n in (1, 2)]
    office = _office_of(tmp_path / "o", "experience-followup", customers)
    change(office, made.CUSTOMERS, "客户", "K1", 地址="十月搬的家")
    huifang(office, "plan", "--period", "2026-10", now="2026-10-25 09:00")
    change(office, made.CUSTOMERS, "客户", "K2", 电话="13800000099")
    said = report(office, NOVEMBER, "2026-11-20 09:00")
    (line,) = [row for row in _listed(_report_book(office, said), "记录审核", "客户编号") if row.get("列")]
    assert (line["客户编号"], line["列"], line["原来"], line["现在"]) == ("K2", "电话", "13800000002", "13800000099")
    october = report(office, "2026-10", "2026-11-20 10:00")
    (line,) = [row for row in _listed(_report_book(office, october), "记录审核", "客户编号") if row.get("列")]
    assert (line["客户编号"], line["列"], line["现在"]) == ("K1", "地址", "十月搬的家")
    page = _page(office, said)
    assert "审核人 B01 周丽华(签字)、日期" in page


@pytest.mark.slow
def test_the_evaluation_has_its_sheet_and_room_for_the_meeting(tmp_path: Path) -> None:
    office = _office_of(tmp_path / "o", "travel-complaints", [])
    told = {"投诉类别": "服务", "责任部门": "服务部", "投诉内容": "态度不好", "原因": "排班不足"}
    for number, moment in (("T1", datetime(2026, 11, 3, 9)), ("T2", datetime(2026, 11, 5, 9))):
        add(office, "投诉登记表.xlsx", "投诉", 投诉编号=number, 接收时间=moment, **told)
    said = report(office, NOVEMBER, "2026-11-20 09:00")
    sheet = made.opened(_report_book(office, said))["评估"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "怎样避免“排班不足”" in texts and "按时完成“首次响应”" in texts
    assert "会议结论和改进措施：" in texts and "主持人(签字)、日期：" in texts


@pytest.mark.slow
def test_a_visit_without_its_report_waits_in_check(tmp_path: Path) -> None:
    office = sample_office(tmp_path, "service-desk").root
    emptied(office / "回访报告.xlsx")
    said = huifang(office, "check", now="2026-11-12 09:00", codes=[1])
    late = {finding["message"].split(" 有 ")[0] for finding in said["findings"] if finding["code"] == "T525"}
    waiting = [one for one in said["waiting"] if one["matter"] == "写回访报告"]
    assert late and {one["person"] for one in waiting} == late
    assert said["errors"] == 0


# --- run


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Two agents with one call each in 中旬, nothing done yet."""
    return made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05"), customer("K2", "A02", "11-06")])


def run(office: Path, now: str) -> list[str]:
    said = huifang(office, "run", now=now)
    assert set(said.json) >= {"steps"}
    return [step["step"] for step in said["steps"] if step["step"] != "letters"]


@pytest.mark.slow
def test_run_plays_a_period_in_order(fresh: Path) -> None:
    assert run(fresh, "2026-11-11 09:00") == ["report", "plan"]  # that on 上旬, in which nobody called
    before = made.all_bytes(fresh)
    assert run(fresh, "2026-11-11 09:00") == []  # at once again: nothing new
    assert made.all_bytes(fresh) == before
    assert run(fresh, "2026-11-20 17:59") == []
    assert run(fresh, "2026-11-20 18:00") == ["seal", "report"]
    assert run(fresh, "2026-11-20 18:00") == []
    assert run(fresh, "2026-11-20 20:00") == []
    assert run(fresh, "2026-11-21 08:00") == ["plan"]
    assert run(fresh, "2026-11-21 08:00") == []
    assert len(list((fresh / "报告").glob(f"*{MID}*.xlsx"))) == 1


def _sheets(office: Path, **answers: str) -> None:
    for agent, number in answers.items():
        content = made.filled(made.issued_book(office, MID, agent), {number: call("11-17", "09:00")})
        (office / "收件箱" / f"{agent}.xlsx").write_bytes(content)


@pytest.mark.slow
def test_run_takes_sheets_in_before_it_reports(fresh: Path) -> None:
    run(fresh, "2026-11-11 09:00")
    _sheets(fresh, A01="K1")
    assert run(fresh, "2026-11-20 18:00") == ["collect", "seal", "report"]
    said = report(fresh, MID, "2026-11-20 18:01")
    assert said["version"] == 2
    assert said["figures"]["done"] == 1


@pytest.mark.slow
def test_run_reports_on_the_day_as_soon_as_all_sheets_are_in(fresh: Path) -> None:
    run(fresh, "2026-11-11 09:00")
    _sheets(fresh, A01="K1")
    assert run(fresh, "2026-11-20 09:00") == ["collect"]
    _sheets(fresh, A02="K2")
    steps = run(fresh, "2026-11-20 10:00")
    assert steps[:2] == ["collect", "report"]
    assert "report" not in run(fresh, "2026-11-20 18:00")
    assert len(list((fresh / "报告").glob(f"*{MID}*.html"))) == 1


@pytest.mark.slow
def test_run_reports_once_when_all_sheets_came_days_before(fresh: Path) -> None:
    run(fresh, "2026-11-11 09:00")
    _sheets(fresh, A01="K1", A02="K2")
    for now in ("2026-11-18 10:00", "2026-11-19 10:00", "2026-11-20 10:00", "2026-11-20 18:00", "2026-11-21 09:00"):
        run(fresh, now)
    assert len(list((fresh / "报告").glob(f"*{MID}*.html"))) == 1


@pytest.mark.slow
def test_run_after_days_off_catches_up(fresh: Path) -> None:
    run(fresh, "2026-11-11 09:00")
    assert run(fresh, "2026-11-24 09:00") == ["seal", "report", "plan"]
    assert run(fresh, "2026-12-02 09:00") == ["seal", "report", "plan"]
    assert run(fresh, "2026-12-02 18:30") == []
    assert run(fresh, "2026-12-03 18:30") == ["report"]  # 下旬: a day later


@pytest.mark.slow
def test_run_adds_nothing_to_a_batch_that_is_over(fresh: Path) -> None:
    run(fresh, "2026-11-11 09:00")
    run(fresh, "2026-11-20 18:00")
    change(fresh, made.CUSTOMERS, "客户", "K2", 审核状态="停用")
    add(
        fresh, made.CUSTOMERS, "客户", 客户编号="K3", 客户名称="新客户", 客户类别="普通客户", 业务员="A02",
        电话="13900000003", 审核状态="已审核", 审核人="C01", 审核日期=day("11-10"),
    )  # fmt: skip
    assert run(fresh, "2026-11-20 18:30") == ["registers"]  # K2 is owed a call still
    assert run(fresh, "2026-11-21 08:30") == ["registers", "plan"]


@pytest.mark.slow
def test_run_follows_the_report_hour_of_the_policy(fresh: Path) -> None:
    setting(fresh, "报告时刻", "12:30")
    run(fresh, "2026-11-11 09:00")
    assert run(fresh, "2026-11-20 12:29") == []
    assert run(fresh, "2026-11-20 12:30") == ["seal", "report"]


@pytest.mark.slow
def test_run_follows_the_shift_of_the_policy(fresh: Path) -> None:
    """30 January 2027 is a Saturday."""
    setting(fresh, "顺延", "推后")
    assert run(fresh, "2027-01-25 09:00") == ["clock"]
    huifang(fresh, "run", "--clock-ok", now="2027-01-25 09:00")
    assert "report" not in run(fresh, "2027-01-30 18:00")
    assert "report" in run(fresh, "2027-02-01 18:00")
    report_of = huifang(fresh, "report", "--period", "2027-01下旬", now="2027-02-02")
    assert report_of["due_on"] == "2027-02-01"


# --- explain


def sums_in(steps: list[str]) -> list[tuple[date, int, date]]:
    """Every "day + n 天 = day" of a derivation."""
    pattern = r"(\d{4}-\d\d-\d\d) *\+ *(\d+) *天.*?= *(\d{4}-\d\d-\d\d)"
    found = [m for step in steps for m in re.findall(pattern, step)]
    return [(date.fromisoformat(a), int(n), date.fromisoformat(b)) for a, n, b in found]


def assert_sums_hold(entry: dict[str, Any]) -> None:
    listed = sums_in(entry["derivation"])
    assert listed
    for start, days, end in listed:
        assert start + timedelta(days=days) == end, entry["derivation"]
    assert listed[-1][2].isoformat() == entry["due_on"]


def test_explain_derives_the_window_step_by_step(office: Path) -> None:
    said = huifang(office, "explain", "K1", now="2026-11-23", codes=[0])
    assert said["customer_no"] == "K1"
    (entry,) = said["due"]
    assert (entry["from"], entry["due_on"]) == ("2026-11-23", "2026-11-26")
    assert (entry["rule"], entry["agent"]) == ("R1", "A01")
    assert entry["clause"].startswith("《客户回访制度》第三条")
    assert sums_in(entry["derivation"]) == [(date(2026, 11, 16), 10, date(2026, 11, 26))]
    assert any("2026-11-23" in step and "3" in step for step in entry["derivation"])
    history = said["history"]
    assert [(h["called_at"], h["result"]) for h in history] == [
        ("2026-11-12 09:00", "无人接听"), ("2026-11-13 09:00", "接通"), ("2026-11-16 10:00", "接通"),
    ]  # fmt: skip
    assert all(h["record_no"] and h["agent"] == "A01" for h in history)


def test_explain_before_any_call_counts_from_the_approval(fresh: Path) -> None:
    (entry,) = huifang(fresh, "explain", "K1", now="2026-11-11", codes=[0])["due"]
    assert sums_in(entry["derivation"]) == [(date(2026, 11, 5), 10, date(2026, 11, 15))]
    assert entry["plan_no"] == ""
    number = huifang(fresh, "plan", now="2026-11-11").call("K1")["plan_no"]
    (entry,) = huifang(fresh, "explain", "K1", now="2026-11-11", codes=[0])["due"]
    assert entry["plan_no"] == number
    assert any(number in step for step in entry["derivation"])


@pytest.mark.slow
def test_explain_of_an_overdue_call_with_attempts(office: Path) -> None:
    (entry,) = huifang(office, "explain", "K3", now="2026-11-23", codes=[0])["due"]
    assert entry["due_on"] == "2026-11-18"
    assert "5" in entry["status"]
    assert any("2026-11-16 09:00" in step for step in entry["derivation"])


def test_explain_of_an_issued_call_after_a_change_of_the_policy_still_adds_up(fresh: Path) -> None:
    huifang(fresh, "plan", now="2026-11-11")
    change(fresh, made.RULES, "回访规则", "R1", 间隔=15)
    (entry,) = huifang(fresh, "explain", "K1", now="2026-11-12", codes=[0])["due"]
    assert entry["due_on"] == "2026-11-15"
    assert_sums_hold(entry)


def test_explain_says_why_a_customer_is_not_called(office: Path) -> None:
    said = huifang(office, "explain", "K8", now="2026-11-23", codes=[0])
    assert (said["due"], said["history"]) == ([], [])
    assert any("待审核" in reason for reason in said["reasons"])
    add(office, made.STAFF, "例外", 对象="客户", 编号="K7", 起=day("11-20"), 处理="放弃", 批准人="B01", 原因="已停业")
    said = huifang(office, "explain", "K7", now="2026-11-23", codes=[0])
    assert said["due"] == []
    assert any("已停业" in reason and "B01" in reason for reason in said["reasons"])


def test_explain_of_nobody_is_wrong_use_and_names_the_nearest(office: Path) -> None:
    said = huifang(office, "explain", "K88", now="2026-11-23", codes=[2])
    assert said.stdout == ""
    assert "K8" in said.stderr.replace("K88", "")


def test_explain_writes_nothing(office: Path) -> None:
    before = made.all_bytes(office)
    huifang(office, "explain", "K1", now="2026-11-23", codes=[0])
    assert made.all_bytes(office) == before


# --- demo


@pytest.mark.slow
@pytest.mark.parametrize("today", ["2026-11-21", "2026-10-12", "2027-03-02"])
def test_demo_plays_a_period_and_points_at_what_is_there(tmp_path: Path, today: str) -> None:
    said = huifang(None, "demo", tmp_path / "演示", now=today, codes=[0])
    files = [entry["file"] for entry in said["files"]]
    assert len(files) >= 4
    assert all((tmp_path / "演示" / file).is_file() for file in files)
    assert any(file.endswith(".html") for file in files)
    assert huifang(tmp_path / "演示", "verify", now=today, codes=[0])["ok"] is True
    checked = huifang(tmp_path / "演示", "check", now=today)
    assert checked["errors"] == 0


@pytest.mark.slow
def test_demo_without_a_folder_makes_one_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = huifang(None, "demo", now="2026-11-21", codes=[0], text=True)
    (folder,) = tmp_path.iterdir()
    assert folder.name in said.stdout
    assert "制度.xlsx" in said.stdout


def test_demo_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"mine")
    huifang(None, "demo", tmp_path, now="2026-11-21", codes=[2])
    assert made.all_bytes(tmp_path) == {"x.txt": b"mine"}

"""基本/另用登记表: a ten-day sales office that registers complaints as well; registers beside any other regulation."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from huifang.edges.known.presets import presets
from huifang.tables.declared.registers import FURTHER, title_of
from month_office import REACHED, RULES, MonthOffice, done
from office import edited, load

PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
)  # fmt: skip
CUSTOMER = {
    "customer_no": "K1", "customer_name": "新湖商行", "customer_class": "普通客户", "agent": "A01",
    "contact": "王女士", "phone": "13800000001", "review_status": "已审核", "reviewed_by": "C01",
    "reviewed_on": date(2026, 10, 31), "registered_on": date(2026, 10, 30),
}  # fmt: skip
LIMIT = {
    "阶段": "首次响应", "起算": "接收时间", "时限": 24, "单位": "小时", "完成": "首次响应时间", "适用": "全部",
    "升级对象": "主管", "依据": "本单位规定",
}  # fmt: skip
REVISIT = {
    "规则编号": "R2", "规则名称": "投诉回访", "触发": "日期", "回访方式": "电话", "起算": "投诉.处理完成",
    "窗口起": 0, "窗口长": 7, "合并": "否", "依据": "本单位规定",
}  # fmt: skip


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    return MonthOffice(tmp_path, "sales-ten-day", datetime(2026, 11, 2, 8, 0), PEOPLE, [CUSTOMER])


def codes(play: MonthOffice, now: str) -> set[str]:
    return {finding["code"] for finding in play.office.run("check", now=now).data["findings"]}


@pytest.mark.slow
def test_a_month(play: MonthOffice) -> None:
    """The boss lists 投诉登记表 on 11-03, with a limit of 24 hours and a revisit of every complaint.

    T1 comes on 11-04 09:00 and nobody answers until 11-05 10:00: the supervisor is written to. It is settled on 11-06,
    so K1 is asked from then to 11-13, and K1's routine call (due 11-10) is one of its own. The report of the first ten
    days has a part 投诉: one complaint, late once, its reply after 25 hours.
    """
    play.set("另用登记表", "投诉登记表")
    assert {"P631", "P632"} <= codes(play, "2026-11-03 08:00")
    assert not play.office.path("投诉登记表.xlsx").exists()
    play.enter(RULES, "投诉时限", 2, LIMIT)
    play.enter(RULES, "回访规则", 3, REVISIT)
    assert codes(play, "2026-11-03 08:01") == {"P631"}

    assert done(play.run(3, "08:05")) == ["books", "plan"]
    assert codes(play, "2026-11-03 08:06") == set()
    play.complaint(
        "T1", 投诉内容="少送一箱", 接收时间="04 09:00", 首问责任人="A01", 客户编号="K1", 投诉人="王女士",
        联系方式="13800000001",
    )  # fmt: skip
    (clock,) = play.office.run("complaints", now="2026-11-04 09:30").data["complaints"]
    assert (clock["stage"], clock["due"], clock["state"]) == ("首次响应", "2026-11-05 09:00", "ok")
    assert "D110" in codes(play, "2026-11-05 09:10")
    assert done(play.run(5, "09:10")) == ["complaints"]
    assert [(one["occasion"], one["about"], one["letters"]) for one in play.written] == [("投诉超时", ["T1"], ["B01"])]
    play.complaint("T1", 首次响应时间="05 10:00", 执行完成时间="06 10:00", 处理结果="补送一箱", 告知客户时间="06 10:30")
    (planned,) = play.run(6, "11:00")
    assert planned["step"] == "plan"
    (form,) = play.office.run("form", "客户投诉处理单", "T1", now="2026-11-06 11:05").data["files"]
    printed = [cell.value for row in load(play.office.path(form)).active.iter_rows() for cell in row if cell.value]
    assert "少送一箱" in printed and "补送一箱" in printed

    play.call("A01", "K1", 9, "09:30", 回访事由="投诉回访")
    play.call("A01", "K1", 9, "15:00", {**REACHED, "满意度": "非常满意"}, 回访事由="十日例行回访")
    play.hand_in("A01", "2026-11上旬")
    steps = {step["step"]: step for step in play.run(10, "18:00")}
    assert steps["writeback"]["revisits"] == 1 and "report" in steps
    play.complaint("T1", 关闭时间="10 18:10", 归档号="2026-11-001")
    parts = play.parts("2026-11上旬", "2026-11-10 18:20")
    assert list(parts) == ["回访率", "六步", "交表", "投诉", "待办"]
    assert parts["投诉"].tiles == {"接到投诉": 1, "已办结(占接到)": "1/1", "超时": 0}
    assert [row[:4] for row in parts["投诉"].lists["办理的快慢"]] == [("首次响应", 1, "0/1", "1 天 1 小时")]

    left_alone(play)


def left_alone(play: MonthOffice) -> None:
    """Taken out of the list again on 11-16: the register stays as it is and nobody looks at it; the report of the first
    ten days, made again, still tells of it. Listed once more, it goes on.
    """
    play.set("另用登记表", "")
    with edited(play.office.path(RULES)) as book:
        book["投诉时限"].delete_rows(2)
        book["回访规则"].delete_rows(3)
    before = play.office.path("投诉登记表.xlsx").read_bytes()
    (step, *_) = play.run(16, "08:30")
    assert step["step"] == "books" and step["left"] == ["投诉登记表"]
    assert "books" not in done(play.run(16, "08:31"))  # told once
    assert play.office.path("投诉登记表.xlsx").read_bytes() == before
    assert "P634" in codes(play, "2026-11-16 08:35")
    assert play.office.run("complaints", now="2026-11-16 08:35").data["complaints"] == []
    assert list(play.parts("2026-11中旬", "2026-11-16 08:40")) == ["回访率", "六步", "交表", "待办"]
    assert play.parts("2026-11上旬", "2026-11-16 08:40")["投诉"].tiles["接到投诉"] == 1
    play.set("另用登记表", "投诉登记表")
    assert "books" not in done(play.run(17, "08:30"))
    assert play.parts("2026-11中旬", "2026-11-17 08:40")["投诉"].tiles["接到投诉"] == 0
    assert play.office.run("verify", now="2026-11-17 08:41").data["ok"]


@pytest.mark.slow
@pytest.mark.sampled
@pytest.mark.parametrize("preset", [preset.preset for preset in presets()])
def test_every_register_beside_every_regulation(tmp_path: Path, preset: str) -> None:
    """All of them listed: made blank at the next run, forms printed; nothing is an error, that day or later."""
    play = MonthOffice(tmp_path, preset, datetime(2026, 11, 2, 8, 0), PEOPLE)
    own = {path.name for path in play.office.root.glob("*.xlsx")}
    play.set("另用登记表", "，".join(map(title_of, FURTHER)))
    made = [step["made"] for step in play.run(2, "08:30") if step["step"] == "books"]
    assert made == [[title_of(name) for name in FURTHER if name not in own]]
    assert {path.name for path in play.office.root.glob("*.xlsx")} == own | {*FURTHER}
    blank = tmp_path / "空白"
    assert play.office.run("form", "--blank", blank, now="2026-11-02 08:40").code == 0
    assert {*FURTHER} <= {path.name for path in blank.iterdir()}
    assert (blank / "打印" / "客户投诉登记表.xlsx").exists()
    errors = [f for f in play.office.run("check", now="2026-11-02 08:45").data["findings"] if f["severity"] == "error"]
    assert errors == []
    reports = [step for day in (10, 30) for step in play.run(day, "18:05") if step["step"] == "report"]
    reports += [step for step in play.run(date(2026, 12, 3), "18:05") if step["step"] == "report"]
    assert all(play.office.path(file).exists() for step in reports for file in step["files"])
    assert play.office.run("verify", now="2026-12-03 18:30").data["ok"]


def test_a_blank_register_that_lies_there_is_taken(play: MonthOffice) -> None:
    """Who copies a filled register into the office and lists it, keeps every word of it."""
    blank = play.office.outside / "空白"
    play.set("另用登记表", "费用报销")
    play.run(2, "08:30")
    play.office.run("form", "--blank", blank, now="2026-11-02 08:35")
    kept = (blank / "费用报销.xlsx").read_bytes()
    shutil.copy(blank / "费用报销.xlsx", play.office.path("意见调查.xlsx"))
    play.set("另用登记表", "费用报销，《意见调查》")
    assert play.office.run("run", now="2026-11-02 08:40").code == 3  # it is the wrong workbook: said, not overwritten
    assert play.office.path("意见调查.xlsx").read_bytes() == kept

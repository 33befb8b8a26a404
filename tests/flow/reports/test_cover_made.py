"""The cover of an office's report: what the journal keeps for later covers is what they would count again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

import offices_made as made
from huifang.decisions.reports.cover.compose import CoverMade
from huifang.decisions.reports.report import GivenOrder
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.reports.covering import make_cover
from huifang.flow.reports.reporting import build_report, duties_of
from offices_made import UNSOLVED, call, customer, huifang

EARLY, MID = "2026-11上旬", "2026-11中旬"
NOW = datetime(2026, 11, 20, 18)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two agents, two periods: A01 reached two of three, then one who is not content; A02's row is returned."""
    folder = tmp_path_factory.mktemp("cover") / "o"
    rows = [customer(f"K{n}", "A01" if n < 4 else "A02", "10-28") for n in range(1, 5)]
    made.make_office(folder, rows)
    huifang(folder, "plan", now="2026-11-02 09:00")
    first = {"K1": call("11-03", "09:00"), "K2": call("11-03", "10:00", 客户意见或需求="要报价单")}
    sheet = made.filled(made.issued_book(folder, EARLY, "A01"), first)
    made.hand_in(folder, "2026-11-09 10:00", {"a.xlsx": sheet})
    huifang(folder, "report", "--period", EARLY, now="2026-11-10 18:00")
    huifang(folder, "plan", now="2026-11-11 09:00")
    second = {"K1": call("11-12", "09:00", **UNSOLVED), "K2": call("11-12", "10:00", 客户意见或需求="要报价单")}
    sheets = {"a.xlsx": made.filled(made.issued_book(folder, MID, "A01"), second)}
    bad = {"K4": call("11-12", "09:00", 满意度="非常不满意")}  # and no reason: the row is returned
    sheets["b.xlsx"] = made.filled(made.issued_book(folder, MID, "A02"), bad)
    made.hand_in(folder, "2026-11-19 10:00", sheets, accepted=1)
    return folder


def cover(office: Path, period: str, *, forgotten: bool = False) -> CoverMade:
    desk = Desk(Office(office), NOW)
    if forgotten:  # as an older release left it
        desk.state.reports[:] = [replace(one, agents=None) for one in desk.state.reports]
    report = build_report(desk, desk.present.policy.parse_period(period), "旬报")
    return make_cover(desk, report, duties_of(desk.present.policy)[0])


def test_what_was_kept_is_what_would_be_counted_again(office: Path) -> None:
    assert cover(office, MID) == cover(office, MID, forgotten=True)


def test_the_first_period_has_nothing_before_it(office: Path) -> None:
    first = cover(office, EARLY).cover
    assert {figure.change for figure in first.figures} == {"→ 第一期"}
    assert first.lede.startswith("第一期，没有上期可比。")
    assert all(line.spark.startswith("·····") for line in first.agents)


def test_the_table_adds_up_to_the_figures(office: Path) -> None:
    said = cover(office, MID).cover
    done, undone, content, unhappy, unsolved, _ = said.figures
    assert done.unit == f"{sum(a.done for a in said.agents)}/{sum(a.planned for a in said.agents)}"
    assert int(undone.value) == sum(a.planned - a.done for a in said.agents)
    assert sum(int(part.split()[-1]) for part in undone.note.split("，")) == int(undone.value)
    assert int(unhappy.value) == sum(a.dissatisfied[0] for a in said.agents)
    assert int(unsolved.value) == sum(a.unresolved[0] for a in said.agents)
    total = said.total
    assert total and (total.dissatisfied[0], total.unresolved[0]) == (int(unhappy.value), int(unsolved.value))
    assert content.unit == "1/2 位"


def test_a_returned_row_is_told_in_four_places_and_the_message(office: Path) -> None:
    said = cover(office, MID).cover
    assert "1 行退回未改，里面有 1 位不满意" in said.lede
    assert said.figures[3].note == "另有 1 位在退回的行里"
    assert said.agents[0].agent == "A02" and said.agents[0].dissatisfied == (0, 1)
    assert [(one.rows, one.bad) for one in said.refused] == [(1, "1 位不满意")] and said.refused[0].causes
    assert "不满意 1+1 位" in said.message and "里面有 1 位不满意" in said.message


def test_the_card_has_the_problem_in_the_customers_words(office: Path) -> None:
    said = cover(office, MID).cover
    (card,) = said.cards
    assert (said.cards_in_all, card.days, card.decider) == (1, 8, "周丽华")
    assert card.quote == "送货晚了两天" and card.agent.endswith("11-12")


def test_what_is_ahead_is_what_planning_will_issue(office: Path, tmp_path: Path) -> None:
    said = cover(office, MID).cover
    copy = made.copied(office, tmp_path / "o")
    planned = huifang(copy, "plan", "--period", "2026-11下旬", now="2026-11-20 18:00")
    assert said.ahead_short.startswith(f"应访 {len(planned['calls'])} 个")


def test_who_was_asked_before_is_told_how_often(office: Path, tmp_path: Path) -> None:
    copy = made.copied(office, tmp_path / "o")
    huifang(copy, "report", "--period", MID, now="2026-11-20 18:00")
    (first,) = cover(copy, MID).cover.cards
    desk = Desk(Office(copy), datetime(2026, 11, 30, 18))
    report = build_report(desk, desk.present.policy.parse_period("2026-11下旬"), "旬报")
    (again,) = make_cover(desk, report, duties_of(desk.present.policy)[0]).cover.cards
    assert (first.asked, first.waits) == (0, "已等 8 天")
    assert (again.asked, again.waits) == (1, "催过 1 次　已等 18 天")


def test_what_was_decided_and_is_late_has_a_card(office: Path) -> None:
    desk = Desk(Office(office), NOW)
    report = build_report(desk, desk.present.policy.parse_period(MID), "旬报")
    for day, waits in ((18, ["批示过期 2 天未办"]), (20, [])):
        (problem,) = report.problems
        order = GivenOrder("A01 李明", date(2026, 11, day))
        decided = replace(problem, record=problem.record.but(decision="同意退货"), order=order)
        made_of_it = make_cover(desk, replace(report, problems=[decided]), duties_of(desk.present.policy)[0]).cover
        assert [card.waits for card in made_of_it.cards] == waits

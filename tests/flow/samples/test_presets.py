"""Every regulation runs: a made-up office checks without errors, is planned, filled in, collected and reported."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from figures_named import figures_named
from huifang.edges.known.presets import load_preset, presets
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.samples.calls import fill_in, habits_of
from office import TestOffice, load, sample_office, table
from source_codes import codes_in, texts_of

NAMES = [preset.preset for preset in presets()]
DAILY = "hotel-subscription"
TODAY, LATER = "2026-11-12 09:00", "2026-12-12 09:00"
#: Regulations that order no call by themselves.
WITHOUT_CALLS = {"scenic-complaints", "travel-complaints"}


@pytest.fixture(
    scope="module", params=[DAILY, *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES if name != DAILY)]
)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """A made-up office of the regulation, on its day."""
    return sample_office(tmp_path_factory.mktemp(request.param), request.param, TODAY)


def name_of(office: TestOffice) -> str:
    return str(office.entries("office")[0]["preset"])


def test_the_nineteen_regulations_are_there() -> None:
    assert len(NAMES) == 19 and {preset.regulation for preset in presets()} == {f"S{n}" for n in range(1, 20)}


@pytest.mark.parametrize("now", [TODAY, LATER])
def test_the_sample_checks_without_errors(office: TestOffice, now: str) -> None:
    data = office.run("check", now=now).data
    assert data["errors"] == 0, [f for f in data["findings"] if f["severity"] == "error"][:3]
    assert not [f for f in data["findings"] if "“”" in f["message"]]
    assert not list(office.path("发件箱").glob("退回*"))


def test_check_tells_what_waits_for_whom(office: TestOffice) -> None:
    """Customers to be approved wait for whoever approves them, in the report's list and in the command's."""
    ran = office.run("check", now=TODAY)
    unapproved = [c for c in table(office.path("客户资料库.xlsx"), "客户") if c["审核状态"] == "待审核"]
    approvals = [one for one in ran.data["waiting"] if one["matter"] == "审核客户"]
    assert len(approvals) == len(unapproved) > 0 and len({one["person"] for one in approvals}) == 1
    assert {one["subject"].split()[0] for one in approvals} == {c["客户编号"] for c in unapproved}
    said = office.run("check", now=TODAY, json_wanted=False).out
    assert f"等待 {approvals[0]['person']}：" in said and f"审核客户 {len(approvals)} 件" in said


@pytest.mark.slow
@pytest.mark.sampled
def test_it_is_planned_filled_in_collected_and_reported(office: TestOffice) -> None:
    planned = office.run("plan", now=TODAY)
    calls = planned.data["calls"]
    assert bool(calls) == (name_of(office) not in WITHOUT_CALLS)
    assert all(call["from"] <= call["due_on"] and call["covers"][0] == call["plan_no"] for call in calls)
    assert office.run("plan", now=TODAY).data["files"] == []  # planning again adds nothing
    habits = habits_of(Desk(Office(office.root), datetime(2026, 12, 12, 9)))
    for file in planned.data["files"]:
        sheet = fill_in(office.path(file).read_bytes(), habits=habits)
        office.path("收件箱").joinpath(Path(file).name).write_bytes(sheet)
    until = planned.data["until"]
    collected = office.collect(now=f"{until} 17:00")
    assert not collected.data["returned"], collected.data["returned"][0]["findings"][:3]
    assert len(collected.data["accepted"]) == len(planned.data["files"])
    report = office.run("report", "--period", planned.data["period"], now=f"{until} 18:30").data
    figures = report["figures"]
    assert figures["planned"] >= figures["done"] and figures["reported"] == sum(a["reported"] for a in report["agents"])
    assert (figures["planned"] > 0) == bool(calls)
    assert (figures["done"] > 0) == (figures["connected"] > 0)
    assert office.run("verify").data["ok"]


@pytest.mark.slow
@pytest.mark.sampled
def test_figures_of_one_name_have_one_value(office: TestOffice) -> None:
    """On every report of a period in which something happened: on cover, page, agents' sheets, parts and in JSON."""
    now = datetime(2026, 12, 12, 9)
    policy = Desk(Office(office.root), now).present.policy
    seen = 0
    for duty in policy.reports:
        for day in (date(2026, 11, 12), date(2026, 11, 25)):
            period = policy.period_of(day, duty.span).name
            said = office.run("report", "--kind", duty.report, "--period", period, now=f"{now:%Y-%m-%d %H:%M}").data
            book, page = (office.path(file) for file in said["files"][:2])
            values: dict[tuple[str, str], dict[str, str]] = {}
            for about, label, where, value in figures_named(said, book, page):
                values.setdefault((about, label), {})[where] = value
            assert not {name: at for name, at in values.items() if len({*at.values()}) > 1}
            seen += sum(len(at) > 1 for at in values.values())
    assert seen > len(policy.reports) * 2


def test_every_planned_customer_is_explained(office: TestOffice) -> None:
    calls = office.run("plan", now=TODAY).data["calls"]
    seen = {call["rule"]: call for call in calls}
    for call in seen.values():
        due = office.run("explain", call["customer_no"], now=TODAY).data["due"]
        mine = [one for one in due if one["rule"] == call["rule"]]
        if not mine:  # it was made by the test above
            continue
        assert any("依据" in step for step in mine[0]["derivation"]) and mine[0]["clause"]
        assert any("应访" in step or "平分" in step for step in mine[0]["derivation"])


def test_every_call_has_somebody_to_reach(office: TestOffice) -> None:
    """Where a role is to be reached, the person and the telephone that stand in the register for it."""
    calls = [c for file in office.path("回访计划").rglob("*.xlsx") for c in table(file, "回访记录") if c["计划编号"]]
    assert all(call["联系人"] and call["电话"] for call in calls)
    if name_of(office) == "equipment-lifecycle":
        projects = table(office.path("项目台账.xlsx"), "台账")
        known = {(p["客户编号"], p["变电站联系人"], p["联系人电话"]) for p in projects}
        assert all("质保期至" in c["回访内容"] for c in calls if c["回访事由"].startswith("送电"))
        mine = [c for c in calls if c["联系角色"] == "变电站联系人"]
        assert mine and {(c["客户编号"], c["联系人"], c["电话"]) for c in mine} <= known


def test_questions_are_columns_of_the_sheets(office: TestOffice) -> None:
    files = sorted(office.path("回访计划").rglob("*.xlsx"))
    questions = {row["题目"] for row in table(office.path("制度.xlsx"), "问卷") if row["题目"]}
    asked = {cell.value for file in files for cell in load(file)["回访记录"][1]} & questions
    assert bool(asked) == bool(questions and files)


@pytest.mark.slow
@pytest.mark.sampled
def test_what_people_get_names_no_source_by_a_code(office: TestOffice) -> None:
    """Workbooks, sheets, letters and reports of a month, and what the commands print on the way."""
    shown = [office.run(command, now=LATER, json_wanted=False).out for command in ("run", "check", "complaints")]
    customers = {row["客户编号"] for row in table(office.path("客户资料库.xlsx"), "客户") if row["客户编号"]}
    shown += [office.run("explain", one, now=LATER, json_wanted=False).out for one in sorted(customers)[:5]]
    files = [path for path in office.root.rglob("*") if path.is_file() and ".huifang" not in path.parts]
    assert {path.suffix for path in files} >= {".xlsx", ".html"}
    texts = [*shown, *(text for path in files for text in texts_of(path))]
    assert [(code, text) for text in texts for code in codes_in(text)] == []
    clauses = [row.get("依据", "") for rows in load_preset(name_of(office)).rows().values() for row in rows]
    numbered = any("第" in clause and "条" in clause for clause in clauses)  # a report of a visit has no articles
    assert any("第" in text and "条" in text for text in texts) or not numbered

"""定期任务: what comes up is entered into 任务.xlsx once, waits for whose it is, and goes up when it is late."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.edges.known.presets import load_preset
from huifang.flow.moving_in.founding import found_office
from offices_made import add, change, customer, day, huifang
from tasks_made import BOOK, SHEET, rows, run

pytestmark = pytest.mark.slow

#: Departments as an office with deliveries has them; A03 has left.
STAFF = [
    made.person("C01", "马建国", "老板", ""),
    made.person("B01", "周丽华", "主管", "C01", department="服务中心"),
    made.person("B02", "吴建平", "主管", "C01", department="生产部"),
    made.person("A01", "李明", "业务员", "B01", department="服务中心"),
    made.person("A02", "王芳", "业务员", "B01", department="服务中心"),
    made.person("A03", "陈静", "业务员", "B01", department="服务中心", status="离职", left_on=day("11-01")),
]


def found(folder: Path, preset: str, now: str = "2026-11-02 08:00") -> Path:
    rows: dict[str, Any] = {"人员": STAFF, "客户": [customer("K1", "A01", "11-02", customer_class="")]}
    rows["客户"][0]["customer_class"] = load_preset(preset).policy.classes[0]
    found_office(folder, load_preset(preset), datetime.fromisoformat(now), rows, "测试单位")
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office whose regulation knows no tasks."""
    return found(tmp_path / "o", "sales-ten-day")


def rule(office: Path, **cells: object) -> None:
    add(office, made.RULES, "定期任务", **{"任务": "交资料", "周期": "周", "截止": "周五", "由谁": "主管", **cells})


def listed(office: Path) -> list[tuple[str, str, str]]:
    return [(row["任务"], row["期间"], row["由谁"]) for row in rows(office)]


def waiting(office: Path, now: str) -> list[tuple[str, str, str]]:
    said = huifang(office, "check", now=now)["waiting"]
    wanted = ("交资料", "任务", "意见调查")
    return [
        (one["person"], one["matter"], one["subject"]) for one in said if any(word in one["matter"] for word in wanted)
    ]


def test_the_quarterly_survey_comes_up_once_and_is_done_by_the_survey(tmp_path: Path) -> None:
    office = found(tmp_path / "o", "property")
    assert (office / BOOK).exists() and rows(office) == []
    assert waiting(office, "2026-11-02 09:00") == [("B01 周丽华、B02 吴建平", "季度意见调查", "2026Q4")]
    assert run(office, "2026-11-02 09:00")["issued"] == ["W2611-001"]
    assert run(office, "2026-11-02 09:30") == {}
    (row,) = rows(office)
    assert {header: value for header, value in row.items() if value} == {
        "任务编号": "W2611-001", "任务": "季度意见调查", "期间": "2026Q4", "应完成": datetime(2026, 12, 31),
        "由谁": "主管",
    }  # fmt: skip
    assert waiting(office, "2026-11-02 10:00") == [("B01 周丽华、B02 吴建平", "季度意见调查", "W2611-001 2026Q4")]
    survey = {"调查编号": "S1", "客户编号": "K1", "调查日期": day("11-20"), "调查项目": "保洁", "评价": "满意"}
    add(office, "意见调查.xlsx", "调查", **survey)
    assert waiting(office, "2026-11-21 09:00") == []
    assert run(office, "2026-12-11 09:00") == {}
    assert run(office, "2027-01-04 09:00")["issued"] == ["W2701-001"]
    (part,) = [one for one in report(office, "2026-12", "2027-01-04 09:00") if one.startswith("应完成")]
    assert part == "应完成的定期任务 1 件：按时 1/1(100%)，迟办 0 件，过期未办 0 件。"
    assert huifang(office, "verify")["ok"]


def report(office: Path, period: str, now: str) -> list[str]:
    """The sentences of the report's part on tasks."""
    file = next(f for f in huifang(office, "report", "--period", period, now=now)["files"] if f.endswith(".xlsx"))
    texts = made.texts(office / file)
    return [text.removeprefix("● ") for text in texts if text.startswith("● ")]


def test_an_office_that_gets_tasks_gets_the_register_with_the_next_run(office: Path) -> None:
    assert run(office, "2026-11-03 09:00") == {} and not (office / BOOK).exists()
    rule(office)
    assert run(office, "2026-11-05 09:00")["issued"] == ["W2611-001"]
    assert listed(office) == [("交资料", "2026W45", "主管")]
    assert huifang(office, "verify")["ok"]
    assert huifang(office, "check", now="2026-11-05 09:10")["errors"] == 0


def test_everybody_whom_the_row_names_has_one(office: Path) -> None:
    rule(office, 由谁="A01，生产部，每位业务员，每位部门负责人，老板")
    run(office, "2026-11-03 09:00")
    assert [who for _, _, who in listed(office)] == ["A01 李明", "生产部 吴建平", "A02 王芳", "服务中心 周丽华", "老板"]


def test_weeks_in_which_nobody_ran_come_up_all_the_same(office: Path) -> None:
    rule(office)
    run(office, "2026-11-05 09:00")
    run(office, "2026-11-24 09:00")
    assert [period for _, period, _ in listed(office)] == ["2026W45", "2026W46", "2026W47", "2026W48"]


def test_a_row_that_is_new_asks_for_nothing_that_was_over(office: Path) -> None:
    run(office, "2026-11-24 08:00")
    rule(office)
    run(office, "2026-11-24 09:00")
    assert [period for _, period, _ in listed(office)] == ["2026W48"]


def test_a_late_one_goes_up_week_by_week_and_stays_late(office: Path) -> None:
    rule(office, 由谁="A01")
    run(office, "2026-11-03 09:00")
    subject = "W2611-001 2026W45"
    assert waiting(office, "2026-11-06 23:00") == [("A01 李明", "交资料", subject)]
    late, above = ("A01 李明", "任务过期未办：交资料", subject), ("督办过期的任务", f"{subject} 交资料 A01 李明")
    assert run(office, "2026-11-07 09:00")["late"] == ["W2611-001"]
    assert [one for one in waiting(office, "2026-11-07 09:00") if subject in one[2]] == [late, ("B01 周丽华", *above)]
    later = [one for one in waiting(office, "2026-11-14 09:00") if subject in one[2]]
    assert later == [late, ("B01 周丽华", *above), ("C01 马建国", *above)]
    change(office, BOOK, SHEET, "W2611-001", 完成时间=datetime(2026, 11, 6, 16, 0), 结果="交了")
    assert [one for one in waiting(office, "2026-11-15 09:00") if subject in one[2]] == []
    assert states(office, "2026-11-15 09:00")["W2611-001"] == "迟办(补填)"
    settled = office.parent / "更正.xlsx"
    made.form_of_corrections(
        settled, ("任务", "W2611-001", "完成时间", "", "2026-11-06 16:00", "B01", "当天就交了，忘了填")
    )
    assert huifang(office, "correct", settled, now="2026-11-15 10:00")["applied"] == 1
    assert states(office, "2026-11-15 10:30")["W2611-001"] == "按时"


def states(office: Path, now: str) -> dict[str, str]:
    """How each task of the week is said to stand, by its number; the report has the part."""
    names = {row["报告"] for row in made.records(made.opened(office / made.RULES)["报告"])}
    if "周报" not in names:
        add(office, made.RULES, "报告", 报告="周报", 截止="周日", 期间="周", 内容="任务")
    made_now = huifang(office, "report", "--kind", "周报", "--period", "2026W45", now=now)
    book = made.opened(office / next(file for file in made_now["files"] if "周报" in file and file.endswith(".xlsx")))
    lines = [[cell.value for cell in row] for row in book[SHEET].iter_rows()]
    (head,) = [line for line in lines if "状态" in line]
    return {str(line[0]): line[head.index("状态")] for line in lines if str(line[0]).startswith("W26")}


def test_what_has_to_be_handed_in_has_to_be_there(office: Path) -> None:
    rule(office, 由谁="A01", 交什么="文件")
    run(office, "2026-11-03 09:00")
    change(office, BOOK, SHEET, "W2611-001", 完成时间=datetime(2026, 11, 6, 16, 0))
    assert states(office, "2026-11-08 09:00")["W2611-001"] == "过期未办(缺文件)"
    change(office, BOOK, SHEET, "W2611-001", 文件="发货资料.xlsx")
    assert states(office, "2026-11-08 09:10")["W2611-001"] == "按时"


def test_one_that_somebody_gave_up_is_neither_late_nor_owed(office: Path) -> None:
    rule(office, 由谁="A01")
    run(office, "2026-11-03 09:00")
    entry = {"对象": "任务", "编号": "W2611-001", "起": day("11-05"), "处理": "放弃", "批准人": "B01", "原因": "停产"}
    add(office, made.STAFF, "例外", **entry)
    assert states(office, "2026-11-08 09:00")["W2611-001"] == "免办(批准 B01：停产)"
    assert "T526" not in huifang(office, "check", now="2026-11-08 09:10").codes()
    add(office, made.STAFF, "例外", **{**entry, "编号": "W2611-009"})
    assert "T526" in huifang(office, "check", now="2026-11-08 09:20").codes()


def test_a_row_that_somebody_deleted_comes_back_under_its_number(office: Path) -> None:
    rule(office)
    run(office, "2026-11-03 09:00")
    book = made.opened(office / BOOK)
    book[SHEET].delete_rows(2)
    book.save(office / BOOK)
    assert run(office, "2026-11-03 10:00")["entered"] == ["W2611-001"]
    assert listed(office) == [("交资料", "2026W45", "主管")]


def test_a_register_that_is_open_waits_for_the_next_run(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule(office)
    from huifang.edges.store.files import FileBusy  # noqa: PLC0415
    from huifang.flow.office.desk import Desk  # noqa: PLC0415

    def busy(*_: object) -> None:
        raise FileBusy(BOOK)

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "edit_register", busy)
        said = run(office, "2026-11-03 09:00")
        assert (said["issued"], said["entered"]) == (["W2611-001"], []) and "任务.xlsx" in said["text"]
    said = run(office, "2026-11-03 09:10")
    assert (said["issued"], said["entered"]) == ([], ["W2611-001"])


def test_letters_go_out_before_a_task_is_due_and_at_each_level_when_it_is_late(tmp_path: Path) -> None:
    office = found(tmp_path / "o", "equipment-lifecycle")
    add(office, made.STAFF, "人员", 工号="A09", 姓名="郑工", 角色="业务员", 上级="B02", 部门="售后服务部", 状态="在职")
    for now in ("04 09:00", "05 09:00", "05 10:00", "07 09:00", "08 09:00", "14 09:00"):
        huifang(office, "run", now=f"2026-11-{now}")

    def written(occasion: str, day: str) -> list[str]:
        drafts = (office / "发件箱").rglob(f"{occasion}-2026-11-{day}-*.eml")
        return sorted(path.name.split("-")[4].split(" ")[0] for path in drafts)

    assert written("任务到期前", "04") == [] and written("任务到期前", "05") == ["A09", "B02"]  # due on Friday the 6th
    assert written("任务过期", "07") == ["A09", "B02", "C01"]
    assert written("任务过期", "08") == []  # nothing twice
    assert written("任务过期", "14") == ["A09", "B02", "C01"]  # the next week is late, and the first goes further up
    (draft,) = (office / "发件箱").glob("任务过期-2026-11-07-B02*.eml")
    text = made.mail(draft)
    assert "交发货资料(2026W45)，由 生产部 吴建平 办理，应在 2026-11-06 完成" in text
    assert "任务到期前" not in {path.name.partition("-")[0] for path in (office / "发件箱").glob("*-05-*.eml")}


def test_who_delivered_and_who_did_not_stands_in_the_report(tmp_path: Path) -> None:
    office = found(tmp_path / "o", "equipment-lifecycle")
    run(office, "2026-11-04 09:00")
    for number in ("W2611-001", "W2611-002"):
        change(office, BOOK, SHEET, number, 完成时间=datetime(2026, 11, 6, 15, 0))
    for now in ("11", "18"):
        run(office, f"2026-11-{now} 09:00")
    sentences = report(office, "2026-11", "2026-11-25 19:00")
    (part,) = [one for one in sentences if one.startswith("应完成的定期任务")]
    assert part == "应完成的定期任务 9 件：按时 2/9(22%)，迟办 0 件，过期未办 7 件。"


def test_a_word_that_names_nobody_is_said_where_it_stands(office: Path) -> None:
    rule(office, 由谁="生产部，每位业务员，每位部门负责人，李明，质检部", 升级对象="厂长")
    said = huifang(office, "check", now="2026-11-03 09:00")
    assert said.at("P613") == [(made.RULES, "定期任务", "D2")] and said.at("P612") == [(made.RULES, "定期任务", "H2")]
    change(office, made.RULES, "定期任务", "交资料", 由谁="主管", 升级对象=None, 办到="调查.调查日期")
    assert huifang(office, "check", now="2026-11-03 09:10").at("P611") == [(made.RULES, "定期任务", "G2")]


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"截止": "尽快"}, "C2"),
        ({"截止": "25日"}, "C2"),
        ({"抽取": "几份"}, "E2"),
        ({"办到": "调查.评价"}, "G2"),
        ({"办到": "回访记录.回访日期"}, "G2"),
        ({"办到": "客户.审核日期", "抽取": "5份"}, "G2"),
    ],
)
def test_a_row_that_contradicts_itself_is_said_and_comes_up_never(
    office: Path, cells: dict[str, str], cell: str
) -> None:
    rule(office, **cells)
    assert huifang(office, "check", now="2026-11-03 09:00").at("P605") == [(made.RULES, "定期任务", cell)]
    assert run(office, "2026-11-03 09:10") == {}


def test_the_register_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    office = found(tmp_path / "o", "property")
    promised = "任务编号 任务 期间 应完成 由谁 抽中的记录 完成时间 结果 文件 审核人 备注"
    assert [*made.headers(made.opened(office / BOOK)[SHEET])] == promised.split()

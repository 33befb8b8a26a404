"""``huifang draft``: a regulation's text becomes a workbook in which nothing holds until somebody ticks it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from drafts_measured import Part, texts
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.drafting.clauses import TextLine
from huifang.decisions.drafting.drafting import PolicyDraft, draft
from huifang.decisions.drafting.proposals import SURE
from huifang.edges.books.draft_book import draft_book
from huifang.edges.reading.regulation_text import regulation_lines
from huifang.flow.moving_in.drafting import judged
from huifang.flow.moving_in.own_regulation import OwnRegulation, read_own
from office import run
from read_back import faults_of, headers_of, opened

TEXT = (
    "客户回访规定\n一、新客户成交后3天内由业务员电话回访。\n二、大客户每月回访不少于两次。\n"
    "三、客户投诉24小时内答复。\n四、漏访一户扣1分。\n浏览次数：25\n"
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("draft")
    (folder / "制度.txt").write_bytes(TEXT.encode("gb18030"))
    ran = run("draft", str(folder / "制度.txt"), "--out", str(folder / "制度草案.xlsx"))
    assert ran.code == 0
    return folder / "制度草案.xlsx", ran.data


def test_each_row_has_its_clause_and_the_sentence_that_says_it(drafted: tuple[Path, dict]) -> None:
    _, data = drafted
    rows = {(row["sheet"], row["clause"]): row["values"] for row in data["rows"]}
    assert rows.keys() == {("回访规则", "一"), ("回访规则", "二"), ("投诉时限", "三")}
    assert rows["回访规则", "一"]["窗口长"] == 3 and "3天内" in rows["回访规则", "一"]["依据"]
    assert [one["clause"] for one in data["unsaid"]] == ["四"] and data["dropped"] == ["浏览次数：25"]


def test_nothing_is_adopted_before_somebody_ticks_it(drafted: tuple[Path, dict]) -> None:
    book = opened(drafted[0].read_bytes())
    assert [*faults_of(book)] == []
    assert book.sheetnames[:3] == ["先看这里", "回访规则", "投诉时限"] and "还没有地方写的" in book.sheetnames
    sheet = load_workbook(drafted[0])["回访规则"]
    assert headers_of(sheet)[:4] == ["采用", "条款", "原文", "把握"]
    assert [sheet.cell(row, 1).value for row in (2, 3)] == [None, None]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation if "A2" in rule.sqref] == ['"是,否"']


RULES = """城东五金商行客户回访办法
一、新客户成交后3天内由业务员电话回访。
二、普通客户每季度回访一次，大客户每月不少于两次。
三、维修完工后48小时内电话回访。
四、客户投诉24小时内答复，重大投诉2小时内上报总经理。
五、每月5日前把上月回访统计表交总经理，迟交一次罚款50元。
六、电话回访在9:00至12:00、14:00至18:00进行，三次无人接听的不再拨打。
七、客户满意率不低于90%。回访记录保存3年。
八、主管每周抽查回访记录5份。
九、业务员每人每月走访不少于10家客户。
"""


def test_a_ticked_draft_becomes_an_office_that_checks_and_plans(tmp_path: Path) -> None:
    source, book, folder = tmp_path / "办法.txt", tmp_path / "制度草案.xlsx", tmp_path / "办公室"
    source.write_text(RULES, encoding="utf-8")
    assert run("draft", str(source), "--out", str(book)).code == 0
    drafted = load_workbook(book)
    for sheet in drafted:
        if sheet.cell(1, 1).value == "采用":
            for row in range(2, sheet.max_row + 1):
                sheet.cell(row, 1).value = "是"
    rules = drafted["回访规则"]
    rules.cell(2, [cell.value for cell in rules[1]].index("窗口长") + 1).value = 5  # a person knew better
    drafted.save(book)
    made = run("--now", "2026-12-01 09:00", "init", str(folder), "--policy", str(book), "--name", "城东五金")
    assert made.code == 0, made.err
    policy = load_workbook(folder / "制度.xlsx")
    headers = headers_of(policy["回访规则"])
    rows = [
        dict(zip(headers, (cell.value for cell in row), strict=True)) for row in policy["回访规则"].iter_rows(min_row=2)
    ]
    assert [row["规则编号"] for row in rows if row["规则编号"]] == ["R1", "R2", "R3", "R4"]
    assert rows[0]["窗口长"] == 5 and rows[0]["依据"].startswith("《城东五金商行客户回访办法》一 新客户")
    assert [row[0].value for row in policy["客户类别"].iter_rows(min_row=2)][:2] == ["普通客户", "大客户"]
    quota = [row for row in policy["指标"].iter_rows(min_row=2, values_only=True) if "定额" in row]
    assert len(quota) == 1 and {10, "业务员", "月"} <= {*quota[0]}
    checked = run("-C", str(folder), "--now", "2026-12-01 09:30", "check")
    assert checked.data["errors"] == 0, checked.data["findings"]
    assert run("-C", str(folder), "--now", "2026-12-01 09:30", "plan").code == 0


@pytest.mark.parametrize("part", Part)
def test_whatever_is_ticked_founds_an_office_or_says_in_its_row_what_to_change(part: Part) -> None:
    for path in texts(part):
        made = judged(draft(regulation_lines(path.read_bytes(), path.name)))

        def taken(ticked: set[int], made: PolicyDraft = made) -> OwnRegulation:
            return read_own(draft_book(made, "办法", tuple(NEEDED), ticked), "制度草案.xlsx")

        every = {*range(len(made.rows))}
        sound = {number for number in every if not made.rows[number].change}
        assert {number for number in every if made.rows[number].sure == SURE} <= sound
        assert not sound or taken(sound).preset is not None, path.name
        all_of_it = taken(every)
        assert (all_of_it.preset is None) == any(finding.is_error for finding in all_of_it.findings)
        assert all(finding.place.sheet and finding.place.cell for finding in all_of_it.findings if finding.is_error)
        assert all_of_it.preset is not None or sound != every, path.name


def test_any_mixture_of_clauses_founds_an_office_or_says_what_to_change() -> None:
    random = Random(22)
    lines = [line for part in Part for path in texts(part) for line in regulation_lines(path.read_bytes(), path.name)]
    for _ in range(10):
        some = random.sample(lines, 12)
        cut = [TextLine(line.text[random.randrange(4) :], line.cells) for line in some]
        made = judged(draft(cut))
        sound = {number for number, row in enumerate(made.rows) if not row.change}
        assert not sound or read_own(draft_book(made, "办法", tuple(NEEDED), sound), "制度草案.xlsx").preset is not None


def test_a_part_of_the_year_holds_once_its_days_are_filled_in(tmp_path: Path) -> None:
    source, book = tmp_path / "办法.txt", tmp_path / "学期草案.xlsx"
    source.write_text("一、每个学期电话回访家长一次。\n", encoding="utf-8")
    ran = run("draft", str(source), "--out", str(book))
    assert all("日历" in row["change"] or "第一天" in row["change"] for row in ran.data["rows"])
    drafted = load_workbook(book)
    days = drafted["日历"]
    headers = headers_of(days)
    for header, value in (("采用", "是"), ("日期", date(2026, 9, 1)), ("至", date(2027, 1, 20))):
        days.cell(2, headers.index(header) + 1).value = value
    drafted["回访规则"].cell(2, 1).value = "是"
    drafted.save(book)
    own = read_own(book.read_bytes(), book.name)
    assert own.preset is not None, own.findings


def test_a_row_that_cannot_hold_yet_says_what_to_change(tmp_path: Path) -> None:
    (tmp_path / "制度.txt").write_text("一、大客户每月回访1~2次。\n二、新客户成交后3天内回访。\n", encoding="utf-8")
    ran = run("draft", str(tmp_path / "制度.txt"), "--out", str(tmp_path / "制度草案.xlsx"))
    assert [(row["sure"], bool(row["change"])) for row in ran.data["rows"]] == [("低", True), ("高", False)]
    sheet = load_workbook(tmp_path / "制度草案.xlsx")["回访规则"]
    at = headers_of(sheet).index("先改") + 1
    assert "次数" in sheet.cell(2, at).value and sheet.cell(3, at).value is None

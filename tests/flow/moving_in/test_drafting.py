"""``huifang draft``: a regulation's text becomes a workbook in which nothing holds until somebody ticks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

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

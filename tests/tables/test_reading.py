"""From a sheet's raw cells to rows."""

from datetime import date

import pytest

from huifang.tables.model import Column, Kind, Table, column_letter
from huifang.tables.odd_cells import BadCell
from huifang.tables.reading import read_table

D = date.fromisoformat
GOODS = Table(
    "货物",
    "货物.xlsx",
    "货物",
    (
        Column("编号", "no", Kind.CODE, required=True, example="G1"),
        Column("名称", "name", required=True),
        Column("数量(件)", "amount", Kind.INTEGER, low=1, high=99),
        Column("日期", "day", Kind.DATE),
        Column("等级", "grade", Kind.CHOICE, options="等级"),
        Column("颜色", "colour", optional=True, default="白"),
    ),
)
HEADER = ["编号", "名称", "数量(件)", "日期", "等级", "颜色"]
OPTIONS = {"等级": ("甲等", "乙等")}
GOOD = ["G1", "钉子", 5, D("2026-11-21"), "甲等", "黑"]


def read(*rows, header=HEADER, sheet=None):
    return read_table(GOODS, [header, *rows], "货物.xlsx", OPTIONS, sheet)


def brief(result):
    return [(finding.code, finding.place.cell) for finding in result.findings]


def test_a_good_row():
    result = read(GOOD)
    (row,) = result.rows
    assert dict(row.values) == {
        "no": "G1", "name": "钉子", "amount": 5, "day": D("2026-11-21"), "grade": "甲等", "colour": "黑",
    }  # fmt: skip
    assert (result.findings, row.number, row.broken, result.sound) == ((), 2, frozenset(), (row,))
    assert str(row.place("amount")) == "货物.xlsx!货物!C2"
    assert str(row.place()) == "货物.xlsx!货物!A2" and row["unknown"] is None


def test_blank_rows_are_left_out_and_numbers_are_those_of_the_sheet():
    blank = ["", None, " ", "\u3000", "\xa0", ""]
    result = read(blank, GOOD, [], blank, [None], ["G2", "螺丝"], blank)
    assert [(row.number, row["no"]) for row in result.rows] == [(3, "G1"), (7, "G2")]
    assert result.findings == ()
    assert result.rows[1]["amount"] is None and result.rows[1]["colour"] is None  # short rows end in empty cells


def test_a_row_with_nothing_but_a_wrong_cell_is_a_row():
    result = read(["", "", "很多"])
    assert [row.number for row in result.rows] == [2]
    assert sorted(brief(result)) == [("C201", "A2"), ("C201", "B2"), ("C204", "C2")]


@pytest.mark.parametrize("grid", [[], [[]], [[None, ""]]])
def test_an_empty_sheet_lacks_its_columns(grid):
    result = read_table(GOODS, grid, "货物.xlsx", OPTIONS)
    assert brief(result) == [("F103", "A1")] * 5  # the optional one is not missed
    assert result.rows == () and not result.letters


def test_missing_column():
    result = read(["G1", "钉子"], header=["编号", "名称", "数量(件)", "等级"])
    assert brief(result) == [("F103", "A1")] and "“日期”" in result.findings[0].message
    assert result.rows[0]["day"] is None and result.rows[0]["colour"] == "白"
    assert not result.rows[0].broken


def test_optional_column_takes_its_default_only_when_it_is_not_there():
    assert read(["G1", "钉子"], header=HEADER[:5]).rows[0]["colour"] == "白"
    assert read(["G1", "钉子"]).rows[0]["colour"] is None


def test_columns_may_stand_in_any_order():
    result = read(["钉子", "", "G1"], header=["名称", "颜色", "编号", "日期", "等级", "数量(件)"])
    row = result.rows[0]
    assert (row["no"], row["name"], row["colour"], result.findings) == ("G1", "钉子", None, ())
    assert row.place("no").cell == "C2" and row.place("amount").cell == "F2"
    assert result.letters["no"] == "C"


@pytest.mark.parametrize(
    "header",
    [
        ["编号*", "名称*", "数量(件)", "日期", "等级", "颜色"],
        ["编号\uff0a", " 名称 ", "数量\uff08件\uff09", "日\u3000期", "等级\n", "颜色\u200b"],
    ],
)
def test_headers_are_recognised_all_the_same(header):
    result = read(GOOD, header=header)
    assert result.findings == () and result.rows[0]["amount"] == 5


def test_extra_and_duplicate_columns():
    header = [*HEADER, "库位", "名称", "", None]
    result = read([*GOOD, "三排", "别名", "x", "y"], header=header)
    assert brief(result) == [("F107", "G1"), ("F108", "H1")]
    assert "库位" in result.findings[0].message and "名称" in result.findings[1].message
    assert not any(finding.is_error for finding in result.findings)
    assert result.rows[0]["name"] == "钉子"  # the first column counts


def test_a_row_with_values_in_extra_columns_only_is_empty():
    assert read(["", "", "", "", "", "", "三排"], header=[*HEADER, "库位"]).rows == ()


def test_required_cells():
    result = read(["", "钉子", "", "", "", ""], ["G2", "  ", 1, "", "", ""])
    assert brief(result) == [("C201", "A2"), ("C201", "B3")]
    assert result.findings[0].is_error and "G1" in result.findings[0].hint
    assert [row.broken for row in result.rows] == [{"no"}, {"name"}]
    assert result.sound == ()


@pytest.mark.parametrize(
    ("index", "raw", "code", "key"),
    [
        (2, "五", "C204", "amount"),
        (2, 100, "C212", "amount"),
        (3, "昨天", "C202", "day"),
        (4, "丙等", "C205", "grade"),
        (0, BadCell("#N/A"), "C209", "no"),  # one finding: not also C201
        (5, BadCell("="), "C210", "colour"),
    ],
)
def test_a_broken_cell_breaks_its_row(index, raw, code, key):
    cells = list(GOOD)
    cells[index] = raw
    result = read(cells, ["G2", "螺丝"])
    assert brief(result) == [(code, f"{column_letter(index)}2")]
    broken, whole = result.rows
    assert broken.broken == {key} and broken[key] is None and result.sound == (whole,)
    others = [cell for at, cell in enumerate(GOOD) if at != index]
    assert [value for k, value in broken.values.items() if k != key] == others  # the rest keeps its values


def test_messages_name_column_value_and_options():
    (finding,) = read(["G1", "钉子", "", "", "甲"]).findings
    assert "“等级”" in finding.message and "“甲”" in finding.message
    assert "甲等、乙等" in finding.hint and "是不是“甲等”" in finding.hint
    (finding,) = read(["G1", "钉子", 100]).findings
    assert "1 到 99" in finding.message and "100" in finding.message


def test_what_was_normalised_is_mentioned_once_with_a_count():
    result = read(
        [" G1", "钉子 ", "\uff15", "2026-11-21", "甲等", ""],
        [2, "螺丝", 1, 46347, "甲等", ""],
        [3, "螺母", 1, D("2026-11-21"), " 甲等", ""],
    )
    assert sorted(brief(result)) == [("C206", "A2"), ("C207", "D2"), ("C208", "A3")]
    counts = {finding.code: finding.message for finding in result.findings}
    assert "有 4 处" in counts["C206"] and "有 2 处" in counts["C207"] and "有 2 处" in counts["C208"]
    assert "2026-11-21" in counts["C207"] and "“2”" in counts["C208"]
    assert [row["no"] for row in result.sound] == ["G1", "2", "3"]  # warnings break nothing
    assert not any(finding.is_error for finding in result.findings)


def test_the_sheet_may_have_another_name():
    result = read(["G1", ""], sheet="货物 (2)")
    assert str(result.findings[0].place) == "货物.xlsx!货物 (2)!B2" and result.rows[0].sheet.name == "货物 (2)"


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_column_letters(index, letters):
    assert column_letter(index) == letters


def test_tables_can_hide_and_drop_columns():
    assert [c.hidden for c in GOODS.hiding(["day"]).columns] == [False, False, False, True, False, False]
    assert "day" not in GOODS.without(["day"]).by_key and GOODS.without(["day"]).letter("grade") == "D"
    assert GOODS.letter("grade") == "E" and GOODS.by_header["日期"].key == "day"

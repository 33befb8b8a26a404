"""Text as people type it, and cells of every kind."""

from datetime import date, datetime, time, timedelta
from math import inf, isnan, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huifang.core.text import MAX_CELL_TEXT, clean, file_name, for_cell, half_width, nearest, split_list
from huifang.policy.people import build_people
from huifang.tables.cells import read_cell, shown
from huifang.tables.declared.people import PEOPLE
from huifang.tables.model import Column, Kind
from huifang.tables.odd_cells import BadCell
from huifang.tables.options import says_nothing
from huifang.tables.reading import read_table

D, T, M = date.fromisoformat, time.fromisoformat, datetime.fromisoformat
FULL_DATE = "\uff12\uff10\uff12\uff16\uff0d\uff11\uff11\uff0d\uff12\uff11"
FULL_PHONE = "\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff11"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  甲 乙\t", "甲 乙"),
        ("\u3000甲\xa0", "甲"),
        ("甲\u200b乙\ufeff", "甲乙"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("\n甲\n", "甲"),
        ("甲\x00\x08\x0b\x1f\x7f乙", "甲乙"),
        ("甲_x000D_乙_x000d_", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        (" \u3000\xa0\u200b", ""),
    ],
)
def test_clean(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\uff11\uff12\uff21\uff42", "12Ab"),
        ("\uff08\uff0c\uff1a\uff0d\uff09", "(,:-)"),
        ("K 00\u300001\xa0\t\n", "K0001"),
        ("客户", "客户"),
    ],
)
def test_half_width(text, expected):
    assert half_width(text) == expected


def test_for_cell():
    assert for_cell("甲\x00\n乙\t") == "甲\n乙\t"
    assert for_cell("x" * MAX_CELL_TEXT) == "x" * MAX_CELL_TEXT
    assert for_cell("x" * (MAX_CELL_TEXT + 1)) == "x" * (MAX_CELL_TEXT - 1) + "…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A01-李明", "A01-李明"),
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j"),
        ("..", "未命名"),
        ("", "未命名"),
        (" 李明. ", "李明"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("console", "console"),
        ("x" * 100, "x" * 80),
        ("x" * 79 + ". y", "x" * 79),
    ],
)
def test_file_name(text, expected):
    assert file_name(text) == expected


@given(st.text(max_size=120))
@example("nul.")
@example("..\\..")
def test_file_names_are_safe(text):
    name = file_name(text)
    assert 0 < len(name) <= 81 and not set(name) & set('<>:"/\\|?*') and name == name.strip(" ")
    assert not name.endswith(".") and all(ord(sign) >= 32 for sign in name)


def test_nearest():
    assert nearest("电 话", ("电话", "上门")) == "电话"
    assert nearest("xyz", ("电话", "上门")) is None
    assert nearest("", ()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("甲", ("甲",)),
        ("甲,乙、丙;丁", ("甲", "乙", "丙", "丁")),
        (" 甲 , ,乙,", ("甲", "乙")),
        ("甲\uff0c乙", ("甲", "乙")),  # what every Chinese keyboard gives
        ("甲\uff1b乙", ("甲", "乙")),
    ],
)
def test_split_list(text, expected):
    assert split_list(text) == expected


CELLS = [
    # kind, raw, value, code
    (Kind.TEXT, "甲", "甲", None),
    (Kind.TEXT, " 甲 ", "甲", "C206"),
    (Kind.TEXT, "\xa0甲\u3000", "甲", "C206"),
    (Kind.TEXT, "甲 乙", "甲 乙", None),
    (Kind.TEXT, "\uff11\uff12", "\uff11\uff12", None),  # in running text full-width signs are at home
    (Kind.TEXT, "甲\n乙", "甲\n乙", None),
    (Kind.TEXT, "   ", None, None),
    (Kind.TEXT, "\u3000\xa0\u200b", None, None),
    (Kind.TEXT, 12.0, "12", None),
    (Kind.TEXT, 1.5, "1.5", None),
    (Kind.TEXT, True, "TRUE", None),
    (Kind.TEXT, D("2026-11-21"), "2026-11-21", None),
    (Kind.TEXT, M("2026-11-21 09:05"), "2026-11-21 09:05", None),
    (Kind.TEXT, T("09:05"), "09:05", None),
    (Kind.TEXT, "=1+1", "=1+1", None),
    (Kind.TEXT, timedelta(hours=26, minutes=5), "26:05", None),
    (Kind.TEXT, timedelta(minutes=-90), "-1:30", None),
    (Kind.CODE, "K0001", "K0001", None),
    (Kind.CODE, "0012", "0012", None),
    (Kind.CODE, " K 0001 ", "K0001", "C206"),
    (Kind.CODE, "\uff2b\uff10\uff10\uff10\uff11", "K0001", "C206"),
    (Kind.CODE, "K\xa00001", "K0001", "C206"),
    (Kind.CODE, "K0001\u200b", "K0001", "C206"),
    (Kind.CODE, 12, "12", "C208"),
    (Kind.CODE, 12.0, "12", "C208"),
    (Kind.CODE, "   ", None, None),
    (Kind.CODE, 123456789012345.0, "123456789012345", "C208"),
    (Kind.CODE, 1e15, "1000000000000000.0", "C216"),
    (Kind.CODE, 330102199001011234.0, "3.3010219900101126e+17", "C216"),  # known as it was, but no longer what it is
    (Kind.CODE, "3.30102E+17", "3.30102E+17", "C216"),
    (Kind.CODE, "1E5", "1E5", None),
    (Kind.CODE, D("2026-01-02"), "2026-01-02", "C217"),
    (Kind.CODE, M("2026-01-02 00:00"), "2026-01-02 00:00", "C217"),
    (Kind.CODE, T("01:20"), "01:20", "C217"),
    (Kind.CODE, timedelta(hours=30), "30:00", "C217"),
    (Kind.CODE, "2026-11-01", "2026-11-01", None),  # somebody typed it so
    (Kind.PHONE, "1.38E+10", None, "C216"),
    (Kind.PHONE, D("2026-01-02"), None, "C217"),
    (Kind.PERSON, D("2026-01-02"), None, "C217"),
    (Kind.TEXT, 330102199001011234.0, None, "C216"),
    (Kind.PHONE, "13800000001", "13800000001", None),
    (Kind.PHONE, "138 0000 0001", "13800000001", "C206"),
    (Kind.PHONE, FULL_PHONE, "13800000001", "C206"),
    (Kind.PHONE, 13800000001, "13800000001", "C208"),
    (Kind.PHONE, 13800000001.0, "13800000001", "C208"),
    (Kind.PHONE, "010-12345678", "010-12345678", None),
    (Kind.PHONE, "010\u201412345678", "010-12345678", "C206"),
    (Kind.PHONE, "010\uff0d12345678", "010-12345678", "C206"),
    (Kind.PHONE, "010\u221212345678", "010-12345678", "C206"),
    (Kind.DATE, D("2026-11-21"), D("2026-11-21"), None),
    (Kind.DATE, M("2026-11-21 09:05"), D("2026-11-21"), None),
    (Kind.DATE, 46347, D("2026-11-21"), "C207"),
    (Kind.DATE, 46347.0, D("2026-11-21"), "C207"),
    (Kind.DATE, 46347.75, D("2026-11-21"), "C207"),
    (Kind.DATE, 36526, D("2000-01-01"), "C207"),
    (Kind.DATE, 73050, D("2099-12-31"), "C207"),
    (Kind.DATE, 36525, None, "C202"),
    (Kind.DATE, 73051, None, "C202"),
    (Kind.DATE, 0, None, "C202"),
    (Kind.DATE, 20261121, D("2026-11-21"), "C207"),
    (Kind.DATE, 20261121.0, D("2026-11-21"), "C207"),
    (Kind.DATE, 20261321, None, "C202"),
    (Kind.DATE, 2026.1121, None, "C202"),
    (Kind.DATE, "2026年11月21号", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026-11-21 星期六", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026年11月21日(周六)", D("2026-11-21"), "C207"),
    (Kind.DATE, nan, None, "C202"),
    (Kind.DATE, inf, None, "C202"),
    (Kind.DATE, True, None, "C202"),
    (Kind.DATE, T("09:05"), None, "C202"),
    (Kind.DATE, "2026-11-21", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026/11/21", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026.11.21", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026年11月21日", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026年1月2日", D("2026-01-02"), "C207"),
    (Kind.DATE, "2026-1-2", D("2026-01-02"), "C207"),
    (Kind.DATE, "20261121", D("2026-11-21"), "C207"),
    (Kind.DATE, FULL_DATE, D("2026-11-21"), "C207"),
    (Kind.DATE, " 2026 - 11 - 21\xa0", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026-11-21 09:05:00", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026-11-21T09:05", D("2026-11-21"), "C207"),
    (Kind.DATE, "2026-02-29", None, "C202"),
    (Kind.DATE, "2026-13-01", None, "C202"),
    (Kind.DATE, "11月21日", None, "C202"),
    (Kind.DATE, "昨天", None, "C202"),
    (Kind.DATE, "  ", None, None),
    (Kind.TIME, T("09:05"), T("09:05"), None),
    (Kind.TIME, T("09:05:59"), T("09:05"), None),
    (Kind.TIME, M("1899-12-30 09:05"), T("09:05"), None),
    (Kind.TIME, M("2026-11-21 09:05:30"), T("09:05"), None),
    (Kind.TIME, timedelta(hours=9, minutes=5), T("09:05"), None),
    (Kind.TIME, timedelta(days=1), None, "C203"),  # 24:00, or one minute,
    (Kind.TIME, timedelta(minutes=-1), None, "C203"),
    (Kind.TIME, 0.5, T("12:00"), None),
    (Kind.TIME, 0, T("00:00"), None),
    (Kind.TIME, 545 / 1440, T("09:05"), None),
    (Kind.TIME, 1, None, "C203"),
    (Kind.TIME, 9.05, T("09:05"), "C219"),
    (Kind.TIME, 9.5, None, "C203"),  # 9:50, or 9:05,
    (Kind.TIME, -0.1, None, "C203"),
    (Kind.TIME, nan, None, "C203"),
    (Kind.TIME, False, None, "C203"),
    (Kind.TIME, "09:05", T("09:05"), "C207"),
    (Kind.TIME, "9:05", T("09:05"), "C207"),
    (Kind.TIME, "\uff10\uff19\uff1a\uff10\uff15", T("09:05"), "C207"),
    (Kind.TIME, " 09 : 05 ", T("09:05"), "C207"),
    (Kind.TIME, "09:05:30", T("09:05"), "C207"),
    (Kind.TIME, "9点5分", T("09:05"), "C207"),
    (Kind.TIME, "9点", T("09:00"), "C207"),
    (Kind.TIME, "9时05分30秒", T("09:05"), "C207"),
    (Kind.TIME, "9点05", T("09:05"), "C207"),
    (Kind.TIME, "9\uff1a05", T("09:05"), "C207"),
    (Kind.TIME, "9点半", T("09:30"), "C207"),
    (Kind.TIME, "上午9:05", T("09:05"), "C207"),
    (Kind.TIME, "下午2点05分", T("14:05"), "C207"),
    (Kind.TIME, "下午14:05", T("14:05"), "C207"),
    (Kind.TIME, "中午11点半", T("11:30"), "C207"),
    (Kind.TIME, "中午1点", T("13:00"), "C207"),
    (Kind.TIME, "晚上7点半", T("19:30"), "C207"),
    (Kind.TIME, "晚上12点", None, "C203"),  # midnight, of which day
    (Kind.TIME, "25点", None, "C203"),
    (Kind.TIME, "中午12:30", T("12:30"), "C207"),
    (Kind.TIME, "2:05 PM", T("14:05"), "C207"),
    (Kind.TIME, "24:00", T("00:00"), "C207"),
    (Kind.TIME, "09:60", None, "C203"),
    (Kind.TIME, "0905", T("09:05"), "C207"),
    (Kind.TIME, "上午", None, "C203"),
    (Kind.TIME, D("2026-11-21"), None, "C203"),
    (Kind.TIME, "\u3000", None, None),
    (Kind.DATETIME, M("2026-11-21 09:05:30"), M("2026-11-21 09:05"), None),
    (Kind.DATETIME, D("2026-11-21"), M("2026-11-21 00:00"), None),
    (Kind.DATETIME, 46347.5, M("2026-11-21 12:00"), "C207"),
    (Kind.DATETIME, "2026-11-21 09:05", M("2026-11-21 09:05"), "C207"),
    (Kind.DATETIME, "2026-11-2 19:05", M("2026-11-02 19:05"), "C207"),
    (Kind.DATETIME, "2026-11-21T09:05:10", M("2026-11-21 09:05"), "C207"),
    (Kind.DATETIME, "2026年11月21日 9点5分", M("2026-11-21 09:05"), "C207"),
    (Kind.DATETIME, "2026/11/21", M("2026-11-21 00:00"), "C207"),
    (Kind.DATETIME, "2026-11-21 25:00", None, "C202"),
    (Kind.DATETIME, "明天 09:05", None, "C202"),
    (Kind.DATETIME, 0.5, None, "C202"),
    (Kind.DATETIME, T("09:05"), None, "C202"),
    (Kind.DATETIME, "   ", None, None),
    (Kind.INTEGER, 12, 12, None),
    (Kind.INTEGER, 12.0, 12, None),
    (Kind.INTEGER, 12.5, None, "C204"),
    (Kind.INTEGER, "12", 12, "C206"),
    (Kind.INTEGER, "\uff11\uff12", 12, "C206"),
    (Kind.INTEGER, " 1 200 ", 1200, "C206"),
    (Kind.INTEGER, "1,200", 1200, "C206"),
    (Kind.INTEGER, "12次", 12, "C214"),
    (Kind.INTEGER, "12 台", 12, "C214"),
    (Kind.INTEGER, "１２岁", 12, "C214"),
    (Kind.INTEGER, "12小时", None, "C204"),  # of a time it must be said in the header
    (Kind.INTEGER, "台", None, "C204"),
    (Kind.INTEGER, "1台2", None, "C204"),
    (Kind.INTEGER, "nan", None, "C204"),
    (Kind.INTEGER, inf, None, "C204"),
    (Kind.INTEGER, 1e300, None, "C204"),
    (Kind.INTEGER, True, None, "C204"),
    (Kind.INTEGER, D("2026-11-21"), None, "C204"),
    (Kind.INTEGER, " ", None, None),
    (Kind.NUMBER, 1.5, 1.5, None),
    (Kind.NUMBER, -2, -2, None),
    (Kind.NUMBER, "1,234.5", 1234.5, "C206"),
    (Kind.NUMBER, "\uff11\uff0e\uff15", 1.5, "C206"),
    (Kind.NUMBER, "50元", None, "C204"),
    (Kind.NUMBER, "-", None, None),
    (Kind.NUMBER, False, None, "C204"),
    (Kind.NUMBER, "\xa0", None, None),
    (Kind.PERSON, "A01", "A01", None),
    (Kind.PERSON, "\uff21\uff10\uff11", "A01", "C206"),
    (Kind.PERSON, "李明 ", "李明", "C206"),
    (Kind.PERSON, 7.0, "7", "C208"),
    (Kind.SPANS, "全天", None, "C213"),
    (Kind.SPANS, "14:00-14:00", None, "C213"),
    (Kind.SPANS, 12, None, "C213"),
    (Kind.SPANS, " ", None, None),
]


@pytest.mark.parametrize(("kind", "raw", "value", "code"), CELLS)
def test_cell(kind, raw, value, code):
    reading = read_cell(Column("列", "key", kind), raw)
    assert (reading.value, reading.code) == (value, code)
    assert type(reading.value) is type(value) or kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-11-2 19:05", "2026-11-02"),
        ("2026/11/1 10:00", "2026-11-01"),
        ("2026-1-2 13:05:00", "2026-01-02"),
        ("2026-11-2T19:05", "2026-11-02"),
    ],
)
def test_date_with_a_one_digit_day_and_a_time(raw, value):
    assert read_cell(Column("列", "key", Kind.DATE), raw).value == D(value)


@pytest.mark.parametrize("space", ["\u3000", "\xa0", "\n", "  "])
def test_moment_with_another_space(space):
    reading = read_cell(Column("列", "key", Kind.DATETIME), f"2026-11-21{space}09:05")
    assert reading.value in (M("2026-11-21 09:05"), None) and reading.code is not None


@pytest.mark.parametrize("raw", ["nan", "NaN", "1_000", "infinity", nan])
@pytest.mark.parametrize("limits", [(None, None), (0, 1000)])
def test_what_is_no_number(raw, limits):
    reading = read_cell(Column("列", "key", Kind.NUMBER, low=limits[0], high=limits[1]), raw)
    assert (reading.value, reading.code) in ((None, "C204"), (None, "C212"))


def test_seconds_are_cut_off_alike():
    seconds = 23 * 3600 + 59 * 60 + 40
    read = [read_cell(Column("列", "key", Kind.TIME), raw).value for raw in (T("23:59:40"), seconds / 86_400)]
    assert read == [T("23:59"), T("23:59")]


def test_spans_cell():
    column = Column("列", "key", Kind.SPANS)
    reading = read_cell(column, "12:00-14:00,18:00-19:00")
    assert shown(reading.value) == "12:00-14:00,18:00-19:00" and reading.code is None
    assert read_cell(column, " 12:00-14:00 ").code == "C206"
    assert shown(read_cell(column, "12\uff1a00\uff0d14\uff1a00\uff0c18:00-19:00").value) == "12:00-14:00,18:00-19:00"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("raw", "code"), [(None, None), ("", None), (BadCell("#N/A"), "C209"), (BadCell("#REF!"), "C209"),
                      (BadCell("="), "C210")]
)  # fmt: skip
def test_empty_and_bad_cells_of_every_kind(kind, raw, code):
    reading = read_cell(Column("列", "key", kind, low=1, high=2), raw, ("甲",))
    assert (reading.value, reading.code) == (None, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [(0, None, "C212"), (1, 1, None), (500, 500, None), (501, None, "C212"), ("0", None, "C212"), ("7", 7, "C206"),
     (-1, None, "C212")],
)  # fmt: skip
def test_range_is_inclusive(raw, value, code):
    reading = read_cell(Column("列", "key", Kind.INTEGER, low=1, high=500), raw)
    assert (reading.value, reading.code) == (value, code)


OPTIONS = ("接通", "微信或QQ", "好\uff08很\uff09", "再 说", "1")


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("接通", "接通", None),
        (" 接 通\u3000", "接通", "C206"),
        ("微信或\uff31\uff31", "微信或QQ", "C206"),
        ("好\uff08很\uff09", "好\uff08很\uff09", None),
        (" 好\uff08很\uff09", "好\uff08很\uff09", "C206"),
        ("再 说", "再 说", None),
        (1, "1", "C208"),
        (1.0, "1", "C208"),
        ("接", None, "C205"),
        ("接通了", None, "C205"),
        (True, None, "C205"),
        (2, None, "C205"),
    ],
)
def test_options(raw, value, code):
    reading = read_cell(Column("列", "key", Kind.CHOICE, options="o"), raw, OPTIONS)
    assert (reading.value, reading.code) == (value, code)


def test_without_options_any_text_will_do():
    assert read_cell(Column("列", "key", Kind.CHOICE), "随便").value == "随便"


raw_cells = st.one_of(
    st.none(), st.booleans(), st.text(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.from_regex(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]?\d{0,2}:?\d{0,2}", fullmatch=True),
    st.from_regex(r"\d{1,3}[:点]\d{0,3}(:\d{0,2})?", fullmatch=True), st.floats(-1, 80_000),
    st.from_regex(r"\d{1,2}:\d{2}-\d{1,2}:\d{2}", fullmatch=True), st.sampled_from([BadCell("="), BadCell("#N/A")]),
)  # fmt: skip
EXPECTED = {
    Kind.DATE: date, Kind.TIME: time, Kind.DATETIME: datetime, Kind.INTEGER: int, Kind.NUMBER: (int, float),
    Kind.SPANS: tuple,
}  # fmt: skip


@given(raw_cells, st.sampled_from(list(Kind)), st.booleans())
@example(nan, Kind.INTEGER, True)
@example(-inf, Kind.DATETIME, False)
@example("\ud800", Kind.CODE, False)
def test_reading_a_cell_never_raises(raw, kind, bounded):
    bounds = {"low": 1, "high": 500} if bounded and kind in (Kind.INTEGER, Kind.NUMBER) else {}
    reading = read_cell(Column("列", "key", kind, **bounds), raw, ("甲", "乙") if kind is Kind.CHOICE else ())
    if reading.value is None:
        empty = raw is None or (isinstance(raw, str) and says_nothing(half_width(clean(raw)).lstrip("'’‘`´")))
        assert empty or reading.code is not None
    else:
        assert isinstance(reading.value, EXPECTED.get(kind, str)) and not isinstance(reading.value, bool)
        assert reading.code in (None, "C206", "C207", "C208", "C216", "C217", "C219", "C221")
        assert not bounds or isnan(reading.value) or 1 <= reading.value <= 500
    assert isinstance(shown(raw), str)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times())
def test_written_as_text_it_reads_the_same(day, at):
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    assert read_cell(Column("", "", Kind.DATE), shown(day)).value == day
    assert read_cell(Column("", "", Kind.TIME), shown(at)).value == at
    assert read_cell(Column("", "", Kind.DATETIME), shown(datetime.combine(day, at))).value == datetime.combine(day, at)
    serial = (day - date(1899, 12, 30)).days
    assert read_cell(Column("", "", Kind.DATE), serial).value == day
    assert read_cell(Column("", "", Kind.TIME), (at.hour * 60 + at.minute) / 1440).value == at


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (BadCell("#N/A"), "#N/A"), (True, "TRUE"), (False, "FALSE"), (3.0, "3"), (3.5, "3.5"), (7, "7"),
     (D("2026-11-21"), "2026-11-21"), (M("2026-11-21 09:05:09"), "2026-11-21 09:05"), (T("09:05:09"), "09:05"),
     (("甲", "乙"), "甲,乙"), ("甲", "甲"), (nan, "nan"), (inf, "inf")],
)  # fmt: skip
def test_shown(value, expected):
    assert shown(value) == expected


@pytest.mark.parametrize("name", ["李 明", "李\u3000明", "John Smith"])
def test_a_name_with_a_space_is_found(name):
    grid = [["工号", "姓名", "角色", "状态"], ["A01", name, "业务员", "在职"]]
    people = build_people(read_table(PEOPLE, grid, "人员.xlsx", {}).rows, (), ())
    person = people.find(read_cell(Column("业务员", "agent", Kind.PERSON), name).value)
    assert person is not None and person.person_no == "A01"


@pytest.mark.parametrize(
    ("header", "raw", "value"),
    [
        ("最长通话(分钟)", "3分钟", 3),
        ("最长通话(分钟)", "3分", 3),
        ("最长通话(分钟)", "3小时", None),
        ("金额(元)", "86元", 86),
        ("金额(元)", "￥86.50", 86.5),
        ("金额(元)", "1,200 块", 1200),
        ("金额(元)", "0.5万", None),
        ("合同额(万元)", "120万元", 120),
        ("合同额(万元)", "120万", 120),
        ("合同额(万元)", "1200000元", None),
        ("产品数量", "12台", 12),
        ("产品数量", "¥12", None),
    ],
)
def test_a_number_with_the_unit_of_its_column(header, raw, value):
    reading = read_cell(Column(header, "n", Kind.NUMBER), raw)
    assert (reading.value, reading.code) == (value, "C214" if value is not None else "C204")

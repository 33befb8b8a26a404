"""Telephone cells as people fill them in."""

import pytest

from huifang.edges.known.phones import valid_phone
from huifang.tables.cells import read_cell
from huifang.tables.columns import read_column
from huifang.tables.model import Column, Kind

PHONE = Column("电话", "phone", Kind.PHONE)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("13800010001", "13800010001", None),
        ("138 0001 0001", "13800010001", "C206"),
        ("'13800010001", "13800010001", "C206"),
        ("\u202a13800010001\u202c", "13800010001", "C206"),
        ("\u200e13800010001", "13800010001", "C206"),
        ("+86 138 0001 0001", "+8613800010001", "C206"),
        ("（0571）88000001", "(0571)88000001", "C206"),
        ("0571 8800 0001", "057188000001", "C206"),
        ("0571-88000001-801", "0571-88000001-801", None),
        ("0571-88000001转801", "0571-88000001转801", None),
        ("0571-88000001 转 801", "0571-88000001转801", "C206"),
        ("0571-88000001 ext 801", "0571-88000001转801", "C206"),
        ("0571-88000001 ext. 801", "0571-88000001转801", "C206"),
        ("0571-88000001分机801", "0571-88000001转801", "C206"),
        ("0571-88000001#801", "0571-88000001转801", "C206"),
        ("13800010001(王女士)", "13800010001", "C221"),
        ("13800010001（王女士）", "13800010001", "C221"),
        ("王女士13800010001", "13800010001", "C221"),
        ("王女士：138 0001 0001", "13800010001", "C221"),
        ("手机：13800010001", "13800010001", "C206"),
        ("Tel: 0571-88000001", "0571-88000001", "C206"),
        ("13800010001/13800010002", "13800010001/13800010002", None),
        ("13800010001、13800010002", "13800010001/13800010002", "C206"),
        ("13800010001 13800010002", "13800010001/13800010002", "C206"),
        ("13800010001\n0571-88000001", "13800010001/0571-88000001", "C206"),
        ("13800010001，13800010001", "13800010001", "C206"),
        ("0571-88000001/88000002", "0571-88000001/88000002", None),
    ],
)
def test_numbers_as_people_write_them(text, value, code):
    reading = read_cell(PHONE, text)
    assert (reading.value, reading.code) == (value, code)
    assert valid_phone(text) and valid_phone(value)


@pytest.mark.parametrize(
    "text",
    ["1380000", "12345", "88000001", "1380001000113800010002", "138000100O1", "3号楼王女士13800010001",
     "13800010001/12345", "王女士", "13800010001 王女士 转801"],
)  # fmt: skip
def test_what_is_no_number_stays_to_be_asked_about(text):
    assert not valid_phone(text)
    assert read_cell(PHONE, text).value == "".join(text.split()) and not valid_phone(read_cell(PHONE, text).value)


@pytest.mark.parametrize("text", ["/", "-", "—", "无", "没有", "N/A", "--"])
def test_no_telephone(text):
    values, odd = read_column(PHONE, [text, "13800010001"], ())
    assert values == [None, "13800010001"] and not odd


@pytest.mark.parametrize("text", ["0571-88000001-801", "0571-88000001转801", "王女士13800010001"])
def test_a_number_reads_the_same_whatever_stands_around_it(text):
    alone, beside = (read_column(PHONE, raws, ())[0][0] for raws in ([text], [text, " 13800010002"]))
    assert alone == beside

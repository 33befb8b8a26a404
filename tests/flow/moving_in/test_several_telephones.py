"""Lists with several telephones of one customer: all of them come in one cell, and none is lost without a word."""

from __future__ import annotations

import pytest

from huifang.core.dialled import lines_in
from lists import plain
from office import blank_office, codes, table

NOW = "2026-11-24 17:00"


@pytest.fixture
def office(tmp_path):
    return blank_office(tmp_path)


def bring(office, headers, *rows, more=()):
    path = plain(office.outside / "名单.xlsx", headers, *rows)
    ran = office.run("import", path, "--to", "客户", *more, "--yes", now=NOW)
    return ran.data, {row["客户名称"]: row["电话"] for row in table(office.path("客户资料库.xlsx"), "客户")}


MOBILE, OTHER, LANDLINE = "13900001111", "13800002222", "0571-88000001"


@pytest.mark.parametrize(
    ("headers", "cells", "phones"),
    [
        (("手机", "座机"), (MOBILE, LANDLINE), f"{MOBILE}/{LANDLINE}"),
        (("座机", "手机"), (LANDLINE, int(MOBILE)), f"{MOBILE}/{LANDLINE}"),
        (("手机", "座机"), (None, LANDLINE), LANDLINE),
        (("电话", "手机"), ("无", MOBILE), MOBILE),
        (("联系电话1", "联系电话2"), (MOBILE, OTHER), f"{MOBILE}/{OTHER}"),
        (("联系电话", "备用电话"), (LANDLINE, MOBILE), f"{MOBILE}/{LANDLINE}"),
        (("电话(办公)", "电话(手机)"), (LANDLINE, MOBILE), f"{MOBILE}/{LANDLINE}"),
        (("手机", "座机"), (f"{MOBILE}、{OTHER}", LANDLINE), f"{MOBILE}/{OTHER}/{LANDLINE}"),
        (("手机", "座机"), (MOBILE, MOBILE), MOBILE),
    ],
)
def test_all_numbers_stand_in_the_cell_mobiles_first(office, headers, cells, phones):
    data, there = bring(office, ("客户名称", *headers, "业务员"), ("甲店", *cells, "A01"))
    assert there["甲店"] == phones and data["appended"] == 1
    assert not {"M002", "M003", "M005"} & {*codes(data["findings"])}
    assert set(headers) <= set(data["mapping"])


def test_one_that_cannot_be_dialled_is_named_and_the_others_come(office):
    data, there = bring(office, ("客户名称", "手机", "座机", "业务员"), ("甲店", MOBILE, "8800", "A01"))
    assert there["甲店"] == MOBILE
    assert [(f["cell"], "8800" in f["message"]) for f in data["findings"] if f["code"] == "M014"] == [("C2", True)]


def test_the_telephone_of_another_person_is_left_out_by_name(office):
    headers = ("客户名称", "联系人1", "电话1", "联系人2", "电话2", "业务员")
    data, there = bring(office, headers, ("甲店", "王先生", MOBILE, "李女士", OTHER, "A01"))
    assert there["甲店"] == MOBILE
    assert "E1" in [f["cell"] for f in data["findings"] if f["code"] == "M003"]


def test_what_was_told_is_all_that_is_taken(office):
    headers, row = ("客户名称", "手机", "座机", "业务员"), ("甲店", MOBILE, LANDLINE, "A01")
    data, there = bring(office, headers, row, more=("--map", "手机=电话"))
    assert there["甲店"] == MOBILE and [f["cell"] for f in data["findings"] if f["code"] == "M003"] == ["C1"]
    data, there = bring(office, headers, row, more=("--map", "手机=电话", "--map", "座机=电话"))
    assert there["甲店"] == f"{MOBILE}/{LANDLINE}"


def test_one_of_the_numbers_is_the_same_customer_and_changes_nothing(office):
    bring(office, ("客户名称", "手机", "座机", "业务员"), ("甲店", MOBILE, LANDLINE, "A01"))
    data, there = bring(office, ("客户名称", "座机", "业务员"), ("甲店", LANDLINE, "A01"))
    assert (data["appended"], data["changed"], data["unchanged"]) == (0, [], 1)
    assert lines_in(there["甲店"]) == (MOBILE, LANDLINE.replace("-", "").lstrip("0"))
    data, _ = bring(office, ("客户名称", "电话", "业务员"), ("乙店", LANDLINE, "A01"))
    assert data["appended"] == 0 and [d["value"] for d in data["duplicates"]] == [LANDLINE]

"""Headers that lack a sign, and rows that are nobody's: taken where it is clear, left out by name."""

from __future__ import annotations

import pytest

from lists import plain
from office import blank_office, codes, table
from phone_made import LISTS

NOW = "2026-11-24 17:00"
HEADERS = ("客户名称", "电话", "业务员", "客户类别")
A, B = ("甲店", "13900001111", "A01", "普通客户"), ("乙店", "13900002222", "A01", "普通客户")


@pytest.fixture
def office(tmp_path):
    return blank_office(tmp_path)


def bring(office, *rows):
    path = plain(office.outside / "名单.xlsx", *rows)
    return office.run("import", path, "--to", "客户", "--yes", now=NOW).data


def test_a_name_that_lacks_its_last_sign_is_taken_where_only_one_is_called_so(office):
    data = bring(office, ("客户名", "电话", "业务员", "客户类"), A)
    assert data["mapping"]["客户名"] == "客户名称" and data["mapping"]["客户类"] == "客户类别" and data["appended"] == 1
    two = bring(office, ("客户名", "客户名 ", "电话", "业务员"), ("丙店", "丁店", "13900003333", "A01"))
    assert two["appended"] == 0 and "客户名称" not in two["mapping"].values()


def test_headers_with_numbers_two_languages_and_two_words_are_known_by_what_they_mean(office):
    head = ("1.编号\nNo.", "2.客户名(Customer)", "类别（A/B）", "联系电话1\nTel", "电话/手机", "负责人 Sales")
    data = bring(office, head, ("KH1", "甲店", "普通客户", "13900001111", "0571-88001122", "A01"))
    assert data["mapping"] == {
        head[0]: "客户编号", head[1]: "客户名称", head[2]: "客户类别", head[3]: "电话", head[4]: "电话",
        head[5]: "业务员",
    }  # fmt: skip
    assert data["appended"] == 1 and data["new"][0]["电话"] == "13900001111/0571-88001122"
    said = office.run("import", office.outside / "名单.xlsx", "--to", "客户", "--yes", now=NOW, json_wanted=False)
    assert "  1.编号 No. → 客户编号" in said.out
    two = bring(office, ("客户名称", "电话/联系人", "业务员"), ("丙店", "13900003333", "A01"))
    assert two["appended"] == 0 and "电话/联系人" not in two["mapping"]


@pytest.mark.parametrize(
    "word", ["小计", "合计", "本页合计", "总计：2 户", "制表人：张三", "备注：以上为老客户", "注：星号为大客户"]
)
def test_sums_and_notes_are_left_out_by_name_and_the_others_come(office, word):
    data = bring(office, HEADERS, A, (word, "2"), B, (word,))
    assert data["appended"] == 2 and codes(data["findings"]) == ["M015", "M015"]
    assert [finding["cell"] for finding in data["findings"]] == ["A3", "A5"] and data["left_out"] == 2


def test_a_customer_who_is_called_so_is_a_customer(office):
    data = bring(office, HEADERS, ("合计五金店", *A[1:]))
    assert data["appended"] == 1 and "M015" not in codes(data["findings"])
    assert "合计五金店" in {row["客户名称"] for row in table(office.path("客户资料库.xlsx"), "客户")}


@pytest.mark.parametrize("ending", [".xls", ".et"])
def test_a_list_in_a_workbook_of_the_old_kind_is_read(office, ending):
    path = office.outside / f"老名单{ending}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((LISTS / "unicom.xls").read_bytes())
    told = ("--map", "对方号码=电话", "--map", "序号=客户名称", "--set", "业务员=A01")
    data = office.run("import", path, "--to", "客户", *told, "--yes", now=NOW).data
    assert data["appended"] > 0 and data["mapping"]["对方号码"] == "电话", data["findings"]
    assert {row["电话"] for row in data["new"]} <= {
        str(row["电话"]) for row in table(office.path("客户资料库.xlsx"), "客户")
    }

"""Numbers that look like one another."""

import pytest

from huifang.core.lookalikes import foreign_letters, look_alike, skeleton
from huifang.core.text import clean
from huifang.policy.people import People, Person
from huifang.tables.columns import read_column
from huifang.tables.model import Column, Kind


@pytest.mark.parametrize("other", ["a001", "А001", "АОО1", "Ａ００１", "AO01", "A00l", "α001"])
def test_what_looks_the_same_has_one_skeleton(other: str) -> None:
    assert skeleton(other) == skeleton("A001")
    assert look_alike(other, ["B001", "A001"]) == "A001"


@pytest.mark.parametrize("other", ["A010", "B001", "A0011", "业务001"])
def test_what_looks_otherwise_has_another(other: str) -> None:
    assert skeleton(other) != skeleton("A001") and look_alike(other, ["A001"]) is None


def test_of_several_the_one_of_the_same_case_is_meant() -> None:
    assert look_alike("А001", ["a001", "A001"]) == "A001"


def test_foreign_letters_are_named() -> None:
    assert (foreign_letters("А001С"), foreign_letters("A001C"), foreign_letters("店001")) == ("АС", "", "")


def test_who_is_meant_is_said() -> None:
    staff = People((Person(person_no="A001", name="张伟"),))
    assert "看起来与工号“A001”一样，里面有看起来像英文的别国字母" in staff.suggestion("А001")
    assert "看起来与工号“A001”一样，只是大小写" in staff.suggestion("a001")
    assert staff.suggestion("张玮") == "是不是“张伟”？"


def test_a_text_typed_on_a_mac_is_the_same_text() -> None:
    assert clean("Jose\u0301") == "Jos\u00e9"
    for kind in (Kind.TEXT, Kind.CODE, Kind.PERSON):
        values, _ = read_column(Column("列", "key", kind), ["Jose\u0301", "张伟"], ())
        assert values == ["Jos\u00e9", "张伟"]

"""Customers who may be one: by telephone in any spelling, or by name and address."""

import pytest

from huifang.core.phones import numbers_in, same_phone
from huifang.decisions.calls.same_customers import may_be_one
from huifang.policy.customers import ContactPerson, Customer


def customer(number, phone="", name="", address="", status="已审核", contacts=()):
    return Customer(
        customer_no=number, phone=phone, name=name or f"客户{number}", address=address, review_status=status,
        contacts=contacts,
    )  # fmt: skip


def groups(*customers):
    return [(group.what, group.numbers) for group in may_be_one(customers)]


@pytest.mark.parametrize(
    "spelling",
    [
        "138-0000-0001",
        "+86 138 0000 0001",
        "8613800000001",
        "008613800000001",
        "１３８０００００００１",
        "013800000001",
    ],
)
def test_spellings_of_one_number(spelling):
    assert same_phone("13800000001", spelling)


def test_what_is_in_a_cell():
    assert numbers_in("0571-88001234 转 801") == numbers_in("(0571)88001234-801") == ("57188001234801",)
    assert numbers_in("13800000001/13900000002") == ("13800000001", "13900000002")
    assert numbers_in("无") == numbers_in("") == ()
    assert not same_phone("", "13800000001") and not same_phone("13800000001", "13800000002")


def test_one_telephone_is_told_once():
    three = customer("K1", "13800000001"), customer("K2", "13800000001"), customer("K3", "138-0000-0001")
    assert groups(*three, customer("K4", "13800000004")) == [("电话", ("K1", "K2", "K3"))]
    (group,) = may_be_one(three)
    assert "客户K1(K1)、客户K2(K2)、客户K3(K3)" in group.finding.message and group.finding.code == "L718"


def test_one_name_and_address():
    same = customer("K1", name="东升超市", address="中山路 1 号"), customer("K2", name="东升超市 ", address="中山路1号")
    assert groups(*same) == [("名称和地址", ("K1", "K2"))]
    assert groups(customer("K1", name="东升超市"), customer("K2", name="东升超市")) == []


def test_who_is_out_of_use_or_one_customer_is_no_duplicate():
    assert groups(customer("K1", "13800000001"), customer("K2", "13800000001", status="停用")) == []
    both = tuple(ContactPerson(role=role, name=role, phone="13800000001") for role in ("前台", "客房部"))
    assert groups(customer("K1", "13800000001", contacts=both)) == []
    assert groups(customer("K1", contacts=both), customer("K2", contacts=both[:1])) == [("电话", ("K1", "K2"))]


def test_a_long_list_is_cut():
    many = [customer(f"K{number}", "13800000001") for number in range(8)]
    (group,) = may_be_one(many)
    assert "等 8 位" in group.finding.message

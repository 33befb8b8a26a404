"""What the journal says of customers of whom people were told."""

from __future__ import annotations

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class SameCustomers(StoredPart, frozen=True, kw_only=True):
    """Customers, by number, who may be one, because of ``what`` they have in common."""

    what: str
    numbers: tuple[str, ...]


class SameCustomersTold(Said, frozen=True, kw_only=True):
    """Customers of whom planning said that they may be one; it says so once."""

    KIND, FORMAT = "same-customers", Format("可能重复的客户")

    told: tuple[SameCustomers, ...]

"""Questions to the ledger, asked of lazy frames: Polars on one machine, any Narwhals backend elsewhere.

Every function takes the frame of all segments (every version of every record) or the result of another, and stays
lazy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeAlias

import narwhals as nw

from huifang.tables.options import CONNECTED, DISSATISFIED, SOLVED, UNRESOLVED

Frame: TypeAlias = nw.LazyFrame[Any]


def renumbered(segments: Frame, numbers: Mapping[str, str]) -> Frame:
    """The same with the customers' numbers as they are now, where they got others."""
    now = nw.col("customer_no")
    for old, new in numbers.items():
        now = nw.when(nw.col("customer_no") == old).then(nw.lit(new)).otherwise(now)
    return segments.with_columns(now.alias("customer_no")) if numbers else segments


def newest(segments: Frame) -> Frame:
    """The newest version of each record, withdrawn ones included."""
    last = segments.group_by("record_no").agg(nw.col("seq").max())
    return segments.join(last, on=["record_no", "seq"], how="inner")


def standing(segments: Frame) -> Frame:
    """The records that count: the newest version of each, without those taken back."""
    return newest(segments).filter(~nw.col("withdrawn"))


def within(records: Frame, from_on: date, until_on: date) -> Frame:
    """Records whose 回访日期 lies between the two days, both inclusive."""
    return records.filter((nw.col("called_on") >= from_on) & (nw.col("called_on") <= until_on))


def connections(records: Frame) -> Frame:
    """Records of calls that connected."""
    return records.filter(nw.col("result") == CONNECTED)


def grievances(records: Frame) -> Frame:
    """Connected calls in which the customer was not content, or has a problem that is not solved."""
    unhappy = nw.col("satisfaction").is_in(list(DISSATISFIED)) | (nw.col("handling") == UNRESOLVED)
    return connections(records).filter(unhappy)


def last_connections(records: Frame, before: date) -> Frame:
    """Per customer: the day and moment of the last connected call before that day (exclusive)."""
    earlier = connections(records).filter(nw.col("called_on") < before)
    return earlier.group_by("customer_no").agg(
        nw.col("called_on").max().alias("last_on"), nw.col("moment").max().alias("last_moment")
    )


def failures_since_connection(records: Frame, last: Frame) -> Frame:
    """Attempts that did not connect, after the customer's last connected call (``last``)."""
    failed = records.filter(nw.col("result") != CONNECTED).join(last, on="customer_no", how="left")
    return failed.filter(nw.col("last_moment").is_null() | (nw.col("moment") > nw.col("last_moment"))).select(
        "customer_no", "called_on", "moment", "phone", "plan_no"
    )


def since_last_connection(records: Frame, customer_nos: Collection[str]) -> Frame:
    """Of these customers: the last connected call of each, and every attempt after it."""
    mine = records.filter(nw.col("customer_no").is_in(list(customer_nos)))
    last = connections(mine).group_by("customer_no").agg(nw.col("moment").max().alias("last_moment"))
    known = mine.join(last, on="customer_no", how="left")
    return known.filter(nw.col("last_moment").is_null() | (nw.col("moment") >= nw.col("last_moment")))


def connected_numbers(records: Frame) -> Frame:
    """Per plan number that was reached: the day of its first connected call."""
    reached = connections(records).filter(nw.col("plan_no") != "")
    return reached.group_by("plan_no").agg(nw.col("called_on").min(), nw.col("moment").min())


def failures_by_number(records: Frame) -> Frame:
    """Attempts under a plan number that did not connect."""
    failed = records.filter((nw.col("result") != CONNECTED) & (nw.col("plan_no") != ""))
    return failed.select("plan_no", "called_on", "moment", "phone")


def newest_claims(records: Frame) -> Frame:
    """Per customer and agent: the number of the newest record, by the time of the call."""
    who = ["customer_no", "agent"]
    last = records.group_by(who).agg(nw.col("moment").max())
    newest_calls = records.join(last, on=[*who, "moment"], how="inner")
    return newest_calls.group_by(who).agg(nw.col("record_no").max(), nw.col("moment").max())


def problems(segments: Frame, until_on: date) -> Frame:
    """The records that stand, up to that day (inclusive), of which any version said 未解决."""
    ever = segments.filter(nw.col("handling") == UNRESOLVED).select("record_no").unique()
    so_far = standing(segments).filter(nw.col("called_on") <= until_on)
    return so_far.join(ever, on="record_no", how="semi")


def solutions(records: Frame, until_on: date) -> Frame:
    """The records up to that day (inclusive) that say 已解决, and how."""
    solved = (nw.col("handling") == SOLVED) & (nw.col("measures") != "")
    said = records.filter(solved & (nw.col("called_on") <= until_on))
    return said.select("record_no", "customer_no", "called_on", "moment")


def of_agent(records: Frame, agent: str) -> Frame:
    """One agent's records."""
    return records.filter(nw.col("agent") == agent)


def sharing(records: Frame, plan_nos: Collection[str], customer_nos: Collection[str]) -> Frame:
    """Records under one of the plan numbers, and unplanned ones of one of the customers."""
    unplanned = (nw.col("plan_no") == "") & nw.col("customer_no").is_in(list(customer_nos))
    return records.filter(nw.col("plan_no").is_in(list(plan_nos)) | unplanned)


def of_customer(records: Frame, customer_no: str) -> Frame:
    """One customer's records."""
    return records.filter(nw.col("customer_no") == customer_no)


def numbered(records: Frame, number: str) -> Frame:
    """What there is of one record, or of the records that answer a plan number."""
    return records.filter((nw.col("record_no") == number) | (nw.col("plan_no") == number))

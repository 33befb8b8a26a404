"""Questions to the ledger, asked of lazy frames: Polars on one machine, any Narwhals backend elsewhere.

Every function takes the frame of all segments (every version of every record) or the result of another, and stays
lazy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeAlias

import narwhals as nw

from huifang.tables.options import CONNECTED, DEAD_NUMBER, DISSATISFIED, REFUSED, SOLVED, UNRESOLVED

Frame: TypeAlias = nw.LazyFrame[Any]
#: What of an attempt that did not connect matters later.
ATTEMPT = ("called_on", "moment", "phone", "plan_no", "contact_role", "result", "next_contact_on", "record_no")


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


def together(records: Frame, past: Frame) -> Frame:
    """Records, and calls of before the office began."""
    columns = past.collect_schema().names()
    return nw.concat([records.select(*columns), past])


def within(records: Frame, from_on: date, until_on: date) -> Frame:
    """Records whose 回访日期 lies between the two days, both inclusive."""
    return records.filter((nw.col("called_on") >= from_on) & (nw.col("called_on") <= until_on))


def appointed_on(records: Frame, day: date) -> Frame:
    """Records in which a time on that day was agreed with the customer."""
    return records.filter(nw.col("appointed_at").dt.date() == day)


def connections(records: Frame) -> Frame:
    """Records of calls that connected."""
    return records.filter(nw.col("result") == CONNECTED)


def grievances(records: Frame) -> Frame:
    """Connected calls in which the customer was not content, with all or with what one of the questions was about, or
    has a problem that is not solved.
    """
    unhappy = nw.col("satisfaction").is_in(list(DISSATISFIED)) | (nw.col("handling") == UNRESOLVED)
    of_a_question = nw.col("answers").str.contains(f'": "(?:{"|".join(DISSATISFIED)})"')
    return connections(records).filter(unhappy | of_a_question)


def last_connections(records: Frame, before: date) -> Frame:
    """Per customer: the day and moment of the last connected call before that day (exclusive)."""
    earlier = connections(records).filter(nw.col("called_on") < before)
    return earlier.group_by("customer_no").agg(
        nw.col("called_on").max().alias("last_on"), nw.col("moment").max().alias("last_moment")
    )


def last_by_way(records: Frame, before: date) -> Frame:
    """The same per customer and way of calling: the method, and the role of whom was reached."""
    earlier = connections(records).filter(nw.col("called_on") < before)
    return earlier.group_by("customer_no", "method", "contact_role").agg(
        nw.col("called_on").max().alias("last_on"), nw.col("moment").max().alias("last_moment")
    )


def failures_by_way(records: Frame, last: Frame) -> Frame:
    """Attempts that did not connect, after the last call of the same way that did (``last``, by way)."""
    way = ["customer_no", "method", "contact_role"]
    failed = records.filter(nw.col("result") != CONNECTED).join(last, on=way, how="left")
    is_later = nw.col("last_moment").is_null() | (nw.col("moment") > nw.col("last_moment"))
    return failed.filter(is_later).select("customer_no", "method", *ATTEMPT)


def failures_since_connection(records: Frame, last: Frame) -> Frame:
    """Attempts that did not connect, after the customer's last connected call (``last``)."""
    failed = records.filter(nw.col("result") != CONNECTED).join(last, on="customer_no", how="left")
    return failed.filter(nw.col("last_moment").is_null() | (nw.col("moment") > nw.col("last_moment"))).select(
        "customer_no", *ATTEMPT
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
    return failed.select(*ATTEMPT)


def agreed_days(records: Frame, since: date) -> Frame:
    """The records in which a day was agreed on which to call again, but for those answered before the day ``since``.

    ``kept_on`` is the day of the call that answered it (null: none has). A day agreed in a call that connected is
    answered by a connected call from the day before on, or in which another day was agreed. One agreed in a call that
    did not connect is answered by any that connects later, and by a further attempt from that day on, or in which
    another day was agreed. Contacts of different roles do not answer for each other.
    """
    given = records.filter(~nw.col("next_contact_on").is_null())
    calls = records.select(
        "customer_no",
        nw.col("contact_role").alias("by_role"),
        nw.col("plan_no").alias("by_plan"),
        nw.col("called_on").alias("kept_on"),
        nw.col("moment").alias("kept_at"),
        nw.col("result").alias("with_result"),
        nw.col("next_contact_on").alias("agreed_again"),
    )
    who = ["customer_no", "contact_role"]
    before = calls.filter((nw.col("kept_on") < since) & (nw.col("with_result") == CONNECTED))
    last = before.group_by("customer_no", "by_role").agg(nw.col("kept_on").max(), nw.col("kept_at").max())
    over = given.join(last.rename({"by_role": "contact_role"}), on=who, how="inner").filter(_reached_again())
    asked = given.join(over.select("record_no"), on="record_no", how="anti")  # few: of these every call is looked at
    later = asked.join(calls, on="customer_no", how="inner").filter(_same_contact())
    kept = later.filter(_answers()).group_by("record_no").agg(nw.col("kept_on").min())
    result = asked.join(kept, on="record_no", how="left")
    return result.filter(nw.col("kept_on").is_null() | (nw.col("kept_on") >= since))


def _reached_again() -> nw.Expr:
    """Whether the connected call of ``kept_on`` answers the day that was agreed in the record it is joined to."""
    in_time = nw.col("kept_on") >= nw.col("next_contact_on").dt.offset_by("-1d")
    return (nw.col("kept_at") > nw.col("moment")) & (in_time | (nw.col("result") != CONNECTED))


def _answers() -> nw.Expr:
    """Whether the call of ``kept_on`` does, whatever came of it."""
    is_later, again = nw.col("kept_at") > nw.col("moment"), ~nw.col("agreed_again").is_null()
    connected = (nw.col("with_result") == CONNECTED) & (_reached_again() | again)
    same_call = (nw.col("by_plan") == nw.col("plan_no")) | (nw.col("by_plan") == "") | (nw.col("plan_no") == "")
    tried = (nw.col("result") != CONNECTED) & same_call & (again | (nw.col("kept_on") >= nw.col("next_contact_on")))
    return is_later & (connected | tried)


def _same_contact() -> nw.Expr:
    """Whether both calls were to one contact, as far as the roles say; without a role it may have been any."""
    of_one = nw.col("by_role") == nw.col("contact_role")
    return of_one | (nw.col("by_role") == "") | (nw.col("contact_role") == "")


def ended_attempts(records: Frame) -> Frame:
    """Calls after which nobody is to call again before somebody has decided (拒访, 空号, 停机): those after which the
    contact was not reached any more.
    """
    ended = records.filter(nw.col("result").is_in([REFUSED, *DEAD_NUMBER]))
    reached = connections(records).select(
        "customer_no",
        nw.col("contact_role").alias("by_role"),
        nw.col("moment").alias("kept_at"),
        nw.col("phone").alias("by_phone"),
    )
    later = ended.join(reached, on="customer_no", how="inner").filter(nw.col("kept_at") > nw.col("moment"))
    same_number = nw.col("phone") == nw.col("by_phone")
    over = later.filter(nw.when(nw.col("result") == REFUSED).then(_same_contact()).otherwise(same_number))
    return ended.join(over.select("record_no"), on="record_no", how="anti").select("customer_no", *ATTEMPT)


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


def of_submission(records: Frame, number: str) -> Frame:
    """The records that one sheet brought."""
    return records.filter(nw.col("submission") == number)


def numbered(records: Frame, number: str) -> Frame:
    """What there is of one record, or of the records that answer a plan number."""
    return records.filter((nw.col("record_no") == number) | (nw.col("plan_no") == number))

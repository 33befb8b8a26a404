"""Calls as they were issued to agents; journaled, so they never change afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class IssuedCall:
    """One call of a batch.

    ``plan_no`` names the obligation and keeps it for ever. ``from_on`` to ``due_on`` is its window, both inclusive;
    ``base_on`` the day it counts from, a connected call's when ``base_is_call``. ``basis`` says it in words.
    """

    plan_no: str
    customer_no: str
    customer_name: str
    contact_role: str
    contact: str
    phone: str
    agent: str
    owner: str
    rule: str
    method: str
    reason_to_call: str
    message: str
    from_on: date
    due_on: date
    planned_on: date
    base_on: date
    base_is_call: bool
    basis: str
    covers: tuple[str, ...]
    period: str
    book: str

    def as_json(self) -> dict[str, Any]:
        """Plain values for the journal."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}


_DATES = frozenset({"from_on", "due_on", "planned_on", "base_on"})


def issued_from_json(data: Mapping[str, Any]) -> IssuedCall:
    """The call as the journal keeps it."""
    values = {f.name: data[f.name] for f in fields(IssuedCall)}
    for key in _DATES:
        values[key] = date.fromisoformat(values[key])
    values["covers"] = tuple(values["covers"])
    return IssuedCall(**values)


def book_digest(office_id: str, agent: str, period: str, calls: Iterable[IssuedCall]) -> str:
    """The fingerprint of what one workbook was issued with: it stands in the workbook and in the journal."""
    body = [office_id, agent, period, *(call.as_json() for call in calls)]
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

"""Sealed frames and drawn customers as the journal keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from msgspec import to_builtins

from huifang.ledger.formats import StoredPart


@dataclass(frozen=True, slots=True)
class SealedFrame:
    """The frame of one period, stored at ``path``; ``versions`` are the registers (by hash) that it was made from, and
    ``seq`` the entry of the journal that sealed it.
    """

    period: str
    sha256: str
    path: str
    versions: Mapping[str, str]
    at: datetime
    seq: int


class DrawnCustomer(StoredPart, frozen=True, kw_only=True):
    """One customer of an agent's list at its place: ``order`` counts from 1 per agent, reserves included.

    ``record_no`` is the customer's newest record of the period when the frame was sealed (None: there was none).
    """

    agent: str
    order: int
    customer_no: str
    record_no: str | None
    ticket: str


class DrawnSheet(StoredPart, frozen=True, kw_only=True):
    """The workbook that an agent's part of a draw was written to, with the fingerprint that stands in it."""

    file: str
    agent: str
    digest: str


def sheet_digest(office_id: str, period: str, draw: int, agent: str, customers: Iterable[DrawnCustomer]) -> str:
    """The fingerprint of what one agent's sheet was made with: it stands in the workbook and in the journal."""
    body = [office_id, period, draw, agent, *map(to_builtins, customers)]
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def check_no(period: str, draw: int, drawn: DrawnCustomer) -> str:
    """The name of one row, unique within the office: period, agent, place, and the draw from the second on."""
    again = f"-第{draw}次" if draw > 1 else ""
    return f"{period}-{drawn.agent}-{drawn.order:02d}{again}"

"""Sealed frames and draws as the journal keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class SealedFrame:
    """The frame of one period, stored at ``path``; ``versions`` are the registers (by hash) that it was made from."""

    period: str
    sha256: str
    path: str
    versions: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class DrawnCustomer:
    """One customer of an agent's list at its place: ``order`` counts from 1 per agent, reserves included.

    ``record_no`` is the customer's newest record of the period when the frame was sealed (None: there was none).
    """

    agent: str
    order: int
    customer_no: str
    record_no: str | None
    ticket: str


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """The workbook that an agent's part of a draw was written to, with the fingerprint that stands in it."""

    file: str
    agent: str
    digest: str


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw; ``number`` counts from 1 within its period. ``chosen`` are to be called, ``reserve`` where needed.

    ``sealed_before``: an earlier run had sealed the frame before this seed was given.
    """

    period: str
    number: int
    seed: str
    frame_sha256: str
    sealed_before: bool
    chosen: tuple[DrawnCustomer, ...]
    reserve: tuple[DrawnCustomer, ...]
    sheets: tuple[DrawnSheet, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The workbooks of the draw."""
        return tuple(sheet.file for sheet in self.sheets)

    def as_json(self) -> dict[str, Any]:
        """Plain values for the journal."""
        return {
            "period": self.period,
            "number": self.number,
            "seed": self.seed,
            "frame_sha256": self.frame_sha256,
            "sealed_before": self.sealed_before,
            "draws": [asdict(customer) for customer in self.chosen],
            "reserve": [asdict(customer) for customer in self.reserve],
            "sheets": [asdict(sheet) for sheet in self.sheets],
        }


def draw_from_json(data: Mapping[str, Any]) -> Draw:
    """The draw as the journal keeps it."""
    return Draw(
        data["period"], data["number"], data["seed"], data["frame_sha256"], data["sealed_before"],
        tuple(DrawnCustomer(**customer) for customer in data["draws"]),
        tuple(DrawnCustomer(**customer) for customer in data["reserve"]),
        tuple(DrawnSheet(**sheet) for sheet in data["sheets"]),
    )  # fmt: skip


def sheet_digest(office_id: str, period: str, draw: int, agent: str, customers: Iterable[DrawnCustomer]) -> str:
    """The fingerprint of what one agent's sheet was made with: it stands in the workbook and in the journal."""
    body = [office_id, period, draw, agent, *(asdict(customer) for customer in customers)]
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

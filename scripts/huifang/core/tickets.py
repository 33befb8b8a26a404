"""Tickets: an order that anybody can recompute with a hash tool."""

from __future__ import annotations

from hashlib import sha256


def ticket(seed: str, agent_no: str, customer_no: str) -> str:
    """Lower-case hex SHA-256 of the UTF-8 text ``seed|工号|客户编号``; the smallest ticket comes first."""
    return sha256(f"{seed}|{agent_no}|{customer_no}".encode()).hexdigest()

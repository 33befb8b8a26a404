"""Tickets: an order that anybody can recompute with a hash tool."""

from __future__ import annotations

from hashlib import sha256

MAX_SEED_LENGTH = 100


def ticket_text(seed: str, agent_no: str, customer_no: str) -> str:
    """What a ticket is the hash of."""
    return f"{seed}|{agent_no}|{customer_no}"


def ticket(seed: str, agent_no: str, customer_no: str) -> str:
    """Lower-case hex SHA-256 of the UTF-8 text ``seed|工号|客户编号``; the smallest ticket comes first."""
    return sha256(ticket_text(seed, agent_no, customer_no).encode()).hexdigest()


def can_be_read_out(seed: str) -> bool:
    """Whether a seed can be told to others and typed again: nothing invisible in it, no space at its ends."""
    return 0 < len(seed) <= MAX_SEED_LENGTH and seed.isprintable() and seed == seed.strip()

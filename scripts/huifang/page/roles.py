"""Whose page it is."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """The supervisor runs the office; the auditor answers to the boss alone, and neither sees what is the other's."""

    SUPERVISOR = "主管"
    AUDITOR = "监督岗"

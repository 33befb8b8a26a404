"""Which register workbooks an office uses: those of its regulation, and those that 基本/另用登记表 lists besides."""

from __future__ import annotations

from collections.abc import Callable

from huifang.edges.known.presets import workbooks_of
from huifang.policy.model import Policy
from huifang.tables.declared.registers import BORN_LATER, FURTHER


def registers_used(preset: str, policy: Policy, is_there: Callable[[str], bool]) -> tuple[str, ...]:
    """The workbooks in use: what is listed, and that of tasks, counts from when it was made, or put there."""
    own = tuple(name for name in workbooks_of(preset) if name not in BORN_LATER)
    later = (name for name in BORN_LATER if policy.tasks and is_there(name))
    return (*own, *later, *(name for name in policy.further_registers if name not in own and is_there(name)))


def registers_to_make(preset: str, policy: Policy, is_there: Callable[[str], bool]) -> tuple[str, ...]:
    """Those that are listed, and that nobody made yet."""
    return tuple(name for name in policy.further_registers if name not in workbooks_of(preset) and not is_there(name))


def registers_not_used(preset: str, policy: Policy, is_there: Callable[[str], bool]) -> tuple[str, ...]:
    """Those that lie there although the office does not use them, or does so no more."""
    used = {*workbooks_of(preset), *policy.further_registers}
    return tuple(name for name in FURTHER if name not in used and is_there(name))

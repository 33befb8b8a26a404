"""What cannot be read, said so that the sender knows what to do."""

from __future__ import annotations

from huifang.core.reasons import Refusal


class Unreadable(Refusal):
    """The file cannot be read as a workbook."""


class NotTakenOut(Unreadable):
    """A member that cannot be taken out of its mail or archive."""

"""What the journal says of the auditor's sheets that came back, and of those that were handed out besides."""

from __future__ import annotations

from datetime import date, datetime

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said
from huifang.ledger.spot_checks import DrawnCustomer, DrawnSheet


class CheckedRow(StoredPart, frozen=True, kw_only=True):
    """What the auditor heard from one customer: the row of a sheet under its 抽查编号, and the place of the customer
    among the agent's tickets. ``checked_by`` is the 工号 of who rang.
    """

    check_no: str
    order: int
    customer_no: str
    row: int
    sheet: str
    reached: str
    answered_by: str = ""
    was_called: str = ""
    called_on: date | None = None
    satisfaction: str = ""
    solved: str = ""
    words: str = ""
    checked_by: str
    checked_at: datetime

    @property
    def says(self) -> tuple[object, ...]:
        """What it says, wherever it stands."""
        return (
            self.reached, self.answered_by, self.was_called, self.called_on, self.satisfaction, self.solved, self.words,
            self.checked_by, self.checked_at,
        )  # fmt: skip


class ChecksEntered(Said, frozen=True, kw_only=True):
    """Rows of one auditor's sheet; one that was entered before and is here again says it otherwise: the later counts.

    ``strangers`` are the customers on it who were never drawn, as they stand there.
    """

    KIND, FORMAT = "checks", Format("抽查结果")

    period: str
    agent: str
    draw: int
    file: str
    sha256: str
    path: str
    rows: tuple[CheckedRow, ...]
    strangers: tuple[str, ...] = ()
    errors: int = 0


class DrawExtended(Said, frozen=True, kw_only=True):
    """A further sheet with the next customers of the same draw, in the order of their tickets."""

    KIND, FORMAT = "draw-more", Format("续抽")

    period: str
    draw: int
    sheet: DrawnSheet
    chosen: tuple[DrawnCustomer, ...]
    reserve: tuple[DrawnCustomer, ...] = ()


ABOUT_CHECKS: tuple[type[Said], ...] = (ChecksEntered, DrawExtended)

"""What the journal says of printed forms that came back filled in and went into registers."""

from __future__ import annotations

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class EnteredRow(StoredPart, frozen=True, kw_only=True):
    """The row of a register that a page of a form was about, and the columns (by key) that stand there as the page
    says; ``added``: the row was new. What stands in them is told by the archived form.
    """

    number: str
    keys: tuple[str, ...]
    added: bool = False


class FormEntered(Said, frozen=True, kw_only=True):
    """A filled form whose answers are in the register ``table``; ``by`` confirmed it, where somebody decides there.

    With ``errors``, or ``waiting`` answers that nobody confirmed yet, a part of it is not.
    """

    KIND, FORMAT = "form", Format("填回的表")

    form: str
    table: str
    file: str
    sha256: str
    path: str
    rows: tuple[EnteredRow, ...]
    errors: int = 0
    waiting: int = 0
    by: str = ""

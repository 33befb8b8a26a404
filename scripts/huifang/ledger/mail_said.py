"""What the journal's entries say of mails. No address stands in them, only digests: the journal is for everybody."""

from __future__ import annotations

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class MailStarted(Said, frozen=True, kw_only=True):
    """A mail is about to be handed to the server: which draft, of which kind (empty: a person's own), with which hash.

    ``receivers`` are the digests of the addresses that it goes to this time; where the office's own is among them, it
    can be looked for in its mailbox.
    """

    KIND, FORMAT = "mail-started", Format("开始发出的信")

    file: str
    kind: str
    message_id: str
    sha256: str
    receivers: tuple[str, ...]


class RefusedReceiver(StoredPart, frozen=True, kw_only=True):
    """A receiver that the server did not take: with which code, and in which words."""

    receiver: str
    code: int
    answer: str

    @property
    def is_for_now(self) -> bool:
        """Whether the server asks to try again later."""
        return self.code < 500


class MailEnded(Said, frozen=True, kw_only=True):
    """What the server said of a mail: who has it, who does not. Without one, nobody knows what became of it.

    ``goes_on``: these receivers were refused before the content was handed over, which followed. ``found``: it was
    found in the mailbox, and so must have been delivered.
    """

    KIND, FORMAT = "mail-ended", Format("发出的信")

    message_id: str
    delivered: tuple[str, ...]
    refused: tuple[RefusedReceiver, ...]
    answer: str
    goes_on: bool = False
    found: bool = False


#: All that is said of mails.
ABOUT_MAILS: tuple[type[Said], ...] = (MailStarted, MailEnded)

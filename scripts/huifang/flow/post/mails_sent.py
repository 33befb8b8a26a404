"""What sending did: which mails the server took, which stay and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from huifang.core.reasons import Reason
from huifang.flow.post.mail_waiting import KeptMail


@dataclass(frozen=True)
class SentOut:
    """A mail that the server took: which draft, for which addresses."""

    file: str
    to: tuple[str, ...]
    message_id: str


@dataclass(frozen=True)
class DoubtfulAddress:
    """A receiver of one of the drafts whose last mail came back: which draft, who, why."""

    file: str
    to: str
    reason: Reason


@dataclass
class MailsSent:
    """What went out, what did not and why; ``trouble`` is why nothing more went out (None: all had its turn).

    ``doubtful`` are the receivers from whom mails came back lately, whether theirs went out or not.
    """

    sent: list[SentOut] = field(default_factory=list)
    kept: list[KeptMail] = field(default_factory=list)
    doubtful: list[DoubtfulAddress] = field(default_factory=list)
    trouble: Reason | None = None

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to be done."""
        return self.trouble is None and all(one.reason.code == "Y927" for one in self.kept)

    def as_json(self) -> dict[str, Any]:
        """The keys that ``--json`` promises."""
        kept = [
            {"file": one.file, **one.reason.as_json(), "advice": one.reason.advice,
             "retry": f"{one.retry:%Y-%m-%d %H:%M}" if one.retry else None}
            for one in self.kept
        ]  # fmt: skip
        sent = [{"file": one.file, "to": [*one.to], "message_id": one.message_id} for one in self.sent]
        trouble = self.trouble.as_json() if self.trouble else None
        doubtful = [{"file": one.file, "to": one.to, **one.reason.as_json()} for one in self.doubtful]
        return {"sent": sent, "kept": kept, "doubtful": doubtful, "trouble": trouble}

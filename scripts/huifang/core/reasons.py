"""Why something was refused: a reason of the catalogue, and the exception that carries it to whoever tells of it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file, a correction, a setting or a change was refused, and what to do (empty: whoever tells it says that).

    ``text`` has no full stop, so that it can stand within a sentence; ``advice`` is a sentence of its own.
    """

    code: str
    text: str
    advice: str

    @property
    def sentence(self) -> str:
        """Reason and advice, as they are said where nothing else is."""
        return f"{self.text}。{self.advice}"

    def as_json(self) -> dict[str, str]:
        """The keys that ``--json`` promises wherever it says why."""
        return {"reason": self.text, "reason_code": self.code}

    def after(self, said: str) -> Reason:
        """The same reason with words before it: which file it was, or what was not done."""
        return replace(self, text=said + self.text)


class Refusal(Exception):
    """Something cannot be done, for a reason that people are told."""

    def __init__(self, reason: Reason, *more: object) -> None:
        super().__init__(reason, *more)  # all that a subclass takes, so that it survives being sent between processes
        self.reason = reason

    def __str__(self) -> str:
        return self.reason.sentence

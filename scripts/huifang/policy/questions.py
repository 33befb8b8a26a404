"""The questions that are asked in a call, each a column of 回访记录."""

from __future__ import annotations

from dataclasses import dataclass

from huifang.tables.model import Kind

#: How columns of the office's own are called in code, with their header behind it: no column of the house, no question.
OWN_KEY = "列."


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked when a call connects; its text is the column's header. A column of the office's own is one, too:
    then its number is its name in code, and its form the type of its cells.
    """

    question_no: str
    rules: tuple[str, ...]
    text: str
    form: str
    choices: tuple[str, ...]
    mandatory: bool

    @property
    def is_own(self) -> bool:
        """Whether it is a column of 列: nothing that the customer is asked."""
        return self.question_no.startswith(OWN_KEY)

    @property
    def kind(self) -> Kind:
        """The type of its cells, where they are not chosen."""
        return Kind(self.form) if self.is_own else Kind.TEXT

    @property
    def key(self) -> str:
        """The name of its column in code: no column of the house is called like that."""
        return self.question_no if self.is_own else f"问卷.{self.question_no}"

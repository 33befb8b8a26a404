"""批示单: what stands on a card, and what may be decided."""

from collections.abc import Mapping

#: The name of the sheet and of the form.
SHEET = "批示单"
AGREE, REFUSE, OTHERWISE, DROP = "同意", "不同意", "另行处理", "不再处理"
CHOICES = (AGREE, REFUSE, OTHERWISE, DROP)
#: Whether the customer is told of it first.
TELL_BACK = ("要", "不要")
#: What stands in front of each cell, by what the cell says.
LABELS: Mapping[str, str] = {
    "said": "客户说", "proposal": "建议", "came": "经过", "decision": "批示", "carrier": "由谁办", "until_on": "限期",
    "tell_back": "回告客户", "decided_by": "批示人",
}  # fmt: skip
#: Behind this word stands the record's number, in the cell of 经过.
NUMBERED = "编号"
NO_DOCUMENT = "（没有写明文件，请先补）"


def decision_text(choice: str, words: str) -> str:
    """A decision as the ledger keeps it: the choice, and what was written to it."""
    return f"{choice}，{words}" if words else choice

"""What a run leaves behind for people: one line in 日志."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huifang.flow.run_steps import Step

#: A line names so much of a step.
_LONGEST = 120
_HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


def told_in_a_line(steps: Sequence[Step]) -> str:
    """What the steps did, the first sentence of each, and what needs somebody."""
    said = [_first_sentence(step.text) for step in steps]
    why = [step.why for step in steps if step.why]
    return "；".join(said) + (f"。需要处理：{'；'.join(why)}" if why else "") + "。"


def _first_sentence(text: str) -> str:
    sentence = _HASH.sub(r"\1", text).partition("。")[0].partition("\n")[0]
    return sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 1]}…"

"""The occasions of 通知: all that a run writes letters about."""

from __future__ import annotations

from huifang.flow.aftermath.passing_on import HEARD
from huifang.flow.complaints.telling import MAJOR_ONES, NEAR
from huifang.flow.post.letters import Occasion

#: Before reports are made: when a major complaint was reported stands in them.
FIRST: tuple[Occasion, ...] = (MAJOR_ONES,)
#: After all that a run does.
AFTERWARDS: tuple[Occasion, ...] = (NEAR,)
#: Every occasion of the sheet.
OCCASIONS: tuple[Occasion, ...] = (*FIRST, HEARD, *AFTERWARDS)

"""Drafts that are not to be sent any more, and are moved out of the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from huifang.edges.store.outbox import lapsed
from huifang.flow.office.desk import Desk
from huifang.flow.post.drafts import lying, same_letter
from huifang.flow.post.letters import Occasion


def put_aside(desk: Desk, occasions: Iterable[Occasion]) -> list[str]:
    """Move the drafts that still lie in 发件箱 and are not to be sent: those whose matters stand no longer, and those
    whose place a later one took. One that was handed to the server may have been taken, and stays. Their new paths.
    """
    lie = lying(desk.office)
    moved = []
    for occasion in occasions:
        drafts = {
            path: {*keys}
            for path, (name, keys) in desk.state.letters.drafts.items()
            if name == occasion.name and PurePosixPath(path).name in lie
        }
        over = {path for path, keys in drafts.items() if any(_takes_its_place(drafts, path, keys, o) for o in drafts)}
        if drafts and occasion.lapses and occasion.find:
            notices = occasion.notices(desk.present.policy)
            standing = {matter.key for notice in notices for matter in occasion.find(desk, notice)}
            over |= {path for path, keys in drafts.items() if not standing & keys}
        moved += [lapsed(desk.office, path) for path in drafts if path in over and not desk.state.mails.is_open(path)]
    return [path for path in moved if path]


def _takes_its_place(drafts: Mapping[str, set[str]], path: str, keys: set[str], other: str) -> bool:
    return same_letter(path, other) and keys < drafts[other]

"""A first start that is under way: at which step it is, and what was typed so far.

Until there is an office it is kept by the process; then it lies in the office's caches, so that whoever leaves in the
middle goes on where it was left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from huifang.edges.store.caches import FOLDER as CACHES
from huifang.page.frame import Screen

#: The steps with what each asks, in their order.
STEPS = {
    "unit": "单位叫什么",
    "policy": "执行哪个制度",
    "people": "谁来做",
    "customers": "客户名单",
    "past": "过去的回访",
    "plan": "第一份计划",
}
#: Those that are asked in an office that was made.
IN_OFFICE = ("people", "customers", "past", "plan")
_FILE = f"{CACHES}/first-start.json"
_AT = "at"


def typed_at(page: Screen, step: str) -> Mapping[str, str]:
    """What was typed at that step, by field."""
    return _read(page).get(step, {})


def keep(page: Screen, step: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed at that step.

    Raises:
        OSError: it cannot be written.
    """
    _write(page, {**_read(page), step: dict(typed)})


def step_now(page: Screen) -> str:
    """The step that is next; empty where no first start is under way."""
    default = "" if page.office else "unit"
    return next(iter(_read(page).get(_AT, {})), default)


def go_to(page: Screen, step: str) -> None:
    """Go on at that step.

    Raises:
        OSError: it cannot be written.
    """
    _write(page, {**_read(page), _AT: {step: ""}})


def end(page: Screen) -> None:
    """It is done, or not wanted any more."""
    page.begun.clear()
    if page.office is not None:
        _path(page).unlink(missing_ok=True)


def _path(page: Screen) -> Path:
    assert page.office is not None
    return page.office.path(_FILE)


def _read(page: Screen) -> Mapping[str, dict[str, str]]:
    if page.office is None:
        return page.begun
    with suppress(OSError, ValueError):
        known = json.loads(_path(page).read_bytes())
        if isinstance(known, dict) and all(isinstance(one, dict) for one in known.values()):
            return known
    return {}


def _write(page: Screen, known: Mapping[str, dict[str, str]]) -> None:
    if page.office is None:
        page.begun.clear()
        page.begun.update(known)
        return
    path = _path(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)

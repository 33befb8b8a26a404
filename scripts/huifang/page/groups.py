"""In which group a command is shown, by the help as by the page; a group without commands is not shown."""

from __future__ import annotations

from collections.abc import Iterator

#: The groups and their commands, each in the order of the work.
GROUPS = {
    "每天": ("page", "run", "today", "collect", "check", "live", "complaints", "explain"),
    "有时": (
        "policies",
        "policy",
        "draft",
        "init",
        "import",
        "plan",
        "report",
        "correct",
        "handover",
        "form",
        "mail",
        "backup",
        "restore",
        "resume",
        "pack-windows",
        "demo",
    ),
    "审核": ("spotcheck", "verify"),
    "总部": (),
}


def shown_groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The groups that have commands."""
    return ((group, commands) for group, commands in GROUPS.items() if commands)


def group_of(command: str) -> str:
    """The group that lists ``command``."""
    return next(group for group, commands in GROUPS.items() if command in commands)

"""This program run once more, as a process of its own: what a command says, from the command itself."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OwnRun:
    """What a command said: its exit code, and the JSON object (empty where there is none)."""

    code: int
    body: dict[str, Any]
    words: str


def run_itself(*arguments: str, seconds: int) -> OwnRun:
    """Run the command with ``--json``, for so many seconds at most.

    Raises:
        OSError: it cannot be started, or took longer.
    """
    words = [sys.executable, "-X", "utf8", "-m", "huifang", "--json", *arguments]
    try:
        done = subprocess.run(
            words, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False, encoding="utf-8",
            errors="replace", creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{seconds} 秒里没有做完") from error
    try:
        body = json.loads(done.stdout or "{}")
    except ValueError:
        body = {}
    return OwnRun(done.returncode, body, done.stderr)

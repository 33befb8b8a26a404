"""This program run once more, as a process of its own: what a command says, from the command itself."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def run_itself(*arguments: str, seconds: int) -> dict[str, Any]:
    """The JSON object that the command prints, run for so many seconds at most; empty where it prints none.

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
        body = json.loads(done.stdout)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}

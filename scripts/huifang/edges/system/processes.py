"""This program once more, as a process of its own: waited for, or left to go on when the one that started it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

#: On Windows: no window of its own, and nothing that reaches the window of who started it.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_OWN_WINDOW = getattr(subprocess, "CREATE_NEW_CONSOLE", 0)
_APART = _NO_WINDOW | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def this_python(*words: str) -> tuple[str, ...]:
    """The command line of the running interpreter with these words."""
    return sys.executable, "-X", "utf8", *words


def run_itself(*arguments: str, seconds: int) -> dict[str, Any]:
    """The JSON object that the command prints, run for so many seconds at most; empty where it prints none.

    Raises:
        OSError: it cannot be started, or took longer.
    """
    try:
        done = subprocess.run(
            this_python("-m", "huifang", "--json", *arguments), capture_output=True, stdin=subprocess.DEVNULL,
            timeout=seconds, check=False, encoding="utf-8", errors="replace", creationflags=_NO_WINDOW,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{seconds} 秒里没有做完") from error
    try:
        body = json.loads(done.stdout)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def start_apart(words: Sequence[str], *, said: Path, body: Path, told: bytes = b"") -> int:
    """Start a process with these words as its command line, in a session of its own; its number.

    What it says for people goes to ``said``, its standard output to ``body``; ``told`` is its whole input.

    Raises:
        OSError: it cannot be started.
    """
    with said.open("wb") as errors, body.open("wb") as output:
        process = subprocess.Popen(
            list(words),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=errors,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
            start_new_session=sys.platform != "win32",
            creationflags=_APART,
        )
    Thread(target=process.communicate, args=(told,), daemon=True).start()  # and nothing is left of it when it ends
    return process.pid


def start_in_window(words: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process that goes on until somebody closes its window; where programs have none of their own, until the
    computer ends it, and what it says goes to the ``log``.

    Raises:
        OSError: it cannot be started.
    """
    if sys.platform == "win32":
        return subprocess.Popen(list(words), creationflags=_OWN_WINDOW)
    with log.open("wb") as said:
        return subprocess.Popen(
            list(words), stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip

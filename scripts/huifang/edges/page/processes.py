"""Processes of their own: they go on when the one that started them ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread


def start_apart(words: Sequence[str], *, said: Path, body: Path, told: bytes = b"") -> int:
    """Start a process with these words as its command line, in a session of its own; its number.

    What it says for people goes to ``said``, its standard output to ``body``; ``told`` is its whole input.

    Raises:
        OSError: it cannot be started.
    """
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    with said.open("wb") as errors, body.open("wb") as output:
        process = subprocess.Popen(
            list(words),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=errors,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
            start_new_session=sys.platform != "win32",
            creationflags=flags,
        )
    Thread(target=process.communicate, args=(told,), daemon=True).start()  # and nothing is left of it when it ends
    return process.pid


def this_python(*words: str) -> tuple[str, ...]:
    """The command line of the running interpreter with these words."""
    return (sys.executable, "-X", "utf8", *words)

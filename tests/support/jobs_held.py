"""Jobs of 回访台, held while they run: a job that lasts as long as a test wants."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huifang.page.jobs import CODE, JOB, JOBS

PATIENCE_SECONDS = 60


def jobs(office: Path) -> list[Path]:
    """The folders of the office's jobs, the oldest first."""
    return sorted((office / JOBS).glob(f"*/{JOB}"), key=lambda path: path.stat().st_mtime_ns)


def order(job: Path) -> dict[str, Any]:
    """What is kept of a job."""
    return dict(json.loads(job.read_bytes()))


@contextmanager
def held(office: Path) -> Iterator[Path]:
    """The newest job, which goes on when the block ends."""
    job = jobs(office)[-1]
    assert not (job.parent / CODE).exists(), "it has ended already"
    number = int(order(job)["pid"])
    os.kill(number, signal.SIGSTOP)
    try:
        yield job.parent
    finally:
        os.kill(number, signal.SIGCONT)


def ended(job: Path) -> int:
    """The exit code of a job, when it has ended."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (job / CODE).exists():
        assert time.monotonic() < until, (job / "said.txt").read_text(encoding="utf-8")
        time.sleep(0.05)
    return int((job / CODE).read_text())

"""回访台 as its users start it: a process of its own, which prints the address under which it is to be opened."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from office import TestOffice

PATIENCE_SECONDS = 60


class PageServed:
    """``huifang page`` in a folder, which is an office or is going to have one."""

    def __init__(self, folder: Path, now: str, *options: str) -> None:
        words = [sys.executable, "-X", "utf8", "-m", "huifang", "-C", str(folder), "--now", now, "page", *options]
        nowhere = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.process = subprocess.Popen(
            words, env=nowhere, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, text=True,
            encoding="utf-8",
        )  # fmt: skip
        self.said: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = self._wait_for_address()
        self.origin = self.address.partition("/?")[0]

    def stop(self) -> None:
        """As Ctrl+C does; jobs go on."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """As when the window is closed by force; jobs go on."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        if self.process.stdout:
            self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)

    def _wait_for_address(self) -> str:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", "".join(self.said)):
                return found[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        self.kill()
        raise AssertionError(f"huifang page gave no address: {''.join(self.said)}")


@contextmanager
def serving(folder: Path | TestOffice, now: str, *options: str) -> Iterator[PageServed]:
    """``huifang page``, until the block ends."""
    served = PageServed(folder.root if isinstance(folder, TestOffice) else folder, now, *options)
    try:
        yield served
    finally:
        served.stop()

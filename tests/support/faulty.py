"""The system refuses one call of a command, or the command ends at it: ``faults.c``, built and preloaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from errno import EACCES, EIO, ENOSPC
from pathlib import Path

from tools import require_tool

SOURCE = Path(__file__).with_name("faults.c")
#: What may happen at a call, by what it is called here; see ``faults.c``.
HOW = {"refused": str(EACCES), "full": str(ENOSPC), "broken": str(EIO), "torn": "torn", "ended": "after"}
#: No disk is too full to be read from.
CHANGES_ONLY = ("full", "torn", "ended")
#: A command that takes longer waits for something that never comes.
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (negative: killed), what it printed on stderr, and the calls it made."""

    code: int
    err: str
    calls: list[str]


@dataclass(frozen=True)
class Faults:
    """The library to be preloaded."""

    library: Path

    @classmethod
    def build(cls, folder: Path) -> Faults:
        """Compile it into the folder; skips, or fails where everything is required, without a compiler."""
        compiler, library = require_tool("cc", "gcc", "clang"), folder / "faults.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
        return cls(library)

    def calls_of(self, arguments: Sequence[str], root: Path) -> list[str]:
        """The calls about files below ``root`` that the command makes undisturbed, each with its path."""
        ended = self._run(arguments, root, {})
        assert ended.code in (0, 1), ended.err
        return ended.calls

    def run(self, arguments: Sequence[str], root: Path, number: int, how: str) -> Ended:
        """Run the command; at its call of that number, from 1, it happens."""
        return self._run(arguments, root, {"FAULTS_AT": str(number), "FAULTS_HOW": HOW[how]})

    def _run(self, arguments: Sequence[str], root: Path, settings: dict[str, str]) -> Ended:
        log = self.library.with_name("calls.log")
        log.unlink(missing_ok=True)
        command = [sys.executable, "-m", "huifang", "--json", *arguments]
        preloaded = {"LD_PRELOAD": str(self.library), "FAULTS_ROOT": str(root), "FAULTS_LOG": str(log), **settings}
        ended = subprocess.run(
            command, env={**os.environ, **preloaded}, capture_output=True, timeout=PATIENCE_SECONDS, check=False
        )
        calls = os.fsdecode(log.read_bytes()).splitlines()
        return Ended(ended.returncode, ended.stderr.decode("utf-8", "replace"), calls)


def chosen(calls: Sequence[str], how: str, every: bool, sample: int) -> Sequence[int]:
    """The numbers of the calls at which it is to happen: every one that it can happen at, or some spread over all."""
    able = [n for n, call in enumerate(calls, start=1) if not (how in CHANGES_ONLY and call.startswith("read "))]
    # another place for each, so that together they cover more
    return able if every else spread(able, sample, list(HOW).index(how) / len(HOW))


def spread(numbers: Sequence[int], sample: int, first: float = 0) -> Sequence[int]:
    """So many of the numbers, evenly; ``first`` (from 0, below 1) moves them by a part of the step between two."""
    step = max(1, len(numbers) / sample)
    return [numbers[int((first + index) * step)] for index in range(min(sample, len(numbers)))]


def copied(template: Path, target: Path) -> None:
    """A fresh copy of the folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(template, target)

"""Packs for Windows that are not made, by the code of the reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from huifang.edges.windows import wheels
from huifang.edges.windows.interpreter import interpreter_in
from huifang.edges.windows.locked import Locked
from windows_made import embeddable, wheel

Provoke = Callable[[], object]


def in_a_folder(provoke: Callable[[Path], object]) -> Provoke:
    def provoked() -> object:
        with TemporaryDirectory() as folder:
            return provoke(Path(folder))

    return provoked


def of_another_hash(folder: Path) -> object:
    wheel(folder, "tiny", {"tiny.py": b""})
    return wheels.wheels_in(folder, [Locked("tiny", "1.0", "", frozenset({"0" * 64}))], "3.13")


def not_downloaded(folder: Path) -> None:
    """No registry is asked: what runs in place of pip says no."""
    with mock.patch("sys.executable", shutil.which("false")):
        wheels.download([Locked("tiny", "1.0", "", frozenset({"0" * 64}))], "3.13", folder)


PACKS: dict[str, Provoke] = {
    "Y870": in_a_folder(lambda folder: interpreter_in(embeddable(folder / "p.zip", without="python.exe"))),
    "Y871": in_a_folder(lambda folder: interpreter_in(embeddable(folder / "p.zip", minor=10))),
    "Y872": in_a_folder(lambda folder: wheels.wheels_in(folder, [Locked("tiny", "1", "", frozenset("0"))], "3.13")),
    "Y873": in_a_folder(of_another_hash),
    "Y874": in_a_folder(not_downloaded),
}

"""Handing out blank forms: regulation → workbooks → a folder."""

from __future__ import annotations

from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.books.blank_books import blanks_of
from huifang.edges.known.presets import Preset
from huifang.edges.store.files import OfficeError, write_bytes
from huifang.policy.model import Policy


class AlreadyThere(OfficeError):
    """A file of that name is in the folder; nothing was written."""


def hand_out_blanks(folder: Path, preset: Preset, policy: Policy | None = None) -> tuple[Path, ...]:
    """Write every blank workbook that the regulation uses into the folder; with ``policy``, an office's own choices.

    Raises:
        AlreadyThere: names the files that would have been overwritten.
        OfficeError: the folder cannot be written.
    """
    books = {folder / name: content for name, content in blanks_of(preset, policy).items()}
    there = [path.name for path in books if path.exists()]
    if there:
        raise AlreadyThere(because("Y828", folder=folder, files="、".join(there)))
    for path, content in books.items():
        write_bytes(path, content, private=False)
    return tuple(books)

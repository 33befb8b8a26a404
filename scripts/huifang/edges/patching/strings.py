"""The list of shared texts: looked into for a few cells, never changed."""

from __future__ import annotations

from collections.abc import Collection
from xml.parsers import expat

from huifang.edges.patching.book import PatchedBook
from huifang.edges.patching.markup import NotXml, plain_parser
from huifang.edges.patching.package import readable


def shared_texts(book: PatchedBook, wanted: Collection[int]) -> dict[int, str]:
    """The texts with these numbers, without their phonetic readings; passes over the list once.

    Raises:
        CannotPatch: the list is damaged.
    """
    part = book.related("sharedStrings")
    if part is None or not wanted:
        return {}
    looking = _Looking(wanted)
    with readable(part):
        try:
            for chunk in book.package.stream(part):
                looking.parser.Parse(chunk, False)
            looking.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotXml(str(error)) from error
    return looking.texts


class _Looking:
    def __init__(self, wanted: Collection[int]) -> None:
        self.texts: dict[int, str] = {}
        self.parser = plain_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._wanted = frozenset(wanted)
        self._number = -1
        self._phonetic = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "si":
            self._number += 1
            if self._number in self._wanted:
                self.texts[self._number] = ""
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t" and self._number in self._wanted and not self._phonetic:
            self.parser.CharacterDataHandler = self._take

    def _take(self, text: str) -> None:
        self.texts[self._number] += text

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "t":
            self.parser.CharacterDataHandler = None
        elif tag == "rPh":
            self._phonetic = False

"""Build macros/console.bin and macros/agent.bin from the VBA texts beside them; a test compares what is committed.

python scripts/build_macros.py [--release]

Needs pyOpenVBA (in the extra ``test``). First it writes the module ``Declared`` of each project, from the declarations.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAProject

from huifang import __version__
from huifang.edges.known.own_macros import fingerprint
from macro_texts import agent, console
from macro_texts.checked import check

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "macros"
#: What generates the module ``Declared`` of each project.
PROJECTS = {"agent": agent.declared, "console": console.declared}
CODE_PAGE = 936
#: [MS-OVBA] 2.3.4.1: what a writer puts there that is not Excel.
UNCOMPILED = b"\xcc\x61\xff\xff\x00\x00\x00"
BOOK = "ThisWorkbook"
_CODE_PAGE_RECORD, _CODE_PAGE_SIZE = 3, 2


def texts(project: str) -> dict[str, str]:
    """The modules of a project by file name, in the order in which they are built; ``Declared`` as it is generated."""
    found = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((FOLDER / project).iterdir())
        if path.suffix in (".bas", ".cls")
    }
    return dict(sorted({**found, "Declared.bas": PROJECTS[project]()}.items()))


def built(modules: Mapping[str, str]) -> bytes:
    """The project binary of these texts; the same bytes for the same texts."""
    for name, text in modules.items():
        check(name, text)
    documents = {name.removesuffix(".cls"): text for name, text in modules.items() if name.endswith(".cls")}
    sheets = [name for name in documents if name != BOOK]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        _empty_book(path, sheets)
        book = ExcelFile(path)
        project = book.add_vba_project()
        _chinese(project)
        for name, text in modules.items():
            if name.endswith(".bas"):
                project.add_module(name.removesuffix(".bas"), _lines(text))
        for name, text in documents.items():
            if body := _lines(text).split("\r\n", 1)[1]:
                book.set_module(name, body)
        book.save(path)
        return _uncompiled(ExcelFile(path).vba_project_bytes())


def _empty_book(path: Path, sheets: list[str]) -> None:
    """A workbook whose sheets have these code names: from it the document modules come."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name in sheets or ["Sheet1"]:
            book.add_worksheet(name).set_vba_name(name)


def _chinese(project: VBAProject) -> None:
    """Another code page than that of the template, for which pyOpenVBA has no public way."""
    raw = project.dir_raw
    record = struct.pack("<HI", _CODE_PAGE_RECORD, _CODE_PAGE_SIZE)
    at = raw.index(record) + len(record)
    project.dir_raw = raw[:at] + struct.pack("<H", CODE_PAGE) + raw[at + 2 :]
    project.code_page = CODE_PAGE
    project.dir_structure_dirty = True


def _uncompiled(binary: bytes) -> bytes:
    """Without what the template's Excel had compiled, and of no version: every Excel compiles the texts for itself."""
    container = CFB.from_bytes(binary)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", UNCOMPILED)
    done: bytes = container.to_bytes()
    return done


def _lines(text: str) -> str:
    return text.replace("\n", "\r\n")


def release_lines() -> str:
    """How the projects as they are built now are known when later ones are."""
    known = ((project, fingerprint((FOLDER / f"{project}.bin").read_bytes())) for project in PROJECTS)
    return "".join(f"{said}  # {project} {__version__}\n" for project, said in known)


def main(of_release: bool) -> None:
    """Write what is generated, then the binaries; of a release its fingerprints too, so that it stays known."""
    for project in PROJECTS:
        modules = texts(project)
        (FOLDER / project / "Declared.bas").write_text(modules["Declared.bas"], encoding="utf-8", newline="\n")
        target = FOLDER / f"{project}.bin"
        target.write_bytes(built(modules))
        print(target.relative_to(ROOT).as_posix())
    if of_release:
        with (FOLDER / "former.txt").open("a", encoding="utf-8", newline="\n") as former:
            former.write(release_lines())


if __name__ == "__main__":
    main("--release" in sys.argv[1:])

"""A picture of a sheet as a screen of 1366 × 768 shows it: the frame of the window is drawn, the cells are real.

LibreOffice prints a copy of the workbook without margins, at its own size, with the letters and numbers of columns and
rows; Chromium puts that under a title bar and a place for the ribbon.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from make_pictures import CHROMIUM, program, run

WIDTH, HEIGHT = 1366, 768
#: What title bar, ribbon and formula bar take, and what stands below the cells, in pixels.
ABOVE, BELOW = 192, 86
#: The figures of the font that stands for 微软雅黑 are wider than its own, and columns are as wide as figures.
_NARROWER = 7 / 7.39
#: So many workbooks are printed by one start of LibreOffice.
AT_ONCE = 10
_PAGE = '<pageSetup paperSize="8" scale="100" orientation="landscape"/>'
_FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; font: 15px "Noto Sans CJK SC"; background: #fff; width: {width}px; height: {height}px; }}
div {{ position: absolute; left: 0; right: 0; overflow: hidden; }}
#title {{ top: 0; height: 32px; line-height: 34px; background: #e6e6e6; text-align: center; }}
#ribbon {{ top: 32px; height: 136px; line-height: 130px; background: #fbfbfb; color: #999; padding-left: 24px; }}
#cell {{ top: 168px; height: 23px; border-top: 1px solid #ccc; padding-left: 12px; color: #555; }}
#cells {{ top: {above}px; height: {shown}px; background: #eee; }}
#tabs {{ bottom: 64px; height: 22px; background: #e0e0e0; padding-left: 40px; font-size: 13px; }}
#status {{ bottom: 40px; height: 24px; background: #f4f4f4; }}
#desktop {{ bottom: 0; height: 40px; background: #2b2b2b; }}
</style><div id="title">{name} - WPS 表格 / Excel</div><div id="ribbon">（功能区）</div><div id="cell">fx</div>
<div id="cells"><img src="{grid}"></div><div id="tabs">回访记录　　使用说明</div><div id="status"></div>
<div id="desktop"></div>"""


@dataclass(frozen=True)
class Shot:
    """A picture to be made of a page: of so many pixels across, and down to its end where no height is set."""

    target: Path
    page: Path
    width: int
    height: int | None = None


def photograph(shots: Iterable[Shot], environment: dict[str, str]) -> None:
    """Pages as one browser shows them, one after the other."""
    with sync_playwright() as driver:
        browser = program("chromium", "chromium-browser", "google-chrome")
        window = driver.chromium.launch(executable_path=browser, args=[*CHROMIUM], env={**environment})
        for shot in shots:
            page = window.new_page(viewport={"width": shot.width, "height": shot.height or 900})
            page.goto(shot.page.as_uri())
            page.screenshot(path=shot.target, full_page=shot.height is None)
            page.close()
        window.close()


def printed(books: Sequence[Path], folder: Path, environment: dict[str, str], work: Path) -> None:
    """The workbooks as PDF in that folder: LibreOffice starts once for many."""
    profile = f"-env:UserInstallation={(work / 'libreoffice').as_uri()}"
    convert: list[str | Path] = [
        program("soffice", "libreoffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
    ]
    for first in range(0, len(books), AT_ONCE):
        run([*convert, *books[first : first + AT_ONCE]], environment, work)


def screens(books: Mapping[Path, Path], environment: dict[str, str], work: Path) -> list[Shot]:
    """What is to be photographed: the first sheet of each workbook as it stands when it is opened, by its target."""
    copies = {target: work / f"{target.stem}.xlsx" for target in books.values()}
    for book, target in books.items():
        _unpaged(book, copies[target])
    printed([*copies.values()], work, environment, work)
    return [
        _framed(book, target, copies[target].with_suffix(".pdf"), environment, work) for book, target in books.items()
    ]


def _framed(book: Path, target: Path, pdf: Path, environment: dict[str, str], work: Path) -> Shot:
    grid, html = work / f"{target.stem}-grid", work / f"{target.stem}.html"
    page = ["-f", "1", "-l", "1", "-singlefile", "-r", "96"]
    run([program("pdftoppm"), "-png", *page, pdf, grid], environment, work)
    shown = HEIGHT - ABOVE - BELOW
    html.write_text(
        _FRAME.format(width=WIDTH, height=HEIGHT, above=ABOVE, shown=shown, name=book.name, grid=f"{grid.name}.png"),
        encoding="utf-8",
    )
    return Shot(target, html, WIDTH, HEIGHT)


def _unpaged(book: Path, copy: Path) -> None:
    """The workbook with its first sheet on one large page at its own size, the letters of columns beside it."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                xml = content.decode()
                xml = re.sub(r"<(printOptions|headerFooter|pageMargins)\b.*?(/>|</\1>)", "", xml, flags=re.S)
                xml = xml.replace('<pageSetUpPr fitToPage="1"/>', "")
                xml = re.sub(
                    r'(<col [^>]*width=")([\d.]+)', lambda found: f"{found[1]}{float(found[2]) * _NARROWER}", xml
                )
                margins = '<pageMargins left="0" right="0" top="0" bottom="0" header="0" footer="0"/>'
                xml = re.sub(r"<pageSetup[^>]*/>", f'<printOptions headings="1"/>{margins}{_PAGE}', xml)
                content = xml.encode()
            out.writestr(name, content)

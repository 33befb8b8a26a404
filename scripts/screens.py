"""A picture of a sheet as a screen of 1366 × 768 shows it: the frame of the window is drawn, the cells are real.

LibreOffice prints a copy of the workbook without margins, at its own size, with the letters and numbers of columns and
rows; Chromium puts that under a title bar and a place for the ribbon.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from make_pictures import CHROMIUM, program, run

WIDTH, HEIGHT = 1366, 768
#: What title bar, ribbon and formula bar take, and what stands below the cells, in pixels.
ABOVE, BELOW = 192, 86
#: The figures of the font that stands for 微软雅黑 are wider than its own, and columns are as wide as figures.
_NARROWER = 7 / 7.39
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


def picture(book: Path, target: Path, environment: dict[str, str], work: Path) -> None:
    """The first sheet of the workbook as it stands when it is opened."""
    copy = work / f"{target.stem}.xlsx"
    _unpaged(book, copy)
    profile = f"-env:UserInstallation={(work / 'libreoffice').as_uri()}"
    office = program("soffice", "libreoffice")
    run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", work, copy], environment, work)
    grid = work / f"{target.stem}-grid"
    page = ["-f", "1", "-l", "1", "-singlefile", "-r", "96"]
    run([program("pdftoppm"), "-png", *page, copy.with_suffix(".pdf"), grid], environment, work)
    html = work / f"{target.stem}.html"
    shown = HEIGHT - ABOVE - BELOW
    html.write_text(
        _FRAME.format(width=WIDTH, height=HEIGHT, above=ABOVE, shown=shown, name=book.name, grid=f"{grid.name}.png"),
        encoding="utf-8",
    )
    options = [f"--user-data-dir={work / 'chromium'}", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={target}"]
    run(
        [program("chromium", "chromium-browser", "google-chrome"), *CHROMIUM, *options, html.as_uri()],
        environment,
        work,
    )


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

"""Make the README's pictures from what ``huifang demo`` makes: a marked sheet, the report, its page; and 控制台.

python scripts/make_pictures.py [FOLDER]

Needs LibreOffice, poppler-utils, Chromium and the font Noto Sans CJK SC. FOLDER is docs/pictures unless it is given.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-11-21 09:00"
WIDTH = 1200
POINTS_PER_INCH = 72
PATIENCE_SECONDS = 180
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--hide-scrollbars",
)  # fmt: skip
FAMILIES = ("微软雅黑", "Microsoft YaHei")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{aliases}
</fontconfig>
"""
ALIAS = '<alias binding="same"><family>{}</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>'


@dataclass(frozen=True)
class Printed:
    """A picture of a printed page: the workbook, the page, and the part of it (left, top, right, bottom, in points)."""

    name: str
    workbook: str
    page: int
    part: tuple[float, float, float, float]


PRINTED = (
    Printed("sheet.png", "发件箱/退回-*.xlsx", 2, (26, 34, 816, 378)),
    Printed("report.png", "报告/*-第2版.xlsx", 1, (24, 18, 571, 362)),
    Printed("console.png", "控制台.xlsm", 1, (24, 46, 571, 426)),
)
#: Excel shows buttons on the screen and leaves them out in print; of the picture they are the most.
SCREEN_ONLY = b"<x:PrintObject>False</x:PrintObject>"
PAGE, PAGE_NAME, PAGE_SIZE = "报告/*-第2版.html", "page.png", (820, 930)


def program(*names: str) -> str:
    """The first of these programs that is on PATH."""
    for name in names:
        if path := shutil.which(name):
            return path
    sys.exit(f"needs {' or '.join(names)}, and none is on PATH")


def run(arguments: Sequence[str | Path], environment: dict[str, str], folder: Path) -> None:
    """Run a program in that folder; what it says is shown only when it fails."""
    ended = subprocess.run(
        arguments, cwd=folder, env=environment, timeout=PATIENCE_SECONDS, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if ended.returncode:
        sys.exit(f"{arguments[0]}: {ended.stdout.decode('utf-8', 'replace')}")


def with_fonts(work: Path) -> dict[str, str]:
    """The environment in which the workbooks' fonts are drawn with one that is here."""
    config = work / "config" / "fontconfig"
    config.mkdir(parents=True)
    aliases = "\n".join(ALIAS.format(family) for family in FAMILIES)
    (config / "fonts.conf").write_text(FONTS.format(aliases=aliases), encoding="utf-8")
    return {**os.environ, "XDG_CONFIG_HOME": str(config.parent)}


def print_part(picture: Printed, office: Path, target: Path, environment: dict[str, str], work: Path) -> None:
    """Print a workbook to PDF and keep the part as a picture."""
    source = next(office.glob(picture.workbook))
    book = work / f"{target.stem}{source.suffix}"
    with zipfile.ZipFile(source) as shown, zipfile.ZipFile(book, "w") as printed:
        for part in shown.namelist():
            printed.writestr(part, shown.read(part).replace(SCREEN_ONLY, b""))
    profile = f"-env:UserInstallation={(work / 'libreoffice').as_uri()}"
    convert = [program("soffice", "libreoffice"), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    run([*convert, work, book], environment, work)
    left, top, right, bottom = picture.part
    dots = WIDTH / (right - left) * POINTS_PER_INCH
    box = [round(points * dots / POINTS_PER_INCH) for points in (left, top, right - left, bottom - top)]
    crop = [text for flag, value in zip(("-x", "-y", "-W", "-H"), box, strict=True) for text in (flag, str(value))]
    page = ["-f", str(picture.page), "-l", str(picture.page), "-singlefile"]
    resolution = ["-r", f"{dots:.3f}"]
    pdf, stem = book.with_suffix(".pdf"), target.with_suffix("")
    run([program("pdftoppm"), "-png", *resolution, *page, *crop, pdf, stem], environment, work)


def show_page(office: Path, target: Path, environment: dict[str, str], work: Path) -> None:
    """The report's page as a browser shows it."""
    width, height = PAGE_SIZE
    options = [
        f"--user-data-dir={work / 'chromium'}", f"--window-size={width},{height}",
        f"--force-device-scale-factor={WIDTH / width:.4f}", f"--screenshot={target}",
    ]  # fmt: skip
    browser = program("chromium", "chromium-browser", "google-chrome")
    run([browser, *CHROMIUM, *options, next(office.glob(PAGE)).as_uri()], environment, work)


def make(folder: Path) -> None:
    """Make all the pictures in that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        environment = with_fonts(work)
        office = work / "office"
        run([sys.executable, "-m", "huifang", "--now", NOW, "demo", office], environment, work)
        begun = work / "begun"
        init = ("init", str(begun), "--policy", "sales-ten-day", "--sample", "--macros")
        run([sys.executable, "-m", "huifang", "--now", NOW, *init], environment, work)
        for picture in PRINTED:
            shown = next(folder for folder in (office, begun) if any(folder.glob(picture.workbook)))
            print_part(picture, shown, folder / picture.name, environment, work)
        show_page(office, folder / PAGE_NAME, environment, work)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "docs" / "pictures")

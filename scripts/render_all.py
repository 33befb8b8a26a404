"""Render what the product makes for regulations of every kind, to be looked at: sheets and reports as pictures of
their pages, the agents' sheet as a screen shows it too.

python scripts/render_all.py FOLDER

Needs LibreOffice, poppler-utils, Chromium and the font Noto Sans CJK SC.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from make_pictures import program, run, with_fonts
from screens import Shot, photograph, printed, screens

NOW = "2026-11-12 09:00"
PAGES, DOTS = "3", "70"
#: What is looked at, by the name of its picture: the first file that fits.
BOOKS = {
    "回访表": "回访计划/*/*.xlsx", "报告": "报告/*.xlsx", "客户": "客户资料库.xlsx", "制度": "制度.xlsx",
    "投诉": "投诉登记表.xlsx", "档案": "台账/档案索引.xlsx", "批示单": "发件箱/批示单-*.xlsx",
}  # fmt: skip
#: What is looked at; the others have the same sheets, with other columns hidden.
REGULATIONS = (
    "sales-ten-day", "property", "service-desk", "scenic-complaints", "experience-followup", "equipment-lifecycle",
)  # fmt: skip
#: These look alike whatever the regulation is: those of so many are enough.
ALIKE, ENOUGH = ("客户", "制度", "档案"), 2
WIDTHS = {"": 820, "-手机": 390}
PAGE_FILES = {"网页": "报告/*.html", "客户页": "报告/客户/*.html"}
#: Whose whole history is looked at.
CUSTOMER = "K0003"
#: Each printed form once, by the regulation that names it; its first page.
FORMS = {
    "property": ("工程维修回访意见表", "客户意见调查表", "回访客户记录"),
    "service-desk": ("客户回访计划", "客户回访报告表", "费用报销单"),
    "scenic-complaints": ("客户投诉处理单",),
    "experience-followup": ("客户投诉登记表",),
    "equipment-lifecycle": ("顾客满意度调查表", "信息反馈单"),
}


def render(folder: Path) -> None:
    """Pictures of all regulations' workbooks and pages in that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        environment = with_fonts(work)
        books = work / "printed"
        books.mkdir()
        pages: list[Shot] = []
        opened: dict[Path, Path] = {}
        for number, preset in enumerate(REGULATIONS):
            office = work / preset
            run([sys.executable, "-m", "huifang", "--now", NOW, "init", office, "--policy", preset, "--sample"],
                environment, work)  # fmt: skip
            for name, pattern in BOOKS.items() if number < ENOUGH else _own(BOOKS):
                for book in sorted(office.glob(pattern))[:1]:
                    shutil.copy(book, books / f"{preset}-{name}.xlsx")
            for form in FORMS.get(preset, ()):
                at: list[str | Path] = [sys.executable, "-m", "huifang", "-C", office, "--now", NOW]
                run([*at, "form", form, "--out", work / "forms"], environment, work)
                for book in sorted((work / "forms").glob(f"{form}-*.xlsx"))[:1]:
                    shutil.copy(book, books / f"表-{form}.xlsx")
            for book in sorted(office.glob(BOOKS["回访表"]))[-1:]:
                opened[book] = folder / f"{preset}-屏幕.png"
            run([sys.executable, "-m", "huifang", "-C", office, "--now", NOW, "explain", CUSTOMER, "--html"],
                environment, work)  # fmt: skip
            pages += [
                Shot(folder / f"{preset}-{name}{ending}.png", page, width)
                for name, pattern in PAGE_FILES.items()
                for page in sorted(office.glob(pattern))[:1]
                for ending, width in WIDTHS.items()
            ]
        photograph([*pages, *screens(opened, environment, work)], environment)
        printed(sorted(books.glob("*.xlsx")), books, environment, work)
        for pdf in sorted(books.glob("*.pdf")):
            last = "1" if pdf.stem.startswith("表-") else PAGES
            run([program("pdftoppm"), "-png", "-r", DOTS, "-l", last, pdf, folder / pdf.stem], environment, work)


def _own(books: dict[str, str]) -> list[tuple[str, str]]:
    """Without those that are alike."""
    return [(name, pattern) for name, pattern in books.items() if name not in ALIKE]


if __name__ == "__main__":
    render(Path(sys.argv[1]).resolve())

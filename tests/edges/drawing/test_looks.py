"""How the workbooks print and how the report's page looks, judged by LibreOffice and headless Chromium."""

from __future__ import annotations

import html
import re
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

import offices_made as made
from offices_made import UNSOLVED, call, customer, huifang
from printed import media_boxes, page_texts

MID = "2026-11中旬"
A4_LANDSCAPE = (841.9, 595.3)
CUSTOMERS = 90
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--hide-scrollbars"),
]
LONG = "客户要求换货，并希望我们说明送货为什么晚了两天。" * 6


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety customers of three agents (70 of them A01's), one of whom has a long name; two periods reported."""
    folder = tmp_path_factory.mktemp("looks") / "o"
    people = [p if p["person_no"] != "A03" else {**p, "name": "欧阳上官司马诸葛"} for p in made.staff()]
    rows = [
        customer(
            f"K{n:03d}",
            "A01" if n < 70 else f"A0{n % 2 + 2}",
            "10-28",
            customer_name=f"和平建材经营部第{n}分店",
            address=f"城东和平路{n}号",
        )
        for n in range(CUSTOMERS)
    ]
    made.make_office(folder, rows, people)
    huifang(folder, "plan", now="2026-11-02 09:00")
    huifang(folder, "report", "--period", "2026-11上旬", now="2026-11-10 18:00")
    huifang(folder, "plan", now="2026-11-11 09:00")
    answers = {f"K{n:03d}": call("11-12", f"{9 + n // 20:02d}:{n % 20 * 3:02d}", minutes=2) for n in range(0, 60, 3)}
    answers["K003"].update({**UNSOLVED, "客户意见或需求": LONG})
    answers["K006"].update({**UNSOLVED, "上报文件": "问题上报单-2026111200000000000000000000000000000000001"})
    sheet = made.filled(made.issued_book(folder, MID, "A01"), answers)
    made.hand_in(folder, "2026-11-20 10:00", {"a.xlsx": sheet})
    huifang(folder, "report", "--period", MID, now="2026-11-20 18:00")
    huifang(folder, "spotcheck", "draw", "--period", MID, "--seed", "0711", now="2026-11-20 18:30")
    return folder


@pytest.fixture(scope="module")
def printed(office: Path, libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDFs of the call sheet, the registers and the report, all converted at once."""
    out = tmp_path_factory.mktemp("pdf")
    books = {
        "sheet": made.issued_book(office, MID, "A01"),
        "制度": office / "制度.xlsx",
        "人员": office / "人员.xlsx",
        "客户": office / "客户资料库.xlsx",
        "report": office / "报告" / f"旬报-{MID}.xlsx",
        "ledger": office / "台账" / f"{MID}.xlsx",
        "spot check": office / "抽查" / MID / "抽查-A01-李明.xlsx",
    }
    for name, book in books.items():
        (out / f"{name}.xlsx").write_bytes(book.read_bytes())
    subprocess.run(
        [
            libreoffice, f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
            "--outdir", str(out), *(str(out / f"{name}.xlsx") for name in books),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {name: out / f"{name}.pdf" for name in books}


PRINTED = ["sheet", "制度", "人员", "客户", "report", "ledger", "spot check"]


@pytest.mark.parametrize("name", PRINTED)
def test_every_page_is_a4_landscape(printed: dict[str, Path], name: str) -> None:
    boxes = media_boxes(printed[name])
    assert boxes
    if name == "report":  # its cover stands upright
        upright = {box for box in boxes if box[0] < box[1]}
        assert [*upright] == [(pytest.approx(A4_LANDSCAPE[1], abs=2), pytest.approx(A4_LANDSCAPE[0], abs=2))]
        boxes = [box for box in boxes if box[0] > box[1]]  # the square one is what holds both
    for width, height in boxes:
        assert (width, height) == (pytest.approx(A4_LANDSCAPE[0], abs=2), pytest.approx(A4_LANDSCAPE[1], abs=2))


@pytest.mark.parametrize(
    ("name", "first", "last", "pages"),
    [
        ("sheet", "状态", "不满意原因", 1),
        ("客户", "客户编号", "备注", 1),
        ("人员", "工号", "离职日期", 1),
        ("制度", "项目", "说明", 1),
        ("report", "工号", "罚款(元)", 1),
        ("ledger", "记录编号", "来源行", 2),
        ("spot check", "抽查编号", "核查时间", 1),
    ],
)
def test_no_column_is_cut_off(
    printed: dict[str, Path], pdftotext: str, name: str, first: str, last: str, pages: int
) -> None:
    across = page_texts(printed[name], pdftotext)[name == "report" :][:pages]
    assert all(first in page for page in across)
    assert last in across[-1]


@pytest.mark.parametrize(
    ("name", "title", "headers"),
    [
        ("客户", "客户名单", [("客户名称", "审核状态", "消费特点")]),
        ("sheet", "客户回访记录表", [("客户名称", "上次回访", "回访日期", "满意度", "不满意原因")]),
    ],
)
def test_the_header_row_is_repeated_on_every_page(
    printed: dict[str, Path], pdftotext: str, name: str, title: str, headers: list[tuple[str, ...]]
) -> None:
    """``headers`` of the pages that lie side by side."""
    pages = [page for page in page_texts(printed[name], pdftotext) if title in page]
    assert len(pages) >= 2 and len(pages) % len(headers) == 0
    for at, page in enumerate(pages):
        assert all(header in page for header in headers[at % len(headers)])


def test_every_customer_is_printed_once_with_page_numbers(printed: dict[str, Path], pdftotext: str) -> None:
    pages = page_texts(printed["客户"], pdftotext)
    numbers = re.findall(r"K0\d\d", "".join(pages))
    assert sorted(set(numbers)) == [f"K{n:03d}" for n in range(CUSTOMERS)]
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"{number}\D{{0,4}}{len(pages)}", page), page[-60:]


def test_the_cover_is_one_page_with_figures_and_signatures(printed: dict[str, Path], pdftotext: str) -> None:
    first, second, *rest = page_texts(printed["report"], pdftotext)
    for said in ("合计", "请您批示", "没有访到", "客户说了什么", "没有入账的", "下期", "老板签字", "校验码"):
        assert said in first, said
    assert "返回封面" in second and sum("签字" in page for page in (second, *rest)) == 1
    assert "###" not in "".join((first, second, *rest))  # no column too narrow for its numbers


@pytest.mark.parametrize("name", ["sheet", "客户", "人员", "制度", "ledger", "spot check"])
def test_no_column_is_too_narrow_for_its_values(printed: dict[str, Path], pdftotext: str, name: str) -> None:
    assert "###" not in "".join(page_texts(printed[name], pdftotext))


def test_the_printed_cover_is_not_blank(printed: dict[str, Path], pdftoppm: str, tmp_path: Path) -> None:
    target = tmp_path / "cover"
    subprocess.run(
        [pdftoppm, "-r", "40", "-f", "1", "-l", "1", str(printed["report"]), str(target)], check=True, timeout=60
    )
    (image,) = tmp_path.glob("cover*.ppm")
    _, _, _, pixels = image.read_bytes().split(b"\n", 3)
    colours = {pixels[at : at + 3] for at in range(0, len(pixels) - 2, 3)}
    assert len(colours) > 20


# --- the page


@pytest.fixture(scope="module")
def page(office: Path) -> Path:
    return office / "报告" / f"旬报-{MID}.html"


def chromium_run(chromium: str, tmp_path: Path, target: Path, *words: str) -> str:
    line = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *words, target.as_uri()]
    said = subprocess.run(line, check=True, capture_output=True, timeout=60)
    return said.stdout.decode()


def framed(page: Path, folder: Path, width: int) -> Path:
    """A page that shows a copy of the report in a frame of that width (a window cannot be that narrow) and whose
    title says how wide the copy's content is and what sticks out.
    """  # fmt: skip
    measure = """
    <script>
    const sticking = [...document.body.querySelectorAll('*')].filter(e => {
      return e.getBoundingClientRect().right > innerWidth + 0.5;
    }).map(e => e.tagName + '.' + e.className);
    const root = document.documentElement;
    const said = [innerWidth, root.scrollWidth, root.scrollHeight, sticking.slice(0, 5).join(' ')];
    parent.postMessage(said.join('|'), '*');
    </script>"""
    copy = folder / "copy.html"
    copy.write_text(page.read_text(encoding="utf-8").replace("</body>", f"{measure}</body>"), encoding="utf-8")
    frame = folder / "frame.html"
    frame.write_text(
        "<!DOCTYPE html><html><head><title>nothing</title><style>body{margin:0}iframe{border:0;display:block}</style>"
        "<script>addEventListener('message', e => { document.title = e.data; });</script></head>"
        f'<body><iframe src="copy.html" width="{width}" height="900"></iframe></body></html>',
        encoding="utf-8",
    )
    return frame


@pytest.mark.parametrize("width", [390, 820])
def test_the_page_does_not_overflow_sideways(chromium: str, page: Path, tmp_path: Path, width: int) -> None:
    frame = framed(page, tmp_path, width)
    dom = chromium_run(chromium, tmp_path, frame, "--virtual-time-budget=5000", "--window-size=1000,1000", "--dump-dom")
    title = html.unescape(re.search(r"<title>(.*?)</title>", dom)[1])
    inner, scroll, height, sticking = title.split("|")
    assert int(inner) == width
    assert int(scroll) <= width, sticking
    assert int(height) > 600
    assert sticking == ""


def test_the_page_prints_on_one_paper(chromium: str, page: Path, tmp_path: Path, pdftotext: str) -> None:
    target = tmp_path / "page.pdf"
    chromium_run(chromium, tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    (only,) = page_texts(target, pdftotext)
    assert "请您批示" in only and "老板" in only and "校验码" in only


@pytest.mark.parametrize("width", [390, 820])
def test_the_page_shows_something(chromium: str, page: Path, tmp_path: Path, width: int) -> None:
    target = framed(page, tmp_path, width) if width < 500 else page
    shot = tmp_path / "shot.png"
    chromium_run(chromium, tmp_path, target, f"--window-size={max(width, 500)},900", f"--screenshot={shot}")
    assert len(png_colours(shot.read_bytes(), width)) > 50


def png_colours(content: bytes, width: int) -> set[bytes]:
    """The colours in the left ``width`` pixels of an 8-bit picture, line by line unfiltered."""
    wide, high, depth, kind = struct.unpack(">IIBB", content[16:26])
    assert (depth, wide >= width) == (8, True)
    size = {2: 3, 6: 4}[kind]
    data, at = b"", 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(data), wide * size
    before, colours = bytearray(stride), set()
    for row in range(high):
        line = bytearray(raw[row * (stride + 1) + 1 : (row + 1) * (stride + 1)])
        _unfilter(raw[row * (stride + 1)], line, before, size)
        if row % 3 == 0:
            colours |= {bytes(line[x : x + 3]) for x in range(0, width * size, size)}
        before = line
    return colours


def _unfilter(kind: int, line: bytearray, before: bytearray, size: int) -> None:
    for at in range(len(line)):
        left = line[at - size] if at >= size else 0
        up, corner = before[at], before[at - size] if at >= size else 0
        if kind == 1:
            line[at] = (line[at] + left) & 255
        elif kind == 2:
            line[at] = (line[at] + up) & 255
        elif kind == 3:
            line[at] = (line[at] + (left + up) // 2) & 255
        elif kind == 4:
            guess = left + up - corner
            near = min((left, up, corner), key=lambda value: abs(guess - value))
            line[at] = (line[at] + near) & 255

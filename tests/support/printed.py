"""What a printed page says: its texts and its measures, out of a PDF."""

from __future__ import annotations

import re
import subprocess
import zlib
from pathlib import Path


def page_texts(pdf: Path, pdftotext: str) -> list[str]:
    """The text of every page, without any space (LibreOffice breaks lines inside cells)."""
    said = subprocess.run(
        [pdftotext, "-raw", "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    pages = said.stdout.decode().split("\f")
    return [re.sub(r"\s+", "", page) for page in pages if page.strip()]


def media_boxes(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of every page in points, also where the pages stand in compressed objects."""
    raw = pdf.read_bytes()
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", raw)
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL):
        try:
            inflated = zlib.decompress(stream)
        except zlib.error:
            continue
        found += re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", inflated)
    return [(float(width), float(height)) for width, height in found]

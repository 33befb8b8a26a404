"""Resolve what the product needs once more, for every system and Python at once: versions and hashes, no addresses.

python scripts/lock_requirements.py [--upgrade]

Needs uv (pip install uv). Without --upgrade, what is locked stays as long as it satisfies pyproject.toml.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "scripts/huifang/requirements-lock.txt"
FIRST = "# Made by scripts/lock_requirements.py from pyproject.toml. Install: pip install --require-hashes -r THIS\n"
OPTIONS = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet")


def main() -> None:
    """Resolve, and write the file whole."""
    if find_spec("uv") is None:
        sys.exit("uv is not installed: pip install uv")
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert oldest
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, "--python-version", oldest[1], "pyproject.toml"]
    command += ["--output-file", str(LOCK), *sys.argv[1:]]
    subprocess.run(command, cwd=ROOT, check=True)
    text = LOCK.read_text(encoding="utf-8")
    if "://" in text or "--find-links" in text or "index-url" in text:
        LOCK.unlink()
        sys.exit("an address stands in what was resolved")
    LOCK.write_text(FIRST + text.removeprefix(FIRST), encoding="utf-8", newline="\n")


main()

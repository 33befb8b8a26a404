"""What changed since the last release stands in docs/changes/, one file each, and goes into CHANGELOG.md as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import huifang
from places import ROOT

FOLDER = "docs/changes"


def fragments() -> list[Path]:
    return sorted(path for path in (ROOT / FOLDER).iterdir() if path.name != "README.md")


def gathered(root: Path) -> subprocess.CompletedProcess[str]:
    """What the next release would add to the changelog."""
    arguments = ("-m", "towncrier", "build", "--draft", "--version", "next", "--dir", root)
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def test_every_fragment_is_gathered() -> None:
    ran = gathered(ROOT)
    assert ran.returncode == 0, ran.stderr
    assert fragments()
    for path in fragments():
        assert " ".join(path.read_text(encoding="utf-8").split()) in " ".join(ran.stdout.split()), path.name


def test_a_fragment_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    (tmp_path / FOLDER / "planted.news.md").write_text("Planted.\n", encoding="utf-8")
    ran = gathered(tmp_path)
    assert ran.returncode != 0 and "planted.news.md" in ran.stdout + ran.stderr


def test_a_release_has_its_section_and_what_comes_next_has_none() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n## 0.1.0\n" in text and "Unreleased" not in text
    assert (f"\n## {huifang.__version__}\n" in text) == (".dev" not in huifang.__version__)

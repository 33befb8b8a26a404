"""Make the README's film strip: a supervisor's first day and a report day, as the test that plays them shows the page.

python scripts/make_film.py [FOLDER]

Needs what the tests need, and the font Noto Sans CJK SC. FOLDER is docs/pictures unless it is given.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_pictures import ROOT, with_fonts

PLAY = "tests/page/test_ten_days_in_chromium.py"
PATIENCE_SECONDS = 600


def make(folder: Path) -> None:
    """Take the pictures, and keep them in that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        environment = {**with_fonts(work), "HUIFANG_SCREENS": str(work / "screens"), "HUIFANG_REQUIRE_ALL": "1"}
        play = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", PLAY]
        subprocess.run(play, cwd=ROOT, env=environment, timeout=PATIENCE_SECONDS, check=True)
        for picture in sorted((work / "screens").glob("film-*.png")):
            shutil.copy(picture, folder / picture.name)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "docs" / "pictures")

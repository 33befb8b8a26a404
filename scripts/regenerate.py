"""Make everything anew that is made from the declarations: macros, blank forms, transcripts, docs; on request pictures.

python scripts/regenerate.py [--pictures]

Needs an editable install with the test tools; the pictures need LibreOffice, poppler-utils, Chromium and Noto CJK too.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = {
    "macros": ["scripts/build_macros.py"],
    "blank forms": ["scripts/write_blank_workbooks.py"],
    "printed forms": ["scripts/write_forms.py"],
    "transcripts": ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/cli/test_transcripts.py"],
    "docs": ["scripts/write_docs.py"],
}
PICTURES = {"pictures": ["scripts/make_pictures.py"], "film strip": ["scripts/make_film.py"]}

for name, arguments in (STEPS | (PICTURES if "--pictures" in sys.argv[1:] else {})).items():
    print(f"== {name}", flush=True)
    environment = {**os.environ, "HUIFANG_UPDATE_TRANSCRIPTS": "1"}
    ended = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False)
    if ended.returncode:
        sys.exit(f"{name}: failed")

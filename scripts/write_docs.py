"""Write docs/ anew from the declarations and the transcripts; a test compares what is committed with what this makes.

python scripts/write_docs.py
"""

from pathlib import Path

from reference.site import pages

ROOT = Path(__file__).resolve().parents[1]

transcripts = {
    p.name: p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "data" / "transcripts").glob("*.txt"))
}
for name, text in pages(transcripts).items():
    path = ROOT / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    print(path.relative_to(ROOT).as_posix())

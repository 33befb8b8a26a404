"""Write workbooks/blank/ anew from the table declarations; a test compares what is committed with what this makes.

python scripts/write_blank_workbooks.py
"""

from pathlib import Path

from huifang.edges.books.blank_books import blank_books

FOLDER = Path(__file__).resolve().parents[1] / "workbooks" / "blank"

for old in FOLDER.rglob("*.xlsx"):
    old.unlink()
for name, content in blank_books().items():
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(path.relative_to(FOLDER.parent))

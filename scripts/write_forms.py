"""Write templates/forms/ anew from the declared forms; a test compares what is committed with what this makes.

python scripts/write_forms.py
"""

from pathlib import Path

from huifang.edges.forms.drawn import template_of
from huifang.tables.declared.forms import FORMS

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "forms"

FOLDER.mkdir(exist_ok=True)
for old in FOLDER.glob("*.xlsx"):
    old.unlink()
for form in FORMS:
    (FOLDER / f"{form.title}.xlsx").write_bytes(template_of(form))
    print(f"forms/{form.title}.xlsx")

"""All forms, in the order of the work."""

from __future__ import annotations

from typing import Final

from huifang.page.forms import check, run
from huifang.page.forms.model import CommandForm

FORMS: Final[tuple[CommandForm, ...]] = (
    run.FORM,
    check.FORM,
)
BY_NAME: Final = {form.name: form for form in FORMS}

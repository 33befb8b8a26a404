"""A printed form that came back filled in: who may decide confirms what is decided on it (decision 31)."""

from __future__ import annotations

from huifang.edges.store.files import OfficeError
from huifang.flow.intake.entering_forms import FormFile, enter_form
from huifang.flow.intake.judging import Stranger
from huifang.flow.intake.judging_forms import JudgedForm, judge_form
from huifang.flow.intake.register_forms import FilledForm
from huifang.flow.office.desk import Desk


def confirm_form(desk: Desk, filled: FilledForm, content: bytes, file: str) -> JudgedForm:
    """Enter all of the form that its register lacks.

    Raises:
        OfficeError: it is another office's, or the register cannot be written; nothing was entered.
    """
    try:
        judged = judge_form(desk, filled, file, confirmed=True)
    except Stranger as stranger:
        raise OfficeError(stranger.reason.after(f"“{file}”")) from stranger
    if judged.brings_something:
        enter_form(desk, judged, FormFile(file, content), by=judged.by)
    return judged

"""Whatever a 更正单 may be about is carried out by something."""

from __future__ import annotations

from huifang.flow.correcting.applying import SUBJECTS
from huifang.tables.declared.corrections import FIXED_OPTIONS, WHOLE


def test_every_word_of_the_form_is_carried_out_and_no_other() -> None:
    assert tuple(SUBJECTS) == FIXED_OPTIONS["更正对象"]


def test_only_what_can_be_corrected_can_be_taken_back() -> None:
    assert set(WHOLE) <= set(SUBJECTS)

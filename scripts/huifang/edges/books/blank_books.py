"""The blank standard forms: what an office may print or fill in by hand."""

from __future__ import annotations

from huifang.edges.books.call_sheet import agent_book
from huifang.edges.books.correction_form import ASKED_FOR_STEPS, correction_book
from huifang.edges.books.register_books import build_books
from huifang.edges.known.presets import Preset, presets
from huifang.policy.model import Policy
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import CALLS, with_questions
from huifang.tables.declared.corrections import CORRECTIONS, offered_subjects


def blank_books() -> dict[str, bytes]:
    """Every blank workbook by its path under workbooks/blank; the same declarations give the same bytes."""
    return {f"{preset.preset}/{name}": content for preset in presets() for name, content in blanks_of(preset).items()}


def blanks_of(preset: Preset, policy: Policy | None = None) -> dict[str, bytes]:
    """The blank workbooks of a regulation by file name, 更正单 among them.

    Choices, needs and the office's name are those of ``policy``, else the regulation's; 制度 holds the regulation.
    """
    policy = policy or preset.policy
    options = cell_options(policy)
    sheet_options = {**options, "回访方式": policy.methods_of("")}
    own = ((one.key, one.text, one.choices, one.kind) for one in policy.own.asked)
    calls, lists = with_questions(own, preset.fitted(CALLS))
    form_options = {**options, **offered_subjects(preset.workbooks)}
    return {
        **build_books(preset, policy=policy),
        f"{CALLS.name}.xlsx": agent_book(calls, (), None, {**sheet_options, **lists}, policy),
        CORRECTIONS.workbook: correction_book((), "", form_options, policy.unit_name, ASKED_FOR_STEPS),
    }

"""Printed forms that go along with letters: what a department is to answer on comes with the letter that asks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from huifang.flow.office.desk import Desk
from huifang.flow.post.letters import Attached, GoesAlong, Matter
from huifang.policy.people import Person
from huifang.tables.printed import PrintedForm


def with_form(form: PrintedForm, number_of: Callable[[Matter], str]) -> GoesAlong:
    """What goes along with a letter: the form about each of its matters that has a number."""

    def attached(desk: Desk, matters: Sequence[Matter], persons: Sequence[Person]) -> Attached:
        from huifang.flow.forms.printing import filled_in  # noqa: PLC0415  (letters are rare)

        files, wrong = filled_in(desk, form, [number for matter in matters if (number := number_of(matter))])
        return Attached(files, form.title if wrong else "", wrong)

    return attached

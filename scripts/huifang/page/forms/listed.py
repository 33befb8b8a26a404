"""All forms, in the order of the work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from huifang.page.forms import (
    backup,
    blanks,
    check,
    collect,
    complaints,
    correct,
    draft,
    explain,
    form,
    handover,
    import_list,
    init,
    mail_fetch,
    mail_password,
    mail_send,
    plan,
    policies,
    policy_try,
    report,
    restore,
    resume,
    run,
    schedule,
    spotcheck_collect,
    spotcheck_draw,
    spotcheck_verify,
    today,
    verify,
)
from huifang.page.forms.model import CommandForm
from huifang.page.groups import GROUPS, group_of
from huifang.page.roles import Role

FORMS: Final[tuple[CommandForm, ...]] = (
    run.FORM,
    today.FORM,
    collect.FORM,
    check.FORM,
    complaints.FORM,
    explain.FORM,
    plan.FORM,
    report.FORM,
    *correct.FORMS,
    import_list.FORM,
    handover.FORM,
    form.FORM,
    blanks.FORM,
    mail_fetch.FORM,
    mail_send.FORM,
    mail_password.FORM,
    schedule.FORM,
    backup.FORM,
    restore.FORM,
    init.FORM,
    policies.FORM,
    policy_try.FORM,
    draft.FORM,
    resume.FORM,
    spotcheck_draw.FORM,
    spotcheck_collect.FORM,
    spotcheck_verify.FORM,
    verify.FORM,
)
BY_NAME: Final = {form.name: form for form in (*FORMS, *correct.WITHIN)}


def grouped_for(role: Role, in_office: bool) -> Iterator[tuple[str, list[CommandForm]]]:
    """The forms of a role by the group of their commands; without an office, only those that need none."""
    for group in GROUPS:
        there = [
            form
            for form in FORMS
            if role in form.roles and group_of(form.command[0]) == group and (in_office or not form.needs_office)
        ]
        if there:
            yield group, there

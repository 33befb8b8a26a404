"""Every command has its form, in its group; and no form starts what no command does."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from huifang.cli.main import COMMANDS, group
from huifang.page.forms.listed import BY_NAME, FORMS, grouped_for
from huifang.page.groups import GROUPS, group_of
from huifang.page.roles import Role

#: The page itself, what belongs to Excel, to who has no office, and to who packs a folder for others.
NO_FORM = {("page",), ("live",), ("demo",), ("pack-windows",)}


def commands() -> Iterator[tuple[str, ...]]:
    """Every command of the command line, those of groups with both their words."""
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, sub) for sub in command.commands)
        else:
            yield (name,)


def test_every_command_has_a_form_and_every_form_a_command():
    every, served = {*commands()}, {form.command for form in FORMS}
    assert {command for command in every - served if command[:1] not in NO_FORM} == set() and served <= every


def test_each_form_stands_once_in_the_group_of_its_command():
    shown = [(name, form) for role in Role for name, forms in grouped_for(role, True) for form in forms]
    within = {"accept", "decline"}  # what waits to be confirmed leads to them
    assert {form.name for _, form in shown} == BY_NAME.keys() - within == {form.name for form in FORMS}
    assert len(BY_NAME) == len(FORMS) + len(within)
    assert all(name == group_of(form.command[0]) and name in GROUPS for name, form in shown)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_is_said_plainly(form):
    """In signs that every computer here has, without words of the command line; what is obligatory has a way to it."""
    said = [form.title, form.explained, form.button, *(text for one in form.fields for text in (one.label, one.help))]
    for text in said:
        text.encode("gbk")
        assert "--" not in text and "huifang" not in text
    assert len(form.title) <= 12 and len(form.explained) <= 75 and form.explained.endswith("。")
    assert not [one.name for one in form.fields if one.kind == "choice" and one.choices is None]


def test_the_auditor_has_the_draws_and_nothing_of_the_supervisors():
    audit = {form.name for _, forms in grouped_for(Role.AUDITOR, True) for form in forms}
    assert audit == {
        "spotcheck-draw", "spotcheck-collect", "spotcheck-verify", "verify", "explain", "import", "policies",
    }  # fmt: skip
    supervised = {form.name for _, forms in grouped_for(Role.SUPERVISOR, True) for form in forms}
    assert not {name for name in supervised if name.startswith("spotcheck")}


def test_without_an_office_only_what_needs_none_is_offered():
    assert {form.name for _, forms in grouped_for(Role.SUPERVISOR, False) for form in forms} == {
        "policies", "draft", "init", "restore",
    }  # fmt: skip

"""Every command is in one group, and the help shows no empty one."""

from __future__ import annotations

from huifang.cli.main import COMMANDS, group
from huifang.page.groups import GROUPS, group_of, shown_groups
from places import ROOT


def test_every_command_has_a_module_and_one_group():
    grouped = [command for commands in GROUPS.values() for command in commands]
    modules = {path.name for path in (ROOT / "scripts/huifang/cli").glob("*_command.py")}
    assert len(set(grouped)) == len(grouped)
    assert list(COMMANDS) == grouped
    assert {f"{command.replace('-', '_')}_command.py" for command in grouped} <= modules
    assert {group_of(command) for command in grouped} == {name for name, _ in shown_groups()}


def test_the_help_lists_them_in_the_groups_that_have_commands():
    text = group.get_help(group.context_class(group, info_name="huifang"))
    headings = [line.removeprefix("命令·").removesuffix(":") for line in text.splitlines() if line.startswith("命令·")]
    assert headings == [name for name, commands in GROUPS.items() if commands]
    after = text[text.index("命令·审核") :]
    assert "spotcheck" in after and "collect" not in after

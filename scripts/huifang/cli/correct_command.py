"""``huifang correct``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("correct", short_help="执行主管填好的更正单。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
@office_command
def command(session: Session, file: Path) -> None:
    """执行一张更正单：每一处更正都记下原值、新值、更正人和原因；也可以撤销一行、一次提交或最近一次计划。"""
    from huifang.flow.correcting.applying import correct

    with session.writing() as desk:
        session.existing(file)
        result = correct(desk, file)
    session.say(f"已执行 {result.applied} 处更正，否决 {result.declined} 处，未能执行 {len(result.refused)} 处。")
    session.say_findings(result.refused)
    refused = [finding.as_json() for finding in result.refused]
    body = {"applied": result.applied, "declined": result.declined, "refused": refused}
    session.finish(body, clean=not result.refused)

"""``huifang correct``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("correct", short_help="执行主管填好的更正单；不写 FILE 时写一张空白的。")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, readable=False))
@click.option(
    "--record",
    "records",
    metavar="NO",
    multiple=True,
    help="不写 FILE 时：把这条记录的各列预先填好；也可以写计划编号、提交编号、期间、登记表里的编号。可以写几次。",
)
@click.pass_obj
@office_command
def command(session: Session, file: Path | None, records: tuple[str, ...]) -> None:
    """执行一张更正单，记下原值、新值、谁和为什么；撤销一行、一次提交、一次计划也用它。填回的表上由上级决定的内容，
    也用它确认。不写 FILE 时写一张空白的。
    """
    if file and records:
        raise click.UsageError("FILE 和 --record 不能一起用：--record 用来写一张新的更正单。")
    if file:
        _apply(session, file)
    else:
        _hand_out(session, records)


def _hand_out(session: Session, records: tuple[str, ...]) -> None:
    from huifang.flow.correcting.handing_out import UnknownRecord, hand_out_form

    with session.looking() as desk:
        try:
            form = hand_out_form(desk, records)
        except UnknownRecord as error:
            raise click.UsageError(str(error)) from None
    session.say(f"更正单在 {form}：请主管填写新值、更正人和原因，保存后运行 huifang correct 这个文件。")
    session.say("撤销一行、一次提交或最近一次计划的写法，见表里的“使用说明”。")
    session.finish({"form": form}, clean=True)


def _apply(session: Session, file: Path) -> None:
    from huifang.flow.correcting.applying import correct

    with session.writing() as desk:
        session.existing(file)
        result = correct(desk, file)
    session.say(f"已执行 {result.applied} 处更正，否决 {result.declined} 处，未能执行 {len(result.refused)} 处。")
    session.say_findings([*result.refused, *result.notes])
    refused, notes = ([finding.as_json() for finding in said] for said in (result.refused, result.notes))
    body = {"applied": result.applied, "declined": result.declined, "refused": refused, "notes": notes}
    session.finish(body, clean=not result.refused)

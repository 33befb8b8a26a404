"""``huifang correct``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.correcting.applying import Corrected
    from huifang.flow.correcting.typed import Typed


@dataclass(frozen=True, kw_only=True)
class TypedOptions:
    """The options by which a correction is typed."""

    values: tuple[str, ...]
    take_back: bool
    declined: tuple[str, ...]
    by: str | None
    why: str | None

    @property
    def is_anything(self) -> bool:
        """Whether a correction was typed."""
        return bool(self.values or self.take_back or self.declined)

    def typed(self, numbers: tuple[str, ...]) -> Typed:
        """As the flow takes it.

        Raises:
            click.UsageError: something is missing.
        """
        from huifang.flow.correcting.typed import Typed

        if not numbers:
            raise click.UsageError("请用 --record 写明更正哪一条，例如 --record H2611-0001-1。")
        wrong = [value for value in self.values if "=" not in value]
        if wrong:
            raise click.UsageError(f"--set 应写成“列=新值”，例如 --set 满意度=一般；没有看懂的是“{'、'.join(wrong)}”。")
        if (self.values or self.take_back) and not (self.by and self.why):
            raise click.UsageError("请用 --by 写明更正人(主管或老板的工号或姓名)，用 --why 写明原因。")
        parts = (value.partition("=") for value in self.values)
        new = {column.strip(): new.strip() for column, _, new in parts}
        return Typed(
            numbers=numbers, new=new, take_back=self.take_back, declined=self.declined, by=self.by or "",
            why=self.why or "",
        )  # fmt: skip


@click.command("correct", short_help="执行主管填好的更正单；不写 FILE 时写一张空白的，或直接更正一条。")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, readable=False))
@click.option(
    "--record",
    "records",
    metavar="NO",
    multiple=True,
    help="不写 FILE 时：把这条记录的各列预先填好；"
    "也可以写计划编号、提交编号、期间、过去的回访的编号、登记表里的编号。可以写几次。",
)
@click.option(
    "--set", "values", metavar="列=新值", multiple=True, help="和 --record 一起：直接更正这一列。可以写几次。"
)
@click.option(
    "--take-back",
    is_flag=True,
    help="和 --record 一起：撤销这一整条(记录、提交、计划、导入的过去的回访或登记表里的行)。",
)
@click.option("--decline", "declined", metavar="列", multiple=True, help="和 --record 一起：不同意重发的表改这一列。")
@click.option("--by", metavar="WHO", help="更正人：主管或老板的工号或姓名。")
@click.option("--why", metavar="TEXT", help="更正的原因。")
@click.pass_obj
@office_command
def command(session: Session, /, file: Path | None, records: tuple[str, ...], **options: Any) -> None:
    """执行一张更正单，记下原值、新值、谁和为什么；撤销一行、一次提交、一次计划、一份导入错的过去的回访也用它。填回的表上由上级决定的内容，
    也用它确认。不写 FILE 时写一张空白的；写了 --set、--take-back 或 --decline 的，照样填成一张更正单，马上执行并归档。
    """
    said = TypedOptions(**options)
    if file and (records or said.is_anything):
        raise click.UsageError("FILE 不能和 --record、--set、--take-back、--decline 一起用：那些用来写一张新的更正单。")
    if file:
        _apply(session, file)
    elif said.is_anything:
        _carry_out(session, said.typed(records))
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
    session.say("撤销一行、一次提交、最近一次计划或一份过去的回访的写法，见表里的“使用说明”。")
    session.finish({"form": form}, clean=True)


def _carry_out(session: Session, typed: Typed) -> None:
    from huifang.flow.correcting.handing_out import UnknownRecord
    from huifang.flow.correcting.typed import carry_out

    with session.writing() as desk:
        try:
            done = carry_out(desk, typed)
        except UnknownRecord as error:
            raise click.UsageError(str(error)) from None
    _say(session, done.result, done.path)


def _apply(session: Session, file: Path) -> None:
    from huifang.flow.correcting.applying import correct

    with session.writing() as desk:
        session.existing(file)
        result = correct(desk, file)
    _say(session, result)


def _say(session: Session, result: Corrected, kept: str | None = None) -> None:
    session.say(f"已执行 {result.applied} 处更正，否决 {result.declined} 处，未能执行 {len(result.refused)} 处。")
    for line in (*result.orders, *filter(None, [result.letters])):
        session.say(line)
    if kept:
        session.say("照这些填好的更正单存进了“归档/更正”。")
    session.say_findings([*result.refused, *result.notes])
    refused, notes = ([finding.as_json() for finding in said] for said in (result.refused, result.notes))
    body = {
        "applied": result.applied, "declined": result.declined, "orders": [*result.orders], "refused": refused,
        "notes": notes,
    }  # fmt: skip
    session.finish(body if kept is None else {**body, "kept": kept}, clean=not result.refused)

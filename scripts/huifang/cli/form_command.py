"""``huifang form``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.office.desk import Desk


@click.command("form", short_help="把一张表填好待打印；--blank 写出全部空白表格。")
@click.argument("name", metavar="[NAME]", required=False)
@click.argument("numbers", metavar="[NO…]", nargs=-1)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="放到这个文件夹；默认放进发件箱。")
@click.option("--blank", "folder", metavar="DIR", type=click.Path(path_type=Path), help="全部空白表格写到这个文件夹。")
@click.option(
    "--policy", "preset", metavar="PRESET", help="--blank 用的制度，见 huifang policies；默认为本单位的制度。"
)
@click.pass_obj
@office_command
def command(
    session: Session, name: str | None, numbers: tuple[str, ...], out: Path | None, folder: Path | None,
    preset: str | None,
) -> None:  # fmt: skip
    """把名为 NAME 的表按登记表和台账填好，待打印：NO 是登记表里的编号、计划编号或客户编号，可以写几个；
    不写的，填没有办完的，没有就是一张空白的。--blank 写出制度所用的全部空白表格(包括更正单)，不会覆盖已有的文件。
    """
    if name and folder is None and preset is None:
        _print(session, name, numbers, out)
    elif folder and name is None and out is None:
        _hand_out(session, folder, preset)
    else:
        advice = "例如：huifang form 客户投诉处理单 T2611-004，或 huifang form --blank 空白表格。"
        raise click.UsageError(f"请写明表的名称，或用 --blank 写明空白表格放到哪个文件夹，{advice}{_names(session)}")


def _names(session: Session) -> str:
    from huifang.edges.store.files import OfficeError
    from huifang.flow.forms.printing import forms_of

    try:
        forms = forms_of(session.reading())
    except OfficeError:
        return ""
    return f"本单位可以打印：{'、'.join(form.title for form in forms)}、批示单。"


def _print(session: Session, name: str, numbers: tuple[str, ...], out: Path | None) -> None:
    from huifang.core.text import half_width
    from huifang.flow.forms.printing import UnknownForm, print_form
    from huifang.flow.forms.subjects import UnknownNumber
    from huifang.tables.declared.decisions import SHEET

    if half_width(name).strip("《》") == SHEET:
        _print_decisions(session, numbers, out)
        return
    with session.looking() as desk:
        try:
            printed = print_form(desk, name, numbers, out)
        except (UnknownForm, UnknownNumber) as error:
            raise click.UsageError(str(error)) from None
    if printed.files:
        what = "没有办理中的，是一张空白的" if printed.is_blank else f"{printed.count} 张"
        session.say(f"《{printed.title}》({what})在 {'、'.join(printed.files)}：打开就可以打印。")
    session.say_findings(printed.findings)
    body = {"files": [*printed.files], "findings": [finding.as_json() for finding in printed.findings]}
    session.finish(body, clean=not printed.findings)


def _print_decisions(session: Session, numbers: tuple[str, ...], out: Path | None) -> None:
    from huifang.flow.forms.subjects import UnknownNumber
    from huifang.flow.reports.asking_now import print_decisions

    with session.looking() as desk:
        try:
            files = print_decisions(desk, numbers, out)
        except UnknownNumber as error:
            raise click.UsageError(str(error)) from None
    where = f"《批示单》({len(files)} 张)在 {'、'.join(files)}：打开就可以打印，填好以后运行 huifang correct 这个文件。"
    session.say(where if files else "没有等待批示的问题。")
    session.finish({"files": files, "findings": []}, clean=True)


def _hand_out(session: Session, folder: Path, name: str | None) -> None:
    from huifang.edges.forms.page import WrongTemplate
    from huifang.edges.known.presets import UnknownPreset, load_preset
    from huifang.flow.forms.handing_out import AlreadyThere, hand_out_blanks
    from huifang.flow.forms.printing import told_of

    desk = None if name else _reading(session)
    try:
        preset = load_preset(desk.state.preset if desk else str(name))
        preset = preset.using(desk.workbooks) if desk else preset
        written = hand_out_blanks(folder, preset, desk)
    except (UnknownPreset, AlreadyThere) as error:
        raise click.UsageError(str(error)) from None
    except WrongTemplate as error:
        findings = [*told_of(error)]
        session.say_findings(findings)
        session.finish({"files": [], "findings": [finding.as_json() for finding in findings]}, clean=False)
        return
    names = "、".join(path.relative_to(folder).as_posix() for path in written)
    session.say(f"已把《{preset.name}》的 {len(written)} 个空白表格写到“{folder}”：{names}。")
    session.finish({"files": [desk.office.relative(p) if desk else p.as_posix() for p in written]}, clean=True)


def _reading(session: Session) -> Desk:
    from dataclasses import replace

    from huifang.edges.store.files import OfficeError

    try:
        session.office()
    except OfficeError as error:
        advice = f"{error.reason.advice}没有办公文件夹的，请用 --policy 写明制度，名称见 huifang policies。"
        raise OfficeError(replace(error.reason, advice=advice)) from None
    return session.reading()

"""``huifang spotcheck``: seal, draw, collect, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.chinese import ChineseGroup
from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huifang.decisions.audit.audited import Standing
    from huifang.flow.audit.checking import ChecksCollected
    from huifang.flow.audit.spotchecking import SpotDraw

NOT_SEALED_BEFORE = "未事先封存"


@click.group("spotcheck", cls=ChineseGroup, short_help="抽查：封存名单、抽签、收核查表、核对抽签。")
def command() -> None:
    """抽查：期末封存每位业务员的客户名单，用种子抽签，为监督岗生成核查表；任何人都可以重算。"""


@command.command("draw", short_help="封存名单；给出种子时抽签。")
@click.option("--period", "period_name", metavar="P", required=True, help="期间，如 2026-11下旬；这一期必须已经结束。")
@click.option("--seed", metavar="TEXT", help="种子：最好是封存以后才公布的数字，如当晚的彩票开奖号码。")
@click.option("--reuse-seed", is_flag=True, help="别的期间用过的种子也照样用；不写就不抽，因为会抽中同样的客户。")
@click.pass_obj
@office_command
def draw_command(session: Session, period_name: str, seed: str | None, reuse_seed: bool) -> None:
    """不给种子：封存名单并显示校验值。给出种子：从封存的名单里抽签，核查表放在“抽查”文件夹，只交给监督岗。"""
    from huifang.core.tickets import can_be_read_out
    from huifang.flow.audit.spotchecking import PeriodOpen, draw

    if seed is not None and not can_be_read_out(seed):
        raise click.UsageError("种子应为 1 到 100 个看得见的字符，首尾没有空格。请换一个种子。")
    with session.writing() as desk:
        period = session.period(desk, period_name)
        try:
            result = draw(desk, period, seed, reuse_seed=reuse_seed)
        except PeriodOpen as still:
            raise click.UsageError(
                f"{period.name} 还没有结束，名单还会变化，不能封存。请在 {still} 以后再运行。"
            ) from None
    _say(session, result, seed)
    session.say_findings(result.findings)
    session.finish(_body(result, seed), clean=not result.findings)


def _say(session: Session, result: SpotDraw, seed: str | None) -> None:
    frame, drawn = result.frame, result.draw
    session.say(f"{frame.period} 的名单封存于 {frame.at:%Y-%m-%d %H:%M}，校验值：{frame.sha256}")
    if drawn is None and seed is not None:
        return
    if drawn is None:
        session.say("请先把校验值告诉老板或监督岗，再用 --seed 给出种子抽签。")
        return
    mark = "名单已事先封存" if drawn.sealed_before else f"{NOT_SEALED_BEFORE}：名单与种子是同一次给出的"
    session.say(f"第 {drawn.number} 次抽签，种子“{drawn.seed}”，抽出 {len(drawn.chosen)} 位客户。{mark}。")
    for file in drawn.workbooks:
        session.say(f"  核查表 {file}")
    if drawn.workbooks:
        session.say("核查表只交给监督岗；不要让业务员看到。")
    else:
        session.say("没有可以抽查的客户。")


def _body(result: SpotDraw, seed: str | None) -> dict[str, Any]:
    from msgspec import to_builtins

    drawn = result.draw
    return {
        "period": result.frame.period,
        "frame_sha256": result.frame.sha256,
        "sealed_before": result.sealed_before,
        "seed": seed,
        "number": drawn.number if drawn else None,
        "draws": to_builtins(drawn.chosen) if drawn else [],
        "reserve": to_builtins(drawn.reserve) if drawn else [],
        "files": list(result.files),
        "findings": [finding.as_json() for finding in result.findings],
    }


@command.command("collect", short_help="收监督岗填好的核查表，与台账比较。")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.pass_obj
@office_command
def collect_command(session: Session, paths: tuple[Path, ...]) -> None:
    """收监督岗填好的核查表，与封存名单时的台账比较。不写 PATH 时，收“收件箱”和“收件箱/待确认”里的，也收在“抽查”文件夹里
    直接填好的。有错的做好标记退回；与记录不符的，从同一次抽签里接着往下抽。结果只给老板和监督岗。
    """
    from huifang.flow.audit.checking import collect_checks

    with session.writing() as desk:
        session.existing(*paths)
        result = collect_checks(desk, paths)
        label = desk.present.people.label
        told = [
            f"{label(agent)} 还要再打 {len(numbers)} 位，请按抽查编号在核查表里往下找：{'、'.join(numbers)}。"
            for (_, agent), numbers in result.waiting.items()
            if numbers
        ]
        standings = [_told_of_standing(label(one.agent), one) for one in result.standings]
    _say_collected(session, result, [*standings, *told])
    troubled = result.returned or result.notes or any(one.warnings for one in result.entered)
    session.finish(_collected_body(result), clean=not troubled)


def _told_of_standing(agent: str, standing: Standing) -> str:
    counts = (
        ("相符", standing.confirmed), ("不符", standing.contradicted), ("说不准", standing.unsure),
        ("未联系上", standing.unreachable),
    )  # fmt: skip
    said = "，".join(f"{what} {count}" for what, count in counts if count) or "还没有结果"
    return f"{standing.period} {agent}：{said}。{standing.verdict}。"


def _say_collected(session: Session, result: ChecksCollected, told: Sequence[str]) -> None:
    returned_too = {one.file for one in result.returned}  # and all that is noted of it stands there
    for one in result.entered:
        changed = f"，其中改动 {one.changed} 行" if one.changed else ""
        session.say(f"已收 {one.file}({one.agent} {one.period})：{one.rows} 行{changed}。")
        if one.file not in returned_too:
            session.say_findings(one.warnings, limit=10)
    for returned in result.returned:
        marked = f"，标记后的表在 {returned.marked}" if returned.marked else ""
        session.say(f"已退回 {returned.file}：{returned.reason.text}{marked}。")
        session.say_findings(returned.findings, limit=10)
    for file in result.duplicates:
        session.say(f"重复   {file}：与以前收到的相同，没有变化。")
    for file, reason in result.ignored:
        session.say(f"未处理 {file}：{reason.sentence}")
    for sentence in told:
        session.say(sentence)
    for file in result.extended:
        session.say(f"  续表 {file}：接着同一次抽签往下抽，只交给监督岗。")
    for file in result.made:
        session.say(f"  已写好 {file}")
    session.say_findings(result.notes)
    if not (result.entered or result.returned or result.duplicates or result.ignored):
        session.say("没有等着收的核查表。")


def _collected_body(result: ChecksCollected) -> dict[str, Any]:
    return {
        "agents": [
            {
                "agent": one.agent, "period": one.period, "checked": one.checked, "confirmed": one.confirmed,
                "contradicted": one.contradicted, "unsure": one.unsure, "unreachable": one.unreachable,
                "upper_fake_share": one.upper_fake_share, "verdict": str(one.verdict), "wanted": one.wanted,
                "waiting": [*result.waiting.get((one.period, one.agent), ())],
            }
            for one in result.standings
        ],
        "entered": [
            {
                "file": one.file, "agent": one.agent, "period": one.period, "rows": one.rows, "changed": one.changed,
                "findings": [finding.as_json() for finding in one.warnings],
            }
            for one in result.entered
        ],
        "returned": [
            {
                "file": one.file, **one.reason.as_json(), "findings": [finding.as_json() for finding in one.findings],
                "marked": one.marked,
            }
            for one in result.returned
        ],
        "duplicates": [{"file": file} for file in result.duplicates],
        "ignored": [{"file": file, **reason.as_json()} for file, reason in result.ignored],
        "extended": result.extended,
        "files": result.made,
        "notes": [note.as_json() for note in result.notes],
    }  # fmt: skip


@command.command("verify", short_help="按日志里的名单和种子重新抽签，核对是否相同。")
@click.option("--period", "period_name", metavar="P", required=True, help="期间，如 2026-11下旬。")
@click.pass_obj
@office_command
def verify_command(session: Session, period_name: str) -> None:
    """用封存的名单和日志里的种子重新抽签，核对每次抽签的结果是否相同。"""
    from huifang.flow.audit.spotchecking import verify_draws

    desk = session.reading()
    period = session.period(desk, period_name)
    redrawn = verify_draws(desk, period)
    if not redrawn:
        raise click.UsageError(f"{period.name} 还没有抽过签。请先运行 huifang spotcheck draw --period {period.name}。")
    for again in redrawn:
        drawn = again.draw
        mark = "" if drawn.sealed_before else f"({NOT_SEALED_BEFORE})"
        outcome = "重新抽签，结果相同" if again.same else "重新抽签，结果不同：封存的名单或抽签记录被改动过"
        session.say(f"{drawn.period} 第 {drawn.number} 次抽签{mark}，种子“{drawn.seed}”：{outcome}。")
    same = all(again.same for again in redrawn)
    session.finish({"same": same, "draws": len(redrawn)}, clean=same)

"""``huifang spotcheck``: seal, draw, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.chinese import ChineseGroup
from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.audit.spotchecking import SpotDraw

NOT_SEALED_BEFORE = "未事先封存"


@click.group("spotcheck", cls=ChineseGroup, short_help="抽查：封存名单、抽签、核对抽签。")
def command() -> None:
    """抽查：期末封存每位业务员的客户名单，用种子抽签，为监督岗生成核查表；任何人都可以重算。"""


@command.command("draw", short_help="封存名单；给出种子时抽签。")
@click.option("--period", "period_name", metavar="P", required=True, help="期间，如 2026-11下旬；这一期必须已经结束。")
@click.option("--seed", metavar="TEXT", help="种子：最好是封存以后才公布的数字，如当晚的彩票开奖号码。")
@click.pass_obj
@office_command
def draw_command(session: Session, period_name: str, seed: str | None) -> None:
    """不给种子：封存名单并显示校验值。给出种子：从封存的名单里抽签，核查表放在“抽查”文件夹，只交给监督岗。"""
    from huifang.core.tickets import can_be_read_out
    from huifang.flow.audit.spotchecking import PeriodOpen, draw

    if seed is not None and not can_be_read_out(seed):
        raise click.UsageError("种子应为 1 到 100 个看得见的字符，首尾没有空格。请换一个种子。")
    with session.writing() as desk:
        period = session.period(desk, period_name)
        try:
            result = draw(desk, period, seed)
        except PeriodOpen as still:
            raise click.UsageError(
                f"{period.name} 还没有结束，名单还会变化，不能封存。请在 {still} 以后再运行。"
            ) from None
    _say(session, result)
    session.say_findings(result.findings)
    session.finish(_body(result), clean=not result.findings)


def _say(session: Session, result: SpotDraw) -> None:
    frame, drawn = result.frame, result.draw
    session.say(f"{frame.period} 的名单封存于 {frame.at:%Y-%m-%d %H:%M}，校验值：{frame.sha256}")
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


def _body(result: SpotDraw) -> dict[str, Any]:
    from msgspec import to_builtins

    drawn = result.draw
    return {
        "period": result.frame.period,
        "frame_sha256": result.frame.sha256,
        "sealed_before": result.sealed_before,
        "seed": drawn.seed if drawn else None,
        "number": drawn.number if drawn else None,
        "draws": to_builtins(drawn.chosen) if drawn else [],
        "reserve": to_builtins(drawn.reserve) if drawn else [],
        "files": list(result.files),
        "findings": [finding.as_json() for finding in result.findings],
    }


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

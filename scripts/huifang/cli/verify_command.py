"""``huifang verify``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.audit.verifying import Written

KINDS = {"altered": "被改动", "resaved": "重新保存过", "missing": "缺失", "chain": "日志链断开", "newer": "不能读出"}
#: What a release may have written, with what it is counted in.
PARTS = {"entries": "日志 {} 条", "segments": "账目 {} 份", "issued": "发放的计划 {} 份", "workbooks": "工作簿 {} 个"}


@click.command("verify", short_help="核对日志、归档和账目是否完好。")
@click.option("--head", metavar="HEX", help="报告上印的校验码(12 位)或链首：核对它是否在日志里。")
@click.pass_obj
@office_command
def command(session: Session, head: str | None) -> None:
    """核对日志的校验链、归档文件和账目：任何改动、缺失都会指出。"""
    from huifang.flow.audit.verifying import verify

    result = verify(session.office(), head)
    for problem in result.problems:
        session.say(f"{KINDS[problem.kind]} {problem.file}:{problem.detail}。")
    if result.broken and result.broken.at:
        session.say(result.broken.what)
        for sentence in result.broken.depends:
            session.say(f"  {sentence}")
    if head and result.head_at:
        session.say(f"报告上的校验码是日志的第 {result.head_at} 条，与报告一致。")
    session.say(f"日志共 {result.entries} 条，链首 {result.head}。")
    for release, written in result.releases.items():
        session.say(f"由 {release} 版写成：{_parts(written)}。")
    session.say("全部完好。" if result.ok else f"发现 {len(result.problems)} 个问题。")
    body = {
        "ok": result.ok,
        "entries": result.entries,
        "head": result.head,
        "head_at": result.head_at,
        "releases": [{"release": release, **asdict(written)} for release, written in result.releases.items()],
        "first_broken": asdict(result.broken) if result.broken else None,
        "problems": [{"kind": p.kind, "file": p.file, "detail": p.detail} for p in result.problems],
    }
    session.finish(body, clean=result.ok)


def _parts(written: Written) -> str:
    counts = asdict(written)
    return "、".join(text.format(counts[name]) for name, text in PARTS.items() if counts[name])

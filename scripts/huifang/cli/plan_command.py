"""``huifang plan``."""

from __future__ import annotations

import click

from huifang.cli.session import Session, office_command


@click.command("plan", short_help="生成本期的回访计划表。")
@click.option("--period", "period_name", metavar="P", help="期间，如 2026-11下旬；默认为今天所在的一期。")
@click.pass_obj
@office_command
def command(session: Session, period_name: str | None) -> None:
    """为每位业务员生成一个回访计划工作簿；重复运行不会改变已发放的表。期中新增的另出一份“补”表，还没有打的回访全在里面。"""
    from huifang.cli.shapes import call_json
    from huifang.flow.calls.planning import plan_batch

    with session.writing() as desk:
        batch = plan_batch(desk, session.period(desk, period_name))
    period = batch.period
    overdue = sum(days > 0 for days in batch.overdue.values())
    session.say(
        f"{period.name}({period.from_on} 至 {period.until_on})：共 {len(batch.calls)} 个回访，"
        f"其中 {overdue} 个过了应访日期。"
    )
    for file in batch.files:
        session.say(f"  已生成 {file}")
    if not batch.files:
        session.say("  没有需要新增的回访，已发放的表不变。")
    session.say_findings(batch.findings)
    body = {
        "period": period.name, "from": period.from_on.isoformat(), "until": period.until_on.isoformat(),
        "calls": [call_json(call, batch.overdue[call.plan_no], batch.agreed.get(call.plan_no)) for call in batch.calls],
        "files": list(batch.files), "findings": [finding.as_json() for finding in batch.findings],
    }  # fmt: skip
    session.finish(body, clean=not batch.findings)

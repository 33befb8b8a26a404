"""``huifang report``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.decisions.reports.duties import Duty
    from huifang.decisions.reports.figures import AgentFigures
    from huifang.flow.reports.reporting import Made


@click.command("report", short_help="生成报告。")
@click.option("--kind", metavar="K", help="报告的名称，如 旬报；默认为制度里的第一种。")
@click.option("--period", "period_name", metavar="P", help="期间，如 2026-11中旬；默认为今天所在的一期。")
@click.pass_obj
@office_command
def command(session: Session, kind: str | None, period_name: str | None) -> None:
    """生成一期的报告(工作簿和网页)和台账；再次生成的称为“第 n 版”，以前的版本保留。"""
    from huifang.decisions.reports.report import sentences
    from huifang.flow.reports.reporting import make_report

    with session.writing() as desk:
        policy = desk.present.policy
        kinds = [duty.report for duty in policy.reports]
        if kind is not None and kind not in kinds:
            raise click.UsageError(f"制度里没有报告“{kind}”。可用的有：{'、'.join(kinds) or '(无)'}。")
        duty = policy.duty_of(kind) if kind else None
        span = policy.period_of(session.now.date(), duty.span) if duty and period_name is None else None
        made = make_report(desk, span or session.period(desk, period_name), kind)
    session.say(made.report.title)
    for sentence in sentences(made.report):
        session.say(f"  {sentence}")
    for file in made.files:
        session.say(f"  已生成 {file}")
    for form in made.forms:
        session.say(f"  请上级批示：{form}(同名的 .eml 是邮件草稿)")
    session.say_findings(made.notes)
    found = bool(made.report.findings or made.notes)
    session.finish(_body(made), clean=not found)


#: What a line of what changed since the version before is made of.
_CHANGE = ("kind", "subject", "old", "new", "note")


def _body(made: Made) -> dict[str, Any]:
    from huifang.decisions.reports.parts.indicators import indicators_told

    report, files, notes = made.report, made.files, made.notes
    period = report.period
    return {
        "kind": report.kind, "period": period.name, "from": period.from_on.isoformat(),
        "until": period.until_on.isoformat(), "due_on": report.due_on.isoformat(), "version": report.version,
        "figures": report.figures.totals(), "agents": [_agent(line) for line in report.figures.agents],
        "duties": [_duty(duty) for duty in report.duties],
        "changes": [dict(zip(_CHANGE, line, strict=True)) for line in (report.changed.rows if report.changed else ())],
        "indicators": indicators_told(report.parts),
        "files": list(files), "forms": list(made.forms), "chain_head": report.head,
        "findings": [finding.as_json() for finding in (*report.findings, *notes)],
    }  # fmt: skip


def _duty(duty: Duty) -> dict[str, Any]:
    share, target = duty.share, duty.target
    return {
        "rule": duty.number, "title": duty.title, "contact_role": duty.role, "owed": len(duty.owed), "done": duty.done,
        "missed": sorted({line.customer.customer_no for line in duty.missed}), "target": target.text if target else "",
        "share": [share.count, share.total] if share else None, "share_of": duty.basis, "verdict": duty.verdict,
    }  # fmt: skip


def _agent(line: AgentFigures) -> dict[str, Any]:
    submitted = f"{line.submitted_at:%Y-%m-%d %H:%M}" if line.submitted_at else None
    return {
        "agent": line.agent, "planned": line.planned, "done": line.done, "reported": line.reported,
        "connected": line.connected, "satisfied": line.satisfied, "dissatisfied": line.dissatisfied,
        "unresolved": line.unresolved, "open_problems": line.open_problems, "refused_rows": line.refused_rows,
        "refused_unhappy": line.refused_unhappy, "submitted_at": submitted, "sheet_state": line.sheet_state or None,
        "open_rows": line.open_rows, "late_days": line.late_days, "fine_yuan": line.fine_yuan,
    }  # fmt: skip

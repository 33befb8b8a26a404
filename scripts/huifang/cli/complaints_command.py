"""``huifang complaints``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from datetime import datetime

    from huifang.decisions.complaints.clocks import ComplaintStatus
    from huifang.decisions.complaints.reading import ClockReading
    from huifang.flow.office.desk import Desk

STATES = {"ok": "未到期", "due": "今天到期", "overdue": "逾期", "waiting": "等待", "closed": "已关闭"}


@click.command("complaints", short_help="列出投诉和各自的时限。")
@click.pass_obj
@office_command
def command(session: Session) -> None:
    """列出没有关闭的投诉：办到哪一步、时限、负责人、应告诉谁，以及时限怎样算出；最急的在前。

    状态：未到期；今天到期；逾期；等待(现在没有时限在走，等下一步)；已关闭。填在今天以后的时间不算数。
    """
    from huifang.flow.complaints.complaining import complaints
    from huifang.flow.complaints.overdue import note_overdue

    with session.writing() as desk:
        listed = complaints(desk)
        note_overdue(desk, (*listed.open, *listed.open_records))
        bodies = [_body(status) for status in listed.statuses]
        records = [{"table": status.table, **_body(status)} for status in listed.records]
    for status in (*listed.open, *listed.open_records):
        _say(session, desk, status)
    overdue = sum(status.state == "overdue" for status in listed.open)
    closed = len(listed.statuses) - len(listed.open)
    if not listed.has_register:
        session.say("本单位执行的制度没有投诉登记表。")
    session.say(f"没有关闭的投诉 {len(listed.open)} 件，其中逾期 {overdue} 件；已关闭 {closed} 件。")
    if listed.records:
        late = sum(status.state == "overdue" for status in listed.open_records)
        session.say(f"其他登记表没有办完的 {len(listed.open_records)} 件，其中超过时限 {late} 件。")
    session.say_findings(listed.findings)
    more = {"records": records} if records else {}
    body = {
        "complaints": bodies, **more, "next_file_no": listed.next_file_no,
        "findings": [finding.as_json() for finding in listed.findings],
    }  # fmt: skip
    session.finish(
        body,
        clean=not (listed.findings or any(status.needs_attention for status in (*listed.open, *listed.open_records))),
    )


def _say(session: Session, desk: Desk, status: ComplaintStatus) -> None:
    from huifang.tables.declared.complaints import COMPLAINTS

    people = desk.present.people
    deadline = f"，应在 {_moment(status.due)} 前完成" if status.due else ""
    told = f"，应告诉 {'、'.join(map(people.label, status.told))}" if status.told else ""
    owner = status.owner.person.label if status.owner.person else "(无)"
    what = "" if status.table == COMPLAINTS.name else f"{status.table} "
    session.say(f"{what}{status.label} {status.stage}({STATES[status.state]}{deadline})，负责人 {owner}{told}")
    for step in status.derivation:
        session.say(f"  - {step}")


def _body(status: ComplaintStatus) -> dict[str, Any]:
    return {
        "complaint_no": status.complaint_no, "stage": status.stage, "due": _moment(status.due), "state": status.state,
        "overdue_minutes": status.overdue_minutes, "owner": status.owner.person_no,
        "escalate_to": status.escalated[-1] if status.escalated else None, "told": list(status.told),
        "letters": list(status.letters),
        "trace": [{"person": one.person_no, "told_at": _moment(one.at), "how": one.how} for one in status.trace],
        "step": status.life.stage, "missing": list(status.life.missing), "obstacles": list(status.life.obstacles),
        "dissatisfied_times": status.life.reopened, "clocks": [_clock(reading) for reading in status.clocks],
        "earlier": [
            {"until": _moment(one.leg.until), "why": one.leg.why, "department": one.leg.cells.get("department"),
             **_clock(one.reading)}
            for one in status.earlier
        ],
        "derivation": list(status.derivation),
    }  # fmt: skip


def _clock(reading: ClockReading) -> dict[str, Any]:
    return {
        "stage": reading.clock.stage, "state": reading.state, "started_at": _moment(reading.started_at),
        "due": _moment(reading.due), "done_at": _moment(reading.done_at), "overdue_minutes": reading.overdue_minutes,
        "told": list(reading.told),
        **({"extended_from": _moment(reading.first_due)} if reading.extensions else {}),
    }  # fmt: skip


def _moment(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None

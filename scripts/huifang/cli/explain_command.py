"""``huifang explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.calls.explaining import Explanation


@click.command("explain", short_help="说明为什么、什么时候回访某个客户。")
@click.argument("customer_no", metavar="CUSTOMER_NO")
@click.pass_obj
@office_command
def command(session: Session, customer_no: str) -> None:
    """逐条说明一个客户的回访依据：规则、条款、起算日、日期怎样算出，以及全部历史。"""
    from huifang.flow.calls.explaining import UnknownCustomer, explain

    try:
        explained = explain(session.reading().present, customer_no)
    except UnknownCustomer as error:
        raise click.UsageError(str(error)) from None
    _say(session, explained)
    session.finish(_body(explained), clean=True)


def _say(session: Session, explained: Explanation) -> None:
    from huifang.ledger.records import COLUMNS, HEARD

    customer = explained.customer
    session.say(f"{customer.customer_no} {customer.name}({customer.customer_class}，业务员 {customer.owner})")
    for call in explained.due:
        number = f"计划编号 {call.plan_no}" if call.plan_no else "还没有列入计划"
        session.say(f"应回访 {call.from_on} 至 {call.due_on}({call.status}；{number})")
        for step in call.steps:
            session.say(f"  - {step}")
    for reason in explained.reasons:
        session.say(f"目前不回访：{reason}")
    session.say(f"历史(共 {len(explained.history)} 次)：")
    for record in explained.history:
        said = "、".join(text for text in (record.result, record.satisfaction, record.handling) if text)
        session.say(f"  {record.moment}  {record.record_no}  {record.agent}  {said}")
        for key in HEARD:
            if text := record.text(key):
                session.say(f"    {COLUMNS[key].header}：{text}")


def _body(explained: Explanation) -> dict[str, Any]:
    from huifang.cli.shapes import record_json

    return {
        "customer_no": explained.customer.customer_no,
        "due": [
            {
                "rule": c.rule, "title": c.title, "clause": c.clause, "plan_no": c.plan_no, "from": c.from_on,
                "due_on": c.due_on, "agent": c.agent, "planned_on": c.planned_on, "status": c.status,
                "derivation": list(c.steps),
            }
            for c in explained.due
        ],
        "reasons": list(explained.reasons),
        "history": [record_json(r, explained.sources.get(r.submission, r.source_file)) for r in explained.history],
    }  # fmt: skip

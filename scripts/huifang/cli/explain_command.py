"""``huifang explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.decisions.calls.explained import Explanation
    from huifang.policy.customers import Customer

#: So many customers are named where several are meant.
_SHOWN = 20


@click.command("explain", short_help="说明为什么、什么时候回访某个客户。")
@click.argument("customer_no", metavar="CUSTOMER_NO")
@click.option("--html", "as_page", is_flag=True, help="把这个客户的全部历史写成网页，放在“报告/客户”里。")
@click.pass_obj
@office_command
def command(session: Session, customer_no: str, as_page: bool) -> None:
    """逐条说明一个客户的回访依据：规则、条款、起算日、日期怎样算出，以及全部历史。

    CUSTOMER_NO 写客户编号，也可以写客户或联系人的名称、电话。
    """
    from huifang.flow.calls.customers_called import UnknownCustomer, customers_called
    from huifang.flow.calls.explaining import explain

    now = session.reading().present
    try:
        found = customers_called(now, customer_no)
    except UnknownCustomer as error:
        raise click.UsageError(str(error)) from None
    if len(found) > 1:
        _say_several(session, customer_no, found)
        return
    explained = explain(now, found[0])
    files = []
    if as_page:
        from huifang.flow.calls.whole_history import write_history

        files.append(write_history(now, explained))
    _say(session, explained)
    for file in files:
        session.say(f"全部历史写在 {file}")
    session.finish({**_body(explained), "files": files}, clean=True)


def _say_several(session: Session, who: str, found: list[Customer]) -> None:
    """Which customers it may be; which one is meant, the user has to say."""
    session.say(f"有 {len(found)} 位客户与“{who}”相符，请写明客户编号：")
    for customer in found[:_SHOWN]:
        session.say(f"  {customer.customer_no} {customer.name} {customer.contact} {customer.phone}")
    if len(found) > _SHOWN:
        session.say(f"  ……还有 {len(found) - _SHOWN} 位，请把名称写得完整一些。")
    matches = [{"customer_no": one.customer_no, "name": one.name, "phone": one.phone} for one in found]
    nothing: dict[str, Any] = {"customer_no": None, "due": [], "reasons": [], "rules": [], "history": [], "files": []}
    session.finish({**nothing, "matches": matches}, clean=False)


def _say(session: Session, explained: Explanation) -> None:
    from huifang.ledger.records import COLUMNS, HEARD
    from huifang.tables.declared.past_calls import IMPORTED

    customer = explained.customer
    counted = "、".join(explained.classes)
    also = f"，本月算作{counted}" if counted != customer.customer_class else ""
    session.say(f"{customer.customer_no} {customer.name}({customer.customer_class}{also}，业务员 {customer.owner})")
    for call in explained.due:
        number = f"计划编号 {call.plan_no}" if call.plan_no else "还没有列入计划"
        session.say(f"应回访 {call.from_on} 至 {call.due_on}({call.status}；{number})")
        for step in call.steps:
            session.say(f"  - {step}")
    for reason in explained.reasons:
        session.say(f"目前不回访：{reason}")
    for told in explained.others:
        session.say(f"规则 {told.rule.rule}《{told.rule.title}》：{told.said}。")
    session.say(f"历史(共 {len(explained.history)} 次)：")
    for record in explained.history:
        said = "、".join(text for text in (record.result, record.satisfaction, record.handling) if text)
        when = f"{record.called_on}({IMPORTED})" if record.batch == IMPORTED else record.moment
        session.say(f"  {when}  {record.record_no}  {record.agent}  {said}")
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
        "rules": [
            {
                "rule": told.rule.rule, "title": told.rule.title, "is_due": told.is_due, "said": told.said,
                "next_from": told.next_from.isoformat() if told.next_from else None,
                "next_until": told.next_until.isoformat() if told.next_until else None,
            }
            for told in explained.rules
        ],
        "history": [record_json(r, explained.sources.get(r.submission, r.source_file)) for r in explained.history],
    }  # fmt: skip

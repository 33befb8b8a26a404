"""Customers: searched by name, telephone or number, and one of them with the whole history."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.flow.calls.customers_called import UnknownCustomer, customers_called
from huifang.flow.screen.customer import customer_on_screen
from huifang.page.frame import Screen, see_other

#: So many customers are listed; of more it is said how many they are.
_LISTED = 40
#: So many events are shown at once; the others are folded away.
_EVENTS = 30


def find(page: Screen, asked: Request) -> Response:
    """Whom somebody means: the one, those of whom one is meant, or who is nearest."""
    who = asked.args.get("q", "").strip()
    now = page.desk().present
    if not who:
        return page.draw("customers", asked=who, found=(), near=(), count=0, people=now.people)
    try:
        found = customers_called(now, who)
    except UnknownCustomer as unknown:
        return page.draw("customers", asked=who, found=(), near=unknown.nearest, count=0, people=now.people)
    if len(found) == 1:
        return see_other(f"/customers/{quote(found[0].customer_no, safe='')}?q={quote(who, safe='')}")
    return page.draw("customers", asked=who, found=found[:_LISTED], near=(), count=len(found), people=now.people)


def show(page: Screen, asked: Request, number: str) -> Response:
    """Everything about one customer."""
    desk = page.desk()
    customer = desk.present.customers.get(number)
    if customer is None:
        raise NotFound
    return page.draw(
        "customer", asked=asked.args.get("q", ""), seen=customer_on_screen(desk, customer), shown=_EVENTS,
        at=desk.now,
    )  # fmt: skip

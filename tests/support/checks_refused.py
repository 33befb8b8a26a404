"""Auditor's sheets that are not taken, by the reason that is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from checks_made import DRAWN, SEED, rang, sheet_of, taken
from huifang.edges.store.office import Office
from huifang.flow.intake.forms_to_confirm import why_somebody_else
from huifang.flow.office.desk import Desk
from office import PERIOD, TestOffice, edited

Provoke = Callable[[TestOffice], list[str]]


def _of_another(key: str) -> Provoke:
    """A filled sheet whose hidden record says something else under this key."""

    def provoke(office: TestOffice) -> list[str]:
        _draw(office)
        path = rang(office, {})
        with edited(path) as book:
            record = json.loads(book["_huifang"]["A1"].value)
            book["_huifang"]["A1"].value = json.dumps({**record, key: "x"}, ensure_ascii=False)
        return _codes(taken(office, path).data["returned"])

    return provoke


def _draw(office: TestOffice) -> None:
    assert office.run("spotcheck", "draw", "--period", PERIOD, "--seed", SEED, now=DRAWN).code == 0


def _of_an_agent(office: TestOffice) -> list[str]:
    return _codes(taken(office, office.filled("A01")).data["returned"])


def _empty(office: TestOffice) -> list[str]:
    _draw(office)
    return _codes(taken(office, sheet_of(office)).data["ignored"])


def _of_the_supervisor(office: TestOffice) -> list[str]:
    people = Desk(Office(office.root), datetime.fromisoformat(DRAWN)).present.people
    reason = why_somebody_else(people.by_no["B01"], is_checks=True)
    return [reason.code] if reason else []


def _codes(said: list[Mapping[str, Any]]) -> list[str]:
    return [one["reason_code"] for one in said]


CHECKS_REFUSED: Mapping[str, Provoke] = {
    "Y370": _of_an_agent,
    "Y371": _of_another("office_id"),
    "Y372": _of_another("digest"),
    "Y373": _empty,
    "Y349": lambda office: _of_the_supervisor(office),
}

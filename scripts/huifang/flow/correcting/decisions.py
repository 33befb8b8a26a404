"""A filled 批示单, card by card: what was decided, by whom, who carries it out until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.edges.books.hidden_record import FormRecord
from huifang.edges.reading.decision_cards import FilledCard, filled_cards
from huifang.flow.correcting.form import Asked, Refused, require_sender
from huifang.flow.office.desk import Desk
from huifang.ledger.problems import DROPPED
from huifang.ledger.sheets_said import KeptDecision
from huifang.policy.people import Person
from huifang.tables.cells import read_cell, shown
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.corrections import OF_RECORD
from huifang.tables.declared.decisions import AGREE, CHOICES, DROP, SHEET, TELL_BACK
from huifang.tables.model import Column, Kind, Row, Sheet
from huifang.tables.options import BOSS, SUPERVISOR
from huifang.tables.reading import Grid

_PART = re.compile(r"[\s（）()]+")
#: Where the columns of a row that corrects something stand on a card.
_LETTERS = {"subject_no": "B", "new": "B", "corrected_by": "B", "old": "B", "until": "E", "words": "C"}


def asked_by_cards(
    desk: Desk, file: str, grid: Grid, record: FormRecord | None, sent_by: Person | None = None
) -> Iterator[Asked | tuple[Row, Refused]]:
    """What the filled cards ask for, and why others cannot be carried out; cards that nobody filled are passed over.

    ``sent_by`` is who sent the form by mail (None: it did not come by mail).
    """
    sheet = Sheet(file, SHEET, _LETTERS)
    cards = [card for card in filled_cards(grid) if card.is_filled]
    issued = record.cards if record and record.office_id == desk.state.office_id else ()
    numbers = [card.record_no for card in cards]
    for card in cards:
        row = _row(sheet, card, card.decided_by)
        try:
            if card.record_no not in issued or numbers.count(card.record_no) > 1:
                raise Refused(because("Y430", record_no=card.record_no), "new")
            by = _decider(desk, card)
            require_sender(by, sent_by)
            yield Asked(
                row=_row(sheet, card, by.person_no), by=by.label, why="", whole=False, decision=_decision(desk, card)
            )
        except Refused as refused:
            yield row, refused


def _row(sheet: Sheet, card: FilledCard, by: str) -> Row:
    values = {
        "table": OF_RECORD, "subject_no": card.record_no, "column": DECISION.header, "old": None, "new": card.text,
        "corrected_by": by, "reason": None,
    }  # fmt: skip
    return Row(values, sheet, card.row)


def _decider(desk: Desk, card: FilledCard) -> Person:
    """Who signed: the 工号 or the name stands in the cell, perhaps both."""
    now = desk.present
    if not card.decided_by:
        raise Refused(because("Y401"), "corrected_by")
    person = _person(desk, card.decided_by)
    if person is None:
        raise Refused(because("Y403", value=card.decided_by), "corrected_by")
    if person.role not in (SUPERVISOR, BOSS) or not person.active_on(now.today):
        raise Refused(because("Y404", person=person.label), "corrected_by")
    return person


def _person(desk: Desk, text: str) -> Person | None:
    people = desk.present.people
    found = (people.find(part) for part in (text, *_PART.split(text)) if part)
    return next((person for person in found if person), None)


def _decision(desk: Desk, card: FilledCard) -> KeptDecision:
    now = desk.present
    if not card.choice:
        raise Refused(because("Y431"), "new")
    if card.choice not in CHOICES:
        raise Refused(because("Y432", value=card.choice, options="、".join(CHOICES)), "new")
    if card.choice != AGREE and not card.words:
        raise Refused(because("Y433", choice=card.choice), "words")
    if card.choice != DROP and DROPPED in card.words:
        raise Refused(because("Y434", choice=card.choice, word=DROPPED), "words")
    carrier = _person(desk, card.carrier) if card.carrier else None
    if card.carrier and (carrier is None or not carrier.active_on(now.today)):
        raise Refused(because("Y435", value=card.carrier), "new")
    return KeptDecision(
        choice=card.choice, carrier=carrier.person_no if carrier else "", until_on=_until(card),
        tell_back=card.tell_back != TELL_BACK[1],
    )  # fmt: skip


def _until(card: FilledCard) -> str:
    if card.choice == DROP or not clean(shown(card.until)):
        return ""
    value = read_cell(Column("", "", Kind.DATE), card.until).value
    if not isinstance(value, date):
        raise Refused(because("Y436", value=shown(card.until)), "until")
    return value.isoformat()


def when_carried_out(card: FilledCard) -> str:
    """What a card decides, with who carries it out until when, as it was written there."""
    carrier, until = f"，{card.carrier}办" if card.carrier else "", clean(shown(card.until))
    return f"{card.text}{carrier}{f'，限 {until}' if until else ''}"


def contradicted(cards: Sequence[Asked], rows: Sequence[Row]) -> Mapping[str, Refused]:
    """By record number, why a card and a row of the sheet 更正单 cannot both be right: they say otherwise."""
    typed = {row["subject_no"]: row["new"] for row in rows if row["column"] == DECISION.header and row["new"]}
    return {
        card.number: Refused(because("Y437", record_no=card.number), "new")
        for card in cards
        if card.number in typed and typed[card.number] != card.row["new"]
    }

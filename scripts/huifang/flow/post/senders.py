"""Whose mails are fetched, whose address one is, and whose mail may decide something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.arriving.mail_senders import MailSender
from huifang.flow.office.desk import Desk
from huifang.ledger.mails import address_digest
from huifang.policy.people import Person
from huifang.tables.options import AUDITOR, BOSS, SUPERVISOR


class Senders:
    """The addresses that are known to the office as it is now."""

    def __init__(self, desk: Desk) -> None:
        self._now, self._office_id = desk.present, desk.state.office_id

    @cached_property
    def _persons(self) -> Mapping[str, Sequence[Person]]:
        persons: dict[str, list[Person]] = {}
        for person in self._now.people.by_no.values():
            if person.email.strip():
                persons.setdefault(person.email.strip().lower(), []).append(person)
        return persons

    @cached_property
    def wanted(self) -> Sequence[str]:
        """The addresses whose mails are fetched; one that begins with @ stands for all of its domain."""
        more = (word.lower() for word in self._now.policy.mailbox.also_from)
        return tuple(dict.fromkeys((*self._persons, *more)))

    def is_wanted(self, address: str) -> bool:
        """Whether mails from there are fetched."""
        return bool(address) and (address in self.wanted or f"@{address.rpartition('@')[2]}" in self.wanted)

    def is_ours(self, address: str) -> bool:
        """Whether it is the office's own address."""
        return address == self._now.policy.mailbox.address.strip().lower()

    @property
    def own_digest(self) -> str:
        """What the journal knows the office's own address by."""
        return self.digest(self._now.policy.mailbox.address)

    def digest(self, address: str) -> str:
        """What the journal knows it by."""
        return address_digest(self._office_id, address)

    def person(self, address: str) -> Person | None:
        """The one person whose address it is; None where there is none, or several."""
        persons = self._persons.get(address, ())
        return persons[0] if len(persons) == 1 else None

    def label(self, address: str) -> str:
        """Who that is, as people say it: by name, else the address."""
        return "、".join(person.label for person in self._persons.get(address, ())) or address

    def label_of(self, digest: str) -> str:
        """The same of an address that is only known by its digest; empty for one that is nobody's now."""
        return next((self.label(address) for address in self._persons if self.digest(address) == digest), "")

    def why_not_deciding(self, sender: MailSender) -> Reason | None:
        """Why a mail from this sender decides nothing; None where it counts as what that person says (decision 31)."""
        if sender.doubt:
            return sender.doubt
        person = self.person(sender.address)
        if person is None:
            return because("Y345", address=sender.address)
        if person.role not in (SUPERVISOR, BOSS, AUDITOR) or not person.active_on(self._now.today):
            return because("Y344", person=person.label)
        return None

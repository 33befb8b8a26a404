"""Fetching: from the office's mailbox into 收件箱, each mail once, whatever goes wrong in between.

A mail is written beside its place, then the journal says of it all that the server knows, then it is moved into place:
a run that dies anywhere is finished by the next. Nothing is changed in the mailbox before the journal has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import file_name
from huifang.edges.arriving.arrivals import KEPT_IN
from huifang.edges.arriving.mail_kinds import SeenMail, headers_in, look_at
from huifang.edges.arriving.mail_senders import MailSender, sender_in
from huifang.edges.post.mail_link import MailLink
from huifang.edges.post.mail_trouble import MailTrouble
from huifang.edges.post.reading_mailbox import FOLDER, Lying, OpenFolder
from huifang.edges.reading.whole_file import MAX_FILE_BYTES
from huifang.edges.store.files import digest, lies_there, sync_folder, write_bytes
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE, INBOX
from huifang.flow.mailbox.asked_again import LINKS_SENT
from huifang.flow.mailbox.bounced import note_bounces, our_mail
from huifang.flow.mailbox.fetched import Fetched, Left, Taken
from huifang.flow.mailbox.forms_by_mail import carry_out_forms
from huifang.flow.office.desk import Desk
from huifang.flow.post.senders import Senders
from huifang.flow.post.writing import write_letters
from huifang.ledger.fetched import known_as
from huifang.ledger.fetched_said import FetchedMail, MailKind, MailsFetched

#: So many mails, or so many bytes of them, stand in one line of the journal.
MAX_MAILS, MAX_BYTES = 20, 20_000_000
#: Behind the name of a mail that is not in its place yet.
BESIDE = ".part"
#: How the names of fetched mails begin.
_OUR_NAME = re.compile(r"\d{4}-\d\d-\d\d \d{4}-")
#: Mails that came up to so long before the office was founded are looked at, too.
_BEFORE = timedelta(days=1)
_MB = 1_000_000
#: What is kept in the archive alone: nobody has to read the original.
_FOR_THE_ARCHIVE = (MailKind.BOUNCE, MailKind.AWAY, MailKind.READ)


def fetch_mails(desk: Desk, link: MailLink) -> Fetched:
    """Fetch what is new, and carry out the forms among it that count; whatever stands in the way is said."""
    result, box = Fetched(), desk.present.policy.mailbox
    move_into_place(desk)
    if not box.is_used:
        result.trouble = because("Y901")
        return result
    try:
        with link.inbox(box) as client:
            _Run(desk, OpenFolder(client, box.when_fetched), result).fetch()
    except MailTrouble as trouble:
        result.trouble = trouble.reason
    carry_out_forms(desk, result)
    result.notes.extend(write_letters(desk, LINKS_SENT).notes)
    return result


def move_into_place(desk: Desk) -> None:
    """The last step of mails that the journal knows of: those that still lie beside their place go there. Of what it
    does not know a run died, and the mailbox still has it.
    """
    moved = False
    for beside in sorted(desk.office.inbox.glob(f"*.eml{BESIDE}")):
        place = beside.with_name(beside.name.removesuffix(BESIDE))
        mail = desk.state.fetched.of_file(f"{INBOX}/{place.name}")
        with suppress(OSError):  # open elsewhere: the next run tries again
            if mail and not lies_there(place) and digest(beside.read_bytes()) == mail.sha256:
                beside.replace(place)
                moved = True
            elif mail is None and _OUR_NAME.match(beside.name):
                beside.unlink()
    if moved:
        sync_folder(desk.office.inbox)


@dataclass
class _Batch:
    """What was written and is not in the journal yet."""

    mails: list[FetchedMail] = field(default_factory=list)
    archived: dict[str, str] = field(default_factory=dict)
    bytes: int = 0
    last_uid: int = 0


class _Run:
    """One look through the folder."""

    def __init__(self, desk: Desk, folder: OpenFolder, result: Fetched) -> None:
        self._desk, self._folder, self._result = desk, folder, result
        self._senders = Senders(desk)
        #: Another mailbox has a folder of the same name.
        self._name = f"{FOLDER} {self._senders.own_digest}"
        self._before = desk.state.fetched.folders.get(self._name)
        if self._before and self._before.validity != folder.validity:
            self._before = None
        self._is_first_look = self._before is None
        self._batch = _Batch(last_uid=self._before.last_uid if self._before else 0)
        #: Numbers of mails that the server did not give: not to be counted as looked at.
        self._withheld: list[int] = []
        self._is_done = False

    def fetch(self) -> None:
        """Everything new, in the order it came."""
        if self._before:
            self._folder.settle(self._before.latest)  # where the last run died before it could
        since = self._desk.state.founded_on - _BEFORE
        uids = [*self._from_new_senders(since), *self._folder.after(self._batch.last_uid, since)]
        try:
            for done, mail in enumerate(self._folder.look(uids), start=1):
                self._take(mail)
                self._desk.progress("收信", done, len(uids))
                if len(self._batch.mails) >= MAX_MAILS or self._batch.bytes >= MAX_BYTES:
                    self._folder.settle(self._commit())
            self._is_done = True
        finally:
            taken = self._commit()
        self._folder.settle(taken)

    def _from_new_senders(self, since: date) -> Iterator[int]:
        """Mails that were passed over before their senders were known to the office."""
        known = self._desk.state.fetched.senders
        if self._before and known:
            for whom in self._senders.wanted:
                if self._senders.digest(whom) not in known:
                    yield from self._folder.sent_by(whom, self._before.last_uid, since)

    def _new_senders(self) -> tuple[str, ...]:
        """Those whose mails are fetched by now, as far as the journal does not know."""
        digests = map(self._senders.digest, self._senders.wanted)
        return tuple(one for one in digests if one not in self._desk.state.fetched.senders)

    def _take(self, mail: Lying) -> None:
        """Deal with one mail, as far as its headers let it be wanted."""
        if not (self._before and mail.uid in self._before.taken):
            self._sort(mail)
        self._batch.last_uid = max(self._batch.last_uid, mail.uid)

    def _sort(self, mail: Lying) -> None:
        seen = headers_in(mail.headers)
        sender = sender_in(mail.headers, self._desk.present.policy.mail_server)
        mark = known_as(seen.message_id, mail.size)
        if our_mail(self._desk, seen.message_id) and self._senders.is_ours(sender.address):
            return  # the copy of a letter that we sent
        if self._is_first_look and mark in self._desk.state.fetched.known:
            return  # the server has numbered all mails anew
        if not (self._senders.is_wanted(sender.address) or seen.kind is MailKind.BOUNCE):
            reason = because("Y330") if sender.address else sender.doubt or because("Y340")
            self._result.ignored.append(Left(subject=seen.subject, reason=reason, is_strange=True))
        elif mail.size > MAX_FILE_BYTES:
            reason = because("Y331", size=mail.size // _MB, limit=MAX_FILE_BYTES // _MB)
            self._result.ignored.append(Left(subject=seen.subject, reason=reason))
        else:
            self._load(mail, sender, mark)

    def _load(self, mail: Lying, sender: MailSender, mark: str) -> None:
        content = self._folder.content(mail.uid)
        if content is None:
            self._withheld.append(mail.uid)
            self._result.ignored.append(Left(subject=headers_in(mail.headers).subject, reason=because("Y332")))
            return
        seen, sha = look_at(content), digest(content)
        if sha in self._desk.state.fetched.mails or any(one.sha256 == sha for one in self._batch.mails):
            return
        came_back = note_bounces(self._desk, self._senders, seen) if seen.kind is MailKind.BOUNCE else []
        if not (came_back or self._senders.is_wanted(sender.address)):
            self._result.ignored.append(Left(subject=seen.subject, reason=because("Y330"), is_strange=True))
            return
        if seen.kind is MailKind.BOUNCE and not came_back:
            seen = replace(seen, kind=MailKind.LETTER)  # somebody of ours passes on what came back to them
        self._result.came_back.extend(came_back)
        doubt = self._senders.why_not_deciding(sender)
        person = self._senders.person(sender.address)
        label = self._senders.label(sender.address)
        at = mail.at or self._desk.now
        kept = FetchedMail(
            file=self._put(content, sha, seen, f"{at:%Y-%m-%d %H%M}-{label}-{seen.subject or '(没有主题)'}"),
            sha256=sha, arrived_at=at, uid=mail.uid, sender=self._senders.digest(sender.address),
            person=person.person_no if person else "", known_as=mark, kind=seen.kind.value,
            doubt=doubt.text if doubt else "",
        )  # fmt: skip
        self._batch.mails.append(kept)
        self._batch.bytes += len(content)
        self._tell(kept, seen, label, [one.reason for one in came_back])

    def _put(self, content: bytes, sha: str, seen: SeenMail, name: str) -> str:
        """Write it to where it is kept, or beside its place in 收件箱; which that is."""
        if seen.kind in _FOR_THE_ARCHIVE:
            kept = keep(self._desk.office, f"{ARCHIVE}/{KEPT_IN['.eml']}/{sha[:16]}.eml", content)
            self._batch.archived[kept.path] = kept.sha
            return kept.path
        path = self._free(file_name(name))
        write_bytes(self._desk.office.path(f"{path}{BESIDE}"), content)
        return path

    def _free(self, stem: str) -> str:
        """A name that no other mail has or had; the same one for a mail whose run died."""
        taken = {*self._desk.state.fetched.files, *(mail.file for mail in self._batch.mails)}
        path, count = f"{INBOX}/{stem}.eml", 1
        while path in taken or lies_there(self._desk.office.path(path)):
            count += 1
            path = f"{INBOX}/{stem}-{count}.eml"
        return path

    def _tell(self, mail: FetchedMail, seen: SeenMail, sender: str, came_back: Sequence[Reason]) -> None:
        reason = None
        if seen.kind is MailKind.LETTER:
            reason = because("Y354")
        elif seen.kind is MailKind.CLOUD:
            reason = because("Y355", clouds="、".join(seen.clouds))
        if seen.kind not in _FOR_THE_ARCHIVE:
            self._result.fetched.append(
                Taken(
                    file=mail.file, sender=sender, subject=seen.subject, arrived_at=mail.arrived_at, about=reason
                )
            )  # fmt: skip
            return
        machine = because("Y357" if seen.kind is MailKind.AWAY else "Y358", sender=sender)
        for one in came_back or (machine,):
            self._result.ignored.append(Left(subject=seen.subject, reason=one, file=mail.file))

    def _commit(self) -> Sequence[int]:
        """Let the journal say what was written so far, then move it into place; the numbers of the mails."""
        batch, last = self._batch, self._batch.last_uid
        if self._withheld:
            last = min(last, min(self._withheld) - 1)
        new = self._new_senders() if self._is_done else ()
        if batch.mails or new or self._before is None or last > self._before.last_uid:
            said = MailsFetched(
                folder=self._name, validity=self._folder.validity, last_uid=last, mails=tuple(batch.mails), senders=new,
                archived=batch.archived,
            )  # fmt: skip
            self._desk.commit(said)
            self._before = self._desk.state.fetched.folders[self._name]
        move_into_place(self._desk)
        self._batch = _Batch(last_uid=batch.last_uid)
        return [mail.uid for mail in batch.mails]

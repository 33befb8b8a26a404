"""The one way to a draft in 发件箱: from the office, in the threads of its periods, in as many mails as it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.edges.post.by_size import shared_out
from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail
from huifang.edges.post.mail_trouble import MailTrouble
from huifang.edges.store.files import WORKBOOK_ENDINGS
from huifang.edges.store.outbox import put_in_outbox
from huifang.flow.office.desk import Desk
from huifang.policy.people import Person

#: Below a letter some of whose files are larger than a mail may be; above one that comes in several mails.
_TOO_LARGE = "\n（{files} 太大，邮件装不下，没有附上；请向主管要一份。）\n"
_LOCKED = "\n（附件里的表格已加密，请用约定的密码打开；填好以后用同一个密码保存，再发回。）\n"
_ONE_OF = "（附件较大，分 {count} 封发出，这是第 {number} 封。）\n\n"


@dataclass(frozen=True)
class PutDrafts:
    """The drafts that were put into 发件箱, and what stood in the way."""

    paths: tuple[str, ...]
    notes: tuple[Finding, ...] = field(default=())


def sender_of(desk: Desk) -> SendingOffice:
    """From whom drafts are: the office, where it has a mailbox."""
    policy = desk.present.policy
    box = policy.mailbox
    return SendingOffice(
        at=desk.now, office_id=desk.state.office_id, name=box.sender_name or policy.unit_name, address=box.address
    )


def put_draft(desk: Desk, stem: str, draft: Draft, more: Mapping[str, bytes] | None = None) -> PutDrafts:
    """Put the draft into 发件箱 under that path without its ending; ``more`` may be packed where all together is too
    large, and several mails then have their number in the subject. Who has attachments locked gets a mail of the own.
    What cannot be put there now waits, which is noted; what cannot be locked is not written.
    """
    files = {**draft.attached, **(more or {})}
    alone = [person for person in draft.to if person.locks_attachments and files]
    others = [person for person in draft.to if person not in alone]
    put = _put(desk, stem, replace(draft, to=others), more or {}) if others or not alone else PutDrafts(())
    for person in alone:
        own = stem if len(draft.to) == 1 else f"{stem}_{file_name(person.person_no)}"
        try:
            safe = locked_files(files, person)
        except MailTrouble as trouble:
            note = found("J852", Place(f"{own}.eml"), person=person.label, reason=trouble.reason)
            put = PutDrafts(put.paths, (*put.notes, note))
            continue
        first = {name: content for name, content in safe.items() if name in draft.attached}
        rest = {name: content for name, content in safe.items() if name not in first}
        mine = replace(draft, to=(person,), text=draft.text + _LOCKED, attached=first)
        also = _put(desk, own, mine, rest)
        put = PutDrafts((*put.paths, *also.paths), (*put.notes, *also.notes))
    return put


def locked_files(files: Mapping[str, bytes], person: Person) -> dict[str, bytes]:
    """The workbooks under the person's password; what cannot be locked is left out: workbooks say all that pages do.

    Raises:
        MailTrouble: there is no password, or one cannot be locked.
    """
    from huifang.edges.post.locking import CannotLock, locked  # noqa: PLC0415  (few receivers want it)
    from huifang.edges.post.secrets import attachment_password  # noqa: PLC0415

    password = attachment_password(person.person_no)
    try:
        return {name: locked(content, password) for name, content in files.items() if name.endswith(WORKBOOK_ENDINGS)}
    except CannotLock as error:
        raise MailTrouble(because("Y907", person=person.label)) from error


def _put(desk: Desk, stem: str, draft: Draft, more: Mapping[str, bytes]) -> PutDrafts:
    sender, largest = sender_of(desk), desk.present.policy.mailbox.largest
    room = largest - len(draft_mail(replace(draft, attached={}), sender))
    archive = f"{PurePosixPath(stem).name}.zip"
    mails, too_large = shared_out(draft.attached, more, room, archive)
    count, notes, paths = len(mails), list[Finding](), list[str]()
    if too_large:
        draft = replace(draft, text=draft.text + _TOO_LARGE.format(files="、".join(too_large)))
        notes.append(found("J850", Place(f"{stem}.eml"), files="、".join(too_large), limit=largest // 1_000_000))
    for number, attached in enumerate(mails, start=1):
        one, path = replace(draft, attached=attached), f"{stem}.eml"
        if count > 1:
            said = _ONE_OF.format(count=count, number=number)
            one = replace(one, subject=f"{draft.subject}（{number}/{count}）", text=said + draft.text)
            path = f"{stem}_{number}.eml"
        paths.append(path)
        notes.extend(put_file(desk, path, draft_mail(one, sender)))
    return PutDrafts(tuple(paths), tuple(notes))


def put_file(desk: Desk, path: str, content: bytes) -> tuple[Finding, ...]:
    """Put a file into 发件箱; what is noted where it has to wait."""
    refused = put_in_outbox(desk.office, path, content)
    return (found("J831", Place(path), file=path, reason=refused.reason),) if refused else ()

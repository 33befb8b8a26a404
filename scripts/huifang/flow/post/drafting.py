"""The one way to a draft in 发件箱: from the office, in the threads of its periods, in as many mails as it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.edges.post.by_size import shared_out
from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail
from huifang.edges.store.outbox import put_in_outbox
from huifang.flow.office.desk import Desk

#: Below a letter some of whose files are larger than a mail may be; above one that comes in several mails.
_TOO_LARGE = "\n（{files} 太大，邮件装不下，没有附上；请向主管要一份。）\n"
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
    large, and several mails then have their number in the subject. What cannot be put there now waits, which is noted.
    """
    sender, largest = sender_of(desk), desk.present.policy.mailbox.largest
    room = largest - len(draft_mail(replace(draft, attached={}), sender))
    archive = f"{PurePosixPath(stem).name}.zip"
    mails, too_large = shared_out(draft.attached, more or {}, room, archive)
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

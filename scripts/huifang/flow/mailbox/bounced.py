"""Letters of ours that came back: which one, who did not get it, why; kept in the journal once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from huifang.core.catalogue import because
from huifang.edges.arriving.bounces import Failed
from huifang.edges.arriving.mail_kinds import SeenMail
from huifang.edges.post.mail_trouble import answer_text
from huifang.flow.mailbox.fetched import CameBack
from huifang.flow.office.desk import Desk
from huifang.flow.post.senders import Senders
from huifang.ledger.fetched_said import MailBounced
from huifang.ledger.mails import SentMail


def our_mail(desk: Desk, message_id: str) -> SentMail | None:
    """The mail that we handed to the server under this Message-ID, which may be written with its brackets."""
    sent = desk.state.mails.sent
    return sent.get(message_id) or sent.get(f"<{message_id}>") if message_id else None


def note_bounces(desk: Desk, senders: Senders, seen: SeenMail) -> list[CameBack]:
    """Journal who did not get which letter of ours; nothing, where the report is about none of ours."""
    mail = next((ours for one in seen.answers if (ours := our_mail(desk, one))), None)
    came_back = []
    for sent, digest, failed in _whose(desk, senders, seen.failed, mail):
        to = senders.label_of(digest) or failed.address or "收件人"
        reason = because(
            "Y359", address=to, mail=f"信“{PurePosixPath(sent.file).stem}”", why=_how(failed),
            advice=failed.why.advice.rstrip("。"),
        )  # fmt: skip
        came_back.append(
            CameBack(file=sent.file, message_id=sent.message_id, to=to, reason=reason, is_final=failed.is_final)
        )
        said = MailBounced(
            message_id=sent.message_id, receiver=digest, why=failed.why.code, said=answer_text(failed.said),
            is_final=failed.is_final,
        )  # fmt: skip
        if desk.state.fetched.is_news(said):
            desk.commit(said)
    return came_back


def _how(failed: Failed) -> str:
    return failed.why.text if failed.is_final else f"{failed.why.text}(对方的服务器还在继续试)"


def _whose(
    desk: Desk, senders: Senders, failed: Sequence[Failed], mail: SentMail | None
) -> Iterator[tuple[SentMail, str, Failed]]:
    """Each receiver who did not get a letter of ours, by digest. A report that does not say which letter it was is
    about the newest one to that receiver; one that does not say in a form for programs who it was is about those whose
    address stands in it, or about the only one.
    """
    found = False
    for one in failed:
        digest = senders.digest(one.address)
        sent = mail or _newest_to(desk, digest) if one.is_sure else mail
        if sent and digest in sent.receivers and not senders.is_ours(one.address):
            found = True
            yield sent, digest, one
    if mail and not found and not any(senders.is_ours(one.address) for one in failed):
        to = [digest for digest in mail.receivers if digest != senders.own_digest]
        if len(to) == 1:
            why = failed[0] if failed else Failed(address="", why=because("Y325"), is_sure=False)
            yield mail, to[0], replace(why, address="")


def _newest_to(desk: Desk, digest: str) -> SentMail | None:
    sent = [mail for mail in desk.state.mails.sent.values() if digest in mail.receivers]
    return max(sent, key=lambda mail: mail.last_at, default=None)

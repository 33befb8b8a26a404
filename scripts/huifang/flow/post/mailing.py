"""Sending what lies in 发件箱: nothing twice, nothing lost.

The journal says of each mail that it is about to be handed over, and then what became of it. A mail of which it says
only the first was perhaps taken: it is looked for in the office's own mailbox, to which a copy of every mail goes, and
sent again only when it is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.post.mail_link import MailLink
from huifang.edges.post.mail_trouble import MailTrouble
from huifang.edges.post.sent_mails import SENT, UNSENT, drafts_in_outbox, moved, write_record, write_why
from huifang.flow.office.desk import Desk
from huifang.flow.post.mail_doubt import Doubts
from huifang.flow.post.mail_waiting import (
    PATIENCE,
    KeptMail,
    WaitingMail,
    hindered,
    named_files,
    next_try,
    said_time,
    to_be_tried_again,
    waiting,
)
from huifang.flow.post.mail_words import answer_of, in_words, record_lines
from huifang.flow.post.mails_sent import DoubtfulAddress, MailsSent, SentOut
from huifang.flow.post.senders import Senders
from huifang.ledger.mail_said import RefusedReceiver
from huifang.ledger.mails import MailLine, address_digest
from huifang.policy.mail import Mailbox

if TYPE_CHECKING:
    from huifang.flow.post.mail_handing import Handing

#: After so many mails in a row that the server did not take, it is left alone for this time.
_IN_A_ROW = 3


def send_mails(
    desk: Desk, link: MailLink, *, unattended: bool = False, files: Sequence[Path] | None = None
) -> MailsSent:
    """Send the drafts in 发件箱, or those files of it; ``unattended`` only of the kinds that go without being asked."""
    mailbox, done = desk.present.policy.mailbox, MailsSent()
    listed: Iterable[str | KeptMail] = (
        drafts_in_outbox(desk.office) if files is None else dict.fromkeys(named_files(desk, files))
    )
    drafts = [waiting(desk, one, files is not None) if isinstance(one, str) else one for one in listed]
    done.kept += [one for one in drafts if isinstance(one, KeptMail)]
    mails = [one for one in drafts if isinstance(one, WaitingMail)]
    if not mailbox.is_used:
        done.trouble = because("Y901")
        done.kept += [KeptMail(mail.file, done.trouble) for mail in mails]
        return done
    done.doubtful += _doubtful(desk, mails)
    sending = _Sending(desk, link, mailbox, done)
    sending.send(sending.ready(mails, unattended))
    write_record(desk.office, _record(desk, mailbox))
    return done


def _doubtful(desk: Desk, mails: Iterable[WaitingMail]) -> Iterator[DoubtfulAddress]:
    """The receivers whose last mail came back; a person may know better, so theirs goes out all the same."""
    from huifang.edges.arriving.bounces import WHY_LOST  # noqa: PLC0415  (most runs send nothing)

    for mail in mails:
        for digest, address in mail.addresses.items():
            lost = desk.state.fetched.doubtful(digest)
            if lost:
                label = Senders(desk).label(address)
                why = WHY_LOST[lost.why].text
                yield DoubtfulAddress(
                    mail.file, label, because("Y360", person=label, moment=f"{lost.at:%m-%d}", why=why)
                )


class _Sending:
    """One run's work."""

    def __init__(self, desk: Desk, link: MailLink, mailbox: Mailbox, done: MailsSent) -> None:
        self.desk, self.link, self.mailbox, self.done = desk, link, mailbox, done
        self.doubts = Doubts(desk, link, mailbox, done)
        self.failed = 0

    def ready(self, mails: Sequence[WaitingMail], unattended: bool) -> list[WaitingMail]:
        """Those that go out now. What was sent before, or is found to have been, is moved; the others are kept."""
        doubtful = [mail for mail in mails if (known := mail.known(self.desk)) and known.open]
        settled = self.doubts.settled(doubtful)
        ready = []
        for mail in mails:
            is_doubtful = any(mail is one for one in doubtful)
            if is_doubtful and not any(mail is one for one in settled):
                continue
            if not mail.left(self.desk):
                self._is_sent(mail, says=not is_doubtful)
                continue
            kept = hindered(self.desk, self.mailbox, mail, unattended)
            if kept:
                self.done.kept.append(kept)
            else:
                ready.append(mail)
        return ready

    def send(self, mails: Sequence[WaitingMail]) -> None:
        """Hand them over, one after the other; those of unknown fate are looked for in the end."""
        from huifang.flow.post.mail_handing import Handing  # noqa: PLC0415  (most runs send nothing)

        handing, doubtful = Handing(self.desk, self.link, self.mailbox), []
        try:
            for mail in mails:
                if not mail.left(self.desk):  # another draft is the same
                    self._is_sent(mail)
                elif self.done.trouble:
                    self._keep(mail, self.done.trouble)
                elif not self._is_too_much(mail) and self._send(handing, mail):
                    doubtful.append(mail)
        finally:
            handing.close()
        for mail in self.doubts.settled(doubtful, has_just_gone=True):
            self._settle(mail)

    def _keep(self, mail: WaitingMail, reason: Reason, retry: datetime | None = None) -> None:
        self.done.kept.append(KeptMail(mail.file, reason, retry))

    def _is_sent(self, mail: WaitingMail, says: bool = True) -> None:
        """It was sent before, and is moved to where it belongs."""
        known = mail.known(self.desk)
        if says and known:
            self._keep(mail, because("Y927", moment=said_time(self.desk, max(known.delivered.values()))))
        moved(self.desk.office, mail.file, mail.content, SENT, mail.kind)

    def _is_too_much(self, mail: WaitingMail) -> bool:
        """Whether it is too large, or the day's number is reached."""
        from huifang.edges.post.outgoing import too_large  # noqa: PLC0415  (as above)

        today = self.desk.now.date()
        count = self.desk.state.mails.delivered_on(today)
        large = too_large(len(mail.content), self.mailbox.largest)
        if large:
            self._keep(mail, large)
        elif count >= self.mailbox.daily_limit:
            tomorrow = datetime.combine(today + timedelta(days=1), datetime.min.time())
            self._keep(mail, because("Y924", count=count), tomorrow)
        return bool(large) or count >= self.mailbox.daily_limit

    def _send(self, handing: Handing, mail: WaitingMail) -> bool:
        """Hand one over; whether nobody knows what became of it."""
        from huifang.edges.post.outgoing import NoMail  # noqa: PLC0415  (as above)
        from huifang.edges.post.smtp_talk import BrokenOff, Doubtful  # noqa: PLC0415
        from huifang.flow.post.mail_handing import TOO_LARGE  # noqa: PLC0415

        try:
            took = handing.hand_over(mail)
        except MailTrouble as error:
            self.done.trouble = error.reason
            self._keep(mail, error.reason)
        except NoMail as error:
            self._keep(mail, error.reason)
        except Doubtful:
            self._failed(because("Y916", server=self.mailbox.smtp.host, answer=""))
            return True
        except BrokenOff as broken:
            self._failed(broken.reason)
            if broken.answer.code < 500 or broken.answer.code == TOO_LARGE:
                self._settle(mail)
            else:  # it is not the mail that it does not want, but us
                self.done.trouble = broken.reason
                self._keep(mail, broken.reason)
        else:
            self._answered(mail, took)
            self._settle(mail)
        return False

    def _answered(self, mail: WaitingMail, took: Sequence[str]) -> None:
        """After a talk that came to its end; a server that takes nothing for now takes the others later, too."""
        known = mail.known(self.desk)
        later = [one for one in known.refused.values() if one.is_for_now] if known else []
        if took and known:
            self.failed = 0
            to = tuple(mail.addresses[one] for one in took)
            self.done.sent.append(SentOut(mail.file, to, known.message_id))
        elif later:
            self._failed(because("Y917", server=self.mailbox.smtp.host, answer=answer_of(later[0])))

    def _failed(self, reason: Reason) -> None:
        self.failed += 1
        if self.failed >= _IN_A_ROW:
            self.done.trouble = reason

    def _settle(self, mail: WaitingMail) -> None:
        """After a talk of known end: it is moved to where it belongs, or waits for the next try."""
        desk, known = self.desk, mail.known(self.desk)
        if known is None:
            return
        lacking = [one for one in mail.addresses if one not in known.delivered]
        refused = [known.refused[one] for one in lacking if one in known.refused]
        at = next_try(known)
        if not lacking:
            moved(desk.office, mail.file, mail.content, SENT, mail.kind)
        elif at and desk.now - known.first_at < PATIENCE:
            self.done.kept.append(to_be_tried_again(desk, mail, known, at))
        elif refused:
            self._set_aside(mail, refused)

    def _set_aside(self, mail: WaitingMail, refused: Sequence[RefusedReceiver]) -> None:
        now, path = self.desk.now, moved(self.desk.office, mail.file, mail.content, UNSENT, mail.kind)
        lacking = {one.receiver for one in refused}
        got = [address for one, address in mail.addresses.items() if one not in lacking]
        lines = [f"{now:%Y-%m-%d %H:%M}  这封信没有发出：{mail.draft.subject}"]
        lines += [f"收件人 {mail.addresses[one.receiver]}：{in_words(one)}{answer_of(one)}" for one in refused]
        lines += [f"已经送到：{'、'.join(got)}(不会再发)"] if got else []
        lines += ["请核对收件邮箱，或改信的内容；改好以后把 .eml 放回发件箱，再运行 huifang mail send。"]
        write_why(self.desk.office, path, lines)
        self._keep(mail, because("Y929", why=in_words(refused[0]), answer=answer_of(refused[0])))


def _record(desk: Desk, mailbox: Mailbox) -> dict[str, Iterable[str]]:
    """What was sent in the last month in which anything was, as the journal says it."""
    office_id, lines = desk.state.office_id, desk.state.mails.lines
    names = {address_digest(office_id, one.email): one.label for one in desk.present.people.by_no.values() if one.email}
    names[address_digest(office_id, mailbox.address)] = ""
    month = f"{lines[-1].at:%Y-%m}" if lines else ""
    shown: list[MailLine] = [line for line in lines if f"{line.at:%Y-%m}" == month]
    return {month: [*record_lines(shown, lambda one: names.get(one, "其他收件人"))]} if month else {}

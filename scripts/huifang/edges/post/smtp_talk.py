"""One talk with the server that takes mails: TLS, login, many mails; what it said of each receiver and of the content.

Every way in which such a talk can break off is told apart by what is certain afterwards: that the mail was not taken,
or that nobody knows.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.post.mail_trouble import MailTrouble, answer_text, in_brackets, why_gone, why_not_reached
from huifang.policy.mail import STARTTLS, Mailbox

#: So many seconds we wait for a connection, for an answer, and for the answer to the whole content.
TO_CONNECT, TO_ANSWER, TO_TAKE = 20.0, 45.0, 180.0
#: The library would ask the network for this computer's name, which may have other signs than a server knows.
_MYSELF = "[127.0.0.1]"
TAKEN, GO_ON, GOODBYE = 250, 354, 421
_AT_ONCE = 65536
#: Some servers refuse for good what they refuse for today.
_TOO_OFTEN = re.compile(r"frequen|too (?:many|often)|rate limit|sending limit|daily|hourly|try (?:again )?later", re.I)
LATER = 450


@dataclass(frozen=True)
class ServerSaid:
    """What the server said; code 0: it said nothing, and ``text`` is ours."""

    code: int
    text: str


class BrokenOff(Exception):
    """The talk ended, or the server takes no mail of ours now. What we were at was not taken."""

    def __init__(self, answer: ServerSaid, reason: Reason) -> None:
        super().__init__(answer)
        self.answer, self.reason = answer, reason


class Doubtful(Exception):
    """The talk ended after the whole content had been sent: nobody knows whether it was taken."""


class SmtpTalk:
    """A connection on which we are logged in. ``largest`` is what the server says a mail may have (0: nothing)."""

    def __init__(self, mailbox: Mailbox, password: str) -> None:
        self._host, self._patience = mailbox.smtp.host, TO_ANSWER
        self._smtp = _logged_in(mailbox, password)
        self.mails = 0
        size = str(self._smtp.esmtp_features.get("size", ""))
        self.largest = int(size) if size.isdecimal() else 0

    @property
    def is_open(self) -> bool:
        """Whether another mail can be handed over on it."""
        return self._smtp.sock is not None

    def close(self) -> None:
        """Say goodbye, where somebody listens."""
        with suppress(OSError):
            self._smtp.quit()
        self._smtp.close()

    def announce(self, sender: str, receivers: Sequence[str], size: int) -> dict[str, ServerSaid]:
        """Say from whom to whom the next mail is; the receivers that were refused, and how.

        Raises:
            BrokenOff: the sender was refused, or the talk ended.
        """
        options = [f"size={size}"] if self._smtp.has_extn("size") else []
        refused = {}
        with self._until_broken_off():
            answer = self._said(*self._smtp.mail(sender, options))
            if answer.code != TAKEN:
                self._hang_up_after(answer)
                raise BrokenOff(answer, self._refusal(answer))
            for receiver in receivers:
                answer = self._said(*self._smtp.rcpt(receiver))
                if answer.code == GOODBYE:
                    self._hang_up_after(answer)
                    raise BrokenOff(answer, self._refusal(answer))
                if answer.code not in (TAKEN, 251):
                    refused[receiver] = answer
        return refused

    def take_back(self) -> None:
        """The mail that was announced is not handed over."""
        with suppress(OSError):
            self._smtp.rset()

    def hand_over(self, content: bytes) -> ServerSaid:
        """The content of the mail that was announced; what the server said to it.

        Raises:
            BrokenOff: the talk ended before all of it had been sent.
            Doubtful: it ended after that.
        """
        with self._until_broken_off():
            answer = self._said(*self._smtp.docmd("DATA"))
            if answer.code != GO_ON:
                self.take_back()
                self._hang_up_after(answer)
                return answer
            stuffed = re.sub(rb"(?m)^\.", b"..", content)
            for start in range(0, len(stuffed), _AT_ONCE):  # each has its own time: lines may be slow
                self._smtp.send(stuffed[start : start + _AT_ONCE])
        try:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(TO_TAKE)
            self._smtp.send(b".\r\n")
            answer = self._said(*self._smtp.getreply())
        except OSError as error:
            self._smtp.close()
            raise Doubtful from error
        self.mails += 1
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(self._patience)
        self._hang_up_after(answer)
        return answer

    @contextmanager
    def _until_broken_off(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._smtp.close()
            reason = why_gone(self._host, _beneath(error), self._patience)
            raise BrokenOff(ServerSaid(0, reason.text), reason) from error

    def _hang_up_after(self, answer: ServerSaid) -> None:
        """After a goodbye nobody listens any more."""
        if answer.code == GOODBYE:
            self._smtp.close()

    def _refusal(self, answer: ServerSaid) -> Reason:
        return because("Y917", server=self._host, answer=in_brackets(f"{answer.code} {answer.text}"))

    @staticmethod
    def _said(code: int, text: bytes) -> ServerSaid:
        if code < 200:  # no answer at all
            raise smtplib.SMTPServerDisconnected("not a mail server's answer")
        said = answer_text(text)
        if code >= 500 and _TOO_OFTEN.search(said):
            return ServerSaid(LATER, f"{code} {said}")
        return ServerSaid(code, said)


def _beneath(error: OSError) -> OSError:
    """The error of the system that the library wrapped, where it did."""
    inner = error.__context__
    return inner if isinstance(error, smtplib.SMTPException) and isinstance(inner, OSError) else error


def _logged_in(mailbox: Mailbox, password: str) -> smtplib.SMTP:
    server = mailbox.smtp
    if not server.host:
        raise MailTrouble(because("Y905", what="SMTP"))
    smtp = _connected(mailbox)
    try:
        smtp.login(mailbox.login, password)
    except (smtplib.SMTPAuthenticationError, UnicodeError) as error:
        smtp.close()
        raise MailTrouble(_not_let_in(mailbox, error, password)) from None
    except OSError as error:
        smtp.close()
        raise MailTrouble(_stopped(server.host, error, password)) from None
    if smtp.sock is not None:
        smtp.sock.settimeout(TO_ANSWER)
    return smtp


def _connected(mailbox: Mailbox) -> smtplib.SMTP:
    """With TLS; the server's certificate was checked, and it said what it can."""
    server, trust = mailbox.smtp, ssl.create_default_context()
    smtp: smtplib.SMTP | None = None
    try:
        if server.security == STARTTLS:
            smtp = smtplib.SMTP(server.host, server.port, local_hostname=_MYSELF, timeout=TO_CONNECT)
            smtp.ehlo_or_helo_if_needed()
            if not smtp.has_extn("starttls"):
                raise MailTrouble(because("Y914", server=server.host))
            smtp.starttls(context=trust)
        else:
            smtp = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=_MYSELF, timeout=TO_CONNECT, context=trust
            )  # fmt: skip
        smtp.ehlo_or_helo_if_needed()
        return smtp
    except (OSError, MailTrouble) as error:
        if smtp is not None:
            smtp.close()
        if isinstance(error, MailTrouble):
            raise
        raise MailTrouble(_stopped(server.host, error)) from error


def _stopped(host: str, error: OSError, password: str = "") -> Reason:
    """Why the talk did not come to the first mail."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {answer_text(error.smtp_error)}"
        return because("Y917", server=host, answer=in_brackets(said, password))
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return why_gone(host, _beneath(error), TO_CONNECT)
    if isinstance(error, smtplib.SMTPException):
        return because("Y917", server=host, answer=in_brackets(str(error), password))
    return why_not_reached(host, error, TO_CONNECT)


def _not_let_in(mailbox: Mailbox, error: Exception, password: str) -> Reason:
    host, said = mailbox.smtp.host, ""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        said = in_brackets(f"{error.smtp_code} {answer_text(error.smtp_error)}", password)
        if error.smtp_code < 500:
            return because("Y917", server=host, answer=said)
    return because("Y911", server=host, answer=said, called=mailbox.called)

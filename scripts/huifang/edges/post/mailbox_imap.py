"""The office's mailbox by IMAP: connected with TLS, logged in, and told who we are before anything is opened."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from huifang import __version__
from huifang.core.catalogue import because
from huifang.edges.post.mail_trouble import MailTrouble, in_brackets, why_gone, why_not_reached
from huifang.policy.mail import STARTTLS, Mailbox

if TYPE_CHECKING:
    from imapclient import IMAPClient

#: So many seconds we wait for each answer.
PATIENCE = 30.0


@contextmanager
def opened_mailbox(mailbox: Mailbox, password: str) -> Iterator[IMAPClient]:
    """The mailbox, logged in; no folder is selected yet. What goes wrong while it is used is told in words, too.

    Raises:
        MailTrouble: it cannot be reached or logged in, or its server went away.
    """
    from imapclient.exceptions import IMAPClientError  # noqa: PLC0415  (few commands fetch)

    server = mailbox.imap
    if not server.host:
        raise MailTrouble(because("Y905", what="IMAP"))
    client = _connected(mailbox)
    try:
        _log_in(client, mailbox, password)
        yield client
        with suppress(IMAPClientError, OSError):
            client.logout()
    except client.AbortError as error:
        raise MailTrouble(because("Y916", server=server.host, answer=in_brackets(str(error), password))) from error
    except IMAPClientError as error:
        raise MailTrouble(because("Y917", server=server.host, answer=in_brackets(str(error), password))) from error
    except OSError as error:
        raise MailTrouble(why_gone(server.host, error, PATIENCE)) from error
    finally:
        with suppress(IMAPClientError, OSError):
            client.shutdown()


def _connected(mailbox: Mailbox) -> IMAPClient:
    from imapclient import IMAPClient  # noqa: PLC0415
    from imapclient.exceptions import IMAPClientError  # noqa: PLC0415

    server, trust = mailbox.imap, ssl.create_default_context()
    asks = server.security == STARTTLS
    try:
        client = IMAPClient(server.host, server.port, ssl=not asks, ssl_context=trust, timeout=PATIENCE)
        try:
            if asks:
                _ask_for_tls(client, server.host, trust)
        except BaseException:
            with suppress(IMAPClientError, OSError):
                client.shutdown()
            raise
    except IMAPClientError as error:  # it greets with a refusal
        raise MailTrouble(because("Y917", server=server.host, answer=in_brackets(str(error)))) from error
    except OSError as error:
        raise MailTrouble(why_not_reached(server.host, error, PATIENCE)) from error
    return client


def _ask_for_tls(client: IMAPClient, host: str, trust: ssl.SSLContext) -> None:
    if not client.has_capability("STARTTLS"):
        raise MailTrouble(because("Y914", server=host))
    client.starttls(trust)


def _log_in(client: IMAPClient, mailbox: Mailbox, password: str) -> None:
    """Log in and say who we are: 163 and 126 open no folder for somebody who did not."""
    from imapclient.exceptions import IMAPClientError, LoginError  # noqa: PLC0415

    try:
        client.login(mailbox.login, password)
    except (LoginError, UnicodeError) as error:  # what it gives out has no other signs than ASCII
        if isinstance(error.__context__, client.AbortError):
            raise error.__context__ from None
        answer = in_brackets(str(error), password) if isinstance(error, LoginError) else ""
        raise MailTrouble(because("Y911", server=mailbox.imap.host, answer=answer, called=mailbox.called)) from None
    if client.has_capability("ID"):
        with suppress(IMAPClientError):
            client.id_({"name": "huifang", "version": __version__, "vendor": "huifang"})

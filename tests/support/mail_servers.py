"""Real mail servers on loopback: Postfix takes mail in, Dovecot gives it out, with TLS and logins, below one folder.

Both are started by the test that asks for them and end with it; no service of the machine is used or changed.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

DOMAIN, HOST, PASSWORD = "office.test", "127.0.0.1", "authcode-abc123"
#: Who owns the mailboxes; no such user has to be there.
OWNER = 5000
#: The servers work as users of their own, who cannot enter a folder for temporary files that is root's alone.
OPEN_TO_ALL = "/tmp"
PATIENCE_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class MailServers:
    """Where the servers listen; ``folder`` holds what they write, ``accounts`` are the names before the @."""

    folder: Path
    submission: int
    smtps: int
    imaps: int
    accounts: Sequence[str]

    @property
    def trust(self) -> ssl.SSLContext:
        """A context that trusts their certificate, and checks it."""
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))

    def address(self, account: str) -> str:
        """The account's address."""
        return f"{account}@{DOMAIN}"


def lacking() -> str:
    """Why the servers cannot be started here; empty where they can."""
    missing = [name for name in ("postfix", "dovecot", "openssl") if _program(name) is None]
    if missing:
        return f"needs {', '.join(missing)}"
    return "" if os.geteuid() == 0 else "needs root, as mail servers change their user"


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def mail_servers(accounts: Sequence[str], settings: str = "") -> Iterator[MailServers]:
    """Both servers with these accounts, empty; ``settings`` are further lines for Postfix."""
    folder = Path(tempfile.mkdtemp(prefix="mail-", dir=OPEN_TO_ALL))
    folder.chmod(0o755)
    submission, smtps, imaps = _free_ports(3)
    servers = MailServers(folder=folder, submission=submission, smtps=smtps, imaps=imaps, accounts=tuple(accounts))
    running: list[subprocess.Popen[bytes]] = []
    try:
        _certificate(folder)
        _write_dovecot(servers)
        _write_postfix(servers, settings)
        running.append(_started("dovecot", "-F", "-c", str(folder / "dovecot.conf")))
        running.append(_started("postfix", "-c", str(folder / "postfix"), "start-fg"))
        _wait_for(servers, running)
        yield servers
    finally:
        for process in reversed(running):
            _end(process)
        _end_postfix(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _started(name: str, *arguments: str) -> subprocess.Popen[bytes]:
    program = _program(name)
    assert program, name
    words = [program, *arguments]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The server with all that it started: a session of its own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_SECONDS)


def _end_postfix(folder: Path) -> None:
    """Its master, which goes into a session of its own and leaves its number behind."""
    with suppress(OSError, ValueError):
        number = int((folder / "queue" / "pid" / "master.pid").read_text())
        os.killpg(number, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            os.killpg(number, 0)  # there is none any more: an error
            time.sleep(0.05)
        os.killpg(number, signal.SIGKILL)


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _wait_for(servers: MailServers, running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until every port answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    for port in (servers.submission, servers.smtps, servers.imaps):
        while True:
            with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            ended = [process.args for process in running if process.poll() is not None]
            assert time.monotonic() < until and not ended, (port, ended, _logs(servers.folder))
            time.sleep(0.05)


def _logs(folder: Path) -> str:
    return "\n".join(path.read_text(errors="replace") for path in sorted(folder.glob("*.log")))


def _certificate(folder: Path) -> None:
    """A certificate of its own for this address alone."""
    words = (
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={DOMAIN}",
        "-addext", f"subjectAltName=IP:{HOST},DNS:localhost", "-keyout", str(folder / "key.pem"),
        "-out", str(folder / "cert.pem"),
    )  # fmt: skip
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=PATIENCE_SECONDS)


def _write_dovecot(servers: MailServers) -> None:
    folder = servers.folder
    users = "".join(f"{account}@{DOMAIN}:{{PLAIN}}{PASSWORD}::::::\n" for account in servers.accounts)
    (folder / "users").write_text(users, encoding="utf-8")
    for account in servers.accounts:
        box = folder / "boxes" / DOMAIN / account
        box.mkdir(parents=True)
        os.chown(box, OWNER, OWNER)
    for above in (folder / "boxes", folder / "boxes" / DOMAIN):
        os.chown(above, OWNER, OWNER)
    (folder / "dovecot.conf").write_text(
        f"""\
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot-state
log_path = {folder}/dovecot.log
listen = {HOST}
protocols = imap
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login
first_valid_uid = 100
mail_location = maildir:{folder}/boxes/%d/%n/Maildir
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={OWNER} gid={OWNER} home={folder}/boxes/%d/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    address = {HOST}
    port = {servers.imaps}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {folder}/queue/private/auth {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
""",
        encoding="utf-8",
    )


def _write_postfix(servers: MailServers, more: str) -> None:
    folder = servers.folder
    settings, queue = folder / "postfix", folder / "queue"
    for made in (settings, queue, queue / "private", folder / "data"):
        made.mkdir(parents=True)
    shutil.chown(folder / "data", "postfix", "postfix")
    shutil.chown(queue / "private", "postfix")
    boxes = "".join(f"{account}@{DOMAIN} {DOMAIN}/{account}/Maildir/\n" for account in servers.accounts)
    (settings / "boxes").write_text(boxes, encoding="utf-8")
    (settings / "main.cf").write_text(
        f"""\
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.{DOMAIN}
mydestination =
inet_interfaces = {HOST}
inet_protocols = ipv4
mynetworks =
smtputf8_enable = no
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_maps = inline:{{{", ".join(f"{{ {line.replace(' ', ' = ', 1)} }}" for line in boxes.splitlines())}}}
virtual_mailbox_base = {folder}/boxes
virtual_uid_maps = static:{OWNER}
virtual_gid_maps = static:{OWNER}
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
default_transport = nowhere
{more}
""",
        encoding="utf-8",
    )
    secured = "  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes"
    services = [
        f"{HOST}:{servers.submission} inet n - n - - smtpd\n  -o smtpd_tls_security_level=encrypt\n{secured}",
        f"{HOST}:{servers.smtps} inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes\n{secured}",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "tlsmgr unix - - n 1000? 1 tlsmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "trace unix - - n - 0 bounce",
        "verify unix - - n - 1 verify",
        "proxymap unix - - n - - proxymap",
        "error unix - - n - - error",
        # no mail leaves this machine: what goes elsewhere is taken, and comes back
        "nowhere unix - n n - - pipe\n  user=nobody argv=/bin/false",
        "retry unix - - n - - error",
        "virtual unix - n n - - virtual",
        "anvil unix - - n - 1 anvil",
        "scache unix - - n - 1 scache",
        "postlog unix-dgram n - n - 1 postlogd",
    ]
    (settings / "master.cf").write_text("\n".join(services) + "\n", encoding="utf-8")

"""All that can be read in a file: every part of a workbook, a mail with what is attached to it, a page."""

from __future__ import annotations

import email.policy
import io
import zipfile
from collections.abc import Container
from email import message_from_bytes
from email.message import EmailMessage
from html import unescape
from pathlib import Path


def texts_within(name: str, content: bytes) -> str:
    """The text of a file, its name before it, and of everything inside it."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            inside = [texts_within(info.filename, package.read(info)) for info in package.infolist()]
        return "\n".join([name, *inside])
    if name.lower().endswith(".eml"):
        return "\n".join([name, *_of_mail(content)])
    return f"{name}\n{unescape(content.decode('utf-8', 'replace'))}"


def _of_mail(content: bytes) -> list[str]:
    mail = message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    said = [f"{header}: {value}" for header, value in mail.items()]
    for part in mail.walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            said.append(texts_within(part.get_filename() or "", payload if isinstance(payload, bytes) else b""))
    return said


def receivers(content: bytes) -> str:
    """To whom a mail goes, in all its fields."""
    mail = message_from_bytes(content, policy=email.policy.default)
    return "; ".join(str(mail[field]) for field in ("To", "Cc", "Bcc") if mail[field])


def texts_of_files(folder: Path, but: Container[str]) -> dict[Path, str]:
    """The text of each file below the folder, but for what lies under these names in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path: texts_within(path.name, path.read_bytes())
        for path in files
        if path.relative_to(folder).parts[0] not in but
    }

"""An office with a mailbox, people with addresses, and the drafts in its 发件箱 as mail programs read them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage

from openpyxl import Workbook, load_workbook

from huifang.policy.mail_items import MAIL_ITEMS
from office import TestOffice, columns, edited

ADDRESS = "office@example.com"


def with_mailbox(office: TestOffice, lacking: tuple[str, ...] = (), **items: object) -> TestOffice:
    """The office uses a mailbox, and everybody has an address but those who are ``lacking`` (by 工号)."""
    with edited(office.path("制度.xlsx")) as book:
        for name, value in {"服务商": "QQ邮箱", "邮箱地址": ADDRESS, **items}.items():
            book["邮箱"].cell(2 + [item.name for item in MAIL_ITEMS].index(name), 2).value = value
    with edited(office.path("人员.xlsx")) as book:
        sheet = book["人员"]
        at = columns(sheet)
        for row in range(2, sheet.max_row + 1):
            number = sheet.cell(row, at["工号"]).value
            if number and number not in lacking:
                sheet.cell(row, at["邮箱"]).value = address_of(str(number))
    return office


def address_of(number: str) -> str:
    """Where the person is reached."""
    return f"{number.lower()}@example.com"


def drafts(office: TestOffice, kind: str, folder: str = "") -> dict[str, EmailMessage]:
    """The drafts of a kind in 发件箱, or in a folder of it, by name."""
    paths = sorted(office.path(f"发件箱/{folder}").glob(f"{kind}-*.eml"))
    return {path.name: message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths}


def text(draft: EmailMessage, kind: str = "plain") -> str:
    """Its text, or its page."""
    body = draft.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def attached(draft: EmailMessage) -> Mapping[str, bytes]:
    """Its attachments by name."""
    parts = {str(part.get_filename()): part.get_payload(decode=True) for part in draft.iter_attachments()}
    return {name: content for name, content in parts.items() if isinstance(content, bytes)}


def read_workbook(content: bytes) -> Workbook:
    """A workbook that was attached; openpyxl's warnings about what it leaves out are of no interest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content))


def with_locked_attachments(office: TestOffice, *numbers: str) -> TestOffice:
    """What is attached to mails to these people is locked."""
    with edited(office.path("人员.xlsx")) as book:
        sheet = book["人员"]
        at = columns(sheet)
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, at["工号"]).value in numbers:
                sheet.cell(row, at["附件加密"]).value = "是"
    return office

"""What became of the mails in the office's mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huifang.core.findings import Finding
from huifang.core.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A mail that was put into 收件箱: the file, who sent it, its subject, when the server took it. ``about`` is what
    is to be said of one that brings no sheet.
    """

    file: str
    sender: str
    subject: str
    arrived_at: datetime
    about: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """A mail that was not put into 收件箱, and why; ``file`` is where it is kept (empty: in the mailbox alone).

    ``is_strange``: it is from somebody whose mails are not fetched.
    """

    subject: str
    reason: Reason
    file: str = ""
    is_strange: bool = False


@dataclass(frozen=True, kw_only=True)
class CameBack:
    """A mail of ours that somebody did not get: which (its draft, its Message-ID), who, and why."""

    file: str
    message_id: str
    to: str
    reason: Reason
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class FormDone:
    """A form for a person that a mail brought from who may decide it: what became of it; ``reason`` is why it waits
    (None: it was carried out). ``is_checks``: it is a sheet of the auditor's, of which nothing else is told.
    """

    file: str
    by: str
    applied: int
    declined: int
    refused: Sequence[Finding] = ()
    reason: Reason | None = None
    is_checks: bool = False


@dataclass(kw_only=True)
class Fetched:
    """What became of every mail that was new; ``trouble`` is why there may be more (None: all were looked at)."""

    fetched: list[Taken] = field(default_factory=list)
    ignored: list[Left] = field(default_factory=list)
    came_back: list[CameBack] = field(default_factory=list)
    forms: list[FormDone] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    trouble: Reason | None = None

    @property
    def strangers(self) -> int:
        """How many are from somebody whose mails are not fetched."""
        return sum(one.is_strange for one in self.ignored)

    @property
    def told(self) -> Iterator[str]:
        """What became of the mails, in lines for people."""
        for mail in self.fetched:
            yield f"已收取 {mail.file}({mail.sender})。" + (f"\n    {mail.about.sentence}" if mail.about else "")
        for left in self.ignored:
            if not left.is_strange:
                yield f"未处理 “{left.subject}”：{left.reason.sentence}"
        for form in self.forms:
            if form.reason:
                yield f"待确认 {form.file}({form.by})：{form.reason.sentence}"
            elif form.is_checks:
                yield f"已收 {form.file}({form.by})：抽查核查表，交给监督岗和老板。"
            else:
                yield f"已执行 {form.file}({form.by})：更正 {form.applied} 处，否决 {form.declined} 处。"
        if self.strangers:
            yield f"另有 {self.strangers} 封信的发件人不在《人员》和“另外接收”里，没有收取。"

    @property
    def is_nothing(self) -> bool:
        """Whether no mail was looked at, and nothing carried out."""
        return not (self.fetched or self.ignored or self.came_back or self.forms)

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to do anything."""
        waits = any(form.reason for form in self.forms)
        told = any(one.about for one in self.fetched) or any(not one.is_strange for one in self.ignored)
        return not (self.trouble or self.notes or self.came_back or told or waits)

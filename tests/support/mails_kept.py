"""Why a mail stays in 发件箱, by the code of the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from unittest import mock

from office import TestOffice
from post_office import BOSS, PostOffice, post_office, put_draft, set_mailbox
from smtp_stub import CUT, CUT_AFTER, Fault


def _kept(
    office: TestOffice, *faults: Fault, name: str = "报告-甲", to: str = BOSS, imap: bool = True, **settings: object
) -> Iterable[str]:
    with post_office(office, *faults, imap=imap) as post:
        set_mailbox(office, **settings)
        put_draft(office, name, *([to] if to else []))
        return _codes(post, unattended=bool(settings.get("自动发送")))


def _codes(post: PostOffice, minutes: int = 0, unattended: bool = False) -> list[str]:
    return [one.reason.code for one in post.send(minutes, unattended=unattended).kept]


def _sent_before(office: TestOffice) -> Iterable[str]:
    with post_office(office) as post:
        draft = put_draft(office, "报告-甲", BOSS)
        again = draft.read_bytes()
        post.send()
        draft.write_bytes(again)
        return _codes(post, 5)


def _cannot_look(office: TestOffice) -> Iterable[str]:
    with (
        post_office(office, Fault("END", CUT_AFTER)) as post,
        mock.patch("huifang.edges.post.mailbox_imap.PATIENCE", 0.5),
    ):
        put_draft(office, "报告-甲", BOSS)
        set_mailbox(office, IMAP端口=1)
        return _codes(post)


def _spoilt(office: TestOffice) -> Iterable[str]:
    with post_office(office) as post:
        office.path("发件箱/报告-甲.eml").write_text("你好", encoding="utf-8")
        return _codes(post)


def _elsewhere(office: TestOffice) -> Iterable[str]:
    with post_office(office) as post:
        return [one.reason.code for one in post.send(files=[office.path("制度.xlsx")]).kept]


def _nobody_called(office: TestOffice) -> Iterable[str]:
    return [office.run("mail", "password", "A99").data["reason_code"]]


MAILS: dict[str, Callable[[TestOffice], Iterable[str]]] = {
    "Y906": _nobody_called,
    "Y921": lambda office: _kept(office, to=""),
    "Y922": lambda office: _written(office, "To: 王总@例子.cn\nSubject: x\n\nx\n"),
    "Y923": lambda office: _written(office, f"To: {BOSS}\n\n" + "x" * 1_000_001, **{"每封最大(MB)": 1}),
    "Y924": lambda office: _two(office, **{"每日最多发信(封)": 1}),
    "Y925": lambda office: _kept(office, 自动发送="回执"),
    "Y926": lambda office: _kept(office, name="我的信", 自动发送="全部"),
    "Y927": _sent_before,
    "Y928": lambda office: _kept(office, Fault("MAIL", "451 4.3.0 later")),
    "Y929": lambda office: _kept(office, Fault("END", "554 5.7.1 spam")),
    "Y930": lambda office: _kept(office, Fault("END", CUT)),
    "Y931": lambda office: _kept(office, Fault("END", CUT_AFTER), imap=False),
    "Y932": _elsewhere,
    "Y933": _spoilt,
    "Y934": _cannot_look,
}


def _written(office: TestOffice, text: str, **settings: object) -> Iterable[str]:
    with post_office(office) as post:
        set_mailbox(office, **settings)
        office.path("发件箱/报告-甲.eml").write_text(text, encoding="utf-8")
        return _codes(post)


def _two(office: TestOffice, **settings: object) -> Iterable[str]:
    with post_office(office) as post:
        set_mailbox(office, **settings)
        for name in "甲乙":
            put_draft(office, f"报告-{name}", BOSS)
        return _codes(post)

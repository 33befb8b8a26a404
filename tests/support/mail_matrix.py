"""Everything that may go wrong while mails are sent, and what became of the mails: the table of docs/mail.md.

``python tests/support/mail_matrix.py`` writes the table anew.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from huifang.core.catalogue import REASONS
from imap_stub import certificate
from mails_refused import Memory, keyring_of, trusting
from office import blank_office
from places import ROOT
from post_office import BOSS, LI, WANG, PostOffice, post_office, put_draft, set_mailbox
from smtp_stub import CUT, CUT_AFTER, SLOW, Fault

PAGE = ROOT / "docs" / "mail.md"
#: To whom the three mails go; the second is the one that it goes wrong with.
MAILS = {"报告-丙": (WANG,), "报告-乙": (LI, WANG), "报告-甲": (BOSS,)}
#: Minutes after the beginning at which it is sent.
RUNS = (0, 6, 22, 83, 330, 600, 4400)
HOW = {CUT: "断开", CUT_AFTER: "断开，信已收下", SLOW: "一直不回答"}


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What goes wrong; ``also`` is what does besides in the first run. ``mails`` to the boss instead of the three."""

    where: str
    how: str
    faults: tuple[Fault, ...] = ()
    also: str = ""
    mails: int = 0
    starttls: bool = False
    imap: bool = True

    @property
    def name(self) -> str:
        """What the test is called."""
        return f"{self.where} {self.how}"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was seen."""

    first: str
    arrived: str
    runs: int
    aside: int
    waiting: int
    lost: int
    doubled: int


def _at(stage: str, where: str, hows: str) -> Iterator[Trouble]:
    """The same stage with one answer after the other; what begins with 5 stays so for a receiver of the second mail."""
    words = {"cut": CUT, "after": CUT_AFTER, "slow": SLOW}
    of_the_mail = stage in ("RCPT", "DATA", "CONTENT", "END")
    for how in hows.split(","):
        answer = words.get(how, f"{how} 4.0.0 no" if how < "5" else f"{how} no")
        times = None if how[0] == "5" and of_the_mail else 2 if stage == "AUTH" else 1
        fault = Fault(stage, answer, times, LI if of_the_mail else "", int(stage == "MAIL"))
        yield Trouble(where=where, how=HOW.get(answer, f"回答 {how}"), faults=(fault,))


TROUBLES: tuple[Trouble, ...] = (
    *_at("CONNECT", "连接", "421,450,554,cut,slow"),
    *_at("EHLO", "问候(EHLO)", "421,550,cut,slow"),
    *_at("AUTH", "登录(AUTH)", "454,421,535,cut"),
    *_at("MAIL", "发件人(MAIL)", "421,450,452,550,552,554,cut,slow"),
    *_at("RCPT", "一位收件人(RCPT)", "421,450,452,550,552,554,cut,slow"),
    *_at("DATA", "开始传信(DATA)", "421,450,452,550,552,554,cut"),
    *_at("CONTENT", "传信的中途", "cut,slow"),
    *_at("END", "传完以后", "421,450,452,550,552,554"),
    *_at("END", "传完以后", "cut"),
    *_at("END", "传完以后", "after,slow"),
    Trouble(
        where="传完以后", how="断开，信已收下；又查不了邮箱", also="no imap now",
        faults=(Fault("END", CUT_AFTER, 1, LI),),
    ),
    Trouble(where="传完以后", how="断开，信已收下；没有 IMAP", faults=(Fault("END", CUT_AFTER, 1, LI),), imap=False),
    Trouble(where="传完以后", how="每次都断开，信没有收下", faults=(Fault("END", CUT, 3, LI),)),
    Trouble(
        where="传完以后", how="一位暂时不收，另一位传完断开",
        faults=(Fault("RCPT", "450 4.2.0 later", 1, LI), Fault("END", CUT_AFTER, 1, WANG, 1)),
    ),
    Trouble(
        where="传完以后", how="一位先不收，补发时断开",
        faults=(Fault("RCPT", "450 4.2.0 later", 1, LI), Fault("END", CUT_AFTER, 1, LI)),
    ),
    Trouble(
        where="传完以后", how="一位先不收，补发时断开，没有收下",
        faults=(Fault("RCPT", "450 4.2.0 later", 1, LI), Fault("END", CUT, 1, LI)),
    ),
    Trouble(where="一位收件人(RCPT)", how="三天都回答 450", faults=(Fault("RCPT", "450 4.2.0 no", None, LI),)),
    Trouble(where="加密", how="不提供 STARTTLS", starttls=True, also="no tls now"),
    Trouble(where="加密", how="证书是别人的", also="other certificate now"),
    Trouble(where="密码", how="密码不对", also="wrong password now"),
    Trouble(where="密码", how="密码库锁着", also="locked keyring now"),
    Trouble(where="密码", how="密码库里没有", also="empty keyring now"),
    Trouble(where="网络", how="连不上", also="no network now"),
    Trouble(
        where="网络", how="50 封发到一半，服务器没有了", mails=50,
        faults=(Fault("MAIL", CUT, 1, "", 24), Fault("CONNECT", CUT, 1, "", 1)),
    ),
)  # fmt: skip


@contextmanager
def _hindered(trouble: Trouble, post: PostOffice, folder: Path) -> Iterator[None]:
    """What goes wrong besides, in the first run only."""
    with ExitStack() as stack:
        if trouble.also.endswith("keyring now"):
            stack.enter_context(keyring_of(Memory(locked="locked" in trouble.also)))
        elif trouble.also == "other certificate now":
            (folder / "other").mkdir()
            stack.enter_context(trusting(certificate(folder / "other")))
        elif trouble.also == "wrong password now":
            stack.enter_context(mock.patch.dict(os.environ, {"HUIFANG_MAIL_PASSWORD": "wrong"}))
        elif trouble.also in ("no network now", "no imap now"):
            item, port = ("SMTP端口", post.smtp_port) if "network" in trouble.also else ("IMAP端口", post.imap_port)
            set_mailbox(post.office, **{item: 1})
            stack.callback(lambda: set_mailbox(post.office, **{item: port}))
        yield


def outcome(trouble: Trouble, folder: Path) -> Outcome:
    """Three mails, sent again and again until nothing waits any more."""
    office = blank_office(folder)
    mails = {f"报告-{number:02}": (BOSS,) for number in range(trouble.mails)} or MAILS
    for name, to in mails.items():
        put_draft(office, name, *to)
    faults = [Fault(one.stage, one.how, one.times, one.only, one.after) for one in trouble.faults]
    now = trouble.also.endswith("now")
    with post_office(office, *faults, starttls=trouble.starttls, imap=trouble.imap) as post:
        if trouble.also == "no tls now":
            set_mailbox(office, SMTP端口=post.plain_port)
        first, ended = "", 0
        for number, minutes in enumerate(RUNS, 1):
            with _hindered(trouble, post, folder) if now and number == 1 else ExitStack():
                done = post.send(minutes)
            if trouble.also == "no tls now":
                set_mailbox(office, SMTP端口=post.smtp_port)
            if number == 1:
                first = f"发出 {len(done.sent)} 封" + "".join(
                    f"，{REASONS[code].title} {count} 封"
                    for code, count in Counter(one.reason.code for one in done.kept).items()
                )
            ended = number if done.sent else ended
            if not [name for name in post.lies() if name.endswith(".eml")]:
                break
        came = Counter(post.came())
        expected = {(one, f"信 {name}") for name, to in mails.items() for one in to}
        named = "".join(path.read_text(encoding="utf-8-sig") for path in office.path("发件箱").rglob("未能发出/*.txt"))
        waiting = [name for name in post.lies() if name.endswith(".eml")]
        missing = [
            (to, subject) for to, subject in expected - {*came}
            if not (f"{subject.removeprefix('信 ')}.eml" in waiting or (to in named and subject in named))
        ]  # fmt: skip
        aside = [name for name in post.lies("未能发出") if name.endswith(".eml")]
        return Outcome(
            first=first, arrived=f"{sum(came.values())}/{len(expected)}", runs=ended, aside=len(aside),
            waiting=len(waiting), lost=len(missing), doubled=sum(count - 1 for count in came.values()),
        )  # fmt: skip


def row(trouble: Trouble, seen: Outcome) -> str:
    """A line of the table."""
    left = [f"未能发出 {seen.aside} 封"] * bool(seen.aside) + [f"等人决定 {seen.waiting} 封"] * bool(seen.waiting)
    arrived, lost = f"{seen.arrived}，第 {seen.runs} 次", "，".join(left) or "无"
    cells = (trouble.where, trouble.how, seen.first, arrived, lost, f"{seen.lost}", f"{seen.doubled}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the table of the page anew."""
    rows = []
    for trouble in TROUBLES:
        folder = Path(tempfile.mkdtemp())
        rows.append(row(trouble, outcome(trouble, folder)))
        shutil.rmtree(folder)
        sys.stdout.write(rows[-1] + "\n")
    text = PAGE.read_text(encoding="utf-8")
    table = re.compile(r"(?<=\| --- \| --- \|\n)(?:\|.*\n)+")
    PAGE.write_text(table.sub("\n".join(rows) + "\n", text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Everything that may go wrong while mails are fetched, and what became of them: the table of docs/mail-in.md.

``python tests/support/fetch_matrix.py`` writes the table anew.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from unittest import mock

import mails_arriving as made
from huifang.core.catalogue import REASONS
from mailbox_stub import ADDRESSES, Mailbox, inbox, mailbox_served, with_mailbox
from mails import named
from office import DUE_DAY, NOW, TestOffice, planned_office
from places import ROOT

PAGE = ROOT / "docs" / "mail-in.md"
#: In the mailbox: two sheets and two questions of known senders.
COUNT, RUNS = 4, 3


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """What goes wrong in the first run, and what is different before the next."""

    where: str
    how: str
    first: Callable[[Mailbox], None]
    then: Callable[[Mailbox], None] = lambda box: None
    password: str = "authcode"

    @property
    def name(self) -> str:
        """What the test is called."""
        return f"{self.where} {self.how}"


def _gone_at(verb: str) -> Callable[[Mailbox], None]:
    return lambda box: setattr(box, "hangs_up_at", verb)


def _gone_after(count: int) -> Callable[[Mailbox], None]:
    return lambda box: setattr(box, "hangs_up_after", count)


def _refuses(*uids: int) -> Callable[[Mailbox], None]:
    return lambda box: box.refuses.update(uids)


def _demands_id(box: Mailbox) -> None:
    box.demands_id = True


def _nothing(box: Mailbox) -> None:
    pass


def _anew(box: Mailbox) -> None:
    box.renumber()


def _anew_in_the_middle(box: Mailbox) -> None:
    box.hangs_up_after = None
    box.renumber(50)


OBSTACLES = (
    Obstacle(where="登录(LOGIN)", how="密码不对", first=_nothing, password="wrong"),
    Obstacle(where="登录(LOGIN)", how="断开", first=_gone_at("LOGIN")),
    Obstacle(where="报名字(ID)", how="断开", first=_gone_at("ID")),
    Obstacle(where="打开收件夹", how="不报名字不给开(163、126)", first=_demands_id),
    Obstacle(where="打开收件夹", how="断开", first=_gone_at("EXAMINE")),
    Obstacle(where="查新信(SEARCH)", how="断开", first=_gone_at("SEARCH")),
    Obstacle(where="看信头(FETCH)", how="断开", first=_gone_at("FETCH")),
    Obstacle(where="取信", how="取了 1 封断开", first=_gone_after(1)),
    Obstacle(where="取信", how="取了 3 封断开", first=_gone_after(3)),
    Obstacle(where="取信", how="第 2 封给不出", first=_refuses(2)),
    Obstacle(where="编号(UIDVALIDITY)", how="取完以后全变了", first=_nothing, then=_anew),
    Obstacle(where="编号(UIDVALIDITY)", how="取了 2 封断开，全变了", first=_gone_after(2), then=_anew_in_the_middle),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was seen: what the first run said, in which run all were there, what is lost, what came twice."""

    first: str
    runs: int
    lost: int
    doubled: int


def _mails(office: TestOffice) -> list[bytes]:
    sheets = [
        made.letter(made.text_part("x"), named(office.filled(agent).read_bytes(), f"{agent}.xlsx"), sender=to,
                    subject=f"sheet {agent}", message_id=f"{agent}@x")
        for agent, to in ADDRESSES.items() if agent in ("A01", "A02")
    ]  # fmt: skip
    questions = [made.letter(made.text_part("?"), subject=f"question {n}", message_id=f"q{n}@x") for n in (1, 2)]
    return [sheets[0], questions[0], sheets[1], questions[1]]


def _came(office: TestOffice) -> Counter[str]:
    paths = (office.path(f"收件箱/{name}") for name in inbox(office))
    return Counter(str(message_from_bytes(path.read_bytes())["subject"]) for path in paths)


def outcome(folder: Path, obstacle: Obstacle) -> Outcome:
    """Fetch until all is there, then collect."""
    with mailbox_served(Mailbox()) as box:
        office = with_mailbox(planned_office(folder), box.port)
        for content in _mails(office):
            box.add(content)
        obstacle.first(box)
        first, runs = "", 0
        for number in range(1, RUNS + 1):
            with mock.patch.dict(os.environ, HUIFANG_MAIL_PASSWORD=obstacle.password if number == 1 else "authcode"):
                data = office.run("mail", "fetch", now=NOW).data
            if number == 1:
                told = [data["trouble"]] if data["trouble"] else data["ignored"]
                why = "、".join(REASONS[one["reason_code"]].title for one in told)
                first = f"收到 {len(data['fetched'])} 封" + (f"，{why}" if why else "")
                box.hangs_up_at, box.refuses = "", set()
                box.hangs_up_after = None
                obstacle.then(box)
            runs = runs or (number if len(_came(office)) == COUNT else 0)
        came = _came(office)
        accepted = office.collect(now=DUE_DAY).listed.get("accepted", [])
        assert len(accepted) == len(set(accepted)) == 2, accepted
        return Outcome(
            first=first, runs=runs, lost=COUNT - len(came), doubled=sum(came.values()) - len(came)
        )  # fmt: skip


def row(obstacle: Obstacle, seen: Outcome) -> str:
    """The line of the table."""
    cells = (obstacle.where, obstacle.how, seen.first, f"第 {seen.runs} 次", seen.lost, seen.doubled)
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Write the table anew."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(one, outcome(Path(folder, str(n)), one)) for n, one in enumerate(OBSTACLES)]
    text = PAGE.read_text(encoding="utf-8")
    table = re.compile(r"(?<=\| --- \| --- \| --- \| --- \| --- \| --- \|\n)(\|.*\n)*")
    PAGE.write_text(table.sub("\n".join(rows) + "\n", text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()

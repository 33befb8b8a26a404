"""回访台 to test with, without a browser: its application behind a client that knows its secrets."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.test import Client, TestResponse

from huifang.edges.page.serving import PageServer
from huifang.page.app import Application
from huifang.page.frame import Screen
from huifang.page.guard import Guard, Secrets
from huifang.page.jobs import PageJob
from huifang.page.place import Whereabouts
from huifang.page.roles import Role

SECRETS = Secrets(once="the-token-of-the-address", cookie="the-cookie", csrf="the-token-of-forms")
PORT = 8888
#: So many pages of one kind are looked at.
OF_A_KIND = 3
HERE = f"http://127.0.0.1:{PORT}"


@dataclass
class MadePage:
    """A page that answers in this process; ``opened`` are the files that it was asked to open."""

    screen: Screen
    client: Client
    opened: list[Path] = field(default_factory=list)

    def get(self, address: str, **more: Any) -> TestResponse:
        """The answer to a link."""
        return self.client.get(address, base_url=HERE, **more)

    def post(self, address: str, typed: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """The answer to a form of the page."""
        return self.client.post(address, data={"csrf": SECRETS.csrf, **(typed or {})}, base_url=HERE, **more)

    def text(self, address: str) -> str:
        """What a page says, without its marks."""
        return plain(self.get(address).get_data(as_text=True))

    def walked(self, begin: Iterable[str]) -> Iterator[tuple[str, TestResponse]]:
        """The answers of all pages that links lead to, at most some of a kind; files are not fetched."""
        waiting, seen, kinds = [*begin], set[str](), dict[str, int]()
        while waiting:
            path = waiting.pop(0).partition("#")[0]
            kind = re.sub(r"[\d-]+|/[0-9a-f]{32}|=[^&]*", "", path)
            if not path or path in seen or path.startswith("/files/") or kinds.get(kind, 0) >= OF_A_KIND:
                continue
            seen.add(path)
            kinds[kind] = kinds.get(kind, 0) + 1
            answer = self.get(path)
            yield path, answer
            waiting += [unescape(link) for link in re.findall(r'href="(/[^"]*)"', answer.get_data(as_text=True))]

    def done(self, answer: TestResponse, within: float = 60) -> PageJob:
        """The job that the form started, when it has ended."""
        assert answer.status_code == 303, plain(answer.get_data(as_text=True))
        number = answer.headers["Location"].rpartition("/")[2]
        for _ in range(int(within / 0.05)):
            job = self.screen.jobs.get(number)
            if job and not job.is_running:
                return job
            time.sleep(0.05)
        raise AssertionError(f"{number} has not ended")


def made_page(folder: Path, now: str, role: Role = Role.SUPERVISOR) -> MadePage:
    """A page for the office in the folder, or for the folder itself, with its cookie in the client's jar."""
    opened: list[Path] = []
    screen = Screen(
        place=Whereabouts.at(folder),
        role=role,
        guard=Guard(SECRETS, port=PORT),
        clock=_no_clock,
        fixed_now=datetime.strptime(now, "%Y-%m-%d %H:%M"),
        opener=opened.append,
    )
    client = Client(Application(screen))
    client.set_cookie(screen.guard.cookie_name, SECRETS.cookie, domain="127.0.0.1")
    return MadePage(screen, client, opened)


@contextmanager
def served(screen: Screen) -> Iterator[int]:
    """The same behind its real server; its port."""
    server = PageServer(Application(screen))
    screen.guard.port = server.port
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.port
    finally:
        server.close()
        thread.join(5)


def plain(html: str) -> str:
    """The words of a page, each run of blanks as one."""
    body = html.partition("<body>")[2] or html
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def _no_clock() -> datetime:
    raise AssertionError("the clock is fixed")

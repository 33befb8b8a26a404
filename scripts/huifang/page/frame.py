"""The frame around every page: where it works, whose it is, and how it is drawn."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import structs
from werkzeug import Request, Response

from huifang.edges.page.drawing import drawn
from huifang.edges.store.files import OfficeError
from huifang.edges.store.lock import held_by
from huifang.edges.store.office import CHECKS, Office
from huifang.edges.system.opening import open_here
from huifang.flow.office.desk import Desk
from huifang.page.guard import Guard
from huifang.page.jobs import JOBS, JobOrder, Jobs, PageJob
from huifang.page.openable import Openable
from huifang.page.place import Whereabouts
from huifang.page.roles import Role
from huifang.policy.model import Policy

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Head:
    """What stands at the top of every page."""

    unit_name: str
    line: str


@dataclass(kw_only=True)
class Screen:
    """One process of 回访台. ``clock`` is the run's; ``fixed_now`` is handed on to the commands where it was given.
    ``begun`` is what was typed of a first start that has no office yet, by step; ``linked`` gives the pieces of a
    sentence that names commands.
    """

    place: Whereabouts
    role: Role
    guard: Guard
    clock: Callable[[], datetime]
    fixed_now: datetime | None = None
    opener: Callable[[Path], None] = open_here
    linked: Callable[[str], Sequence[object]] = lambda text: ()
    begun: dict[str, dict[str, str]] = field(default_factory=dict)
    _temporary: Path | None = None
    _head: tuple[object, Head] | None = None
    openable: Openable = field(init=False)
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.openable = Openable(self.guard.secrets.cookie)
        self.jobs = Jobs(self._jobs_folder, self.role)

    @property
    def office(self) -> Office | None:
        """The office that is open."""
        return self.place.office

    @property
    def is_auditor(self) -> bool:
        """Whether it is the auditor's."""
        return self.role is Role.AUDITOR

    def now(self) -> datetime:
        """The moment, to the minute."""
        return self.fixed_now or self.clock().replace(second=0, microsecond=0)

    def desk(self) -> Desk:
        """The office opened for looking, as it is at this moment.

        Raises:
            OfficeError: it cannot be read.
        """
        assert self.office is not None
        return Desk(self.office, self.now())

    def key(self, path: Path | str) -> str:
        """The key under which a file or folder of the office can be opened from a page."""
        return self.openable.key(self.office.path(path) if isinstance(path, str) and self.office else Path(path))

    def may_be_opened(self, path: Path) -> bool:
        """Whether this role may: what was drawn for spot checks is the auditor's alone."""
        checks = self.office.path(CHECKS).resolve() if self.office else None
        return self.is_auditor or checks is None or not path.resolve().is_relative_to(checks)

    def do(self, order: JobOrder, *, room: Path | None = None, told: str = "") -> PageJob:
        """Start the order's command in the office (without one, in the folder for offices); see ``Jobs.start``.

        Raises:
            OSError: it cannot be started.
        """
        folder = self.office.root if self.office else self.place.base
        moment = ("--now", f"{self.fixed_now:%Y-%m-%d %H:%M}") if self.fixed_now else ()
        argv = ("-C", str(folder), *moment, "--json", *order.argv)
        return self.jobs.start(structs.replace(order, argv=argv), self.now(), room=room, told=told)

    def again(self, job: PageJob) -> PageJob:
        """What that job only showed is done: the same words with ``--yes``.

        Raises:
            OSError: it cannot be started.
        """
        order = JobOrder(form=job.form, title=job.title, argv=(*job.argv, "--yes"), typed=dict(job.typed))
        return self.jobs.start(order, self.now())

    def draw(self, template: str, /, status: int = 200, **values: Any) -> Response:
        """A page of this name (without its ending), in the frame that all pages have."""
        html = drawn(
            f"{template}.html.j2",
            **{
                "page": self, "head": self.head(), "csrf": self.guard.secrets.csrf, "key": self.key,
                "running": self.running(), "linked": self.linked, **values,
            },
        )  # fmt: skip
        return Response(html, status=status, mimetype="text/html")

    def trouble(self, text: str, status: int = 409, back: str = "/") -> Response:
        """A page that says what cannot be done, and what to do now."""
        return self.draw("trouble", status=status, text=text, back=back)

    def head(self) -> Head:
        """The office's name and the day; without the name where the office cannot be read."""
        now = self.now()
        day = _day(now.date())
        if self.office is None:
            return Head("", day)
        settings = self.office.path("制度.xlsx")
        known = (self.office.root, now.date(), settings.stat().st_mtime_ns if settings.exists() else 0)
        if self._head is None or self._head[0] != known:
            try:
                policy = self.desk().present.policy
                line = day_line(policy, now.date())
                self._head = known, Head(policy.unit_name or self.office.root.name, line)
            except OfficeError:
                return Head(self.office.root.name, day)
        return self._head[1]

    def running(self) -> str:
        """What runs in this office now, in words; empty where nothing does."""
        return running_in(self.office, self.jobs, self.role)

    def _jobs_folder(self) -> Path:
        if self.office is not None:
            return self.office.path(JOBS)
        if self._temporary is None:
            self._temporary = Path(tempfile.mkdtemp(prefix="huifang-"))
        return self._temporary


def running_in(office: Office | None, jobs: Jobs, role: Role) -> str:
    """What runs in the office now, in the words of that role; empty where nothing does."""
    job = jobs.running()
    if job is not None:
        what = job.title if job.role is role else f"{job.role.value}的任务"
        return f"正在做：{what}（{job.started_at:%H:%M} 开始）"
    holder = held_by(office) if office else None
    return f"{holder.user} 正在使用这个办公室（{holder.host}，{holder.since} 开始）" if holder else ""


def day_line(policy: Policy, today: date) -> str:
    """The day, and which one it is of its period."""
    period = policy.period_of(today)
    nth = (today - period.from_on).days + 1
    gap = " " if period.name[-1].isdigit() else ""
    return f"{_day(today)} · {period.name}{gap}第 {nth} 天，{period.until_on:%m-%d} 止"


def _day(today: date) -> str:
    return f"{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}"


def back_to(asked: Request) -> str:
    """The page of ours from which something was sent."""
    parts = urlsplit(asked.headers.get("Referer", ""))
    inside = parts.netloc == asked.environ.get("HTTP_HOST") and parts.path.startswith("/")
    where = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return where if inside and not where.startswith("//") else "/"


def see_other(where: str) -> Response:
    """Send the browser there, so that going back repeats nothing."""
    return Response(status=303, headers={"Location": where})

"""What every command shares: the office, the clock, and how results are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

if TYPE_CHECKING:
    from huifang.core.findings import Finding
    from huifang.core.periods import Period
    from huifang.edges.store.office import Office
    from huifang.flow.office.desk import Desk

P = ParamSpec("P")
CLEAN, FINDINGS, WRONG_USE, BROKEN = 0, 1, 2, 3
NOON = time(12, 0)


def clock(today: str | None, now: str | None) -> datetime:
    """The run's clock: ``--now``, else noon of ``--today``, else the real one (to the minute)."""
    try:
        moment = datetime.strptime(now, "%Y-%m-%d %H:%M") if now else None
        day = date.fromisoformat(today) if today else None
    except ValueError:
        raise click.UsageError('--today 应写成 2026-11-21,--now 应写成 "2026-11-21 09:00"。') from None
    if moment and day and moment.date() != day:
        raise click.UsageError("--today 和 --now 不是同一天，请只写其中一个。")
    if moment or day:
        return moment or datetime.combine(day or date.min, NOON)
    return datetime.now().replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Session:
    """One run of the command line. ``is_fixed`` says that ``now`` was given, and is no real moment."""

    folder: str
    now: datetime
    as_json: bool
    is_fixed: bool = False

    def office(self) -> Office:
        """The office that ``-C`` names.

        Raises:
            OfficeError: there is none.
        """
        from huifang.edges.store.office import find_office

        return find_office(Path(self.folder))

    @contextmanager
    def writing(self, clock_ok: bool | None = None) -> Iterator[Desk]:
        """The office opened for a command that writes; see there for ``clock_ok``."""
        from huifang.cli.progress import Progress
        from huifang.flow.office.opening import writing_desk

        with writing_desk(self.office(), self.now, clock_ok) as desk:
            desk.progress = Progress()
            yield desk

    def reading(self) -> Desk:
        """The office opened for a command that only looks."""
        from huifang.flow.office.desk import Desk

        return Desk(self.office(), self.now)

    @contextmanager
    def looking(self) -> Iterator[Desk]:
        """The same as a context, for a command that writes only where it is allowed to."""
        desk = self.reading()
        desk.require_sound_registers()
        yield desk

    def period(self, desk: Desk, name: str | None) -> Period:
        """The period of that name, else the policy's own that contains today."""
        from huifang.core.periods import UnknownPeriod

        policy = desk.present.policy
        if name is None:
            return policy.period_of(self.now.date())
        try:
            return policy.parse_period(name)
        except UnknownPeriod:
            raise click.UsageError(
                f"不认识期间“{name}”。请写成 2026-11上旬、2026-11、2026Q4、2026上半年、2026、2026W47 或 2026-11-21。"
            ) from None

    def existing(self, *paths: Path) -> None:
        """Refuse paths that do not exist before anything is done with the others.

        Raises:
            click.UsageError: names them.
        """
        missing = [str(path) for path in paths if not os.path.lexists(path)]
        if missing:
            raise click.UsageError(f"找不到“{'、'.join(missing)}”。请核对文件名和路径。")

    def say(self, text: str = "") -> None:
        """A line for people: on stdout, or on stderr where stdout belongs to JSON."""
        click.echo(text, err=self.as_json)

    def say_findings(self, findings: Iterable[Finding], limit: int = 40) -> None:
        """Findings for people, errors first; what says the same of several cells is one of the ``limit``."""
        from huifang.core.alike import grouped

        listed = grouped(sorted(findings, key=lambda f: not f.is_error))
        for group in listed[:limit]:
            finding = group.first
            label = "错误" if finding.is_error else "提醒"
            self.say(f"{label} {finding.code} {group.where}\n    {finding.message}{finding.hint}")
        if len(listed) > limit:
            self.say(f"……还有 {sum(len(group.findings) for group in listed[limit:])} 条，用 --json 可看全部。")

    def print_body(self, body: Mapping[str, Any]) -> None:
        """Print the JSON object."""
        sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")

    def finish(self, body: Mapping[str, Any], clean: bool) -> None:
        """Print the JSON object if asked for, and leave with the right exit code."""
        if self.as_json:
            self.print_body(body)
        click.get_current_context().exit(CLEAN if clean else FINDINGS)


def print_error(message: str, wanted: bool, **more: str) -> None:
    """Where JSON was asked for, stdout has one object even if the command could not be carried out."""
    if wanted:
        sys.stdout.write(json.dumps({"error": message, **more}, ensure_ascii=False) + "\n")


def office_command(body: Callable[P, None]) -> Callable[P, None]:
    """Say in one line what the office cannot do, and leave with exit code 3."""

    @wraps(body)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from huifang.edges.store.files import OfficeError, refused_by_system

        try:
            body(*args, **kwargs)
        except (OfficeError, OSError) as raised:
            error = raised if isinstance(raised, OfficeError) else refused_by_system(raised)
            click.echo(f"无法继续：{error}", err=True)
            context = click.get_current_context()
            wanted = isinstance(context.obj, Session) and context.obj.as_json
            print_error(str(error), wanted, reason_code=error.reason.code)
            context.exit(BROKEN)

    return run

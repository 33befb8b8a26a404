"""The entry of the system's own scheduler that runs an office again and again: its text; Windows takes it itself."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError

WINDOWS, SYSTEMD, CRON = "windows-task", "systemd", "cron"
_WAIT_SECONDS = 60
#: Words of a command line that the shell and systemd leave as they are.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:=")


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """What is to be run every ``minutes``: its ``name`` for people, the ``words`` of its command line, its folder."""

    name: str
    words: Sequence[str]
    folder: Path
    minutes: int


def own_command(*arguments: str) -> tuple[str, ...]:
    """The command line that runs this program with these arguments; on Windows without a window."""
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    return str(windowless if windowless.exists() else python), "-X", "utf8", "-m", "huifang", *arguments


def kind_here() -> str:
    """Which scheduler this computer has."""
    if sys.platform == "win32":
        return WINDOWS
    return SYSTEMD if Path("/run/systemd/system").is_dir() else CRON


def entry(kind: str, run: Scheduled, today: date) -> str:
    """The entry as text; what to do with it stands in it. ``today`` is the first day."""
    return {WINDOWS: _task, SYSTEMD: _units, CRON: _line}[kind](run, today)


def install(run: Scheduled, today: date) -> None:
    """Enter it into the Task Scheduler of Windows; one of the same name is replaced.

    Raises:
        OfficeError: this is not Windows, or it refused.
    """
    if sys.platform != "win32":
        raise OfficeError(because("Y860"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.xml"
        path.write_text(entry(WINDOWS, run, today), encoding="utf-16")
        words = ["schtasks", "/Create", "/F", "/TN", run.name, "/XML", str(path)]
        try:
            done = subprocess.run(words, capture_output=True, timeout=_WAIT_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OfficeError(because("Y861", error=error)) from error
        if done.returncode:
            raise OfficeError(because("Y861", error=(done.stderr or done.stdout).decode("mbcs", "replace").strip()))


def _task(run: Scheduled, today: date) -> str:
    """For the Task Scheduler: what was slept over is made up for, a run that still goes on is left alone; it runs while
    its user is logged on, whose keyring it needs.
    """
    program, *arguments = run.words
    return f"""\
<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(run.name)}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT{run.minutes}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>{today}T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
      <WorkingDirectory>{escape(str(run.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _units(run: Scheduled, today: date) -> str:
    """For systemd: both units of the user, and how they are switched on."""
    command = " ".join(_for_systemd(word) for word in run.words)
    return f"""\
# 1. 存为 ~/.config/systemd/user/huifang.service
[Unit]
Description={_percent(run.name)}

[Service]
Type=oneshot
WorkingDirectory={_percent(str(run.folder))}
ExecStart={command}
SuccessExitStatus=1

# 2. 存为 ~/.config/systemd/user/huifang.timer
[Unit]
Description={_percent(run.name)}

[Timer]
OnCalendar=*:0/{run.minutes}
Persistent=true

[Install]
WantedBy=timers.target

# 3. 启用: systemctl --user daemon-reload && systemctl --user enable --now huifang.timer
#    没有登录时也要运行的: loginctl enable-linger
"""


def _line(run: Scheduled, today: date) -> str:
    """For cron: the line that goes into the user's table."""
    command = " ".join(map(_for_shell, run.words)).replace("%", r"\%")
    return f"# {run.name}: 用 crontab -e 加入下面一行\n*/{run.minutes} * * * * {command} >/dev/null 2>&1\n"


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _for_systemd(word: str) -> str:
    """The word as ExecStart takes it: quoted, its own signs doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return _percent(escaped if set(word) <= _PLAIN else f'"{escaped}"')


def _for_shell(word: str) -> str:
    if set(word) <= _PLAIN:
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"

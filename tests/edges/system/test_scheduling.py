"""The entries of the system's schedulers, as their own programs read them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from huifang.edges.store.files import OfficeError
from huifang.edges.system import scheduling
from huifang.edges.system.scheduling import CRON, SYSTEMD, WINDOWS, Scheduled, entry, install

TODAY = date(2026, 11, 30)
ODD = ["100% 回访", "甲 & 乙", '他说"好"', "it's", "$HOME", "a\\b"]
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def scheduled(folder: str = "/data/回访", minutes: int = 15) -> Scheduled:
    words = ("/usr/bin/python3", "-m", "huifang", "-C", folder, "run", "--mail")
    return Scheduled(name="回访 甲 & 乙公司", words=words, folder=Path(folder), minutes=minutes)


def split_by_windows(line: str) -> list[str]:
    """A command line as a Windows program takes it apart: quotes around, backslashes before a quote doubled."""
    words, word, quoted, slashes = [], "", False, 0
    for sign in line + " ":
        if sign == "\\":
            slashes += 1
            continue
        if sign == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
        else:
            word += "\\" * slashes
            if sign == " " and not quoted:
                words += [word] if word else []
                word = ""
            else:
                word += sign
        slashes = 0
    return words


@pytest.mark.parametrize("name", ODD)
def test_the_task_of_windows(name: str) -> None:
    run = scheduled(f"/data/{name}")
    task = ElementTree.fromstring(entry(WINDOWS, run, TODAY))

    def text(path: str) -> str | None:
        return task.findtext("/".join(TASK + part for part in path.split("/")))

    assert text("Triggers/TimeTrigger/Repetition/Interval") == "PT15M"
    assert text("Triggers/TimeTrigger/StartBoundary") == "2026-11-30T00:00:00"
    assert text("Settings/StartWhenAvailable") == "true" and text("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert text("Actions/Exec/Command") == run.words[0]
    assert split_by_windows(text("Actions/Exec/Arguments") or "") == list(run.words[1:])
    assert text("Actions/Exec/WorkingDirectory") == str(run.folder)


@pytest.mark.parametrize("name", ODD)
def test_the_line_of_cron(name: str, tmp_path: Path) -> None:
    """Run by a shell, as cron does it after it has taken the percent signs."""
    told = tmp_path / "told.py"
    told.write_text("import sys\nprint(*sys.argv[1:], sep='\\n')\n", encoding="utf-8")
    run = Scheduled(name="回访", words=(sys.executable, str(told), name, "run"), folder=tmp_path, minutes=5)
    line = entry(CRON, run, TODAY).splitlines()[1]
    assert line.startswith("*/5 * * * * ")
    command = line.removeprefix("*/5 * * * * ").removesuffix(" >/dev/null 2>&1").replace(r"\%", "%")
    assert "%" not in line.replace(r"\%", "")
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [name, "run"]


def test_the_units_of_systemd(tmp_path: Path) -> None:
    text = entry(SYSTEMD, scheduled("/data/100% 回访", minutes=5), TODAY)
    assert "OnCalendar=*:0/5\n" in text and "Persistent=true" in text
    assert 'ExecStart=/usr/bin/python3 -m huifang -C "/data/100%% 回访" run --mail\n' in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze, which reads such units")
def test_systemd_reads_them(tmp_path: Path) -> None:
    run = Scheduled(name="回访", words=(sys.executable, "-m", "huifang", *ODD), folder=tmp_path, minutes=15)
    service, timer = entry(SYSTEMD, run, TODAY).split("# 2.")
    timer = timer.partition("\n")[2].partition("# 3.")[0]
    (tmp_path / "huifang.service").write_text(service, encoding="utf-8")
    (tmp_path / "huifang.timer").write_text(timer, encoding="utf-8")
    for unit in ("huifang.service", "huifang.timer"):
        words = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
        assert unit not in done.stderr, done.stderr


def test_it_is_entered_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modelled: what the Task Scheduler's own program is given."""
    given = {}

    def entered(words: list[str], **_: object) -> SimpleNamespace:
        given["words"], given["xml"] = words, Path(words[-1]).read_text(encoding="utf-16")
        return SimpleNamespace(returncode=0, stdout=b"", stderr=b"")

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(scheduling.subprocess, "run", entered)
    install(scheduled(), TODAY)
    assert given["words"][:5] == ["schtasks", "/Create", "/F", "/TN", "回访 甲 & 乙公司"]
    assert given["xml"] == entry(WINDOWS, scheduled(), TODAY)


def test_elsewhere_it_is_not_entered() -> None:
    with pytest.raises(OfficeError, match="不是 Windows"):
        install(scheduled(), TODAY)


def test_windows_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(words: list[str], **_: object) -> SimpleNamespace:
        raise FileNotFoundError("schtasks")

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(scheduling.subprocess, "run", refused)
    with pytest.raises(OfficeError, match="Windows 没有接受"):
        install(scheduled(), TODAY)

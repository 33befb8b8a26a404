"""What a later release is compared with, and the file that holds it."""

import io
import re
import shutil
import socket
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes
from pathlib import Path
from typing import Any

from freezing.desk import Office
from freezing.house import ASKED_ABOUT, COMPLAINTS, OUTBOX
from freezing.life import WITHOUT_LIMITS, sheets_of
from freezing.plays import PLAYS
from freezing.typed import member, run
from huifang import __version__

#: What waits in 发件箱 for an answer; the rest was sent, and cleared away.
WAITING = {"hotel-subscription": "*", "sales-ten-day": "批示单-*"}


def expected(office: Office, scratch: Path) -> dict[str, Any]:
    """What the read-only commands say on a copy, and what a new plan and report would."""
    t = office.times
    said: list[dict[str, Any]] = []
    commands: list[list[str]] = [["verify"], ["check"]]
    commands += [["complaints"]] if office.has(COMPLAINTS) else []
    commands += [["explain", no] for no in ASKED_ABOUT]
    commands += [["spotcheck", "verify", "--period", t.period]]
    commands += [["plan", "--period", t.next_plan], ["report", "--period", t.period]]
    for number, args in enumerate(commands):
        copy = scratch / f"copy{number}" / "office"
        shutil.copytree(office.root, copy)
        ran = run("-C", str(copy), "--now", t.now, *args)
        assert ran.code in (0, 1), (office.preset, args, ran.err)
        data = {key: ran.data[key] for key in ("figures", "agents")} if args[0] == "report" else ran.data
        said.append({"args": args, "code": ran.code, "json": data})
        shutil.rmtree(copy.parent)
    assert said[0]["json"]["ok"], (office.preset, said[0])
    journal = office.journal()
    return {
        "release": __version__, "preset": office.preset, "period": t.period, "next_period": t.next_period,
        "now": t.now, "entries": len(journal), "head": said[0]["json"]["head"], "commands": said,
    }  # fmt: skip


def members(office: Office) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of the office by their names in the archive; those that are the same as another, by that one's name."""
    content: dict[str, bytes] = {}
    copies: dict[str, str] = {}
    first: dict[bytes, str] = {}
    for path in sorted(office.root.rglob("*")):
        if not path.is_file() or path.name == "lock" or path.name.startswith(("public-days-", ".~", "~$")):
            continue
        if path.parent.name == OUTBOX and not path.match(WAITING.get(office.preset, "-")):
            continue  # sent, and cleared away
        name, data = f"office/{path.relative_to(office.root).as_posix()}", path.read_bytes()
        if first.setdefault(data, name) == name:
            content[name] = data
        else:
            copies[name] = first[data]
    return content, copies


def pack(target: Path, content: Mapping[str, bytes], folders: Sequence[str]) -> None:
    """Write the archive; folders are members too, since empty ones belong to an office."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        everything = {**dict.fromkeys(folders, b""), **content}
        for name in sorted(everything):
            package.writestr(member(unicodedata.normalize("NFC", name)), everything[name], compresslevel=9)


def foreign(content: Mapping[str, bytes], root: Path) -> Iterator[str]:
    """Text that names this machine: a path, or its host."""
    host = re.escape(socket.gethostname())
    top = "|".join(re.escape(path.name) for path in Path(root.anchor).iterdir() if path.is_dir())
    machine = re.compile(rf"(?<![\w./<])/(?:{top})/|{re.escape(str(root))}|(?<![\w-]){host}(?![\w-])")
    for name, part in _texts("", content):
        hit = machine.search(part)
        if hit:
            yield f"{name}: …{part[max(0, hit.start() - 40) : hit.end() + 40]}…"


def _texts(inside: str, content: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, data in content.items():
        where = f"{inside}{name}"
        if data[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                yield from _texts(f"{where}!", {n: package.read(n) for n in package.namelist()})
        elif name.endswith(".eml"):
            mail = message_from_bytes(data)
            yield where, "\n".join(f"{key}: {value}" for key, value in mail.items())
            parts: list[Any] = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
            yield from _texts(f"{where}!", {f"{n}": part or b"" for n, part in enumerate(parts)})
        else:
            try:
                yield where, data.decode("utf-8")
            except UnicodeDecodeError:
                yield where, data.decode("latin-1")  # parquet, SQLite: their names and texts are readable all the same


def require_what_it_is_for(office: Office, wanted: Mapping[str, Any]) -> None:
    """That it happened in the office what it is frozen for."""
    entries = office.journal()
    said = {one["args"][0]: one["json"] for one in wanted["commands"]}
    name = office.preset
    if office.has(COMPLAINTS):
        again = {d["complaint_no"] for e in entries for d in e["data"].get("dissatisfied", ())}
        assert "T2611-003" in again, (name, again)
        states = {one["complaint_no"]: one["state"] for one in said["complaints"]["complaints"]}
        assert {"T2611-001", "T2611-004"} <= {no for no, state in states.items() if state == "closed"}, (name, states)
        assert "overdue" in states.values() or name in WITHOUT_LIMITS, (name, states)
    if any(entry["kind"] == "submission" for entry in entries):
        ledger = office.rows(f"台账/{office.times.period}.xlsx", "台账")
        numbers = [str(row["记录编号"]) for row in ledger if row["记录编号"]]
        assert any(no.endswith("-2") for no in numbers), (name, numbers)
        assert any(entry["data"]["unplanned"] for entry in entries if entry["kind"] == "submission"), name
        for header, value in (("满意度", "不满意"), ("处理情况", "未解决"), ("通话结果", "无人接听")):
            assert any(row[header] == value for row in ledger), (name, header)
        assert any(sheet["errors"] for sheet in sheets_of(office)), name
    assert not said["check"]["errors"], (name, [f for f in said["check"]["findings"] if f["severity"] == "error"])
    if "cache" in PLAYS[name].extras:
        assert list(office.path(".huifang/cache").glob("customers-*.db")), name

"""Each form once, as it is meant and as it is not: it says what the command says on a terminal, and keeps what was
typed where it cannot be.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from huifang.page.forms.listed import BY_NAME, FORMS
from huifang.page.roles import Role
from office import NOW, PERIOD, TestOffice, collected_office, run
from page_made import MadePage, made_page

TEXT = "第一条 新客户成交后3天内电话回访。\n"
LIST = "客户名称,电话,业务员\n城南五金,13900001111,A01\n".encode("utf-8-sig")


@dataclass
class Pair:
    """An office on the page, and its twin on a terminal."""

    office: TestOffice
    twin: TestOffice

    def page(self, role: Role) -> MadePage:
        return made_page(self.office.root, NOW, role)

    def other(self, role: Role) -> MadePage:
        return made_page(self.twin.root, NOW, role)

    def get_ready_for(self, name: str) -> None:
        """What another form makes before, where that was tried in another process, or not at all."""
        for office in (self.office, self.twin):
            if name == "restore" and not [*office.root.parent.glob("*备份*.zip")]:
                office.run("backup", office.root.parent / "办公室-备份-20261124.zip")
            if name == "spotcheck-verify" and not [*office.path("抽查").glob("2026-11中旬/*.xlsx")]:
                office.run("spotcheck", "draw", "--period", "2026-11中旬", "--seed", "080412")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    yield Pair(collected_office(tmp_path_factory.mktemp("page")), collected_office(tmp_path_factory.mktemp("twin")))


def plain(line: str, office: TestOffice) -> str:
    """Without where the office lies, and what differs in every run."""
    base = office.root.parent
    for path in (str(base), Path(os.path.relpath(base)).as_posix()):
        line = line.replace(path, "旁边")
    return re.sub(r"[0-9a-f]{12,64}", "<hash>", line)


#: In the order in which they are tried: the backup is restored, the draw is drawn again.
SENSIBLE: Mapping[str, Mapping[str, Any]] = {
    "check": {},
    "today": {"agent": "A01"},
    "collect": {},
    "complaints": {},
    "explain": {"who": "K0001", "as_page": "1"},
    "plan": {"period": PERIOD},
    "report": {"kind": "旬报", "period": PERIOD},
    "correct-value": {"record": "H2611-0001-1", "column": "备注", "new": "补充", "by": "B01", "why": "核对过"},
    "accept": {"record": "H2611-0001-1", "values": ["备注=又补充"], "by": "B01", "why": "核对过"},
    "decline": {"record": "H2611-0001-1", "column": ["满意度"]},
    "correct-form": {"record": "H2611-0001-1"},
    "take-back": {"record": "H2611-0002-1", "by": "B01", "why": "打错了"},
    "draft": {},
    "import": {"table": "客户", "map": ["电话=电话"], "set": ["客户类别=大客户"]},
    "handover": {"giver": "A03", "taker": "A02", "customers": "K0010"},
    "form": {"form": "批示单"},
    "blanks": {},
    "mail-fetch": {},
    "mail-send": {},
    "mail-password": {"person": "A01", "delete": "1"},
    "schedule": {},
    "run": {},
    "backup": {},
    "restore": {"found": "", "name": "恢复的"},
    "init": {"name": "城西分店", "preset": "sales-ten-day", "start": "2026年12月1日", "macros": "1"},
    "policies": {},
    "policy-try": {},
    "resume": {"by": "B01", "why": "电脑坏了"},
    "verify": {"head": ""},
    "spotcheck-draw": {"period": "2026-11中旬", "seed": "080412"},
    "spotcheck-verify": {"period": "2026-11中旬"},
    "spotcheck-collect": {},
}


def test_every_form_is_tried():
    assert SENSIBLE.keys() == BY_NAME.keys() - {"correct"}  # which has tests of its own


@pytest.mark.slow
@pytest.mark.parametrize("name", SENSIBLE)
def test_a_form_says_what_the_command_says(pair, name):
    form = BY_NAME[name]
    role = Role.SUPERVISOR if Role.SUPERVISOR in form.roles else Role.AUDITOR
    page, other = pair.page(role), pair.other(role)
    typed = {key: list(value) if isinstance(value, list) else [value] for key, value in SENSIBLE[name].items()}
    sent: dict[str, Any] = dict(SENSIBLE[name])
    if name == "import":
        path = pair.twin.root.parent / "名单.csv"
        path.write_bytes(LIST)
        sent["file"], typed["file"] = (io.BytesIO(LIST), path.name), [str(path)]
    if name == "draft":
        path = pair.twin.root.parent / "制度.txt"
        path.write_text(TEXT, encoding="utf-8")
        sent["file"], typed["file"] = (io.BytesIO(TEXT.encode()), path.name), [str(path)]
    if name == "restore":
        backup = next(pair.office.root.parent.glob("*备份*.zip"))
        sent["found"] = backup.name
        typed["found"] = [next(pair.twin.root.parent.glob("*备份*.zip")).name]
    pair.get_ready_for(name)
    assert page.get(f"/do/{name}").status_code == 200
    words = [*form.command, *form.words(other.screen, typed)]
    job = page.done(page.post(f"/do/{name}", sent))
    told = run("-C", str(pair.twin.root), "--now", NOW, *words)
    assert job.code == told.code
    assert [plain(line, pair.office) for line in job.said] == [plain(line, pair.twin) for line in told.err.splitlines()]
    assert job.body.keys() == told.data.keys()


#: What cannot be, and the field that says so.
WRONG: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "today": ({"agent": "X99"}, "agent"),
    "collect": ({"drop": "1"}, "files"),
    "explain": ({"who": " "}, "who"),
    "plan": ({"period": "2026-13"}, "period"),
    "report": ({"kind": "日报"}, "kind"),
    "correct-value": ({"record": "H2611-0001-1", "column": "没有的列", "by": "B01", "why": "核对过"}, "column"),
    "take-back": ({"record": "T0001", "by": "A01", "why": "打错了"}, "by"),
    "draft": ({}, "file"),
    "import": ({"table": "客户"}, "file"),
    "handover": ({"giver": "A01", "taker": "A02", "customers": "没有这一家"}, "customers"),
    "form": ({"form": "", "numbers": "T2611-004"}, "form"),
    "mail-password": ({"password": " "}, "password"),
    "schedule": ({"install": "1"}, "install"),
    "restore": ({"found": "别处.zip", "name": "恢复"}, "found"),
    "init": ({"name": "城西", "preset": "sales-ten-day", "start": "下周一"}, "start"),
    "resume": ({"by": "B01", "why": ""}, "why"),
    "spotcheck-draw": ({"period": PERIOD, "seed": "1"}, "period"),
    "spotcheck-verify": ({"period": ""}, "period"),
}


def test_every_form_with_something_to_type_is_tried_wrongly():
    free = {
        "check",
        "run",
        "verify",
        "correct",
        "correct-form",
        "spotcheck-collect",
        "policy-try",
    }  # whatever is ticked there can be
    assert WRONG.keys() == {form.name for form in FORMS if form.fields} - free


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(pair, name):
    typed, field = WRONG[name]
    role = Role.SUPERVISOR if Role.SUPERVISOR in BY_NAME[name].roles else Role.AUDITOR
    page = pair.page(role)
    jobs = len(page.screen.jobs.recent())
    answer = page.post(f"/do/{name}", typed)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and len(page.screen.jobs.recent()) == jobs
    assert re.findall(r'id="wrong-([a-z_]+)"', html) == [field]
    kinds = {one.name: one.kind for one in BY_NAME[name].fields}
    for key, value in typed.items():
        if key != field and kinds[key] in ("text", "lines"):
            assert value in html
        elif key != field and kinds[key] == "choice":
            assert re.search(rf'value="{value}" (selected|checked)', html)


def test_what_the_command_refuses_is_shown_as_it_says_it(pair):
    page = pair.page(Role.SUPERVISOR)
    job = page.done(page.post("/do/explain", {"who": "没有这一家"}))
    assert job.code == 2 and "没有这一家" in " ".join(job.said)


def test_a_backup_can_be_fetched_and_its_folder_opened(pair):
    page = pair.page(Role.SUPERVISOR)
    job = page.done(page.post("/do/backup"))
    html = page.get(f"/jobs/{job.number}").text
    made = Path(job.body["file"]).resolve()
    assert made.parent == pair.office.root.parent and made.name.startswith(f"{pair.office.root.name}-备份-20261124")
    assert page.get(re.findall(r'href="(/files/\w+)"', html)[0]).data == made.read_bytes()
    page.post(re.findall(r'action="(/open/\w+)"', html)[0])
    assert [path.resolve() for path in page.opened] == [made.parent]
    made.unlink()


def test_the_entry_for_the_scheduler_can_be_read(pair):
    page = pair.page(Role.SUPERVISOR)
    job = page.done(page.post("/do/schedule"))
    assert "".join(job.body["text"].split()) in "".join("".join(job.said).split())
    assert job.body["text"].split()[-1] in page.text(f"/jobs/{job.number}")


def test_a_password_is_told_to_the_command_and_kept_nowhere(pair):
    page = pair.page(Role.SUPERVISOR)
    job = page.done(page.post("/do/mail-password", {"password": "very-secret-1", "person": "A01"}))
    assert "--delete" not in job.argv
    kept = [path for path in pair.office.root.rglob("*") if path.is_file() and b"very-secret-1" in path.read_bytes()]
    assert kept == [] and "very-secret-1" not in page.get(f"/jobs/{job.number}").get_data(as_text=True)


def test_no_form_takes_a_path_that_was_typed(pair):
    page = pair.page(Role.SUPERVISOR)
    for name, typed in (("collect", {"files": "/etc/passwd"}), ("import", {"file": "/etc/passwd", "table": "客户"})):
        answer = page.post(f"/do/{name}", typed)
        job = page.done(answer) if answer.status_code == 303 else None
        assert job is None or "/etc/passwd" not in job.argv
    assert page.post("/do/restore", {"found": "../../etc/passwd", "name": "x"}).status_code == 422

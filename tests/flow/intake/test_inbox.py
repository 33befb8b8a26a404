"""What lies in the inbox: not all there yet, not to be moved, oddly named, or a form that a person carries out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from huifang.core.catalogue import because
from huifang.core.zip_end import has_its_own_end
from huifang.edges.arriving import laying_by
from huifang.edges.store import files
from huifang.edges.store import outbox as outbox_module
from huifang.edges.store.files import FileBusy, OfficeError, write_bytes
from huifang.edges.store.office import Office
from huifang.edges.store.outbox import WAITING, put_in_outbox, put_what_waits
from mails import mail, named, zipped
from office import NOW, Ran, TestOffice, change, collected_office, issued_rows, load, planned_office, snapshot

LATER, SOON = "2026-11-24 17:30", "2026-11-24 17:05"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def inbox(office: TestOffice) -> list[str]:
    """Everything in the inbox by its path, the remarks beside what was laid by left out."""
    root = office.path("收件箱")
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and ".原因." not in p.name)


def put_there(office: TestOffice, name: str, content: bytes) -> Path:
    path = office.path("收件箱") / name
    path.write_bytes(content)
    return path


def reasons(ran: Ran) -> dict[str, str]:
    return {entry["file"]: entry["reason_code"] for entry in ran.data["ignored"]}


# Not all there yet


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def reserved(content: bytes) -> bytes:
    return bytes(len(content))


def begun(content: bytes) -> bytes:
    return content[: len(content) // 2] + bytes(len(content) // 2)


def empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("cut", [half, reserved, begun, empty])
@pytest.mark.parametrize("ending", ["xlsx", "zip", "eml"])
def test_a_file_that_is_still_copied_waits_and_is_taken_when_it_is_whole(
    office: TestOffice, cut: Any, ending: str
) -> None:
    sheet = office.filled().read_bytes()
    whole = {"xlsx": sheet, "zip": zipped({"张三.xlsx": sheet}), "eml": mail(named(sheet, "张三.xlsx"))}[ending]
    name = f"张三.{ending}"
    put_there(office, name, cut(whole))
    waits = office.collect()
    assert (waits.code, waits.listed, reasons(waits)) == (1, {"ignored": [name]}, {f"收件箱/{name}": "Y313"})
    assert inbox(office) == [name]
    again = office.run("run", now=SOON)
    assert again.code == 1 and inbox(office) == [name]
    put_there(office, name, whole)
    assert [entry["rows"] for entry in office.collect(now=SOON).data["accepted"]] == [6]
    assert inbox(office) == []


def test_what_stays_as_it_is_will_not_become_whole(office: TestOffice) -> None:
    put_there(office, "半张.xlsx", half(office.filled().read_bytes()))
    assert office.collect().listed == {"ignored": ["半张.xlsx"]}
    assert office.collect(now=SOON).listed == {"ignored": ["半张.xlsx"]}
    last = office.collect(now=LATER)
    assert (last.listed, inbox(office)) == ({"returned": ["半张.xlsx"]}, ["搁置/半张.xlsx"])


def test_what_grows_goes_on_waiting(office: TestOffice) -> None:
    content = office.filled().read_bytes()
    for part, now in ((3, NOW), (2, LATER)):
        put_there(office, "大.xlsx", content[: len(content) // part])
        assert reasons(office.collect(now=now)) == {"收件箱/大.xlsx": "Y313"}


def test_an_archive_without_its_end_waits_though_a_sheet_in_it_is_whole(office: TestOffice) -> None:
    sheets = {"李四.xlsx": office.filled("A02").read_bytes(), "张三.xlsx": office.filled("A01").read_bytes()}
    whole = zipped(sheets, packed=False)
    put_there(office, "表.zip", whole[:-60])
    assert reasons(office.collect()) == {"收件箱/表.zip": "Y313"}
    put_there(office, "表.zip", whole)
    assert len(office.collect(now=SOON).data["accepted"]) == 2


def test_the_list_of_another_member_is_not_that_of_the_archive() -> None:
    """The cut archive ends with its second member, whose end tells a place where the list of the first one lies."""
    first = zipped({"甲": b"1"})
    listed_at = int.from_bytes(first[-6:-2], "little")
    for more in range(200):  # as many bytes as bring the second one's list, counted from itself, onto the first one's
        second = zipped({"乙": b"2" * more}, packed=False)
        if int.from_bytes(second[-6:-2], "little") == listed_at + len("1.zip") + 30:
            break
    cut = zipped({"1.zip": first, "2.zip": second}, packed=False)
    whole = cut.rindex(b"PK\x05\x06")
    assert has_its_own_end(io.BytesIO(cut)) and has_its_own_end(io.BytesIO(first))
    assert not has_its_own_end(io.BytesIO(cut[: cut.rindex(b"PK\x05\x06", 0, whole) + 22]))


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", "~$张三.xlsx", ".DS_Store"])
def test_what_systems_put_there_for_themselves_is_left_alone(office: TestOffice, name: str) -> None:
    put_there(office, name, b"\0\1")
    ran = office.collect()
    assert (ran.code, ran.data["ignored"], inbox(office)) == (0, [], [name])


def test_what_cannot_be_laid_by_with_its_reason_is_tried_again(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_there(office, "说明.txt", "你好".encode())
    with monkeypatch.context() as patch:
        patch.setattr(laying_by, "write_bytes", refused_write)
        ran = office.collect()
    assert ran.code == 1 and [f["code"] for f in ran.data["notes"]] == ["J830"] and inbox(office) == ["说明.txt"]
    office.collect(now=SOON)
    assert office.path("收件箱/搁置/说明.txt.原因.txt").is_file() and inbox(office) == ["搁置/说明.txt"]


def refused_write(path: Path, *_: object, **__: object) -> str:
    raise OfficeError(because("Y802", file=path.name, error="磁盘已满"))


@pytest.mark.parametrize(
    "name",
    ["张三.xlsx.part", "未确认 1.crdownload", "x.tmp", "张三.xlsx.XLTD", "大.zip.!ut", "表.xlsx.!sync", "表.xlsx.bc!"],
)
def test_what_a_browser_is_downloading_stays(office: TestOffice, name: str) -> None:
    put_there(office, name, b"PK half")
    for now in (NOW, LATER):
        assert reasons(office.collect(now=now)) == {f"收件箱/{name}": "Y312"}
    assert inbox(office) == [name]


def test_a_file_that_is_named_is_taken_for_what_it_is(office: TestOffice) -> None:
    path = office.outside / "半张.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(half(office.filled().read_bytes()))
    assert office.collect(path).listed == {"returned": ["半张.xlsx"]} and path.exists()


def test_a_sheet_that_is_saved_again_while_it_is_read_is_not_thrown_away(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = office.filled(count=3), office.filled(name="后来.xlsx")
    path = put_there(office, "张三.xlsx", first.read_bytes())
    from huifang.flow.intake import shards  # noqa: PLC0415

    commit = shards.Shard.commit

    def saved_meanwhile(shard: Any) -> Any:
        if shard.sheets:
            path.write_bytes(second.read_bytes())
        return commit(shard)

    with monkeypatch.context() as patch:
        patch.setattr(shards.Shard, "commit", saved_meanwhile)
        assert [entry["rows"] for entry in office.collect().data["accepted"]] == [3]
    assert inbox(office) == ["张三.xlsx"]
    assert [entry["rows"] for entry in office.collect().data["accepted"]] == [3]
    assert inbox(office) == []


# The system refuses


def denied(monkeypatch: pytest.MonkeyPatch, word: str, *ways: str) -> None:
    """As Windows has it where somebody has the file open: these ways of touching it are refused."""
    for way in ways:
        real = getattr(Path, way)

        def refused(path: Path, *args: Any, _real: Any = real, **more: Any) -> Any:
            if word in path.name and path.parent.name == "收件箱":
                raise PermissionError(13, "另一个程序正在使用此文件", str(path))
            return _real(path, *args, **more)

        monkeypatch.setattr(Path, way, refused)


def test_a_sheet_that_somebody_has_open_is_taken_in_and_stays(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.send(office.filled(), office.filled("A02"))
    with monkeypatch.context() as patch:
        denied(patch, "李晓明", "unlink", "rename", "replace")
        ran = office.collect()
        assert [entry["rows"] for entry in ran.data["accepted"]] == [6, 3]
        assert ([note["code"] for note in ran.data["notes"]], ran.code) == (["J830"], 1)
        (stays,) = inbox(office)
        assert [note["code"] for note in office.collect().data["notes"]] == ["J830"]
    assert "李晓明" in stays
    assert (office.collect().listed, inbox(office)) == ({"duplicates": [stays]}, [])


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x05\x06" + bytes(18)], ids=["garbage", "an empty package"])
def test_what_cannot_be_put_aside_stays_and_is_said(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    put_there(office, "别的.xlsx", content)
    put_there(office, "说明.docx", b"x")
    office.send(office.filled())
    with monkeypatch.context() as patch:
        denied(patch, "别的", "unlink", "rename", "replace")
        ran = office.collect()
    assert {name: len(files) for name, files in ran.listed.items()} == {"accepted": 1, "returned": 1, "ignored": 1}
    assert inbox(office) == ["别的.xlsx", "搁置/说明.docx"]
    assert [note["code"] for note in ran.data["notes"]] == ["J830"]


def test_a_file_that_may_not_be_opened_costs_itself(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.send(office.filled(), office.filled("A02"))
    put_there(office, "王海燕.eml", mail(named(b"x", "a.xlsx")))
    with monkeypatch.context() as patch:
        denied(patch, "王海燕", "open", "read_bytes", "stat")
        ran = office.collect()
    assert {name: len(files) for name, files in ran.listed.items()} == {"accepted": 1, "returned": 2}
    assert {entry["reason_code"] for entry in ran.data["returned"]} == {"Y118"}
    assert len(inbox(office)) == 2


def outbox(office: TestOffice) -> list[str]:
    return sorted(path.name for path in office.path("发件箱").iterdir())


def waiting(office: TestOffice) -> list[str]:
    folder = office.path(WAITING)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def refused_in_outbox(path: Path, content: bytes) -> str:
    if path.parent.name == "发件箱":
        raise FileBusy.of(path)
    return write_bytes(path, content)


def nothing_can_be_written(path: Path, content: bytes) -> str:
    raise OfficeError(because("Y802", file=path.name, error="No space left on device"))


def test_an_outbox_that_cannot_be_written_stops_no_posting(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = change(office.filled(), (2, {"通话结果": "乱"}))
    real = files._write

    def full(beside: Path, *args: Any) -> None:
        if beside.parent.name == "发件箱":
            raise OSError(13, "Permission denied", str(beside))
        real(beside, *args)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write", full)
        ran = office.collect(sheet, office.filled("A02"))
    assert [entry["rows"] for entry in ran.data["accepted"]] == [5, 3]
    assert {note["code"] for note in ran.data["notes"]} == {"J831"}
    assert not outbox(office) and ran.data["returned"][0]["marked"] is None
    office.run("run")
    assert [name.split("-")[0] for name in outbox(office)] == ["报告", "退回", "退回"] and not waiting(office)


def test_what_waits_for_the_outbox_is_not_put_over_something_newer(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_outbox(Office(office.root), "发件箱/批示单.xlsx", b"first")
    with monkeypatch.context() as patch:
        patch.setattr(outbox_module, "write_bytes", refused_in_outbox)
        assert put_in_outbox(Office(office.root), "发件箱/批示单.xlsx", b"second") is not None
    assert waiting(office) == ["批示单.xlsx"]
    put_in_outbox(Office(office.root), "发件箱/批示单.xlsx", b"third")
    put_what_waits(Office(office.root))
    assert office.path("发件箱/批示单.xlsx").read_bytes() == b"third" and not waiting(office)


def test_a_full_disk_posts_nothing_and_loses_nothing(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.send(change(office.filled(), (2, {"通话结果": "乱"})))
    before = len(office.journal())
    with monkeypatch.context() as patch:
        patch.setattr(outbox_module, "write_bytes", nothing_can_be_written)
        assert office.collect().code == 3
    assert (len(office.journal()), len(inbox(office))) == (before, 1)
    assert office.collect().data["returned"] and not inbox(office)


def test_whatever_the_system_refuses_is_one_line(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    from huifang.flow.intake import collecting  # noqa: PLC0415

    def refused(*_: Any) -> Any:
        raise OSError(36, "File name too long", "/x/很长的名字.xlsx")

    monkeypatch.setattr(collecting, "write_back", refused)
    ran = office.collect(office.filled())
    assert (ran.code, ran.data["reason_code"]) == (3, "Y840") and "很长的名字.xlsx" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="there is such a device")
def test_what_is_no_file_is_not_read(office: TestOffice) -> None:
    link = office.outside / "表.xlsx"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to("/dev/zero")
    ran = office.collect(link)
    assert [entry["reason_code"] for entry in ran.data["returned"]] == ["Y131"]
    assert office.run("import", link, "--to", "客户").code == office.run("correct", link).code == 3


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there")
def test_a_name_that_is_not_utf_8_is_read_as_what_it_is(office: TestOffice) -> None:
    there = os.fsencode(office.path("收件箱"))
    sheet = office.filled().read_bytes()
    for name, content in (
        (b"\xd5\xc5\xc8\xfd.xlsx", sheet),
        (b"\xff\xfe.xlsx", b"x"),
        (b"\xff.zip", zipped({"a": b""})),
    ):
        Path(os.fsdecode(there + b"/" + name)).write_bytes(content)
    command = [sys.executable, "-m", "huifang", "-C", str(office.root), "--now", NOW]
    ran = subprocess.run([*command, "--json", "collect"], capture_output=True, timeout=60)
    said = json.loads(ran.stdout)
    assert [entry["file"] for entry in said["accepted"]] == ["收件箱/张三.xlsx"], ran.stderr
    assert len(said["returned"]) == 1 and len(said["ignored"]) == 2
    assert office.submissions()[0]["file"] == "收件箱/张三.xlsx"
    spoken = subprocess.run([*command, "check", os.fsdecode(b"\xff.xlsx")], capture_output=True, timeout=60)
    assert (spoken.returncode, b"Traceback" in spoken.stderr) == (2, False)


def test_a_name_as_a_mac_writes_it_is_the_same_name(office: TestOffice) -> None:
    put_there(office, "Jose\u0301.xlsx", office.filled().read_bytes())
    assert [entry["file"] for entry in office.collect().data["accepted"]] == ["收件箱/Jos\u00e9.xlsx"]


# Forms that a person carries out


@pytest.fixture
def asked(tmp_path: Path) -> TestOffice:
    """An office where a resent sheet changed an accepted value: a form for the supervisor lies in the outbox."""
    office = collected_office(tmp_path)
    change(office.sheet(), *((row, {}) for row in ()))
    path = office.filled(满意度="一般")
    office.collect(path)
    assert office.forms()
    return office


def approved(office: TestOffice) -> bytes:
    """The form as its agent would like it: approved, in the supervisor's name."""
    form = office.forms()[0]
    book = load(form)
    page = book["更正单"]
    for row in range(2, page.max_row + 1):
        if page.cell(row, 1).value:
            page.cell(row, 6).value, page.cell(row, 7).value = "B01", "同意"
    path = office.outside / "更正单.xlsx"
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("way", ["alone", "mail", "zip", "another name"])
def test_nobody_approves_by_dropping_a_form(asked: TestOffice, way: str) -> None:
    form = approved(asked)
    if way == "another name":
        path = asked.outside / "改名.xlsx"
        book = load(asked.outside / "更正单.xlsx")
        book["更正单"].title = "表1"
        book.save(path)
        form = path.read_bytes()
    content = {"mail": mail(named(form, "form.xlsx")), "zip": zipped({"form.xlsx": form})}.get(way, form)
    name = {"mail": "信.eml", "zip": "包.zip"}.get(way, "form.xlsx")
    before = asked.entries("correction"), asked.entries("pending")
    put_there(asked, name, content)
    ran = asked.collect()
    laid_by = {"mail": ["form.xlsx", "信.eml"], "zip": ["form.xlsx", "包.zip"]}.get(way, ["form.xlsx"])
    assert inbox(asked) == [f"待确认/{one}" for one in laid_by]
    assert set(reasons(ran).values()) == {"Y311"} and f"收件箱/{name}" in reasons(ran)
    assert all("更正单" in entry["reason"] and "huifang correct" in entry["reason"] for entry in ran.data["ignored"])
    assert (asked.entries("correction"), asked.entries("pending")) == before
    assert asked.collect().listed == {}
    if way != "another name":
        assert asked.run("correct", asked.path("收件箱/待确认/form.xlsx")).data["applied"] > 0


def test_a_form_that_is_named_is_left_where_it_is(asked: TestOffice) -> None:
    approved(asked)
    path = asked.outside / "更正单.xlsx"
    assert set(reasons(asked.collect(path)).values()) == {"Y311"} and path.exists()


def test_a_mail_with_a_sheet_and_a_form_is_kept_and_the_form_laid_by(asked: TestOffice) -> None:
    sheet = asked.filled("A02").read_bytes()
    put_there(asked, "信.eml", mail(named(approved(asked), "form.xlsx"), named(sheet, "sheet.xlsx")))
    ran = asked.collect()
    assert ran.listed.get("accepted") or ran.listed.get("duplicates")
    assert (inbox(asked), list(reasons(ran))) == (["待确认/form.xlsx"], ["收件箱/信.eml!form.xlsx"])
    assert list(asked.path("归档/邮件").glob("*.eml"))


def test_a_sheet_of_spot_checks_is_laid_by(tmp_path: Path) -> None:
    office = collected_office(tmp_path)
    office.run("spotcheck", "draw", "--period", "2026-11下旬", "--seed", "1", now="2026-12-01 09:00")
    sheet = next(office.path("抽查").rglob("*.xlsx"))
    put_there(office, "抽查.xlsx", sheet.read_bytes())
    ran = office.collect(now="2026-12-01 09:05")
    assert (inbox(office), reasons(ran)) == (["待确认/抽查.xlsx"], {"收件箱/抽查.xlsx": "Y311"})
    assert "抽查核查表" in ran.data["ignored"][0]["reason"]


def test_looking_changes_nothing_that_waits(office: TestOffice) -> None:
    put_there(office, "半张.xlsx", half(office.filled().read_bytes()))
    office.collect()
    before = snapshot(office.path("收件箱"))
    office.collect(now=SOON)
    assert snapshot(office.path("收件箱")) == before
    assert issued_rows(load(office.issued()))

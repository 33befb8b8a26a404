"""What people drag here comes into the inbox: under a safe name, over nothing, and only what can be collected."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from huifang.core.text import plain_file_name
from huifang.edges.store.files import OfficeError, write_new
from huifang.edges.store.office import FOLDERS, Office
from huifang.flow.intake import dropping
from huifang.flow.intake.dropping import drop
from mails import mail, named, zipped
from office import TestOffice, planned_office


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """Its folders: nothing else is looked at."""
    for name in FOLDERS:
        (tmp_path / "办公" / name).mkdir(parents=True)
    return TestOffice(tmp_path / "办公", tmp_path / "寄出")


def lying(office: TestOffice) -> dict[str, bytes]:
    inbox = office.path("收件箱")
    return {path.relative_to(inbox).as_posix(): path.read_bytes() for path in inbox.rglob("*") if path.is_file()}


def given(office: TestOffice, **files: bytes) -> Path:
    """A folder outside of the office, with files by their paths."""
    folder = office.root.parent / "桌面"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_files_and_folders_are_copied_and_stay_where_they_are(office: TestOffice) -> None:
    folder = given(
        office,
        **{
            "李晓明的表/表.xlsx": b"one",
            "李晓明的表/旧/补.xlsm": b"two",
            "李晓明的表/~$表.xlsx": b"open",
            "李晓明的表/.DS_Store": b"mac",
            "李晓明的表/.隐藏/丙.xlsx": b"hidden",
            "信.eml": mail(named(b"x", "a.xlsx")),
            "包.zip": zipped({"a.xlsx": b"x"}),
            "~$信.xlsx": b"open",
        },
    )
    files = [folder / name for name in ("李晓明的表", "信.eml", "包.zip", "~$信.xlsx")]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    dropped = drop(Office(office.root), files)
    assert sorted(lying(office)) == ["信.eml", "包.zip", "补.xlsm", "表.xlsx"]
    assert (len(dropped.placed), dropped.there, dropped.refused, dropped.waiting) == (4, [], [], 4)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_another_file_of_that_name_gets_a_number_and_the_same_bytes_are_not_put_twice(office: TestOffice) -> None:
    folder = given(office, **{"甲/表.xlsx": b"one", "乙/表.xlsx": b"two", "丙/表.xlsx": b"one", "丁/表.xlsx": b"four"})
    dropped = drop(Office(office.root), [folder / name for name in ("甲", "乙", "丙", "丁")])
    assert lying(office) == {"表.xlsx": b"one", "表 (2).xlsx": b"two", "表 (3).xlsx": b"four"}
    assert dropped.there == ["表.xlsx"]
    again = drop(Office(office.root), [folder])
    assert (again.placed, len(again.there), again.waiting) == ([], 4, 3)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("张三.jpg", "照片"),
        ("IMG_0012.HEIC", "照片"),
        ("微信截图_20261124.png", "图片"),
        ("回访表.pdf", " PDF"),
        ("回访表.docx", "文档"),
        ("语音.amr", "录音"),
    ],
)
def test_what_no_machine_reads_is_refused_at_once_with_what_to_do(office: TestOffice, name: str, what: str) -> None:
    dropped = drop(Office(office.root), [given(office, **{name: b"\xff\xd8"}) / name])
    (refused,) = dropped.refused
    assert (refused[0], refused[1].code) == (name, "Y361")
    assert refused[1].sentence == f"这是{what}，机器读不了。请他发 Excel 原表，或由您照着填。"
    assert lying(office) == {} and dropped.waiting == 0


@pytest.mark.parametrize(
    ("name", "advice"), [("表.xls", "另存为 .xlsx"), ("表.et", "另存为 .xlsx"), ("表.rar", ".zip")]
)
def test_what_can_be_saved_otherwise_says_how(office: TestOffice, name: str, advice: str) -> None:
    dropped = drop(Office(office.root), [given(office, **{name: b"x"}) / name])
    assert dropped.refused[0][1].code == "Y306" and advice in dropped.refused[0][1].text


def test_names_that_wechat_makes_are_collected_like_any_other(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    sheets = given(
        office,
        **{
            "表(1).xlsx": office.filled("A01").read_bytes(),
            "表(1)(1).xlsx": office.filled("A02").read_bytes(),
            "张三.jpg": b"\xff\xd8",
        },
    )
    ran = office.run("collect", "--drop", sheets)
    assert (ran.code, ran.data["waiting"]) == (1, 2)
    assert [one["placed"] for one in ran.data["dropped"]] == ["收件箱/表(1)(1).xlsx", "收件箱/表(1).xlsx"]
    office.path("收件箱/李四.jpg").write_bytes(b"\xff\xd8")
    collected = office.collect()
    assert "未处理 收件箱/李四.jpg：这是照片，机器读不了。请他发 Excel 原表，或由您照着填。" in collected.err
    assert "请他发 Excel 原表" in office.path("收件箱/搁置/李四.jpg.原因.txt").read_text(encoding="utf-8")
    assert sorted(one["file"] for one in collected.data["accepted"]) == ["收件箱/表(1)(1).xlsx", "收件箱/表(1).xlsx"]
    assert office.run("collect", sheets).listed == {
        "duplicates": ["表(1)(1).xlsx", "表(1).xlsx"],
        "ignored": ["张三.jpg"],
    }


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("..\\..\\制度.xlsx", "制度.xlsx"),
        ("/etc/passwd.xlsx", "passwd.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("a\x00\x1fb\n.xlsx", "ab.xlsx"),
        ("表\u202exslx.xlsx", "表xslx.xlsx"),
        ("a<b>:c|d?.xlsx", "a_b__c_d_.xlsx"),
        ("  .xlsx", "xlsx"),
        ("...", "未命名"),
        (f"{'长' * 300}.xlsx", f"{'长' * 60}.xlsx"),
    ],
)
def test_a_name_is_made_safe(name: str, plain: str) -> None:
    made = plain_file_name(name)
    assert made == plain
    assert plain_file_name(made) == made and len(f".{made} (99).1234567.tmp".encode()) <= 255


def test_what_lies_in_the_inbox_already_is_there(office: TestOffice) -> None:
    path = office.path("收件箱/表.xlsx")
    path.write_bytes(b"x")
    assert drop(Office(office.root), [path]).there == ["表.xlsx"]
    assert drop(Office(office.root), [office.path("收件箱")]).there == ["表.xlsx"]


def test_a_link_into_the_office_is_no_way_around(office: TestOffice) -> None:
    folder = given(office, **{"x.xlsx": b"x"})
    (folder / "办公").symlink_to(office.root)
    with pytest.raises(OfficeError) as refused:
        drop(Office(office.root), [folder / "办公"])
    assert refused.value.reason.code == "Y363" and lying(office) == {}


def test_too_much_at_once_is_refused_as_a_whole(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = given(office, **{f"{n}.xlsx": bytes(10) + bytes([n]) for n in range(4)})
    for name, limit in (("MAX_FILES", 3), ("MAX_TOTAL_BYTES", 43)):
        with monkeypatch.context() as patch:
            patch.setattr(dropping, name, limit)
            with pytest.raises(OfficeError) as refused:
                drop(Office(office.root), [folder])
        assert refused.value.reason.code == "Y362" and lying(office) == {}
    assert len(drop(Office(office.root), [folder]).placed) == 4


def test_a_name_that_somebody_takes_meanwhile_is_not_written_over(office: TestOffice) -> None:
    path = office.path("收件箱/表.xlsx")
    path.write_bytes(b"theirs")
    assert not write_new(path, b"ours")
    assert lying(office) == {"表.xlsx": b"theirs"}


def test_several_windows_may_drop_files_of_one_name_at_once(office: TestOffice) -> None:
    folders = [given(office, **{f"{n}/表.xlsx": bytes([n]) * 50_000}) / str(n) for n in range(8)]
    with ThreadPoolExecutor(8) as several:
        dropped = list(several.map(lambda folder: drop(Office(office.root), [folder]), folders))
    assert sorted(lying(office).values()) == [bytes([n]) * 50_000 for n in range(8)]
    assert len({place for one in dropped for _, place in one.placed}) == 8


@pytest.mark.skipif(os.name != "posix", reason="a pipe and a link into nowhere are made as POSIX makes them")
def test_what_is_no_file_is_left_or_said(office: TestOffice) -> None:
    folder = given(office, **{"好.xlsx": b"x"})
    os.mkfifo(folder / "管.xlsx")
    (folder / "断.xlsx").symlink_to(folder / "没有")
    dropped = drop(Office(office.root), [folder])
    assert [name for name, _ in dropped.placed] == ["好.xlsx"]
    with pytest.raises(OfficeError) as refused:
        drop(Office(office.root), [folder / "断.xlsx"])
    assert refused.value.reason.code == "Y817"
    assert [reason.code for _, reason in drop(Office(office.root), [folder / "管.xlsx"]).refused] == ["Y131"]


def test_the_command_says_what_lies_there_now(office: TestOffice) -> None:
    folder = given(office, **{"a/表.xlsx": b"x", "b/表.xlsx": b"y", "b/照.jpg": b"z"})
    ran = office.run("collect", "--drop", folder / "a", folder / "b", json_wanted=False)
    assert (ran.code, ran.out.splitlines()) == (
        1,
        [
            "已放入 表.xlsx。",
            "已放入 表.xlsx，名称是 收件箱/表 (2).xlsx。",
            "没有放 照.jpg：这是照片，机器读不了。请他发 Excel 原表，或由您照着填。",
            "收件箱里现在有 2 个文件，运行 huifang collect 就收取。",
        ],
    )
    assert office.run("collect", "--drop").code == 2

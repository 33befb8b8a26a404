"""What is inside mails and archives: names in every encoding, forwarded mails, limits, and broken bytes."""

from __future__ import annotations

import io
import random
import zipfile
from base64 import b64encode, encodebytes
from datetime import datetime
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huifang.edges.arriving import containers
from huifang.edges.arriving.arrivals import find_arrivals, unpacked
from huifang.edges.arriving.containers import Parcel, unpack
from huifang.edges.arriving.letters import letter_in
from huifang.edges.arriving.mail_headers import decode_words
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import guard
from huifang.edges.store.office import Office
from mails import (
    DATE,
    PICTURE,
    XLSX,
    book,
    encoded,
    encrypted,
    forwarded,
    mail,
    multipart,
    named,
    part,
    zipped,
)

BOOK = book()
NAME = "张三 回访表.xlsx"
LONG = "二零二六年十一月下旬客户回访记录表(城东片区)李晓明.xlsx"


def names(parcels: list[Parcel]) -> list[str]:
    """What follows the container's own name."""
    return [parcel.name.partition("!")[2] for parcel in parcels]


def of_mail(*parts: bytes, **more) -> list[Parcel]:
    return list(unpack("收件箱/邮件.eml", mail(*parts, **more)))


def only(parcels: list[Parcel]) -> Parcel:
    (parcel,) = parcels
    return parcel


def b64(text: str, charset: str) -> str:
    return f"=?{charset}?B?{b64encode(text.encode(charset)).decode()}?="


def q(text: str, charset: str) -> str:
    return f"=?{charset}?Q?{''.join(f'={byte:02X}' for byte in text.encode(charset))}?="


def pct(text: str, charset: str) -> str:
    return quote(text.encode(charset))


def split_words(text: str, charset: str, size: int) -> str:
    """Encoded words that cut characters in two, as some programs do, on folded lines."""
    raw = text.encode(charset)
    words = [f"=?{charset}?B?{b64encode(raw[i : i + size]).decode()}?=" for i in range(0, len(raw), size)]
    return "\n ".join(words)


def continued(text: str, charset: str, size: int = 20) -> str:
    """RFC 2231 in pieces, percent signs cut between them only at their edges."""
    raw = [f"%{byte:02X}" for byte in text.encode(charset)]
    pieces = ["".join(raw[i : i + size]) for i in range(0, len(raw), size)]
    lines = [f"filename*{n}*={charset + chr(39) * 2 if n == 0 else ''}{piece}" for n, piece in enumerate(pieces)]
    return "attachment;\n " + ";\n ".join(lines)


NAMINGS = {
    "ascii": (b'attachment; filename="A01.xlsx"', XLSX, "A01.xlsx"),
    "unquoted": (b"attachment; filename=A01.xlsx", XLSX, "A01.xlsx"),
    "raw gbk": (encoded(f'attachment; filename="{NAME}"'), XLSX, NAME),
    "raw gbk, second byte a backslash": (encoded('attachment; filename="誠朶.xlsx"'), XLSX, "誠朶.xlsx"),
    "raw gbk unquoted": (encoded("attachment; filename=张三.xlsx"), XLSX, "张三.xlsx"),
    "raw utf-8": (f'attachment; filename="{NAME}"'.encode(), XLSX, NAME),
    "raw gbk folded": (encoded(f'attachment;\n\tfilename="{NAME}"'), XLSX, NAME),
    "rfc2231 utf-8": (f"attachment; filename*=UTF-8''{pct(NAME, 'utf-8')}", XLSX, NAME),
    "rfc2231 gbk": (f"attachment; filename*=GBK''{pct(NAME, 'gbk')}", XLSX, NAME),
    "rfc2231 gb2312": (f"attachment; filename*=gb2312''{pct('朱镕基.xlsx', 'gbk')}", XLSX, "朱镕基.xlsx"),
    "rfc2231 language": (f"attachment; filename*=utf-8'zh-cn'{pct(NAME, 'utf-8')}", XLSX, NAME),
    "rfc2231 no charset": (f"attachment; filename*={pct(NAME, 'utf-8')}", XLSX, NAME),
    "rfc2231 unknown charset": (f"attachment; filename*=x-none''{pct(NAME, 'utf-8')}", XLSX, NAME),
    "rfc2231 raw": (f"attachment; filename*=utf-8''{NAME}", XLSX, NAME),
    "rfc2231 continued": (continued(LONG, "utf-8"), XLSX, LONG),
    "rfc2231 continued gbk": (continued(LONG, "gb18030", 7), XLSX, LONG),
    "rfc2231 continued plain": ('attachment; filename*0="A01-"; filename*1="Li.xlsx"', XLSX, "A01-Li.xlsx"),
    "rfc2231 beside plain": (f'attachment; filename="x.xlsx"; filename*=utf-8\'\'{pct(NAME, "utf-8")}', XLSX, NAME),
    "rfc2231 in quotes": (f'attachment; filename="utf-8\'\'{pct(NAME, "utf-8")}"', XLSX, NAME),
    "percent signs": (f'attachment; filename="{pct(NAME, "utf-8")}"', XLSX, NAME),
    "rfc2047 in quotes": (f'attachment; filename="{b64(NAME, "gb2312")}"', XLSX, NAME),
    "rfc2047 bare": (f"attachment; filename={b64(NAME, 'utf-8')}", XLSX, NAME),
    "rfc2047 q": (f'attachment; filename="{q(NAME, "utf-8")}"', XLSX, NAME),
    "rfc2047 and an ending": (f'attachment; filename="{b64("张三", "gbk")}.xlsx"', XLSX, "张三.xlsx"),
    "rfc2047 split inside characters": (f'attachment;\n filename="{split_words(LONG, "utf-8", 10)}"', XLSX, LONG),
    "rfc2047 split inside gbk": (f'attachment;\n filename="{split_words(LONG, "gbk", 9)}"', XLSX, LONG),
    "name of the content type": ("attachment", f'{XLSX}; name="{b64(NAME, "gbk")}"', NAME),
    "raw gbk name of the content type": ("", encoded(f'{XLSX}; name="{NAME}"'), NAME),
    "rfc2231 name of the content type": ("", f"{XLSX}; name*=utf-8''{pct(NAME, 'utf-8')}", NAME),
    "wrong type": (f'attachment; filename="{NAME}"'.encode(), "text/plain", NAME),
    "called a picture": (f'inline; filename="{NAME}"'.encode(), "image/png", NAME),
    "inline": (f'inline; filename="{NAME}"'.encode(), XLSX, NAME),
    "a path": ('attachment; filename="C:/Users/a/../A01.xlsx"', XLSX, "A01.xlsx"),
    "no ending": ('attachment; filename="A01"', "application/octet-stream", "A01.xlsx"),
    "wrong ending": ('attachment; filename="A01.dat"', "application/octet-stream", "A01.dat.xlsx"),
    "renamed to zip": ('attachment; filename="A01.zip"', "application/zip", "A01.zip.xlsx"),
    "no name": ("attachment", "application/octet-stream", "附件.xlsx"),
    "capitals": ('ATTACHMENT; FILENAME="A01.XLSX"', XLSX, "A01.XLSX"),
    "control characters": ('attachment; filename="A\x01\u200b01.xlsx"', XLSX, "A01.xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("naming", NAMINGS)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_names(naming: str, line_end: bytes) -> None:
    disposition, kind, expected = NAMINGS[naming]
    content = mail(part(BOOK, disposition, kind)).replace(b"\n", line_end)
    parcel = only(list(unpack("邮件.eml", content)))
    assert (parcel.name, parcel.content, parcel.problem) == (f"邮件.eml!{expected}", BOOK, None)


def test_a_broken_encoded_word_stays_as_it_is() -> None:
    assert decode_words("=?utf-8?B?A?=.xlsx") == "=?utf-8?B?A?=.xlsx"
    assert decode_words("=?hex?B?5byg?=") == "张"
    assert decode_words("a =?utf-8?Q?=E5=BC=A0_?= b") == "a 张  b"


def test_several_attachments() -> None:
    parcels = of_mail(named(book("1"), "一.xlsx"), named(book("2"), "二.xlsm"), named(b"%PDF", "三.pdf"))
    assert names(parcels) == ["一.xlsx", "二.xlsm", "三.pdf"]
    assert [parcel.content for parcel in parcels] == [book("1"), book("2"), b""]


def test_two_of_one_name_are_told_apart() -> None:
    assert names(of_mail(named(book("1"), "表.xlsx"), named(book("2"), "表.xlsx"))) == ["表.xlsx", "表-2.xlsx"]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "7bit", "BASE64"])
def test_transfer_encodings(encoding: str) -> None:
    import quopri

    small = b"PK\x03\x04" + b"plain"
    body = {"quoted-printable": quopri.encodestring(small), "BASE64": encodebytes(small)}.get(encoding)
    assert only(of_mail(part(small, 'attachment; filename="a.xlsx"', XLSX, encoding, body))).content.rstrip() == small


@pytest.mark.parametrize(
    ("body", "fine"),
    [
        (b64encode(BOOK), True),
        (b64encode(BOOK).rstrip(b"="), True),
        (b64encode(BOOK) + b"\n--\nsent by a virus scanner", True),
        (b64encode(BOOK)[:-7], False),
        (b64encode(BOOK)[:61], False),
        (b"*** attachment removed ***", False),
        (b"", None),
    ],
)
def test_broken_base64(body: bytes, fine: bool | None) -> None:
    parcel = only(of_mail(part(b"", 'attachment; filename="a.xlsx"', XLSX, body=body)))
    if fine:
        assert parcel.content.startswith(BOOK[:-4])
    else:
        assert parcel.content == b""
    assert bool(parcel.problem) == (fine is False)


@pytest.mark.parametrize(
    "content",
    [
        mail(),
        b"",
        b"\x00\xff" * 50,
        b"Subject: x\n\nhello",
        mail(multipart(TEXT_HTML := part(b"", "", "text/html", "8bit", b"<p>x"), PICTURE, kind="related", mark="B1")),
        mail(part(b"\x89PNG", 'attachment; filename="签名.png"'.encode(), "image/png", more=["Content-ID: <1>"])),
        mail(part(b"BEGIN:VCALENDAR", "", "text/calendar")),
    ],
    ids=["text", "empty", "noise", "plain", "pictures", "signature", "calendar"],
)
def test_nothing_inside(content: bytes) -> None:
    assert unpack("邮件.eml", content) == []


def test_a_html_mail_with_a_picture_and_a_sheet() -> None:
    related = multipart(multipart(TEXT_HTML, kind="alternative", mark="B2"), PICTURE, kind="related", mark="B1")
    assert names(of_mail(related, named(BOOK, "A01.xlsx"))) == ["A01.xlsx"]


def test_a_picture_that_is_attached_is_no_sheet() -> None:
    parcel = only(of_mail(named(b"\x89PNG", "照片.png", "image/png")))
    assert (parcel.name, parcel.content) == ("收件箱/邮件.eml!照片.png", b"")


def test_winmail() -> None:
    assert names(of_mail(part(b"\x78\x9f\x3e\x22", "", "application/ms-tnef"))) == ["winmail.dat"]


# Forwarded


def test_a_forwarded_mail() -> None:
    inner = mail(named(BOOK, "A01.xlsx"), date="Mon, 23 Nov 2026 09:00:00 +0800", mark="B5")
    parcel = only(of_mail(forwarded(inner)))
    assert parcel.name == "收件箱/邮件.eml!转发的邮件.eml!A01.xlsx"
    assert parcel.arrived_at == datetime(2026, 11, 30, 16, 0)


@pytest.mark.parametrize(
    "headers",
    [
        'Content-Type: message/rfc822; name="原信.eml"',
        f'Content-Type: message/rfc822\nContent-Disposition: attachment; filename="{b64("原信.eml", "gbk")}"',
    ],
)
def test_a_forwarded_mail_with_a_name(headers: str) -> None:
    assert names(of_mail(forwarded(mail(named(BOOK, "a.xlsx"), mark="B5"), headers))) == ["原信.eml!a.xlsx"]


@pytest.mark.parametrize("kind", ["application/octet-stream", "message/rfc822"])
def test_a_forwarded_mail_that_was_encoded(kind: str) -> None:
    inner = mail(named(BOOK, "a.xlsx"), mark="B5")
    assert names(of_mail(part(inner, 'attachment; filename="b.eml"', kind))) == ["b.eml!a.xlsx"]


def test_forwarded_again_and_again() -> None:
    def nested(levels: int) -> bytes:
        content = mail(named(BOOK, "a.xlsx"), mark="M0")
        for level in range(1, levels + 1):
            content = mail(forwarded(content), mark=f"M{level}")
        return content

    assert only(list(unpack("x.eml", nested(5)))).content == BOOK
    refused = only(list(unpack("x.eml", nested(6))))
    assert refused.problem and "转发" in refused.problem.reason.text


def test_a_mail_of_absurd_depth_is_no_traceback() -> None:
    content = part(BOOK, 'attachment; filename="a.xlsx"', XLSX)
    for level in range(400):
        content = multipart(content, mark=f"L{level}x")
    parcels = unpack("x.eml", content)
    assert all(parcel.problem or parcel.content for parcel in parcels)


# When it arrived


@pytest.mark.parametrize(
    ("received", "date", "expected"),
    [
        ([DATE], DATE, datetime(2026, 11, 30, 16, 0)),
        ([], None, None),
        (["yesterday"], DATE, None),
        (["Mon, 30 Nov 2026 16:00:00 +0800 (CST)"], DATE, datetime(2026, 11, 30, 16, 0)),
        (["Mon, 30 Nov 2026 16:00:00 CST"], DATE, datetime(2026, 11, 30, 16, 0)),
        (["Mon, 30 Nov 2026 08:00:59 GMT"], DATE, datetime(2026, 11, 30, 16, 0)),
        (["Mon, 30 Nov 2026 08:00:00 -0000"], DATE, datetime(2026, 11, 30, 16, 0)),
        (["Mon, 30 Nov 2026 16:00:00"], DATE, datetime(2026, 11, 30, 16, 0)),
        (["30 Nov 26 03:00:00 -0500"], DATE, datetime(2026, 11, 30, 16, 0)),
        (["Mon, 30 Nov 2026 23:30:00 +0000"], DATE, datetime(2026, 12, 1, 7, 30)),
        (["Fri, 31 Dec 9999 23:30:00 -0900"], DATE, None),
        (["Mon, 30 Feb 2026 08:00:00 +0800"], DATE, None),
        (["Mon, 30 Nov 2026 08:00:00 +9999"], DATE, None),
        (["Tue, 1 Dec 2026 00:01:00 +0800", "Mon, 30 Nov 2026 23:58:00 +0800"], DATE, datetime(2026, 12, 1, 0, 1)),
        (["not a date", "Mon, 30 Nov 2026 15:59:00 +0000 (UTC)"], DATE, None),
        (["nothing"], DATE, None),
        ([], DATE, None),
    ],
)
def test_arrival_time(received: list[str], date: str | None, expected: datetime | None) -> None:
    content = mail(named(BOOK, "a.xlsx"), date=date, received=received)
    assert only(list(unpack("x.eml", content))).arrived_at == expected
    assert letter_in(content, "").at == expected


def test_a_zip_has_no_time_and_a_mail_in_it_has() -> None:
    late, early = (mail(named(book(d), f"{d}.xlsx"), date=f"{d} Nov 2026 09:00:00 +0800") for d in ("25", "24"))
    parcels = unpack("x.zip", zipped({"a.xlsx": BOOK, "1.eml": late, "2.eml": early}))
    assert [(p.name, p.arrived_at) for p in parcels] == [
        ("x.zip!2.eml!24.xlsx", datetime(2026, 11, 24, 9)),
        ("x.zip!1.eml!25.xlsx", datetime(2026, 11, 25, 9)),
        ("x.zip!a.xlsx", None),
    ]


def test_mails_are_taken_in_the_order_they_arrived(tmp_path) -> None:
    for name, day in (("a", 26), ("b", 24), ("c", 25)):
        (tmp_path / f"{name}.eml").write_bytes(mail(named(BOOK, "s.xlsx"), date=f"{day} Nov 2026 09:00:00 +0800"))
    (tmp_path / "A.xlsx").write_bytes(BOOK)
    found = [arrival.path.name for arrival in unpacked(find_arrivals(Office(tmp_path), [tmp_path]))]
    assert found == ["s.xlsx", "b.eml", "s.xlsx", "c.eml", "s.xlsx", "a.eml", "A.xlsx"]


# Archives


@pytest.mark.parametrize("coding", ["", "utf-8", "gbk"])
def test_names_in_an_archive(coding: str) -> None:
    content = zipped({"张三.xlsx": BOOK, "回访/李四：城东.xlsx": BOOK, "誠朶.xlsm": BOOK, "a.xlsx": BOOK}, coding)
    assert names(unpack("x.zip", content)) == ["张三.xlsx", "李四：城东.xlsx", "誠朶.xlsm", "a.xlsx"]


def test_what_systems_leave_in_archives_is_passed_over() -> None:
    leftovers = ("__MACOSX/._a.xlsx", "~$a.xlsx", ".DS_Store", "b/Thumbs.db", "b/desktop.ini", "b/", "._c.xlsx")
    content = zipped({**dict.fromkeys(leftovers, b"x"), "a.xlsx": BOOK})
    assert names(unpack("x.zip", content)) == ["a.xlsx"]


EVIL = {
    "../../etc/a.xlsx": "a.xlsx",
    "/abs/b.xlsx": "b.xlsx",
    "C:\\Windows\\c.xlsx": "c.xlsx",
    "..": "未命名",
    "x/ ..": "未命名",
    "\u202exslx.d.xlsx": "xslx.d.xlsx",
    "e\x01vil.xlsx": "evil.xlsx",
    "长" * 200 + ".xlsx": "长" * 120 + ".xlsx",
    "line\nbreak.xlsx": "line break.xlsx",
}


@pytest.mark.parametrize("path", EVIL)
def test_only_the_last_part_of_a_path_counts(path: str) -> None:
    assert only(list(unpack("x.zip", zipped({path: BOOK})))).name == f"x.zip!{EVIL[path]}".replace(
        "未命名", "未命名.xlsx"
    )


def test_an_archive_in_an_archive() -> None:
    once = zipped({"内.zip": zipped({"a.xlsx": BOOK}, "gbk"), "b.xlsx": BOOK}, "gbk")
    assert names(unpack("x.zip", once)) == ["内.zip!a.xlsx", "b.xlsx"]
    twice = unpack("x.zip", zipped({"外.zip": once}))
    assert [(p.name, bool(p.problem)) for p in twice] == [
        ("x.zip!外.zip!内.zip", True),
        ("x.zip!外.zip!b.xlsx", False),
    ]


def test_an_archive_in_a_mail() -> None:
    inner = zipped({"a.xlsx": BOOK}, "gbk")
    parcel = only(of_mail(named(inner, "表.zip")))
    assert (parcel.name, parcel.arrived_at) == ("收件箱/邮件.eml!表.zip!a.xlsx", datetime(2026, 11, 30, 16, 0))
    assert only(of_mail(named(zipped({"b.zip": inner}), "表.zip"))).problem
    again = forwarded(mail(named(inner, "表.zip"), mark="B7"))
    assert names(of_mail(again)) == ["转发的邮件.eml!表.zip!a.xlsx"]


def test_a_mail_in_an_archive() -> None:
    assert names(unpack("x.zip", zipped({"信.eml": mail(named(BOOK, "a.xlsx"))}))) == ["信.eml!a.xlsx"]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"not a zip", zipped({"a.xlsx": BOOK})[:-30], zipped({"a.xlsx": BOOK})[:60]],
)
def test_a_broken_archive_is_one_problem(content: bytes) -> None:
    parcel = only(list(unpack("收件箱/x.zip", content)))
    assert (parcel.name, parcel.content) == ("收件箱/x.zip", b"")
    assert parcel.problem and parcel.problem.reason.advice


@pytest.mark.parametrize("cut", [20, 22, 60, 150])
def test_an_archive_that_was_cut_is_not_the_last_workbook_in_it(cut: int) -> None:
    """Members that are stored as they are have ends of their own: the other sheets would be gone with the archive."""
    whole = zipped({"张三.xlsx": book("一" * 99), "李四.xlsx": book("二" * 99)}, packed=False)
    assert [parcel.name for parcel in unpack("表.zip", whole)] == ["表.zip!张三.xlsx", "表.zip!李四.xlsx"]
    (parcel,) = unpack("表.zip", whole[:-cut])
    assert parcel.problem is not None and parcel.problem.reason.code == "Y208"
    with pytest.raises(Unreadable) as refused:
        guard(whole[:-cut])
    assert refused.value.reason.code == "Y103"


def test_a_damaged_member_is_a_problem_of_its_own() -> None:
    content = zipped({"a.xlsx": BOOK, "b.xlsx": BOOK})
    at = content.index(b"a.xlsx") + 12
    parcels = unpack("x.zip", content[:at] + b"\xff\xff\xff" + content[at + 3 :])
    assert [(p.name, bool(p.problem)) for p in parcels] == [("x.zip!a.xlsx", True), ("x.zip!b.xlsx", False)]


def test_an_encrypted_archive() -> None:
    parcel = only(list(unpack("x.zip", encrypted({"a.xlsx": BOOK}))))
    assert parcel.problem and ("密码" in parcel.problem.reason.text, "密码" in parcel.problem.reason.advice) == (
        True,
        True,
    )


def test_an_empty_archive() -> None:
    assert unpack("x.zip", zipped({})) == []


@pytest.mark.parametrize("kind", ["zip", "eml"])
def test_too_many_members(kind: str) -> None:
    files = {f"{n}.xlsx": BOOK for n in range(201)}
    content = zipped(files) if kind == "zip" else mail(*(named(BOOK, name) for name in files))
    parcels = unpack(f"x.{kind}", content)
    assert [p.name for p in parcels if p.problem] == [f"x.{kind}"]
    assert len(parcels) == 201


def test_a_bomb_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBER_BYTES", 100_000)
    bomb = zipped({"a.xlsx": b"PK\x03\x04" + bytes(5_000_000), "b.xlsx": BOOK})
    parcels = unpack("x.zip", bomb)
    assert [bool(p.problem) for p in parcels] == [True, False]
    assert "过大" in parcels[0].problem.reason.text


def test_a_bomb_that_lies_about_its_size() -> None:
    content = zipped({"a.xlsx": b"PK\x03\x04" + bytes(1_000_000)})
    size = (1_000_004).to_bytes(4, "little")
    assert only(list(unpack("x.zip", content.replace(size, (50).to_bytes(4, "little"))))).problem


def test_all_members_together_are_limited() -> None:
    box = containers._Unpacking(bytes_left=250_000)
    inner = zipped({"a.xlsx": b"PK\x03\x04" + bytes(100_000), "b.xlsx": b"PK\x03\x04" + bytes(100_000)})
    box.open(zipped({"1.zip": inner, "2.zip": inner}), containers._Spot("x.zip"))
    assert [bool(p.problem) for p in box.parcels] == [False, False, True, True]


def test_a_large_file_that_is_no_workbook_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBER_BYTES", 1_000)
    content = zipped({"录音.mp3": bytes(5_000), "a.xlsx": BOOK})
    assert [(p.content, p.problem) for p in unpack("x.zip", content)] == [(b"", None), (BOOK, None)]


@pytest.mark.parametrize("name", ["说明.rar", "说明.7z", "说明.docx", "说明"])
def test_other_files_are_named_without_content(name: str) -> None:
    content = zipped({"word/document.xml": b"x"}) if name.endswith("docx") else b"Rar!"
    assert [(p.name, p.content, p.problem) for p in unpack("x.zip", zipped({name: content}))] == [
        (f"x.zip!{name}", b"", None)
    ]


# Broken bytes


def rich_mail() -> bytes:
    parts = [part(BOOK, disposition, kind) for disposition, kind, _ in list(NAMINGS.values())[::4]]
    inner = mail(named(BOOK, "a.xlsx"), named(zipped({"张.xlsx": BOOK}, "gbk"), "b.zip"), mark="B5", received=[DATE])
    return mail(*parts, forwarded(inner), PICTURE, received=[DATE, DATE])


MEMBERS = {"张三.xlsx": BOOK, "内.zip": zipped({"a.xlsx": BOOK}), "信.eml": mail(named(BOOK, "a.xlsx"))}
WHOLE = {"x.eml": rich_mail(), "x.zip": zipped(MEMBERS, "gbk")}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("seed", range(60))
def test_changed_bytes_are_never_a_traceback(name: str, seed: int) -> None:
    draw = random.Random(f"{name}{seed}")
    content = bytearray(WHOLE[name])
    for _ in range(draw.choice([1, 3, 20, 200])):
        at = draw.randrange(max(1, len(content) - 1))
        change = draw.randrange(3)
        if change == 0:
            content[at : at + 1] = draw.randbytes(1)
        elif change == 1:
            del content[at : at + draw.randrange(1, 30)]
        else:
            content[at:at] = draw.randbytes(draw.randrange(1, 8))
    for parcel in unpack(name, bytes(content[: draw.randrange(1, len(content)) if seed % 3 == 0 else None])):
        assert parcel.name.startswith(name)
        assert "/" not in parcel.name


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200), st.sampled_from([b"attachment; filename", b'attachment; filename="', b"filename*0*="]))
def test_any_header_is_read(noise: bytes, start: bytes) -> None:
    unpack("x.eml", mail(part(BOOK, start + noise, XLSX), received=[noise.decode("latin-1").replace("\n", "")]))


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=40).filter(lambda n: n != "xl/workbook.xml"), st.binary(max_size=30), max_size=5
    )
)
def test_any_member_name_is_a_name(members: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), content)
    for parcel in unpack("x.zip", stream.getvalue()):
        assert parcel.name.startswith("x.zip!")
        assert "/" not in parcel.name and "\x00" not in parcel.name

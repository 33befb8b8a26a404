"""Attachments where a mail may only be so large: together, packed, or in several mails; always the same bytes."""

from __future__ import annotations

import io
import random
import zipfile

from test_mail_drafts import AT

from huifang.edges.post.by_size import as_sent, shared_out, zipped
from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail

REPORT = {"旬报.xlsx": b"r" * 900}
LOOSE = {f"李明-{n}.xlsx": b"x" * 20_000 for n in range(3)}
DENSE = {f"王强-{n}.xlsx": random.Random(n).randbytes(20_000) for n in range(5)}


def test_what_fits_goes_in_one_mail() -> None:
    assert shared_out(REPORT, LOOSE, 100_000, "表.zip") == ([{**REPORT, **LOOSE}], [])


def test_what_is_too_large_together_is_packed_beside_the_report() -> None:
    ((mail,), left) = shared_out(REPORT, LOOSE, 50_000, "表.zip")
    assert [*mail] == ["旬报.xlsx", "表.zip"] and left == []
    with zipfile.ZipFile(io.BytesIO(mail["表.zip"])) as package:
        assert {name: package.read(name) for name in package.namelist()} == LOOSE
        assert package.testzip() is None and all(info.flag_bits & 0x800 for info in package.infolist())
    assert zipped(LOOSE) == zipped(LOOSE) == mail["表.zip"]


def test_what_cannot_be_packed_that_small_goes_in_several_mails() -> None:
    mails, left = shared_out(REPORT, DENSE, 66_000, "表.zip")
    assert [len(mail) for mail in mails] == [3, 2, 1] and left == []
    assert [name for mail in mails for name in mail] == [*REPORT, *DENSE]


def test_what_no_mail_can_take_is_named() -> None:
    mails, left = shared_out({**REPORT, "大.xlsx": random.Random(9).randbytes(70_000)}, DENSE, 66_000, "表.zip")
    assert left == ["大.xlsx"] and sorted(name for mail in mails for name in mail) == sorted([*REPORT, *DENSE])
    assert shared_out({"大.xlsx": b"x" * 70_000}, {}, 62_000, "表.zip") == ([{}], ["大.xlsx"])


def test_the_size_is_that_of_the_mail_as_it_is_sent() -> None:
    def size(**files: bytes) -> int:
        made = Draft(to=(), subject="旬报", text="见附件", attached={f"{n}.xlsx": f for n, f in files.items()})
        return len(draft_mail(made, SendingOffice(at=AT)))

    for content in (b"", b"x" * 57, b"x" * 58, bytes(100_000)):
        assert size(**{"很长的名字" * 14: content}) - size() <= as_sent(content) <= size(a=content) + 2500

"""The journal's chain, posting of rows, and the state that the journal tells."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from huifang.ledger.checks_said import CheckedRow, ChecksEntered, DrawExtended
from huifang.ledger.customers_said import SameCustomers, SameCustomersTold
from huifang.ledger.entering import Entered
from huifang.ledger.fetched_said import FetchedMail, FormByMail, MailBounced, MailsFetched
from huifang.ledger.folding import fold
from huifang.ledger.forms_said import EnteredRow, FormEntered
from huifang.ledger.issues import Contents, Issued, IssuedCall, calls_from_line, calls_to_line
from huifang.ledger.journal import GENESIS, next_entry, parse_chain, to_line
from huifang.ledger.kinds import ReportMade, VersionKept
from huifang.ledger.mail_said import MailEnded, MailStarted, RefusedReceiver
from huifang.ledger.mails import address_digest
from huifang.ledger.posting import Change, post
from huifang.ledger.records import EMPTY, CallRecord, columns_of, header_of, with_value, withdrawn
from huifang.ledger.sheets_said import (
    ArrivalCorrected,
    ChangesDeclined,
    IssuedBook,
    KeptChange,
    PlanIssued,
    PlanWithdrawn,
    PostedSheet,
    RecordCorrected,
    Settled,
    SheetsPosted,
    SheetWithdrawn,
)
from huifang.ledger.spot_checks import DrawnCustomer, DrawnSheet

D = date.fromisoformat
DATA = [
    ("office", {"office_id": "abc", "preset": "sales-ten-day", "name": "旬报制"}),
    ("note", {"文字": '“引号”\n换行\u2028\u0085\\ "', "数": [1, 2.5, None, True, {"内": 10}], "空": ""}),
    ("note", {"n": 3}),
]


def journal(steps=DATA):
    entries, last = [], None
    for number, (kind, data) in enumerate(steps, start=1):
        last = next_entry(last, f"2026-11-{number:02d} 09:00", kind, data)
        entries.append(last)
    return entries


ENTRIES = journal()
LINES = [to_line(entry) for entry in ENTRIES]
CONTENT = b"".join(LINES)


def test_a_sound_chain():
    chain = parse_chain(CONTENT)
    assert chain.entries == tuple(ENTRIES) and chain.broken_at is None and chain.reason == ""
    assert chain.whole_bytes == len(CONTENT) and chain.head == ENTRIES[-1].hash
    assert [entry.seq for entry in chain.entries] == [1, 2, 3]
    assert [entry.prev for entry in chain.entries] == [GENESIS, ENTRIES[0].hash, ENTRIES[1].hash]
    assert CONTENT.count(b"\n") == 3 and len({entry.hash for entry in ENTRIES}) == 3


def test_an_empty_journal():
    chain = parse_chain(b"")
    assert (chain.entries, chain.head, chain.whole_bytes, chain.broken_at) == ((), GENESIS, 0, None)


@pytest.mark.parametrize("line", [1, 2, 3])
def test_any_changed_byte_is_found_at_its_line(line):
    start = sum(map(len, LINES[: line - 1]))
    length = len(LINES[line - 1]) - (1 if line == 3 else 0)  # without the last line's break it is a torn line
    for at in range(start, start + length):
        for bit in (1, 4, 32, 128):
            changed = bytearray(CONTENT)
            changed[at] ^= bit
            chain = parse_chain(bytes(changed))
            assert chain.broken_at == line and chain.reason, (at - start, bit, changed[start : start + length])


@given(st.integers(0, len(CONTENT) - 2), st.integers(0, 255))
def test_any_byte_may_be_tampered_with_in_any_way(at, value):
    changed = bytearray(CONTENT)
    same = changed[at] == value
    changed[at] = value
    line = CONTENT[:at].count(b"\n") + 1
    assert parse_chain(bytes(changed)).broken_at == (None if same else line)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (LINES[1] + LINES[2], 1),
        (LINES[0] + LINES[2], 2),
        (LINES[0] + LINES[2] + LINES[1], 2),
        (LINES[0] + LINES[1] + LINES[1] + LINES[2], 3),
        (LINES[0] + b"\n" + LINES[1] + LINES[2], 2),
        (LINES[0] + b"{}\n" + LINES[1], 2),
        (LINES[0] + b"[1]\n" + LINES[1], 2),
        (LINES[0] + b"7\n" + LINES[1], 2),
        (LINES[0] + b"null\n", 2),
        (LINES[0] + b"\xff\xfe\n", 2),
        (b"\n", 1),
        (b"<<<<<<< HEAD\n" + CONTENT, 1),
    ],
)
def test_lines_taken_out_put_in_or_moved(changed, line):
    chain = parse_chain(changed)
    assert chain.broken_at == line and chain.reason
    assert chain.whole_bytes == len(changed)


def test_what_can_be_read_is_still_there_after_a_bad_line():
    chain = parse_chain(LINES[0] + b"garbage\n" + LINES[1] + LINES[2])
    assert [entry.seq for entry in chain.entries] == [1, 2, 3] and chain.broken_at == 2


def test_a_rewritten_line_breaks_the_next():
    forged = next_entry(ENTRIES[0], ENTRIES[1].at, "note", {"n": 99})
    assert parse_chain(LINES[0] + to_line(forged) + LINES[2]).broken_at == 3


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(LINES[1].replace(b"{", b'{"by":"B01",', 1), id="a key more"),
        pytest.param(LINES[1].replace(b"{", b'{"at":"2020-01-01 00:00",', 1), id="a key twice"),
        pytest.param(LINES[1].replace(b"{", b"{ ", 1), id="a space"),
        pytest.param(LINES[1].replace(b"\n", b"\r\n", 1), id="another line break"),
    ],
)
def test_added_bytes_are_found(changed):
    assert changed != LINES[1]
    assert parse_chain(LINES[0] + changed + LINES[2]).broken_at == 2


def test_a_changed_byte_of_an_escape_is_found():
    lines = [to_line(entry) for entry in journal([("note", {"text": "\x1f"})])]
    assert parse_chain(lines[0]).broken_at is None
    assert parse_chain(lines[0].replace(b"\\u001f", b"\\u001F")).broken_at == 1


@pytest.mark.parametrize("kept", [1, 10, len(LINES[2]) - 2])
def test_a_torn_last_line_did_not_happen(kept):
    chain = parse_chain(LINES[0] + LINES[1] + LINES[2][:kept])
    assert chain.broken_at is None and chain.entries == tuple(ENTRIES[:2])
    assert chain.whole_bytes == len(LINES[0] + LINES[1])
    assert parse_chain(LINES[0][: min(kept, len(LINES[0]) - 2)]).whole_bytes == 0


def test_a_last_line_without_its_line_break_happened():
    chain = parse_chain(CONTENT.removesuffix(b"\n"))
    assert chain.entries == tuple(ENTRIES) and chain.unended and chain.whole_bytes == len(CONTENT) - 1
    assert not parse_chain(CONTENT).unended and not parse_chain(b"").unended
    other = LINES[2].removesuffix(b"\n").replace(b'"n":', b'"m":', 1)
    assert parse_chain(LINES[0] + LINES[1] + other).entries == tuple(ENTRIES[:2])


WHOLE = st.integers(-(2**63), 2**63 - 1)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.slow
@given(st.lists(st.tuples(st.text(), st.dictionaries(st.text(), json_values, max_size=3)), max_size=5))
def test_what_was_written_reads_the_same(steps):
    entries = journal(steps)
    entries += [next_entry(entries[-1] if entries else None, "2026-12-01 09:00", "x", {}, "0.2.0", 3)]
    chain = parse_chain(b"".join(map(to_line, entries)))
    assert chain.entries == tuple(entries) and chain.broken_at is None


def row(plan_no="H2611-0001", customer_no="K1", on="2026-11-23", at="09:00", source_row=2, **more):
    fields = {
        "record_no": "", "seq": 5, "submission": "S1", "plan_no": plan_no, "customer_no": customer_no,
        "customer_name": "甲", "contact_role": "", "contact": "", "phone": "13800000001", "agent": "A01",
        "batch": "2026-11下旬", "rule": "R1", "called_on": D(on), "started_at": at, "ended_at": "09:04",
        "moment": f"{on} {at}", "method": "电话", "result": "接通", "satisfaction": "满意", "dissatisfied_because": "",
        "wishes": "无", "handling": "无问题", "measures": "", "reported_to": "", "report_document": "",
        "next_contact_on": None, "notes": "", "answers": "{}", "withdrawn": False,
        "source_file": "a.xlsx", "source_row": source_row, **more,
    }  # fmt: skip
    return CallRecord({**EMPTY, **fields})


def kept(record_no, *args, **more):
    return row(*args, **more).but(record_no=record_no)


def entered(rows):
    columns = {key: column for key, column in columns_of(rows).items() if key not in ("record_no", "seq", "submission")}
    return Entered(columns, {"Q1": "是否知道新品"})


def posted(rows, existing, so_far=0):
    return post(entered(rows), existing, so_far)


def records(rows, posting):
    return [rows[place].but(record_no=number) for place, number in posting.numbers.items()]


@pytest.mark.parametrize(
    ("rows", "existing", "so_far", "expected"),
    [
        ([row()], [], 0, ["H2611-0001-1"]),
        ([row(at="10:00", source_row=2), row(source_row=3)], [], 0, ["H2611-0001-1", "H2611-0001-2"]),
        ([row(on="2026-11-24")], [kept("H2611-0001-1")], 0, ["H2611-0001-2"]),
        ([row(on="2026-11-22")], [kept("H2611-0001-2")], 0, ["H2611-0001-3"]),  # earlier, entered later
        ([row(), row("H2611-0002", "K2")], [], 0, ["H2611-0001-1", "H2611-0002-1"]),
        ([row("")], [], 0, ["U00001"]),
        ([row(""), row("", at="10:00")], [], 41, ["U00042", "U00043"]),
        ([row(""), row("", "K2")], [kept("U00007", "", "K9")], 7, ["U00008", "U00009"]),
        ([row()], [withdrawn(kept("H2611-0001-1"), 9)], 0, ["H2611-0001-2"]),  # its number stays used
        ([row("", "K1")], [kept("H2611-0001-1")], 0, ["U00001"]),  # same time, but under no plan number
        ([row()], [kept("H2611-0001-9"), kept("H2611-0001-10", at="08:00")], 0, []),
        ([row(at="11:00")], [kept("H2611-0001-9"), kept("H2611-0001-10", at="08:00")], 0, ["H2611-0001-11"]),
        ([], [kept("H2611-0001-1")], 0, []),
    ],
)
def test_numbering(rows, existing, so_far, expected):
    assert list(posted(rows, existing, so_far).numbers.values()) == expected


def test_numbering_follows_the_time_of_the_calls():
    rows = [row(on="2026-11-24", source_row=2), row(source_row=3), row(at="08:00", source_row=4)]
    posting = posted(rows, [])
    assert [(r.record_no[-1], r.moment) for r in records(rows, posting)] == [
        ("1", "2026-11-23 08:00"), ("2", "2026-11-23 09:00"), ("3", "2026-11-24 09:00"),
    ]  # fmt: skip
    assert [*posted(rows[::-1], []).numbers] == [2 - place for place in posting.numbers]


def test_posting_twice_adds_nothing():
    rows = [row(), row(at="10:00"), row("", "K5")]
    first = posted(rows, [])
    assert first.unplanned == 1
    again = posted(rows, records(rows, first), 1)
    assert (again.numbers, again.changes, again.unplanned) == ({}, (), 0) and again.seen == {
        "H2611-0001-1",
        "H2611-0001-2",
        "U00001",
    }


@pytest.mark.parametrize(
    ("more", "changes"),
    [
        ({}, []),
        ({"satisfaction": "不满意"}, [("satisfaction", "满意", "不满意")]),
        ({"wishes": "", "notes": "急"}, [("wishes", "无", ""), ("notes", "", "急")]),
        ({"ended_at": "09:09"}, [("ended_at", "09:04", "09:09")]),
        ({"next_contact_on": D("2026-12-01")}, [("next_contact_on", "", "2026-12-01")]),
        ({"customer_name": "乙", "phone": "1", "source_row": 9, "seq": 8, "submission": "S2"}, []),  # not the agent's
    ],
)
def test_changes(more, changes):
    accepted = kept("H2611-0001-1")
    posting = posted([row().but(**more)], [accepted])
    assert posting.numbers == {} and posting.seen == {"H2611-0001-1"}
    assert posting.changes == tuple(
        Change("H2611-0001-1", key, header_of(key, ()), old, new) for key, old, new in changes
    )


def test_a_changed_answer_is_a_change():
    accepted = kept("H2611-0001-1", answers='{"Q1": "是"}')
    posting = posted([row(answers='{"Q1": "否"}')], [accepted])
    assert posting.changes == (Change("H2611-0001-1", "Q1", "是否知道新品", "是", "否"),)


def test_versions_of_a_record():
    record = kept("H2611-0001-1")
    later = with_value(record, "started_at", "10:30", 8)
    assert (later.seq, later.moment, later.record_no) == (8, "2026-11-23 10:30", "H2611-0001-1")
    assert with_value(record, "called_on", D("2026-11-24"), 8).moment == "2026-11-24 09:00"
    gone = withdrawn(record, 9)
    assert (gone.withdrawn, gone.seq, record.withdrawn) == (True, 9, False)
    assert later.text("next_contact_on") == "" and record.text("called_on") == "2026-11-23"


def call(plan_no="H2611-0001", customer_no="K1", base="2026-11-14"):
    return IssuedCall(
        plan_no=plan_no, customer_no=customer_no, customer_name="甲", contact_role="", contact="", phone="",
        agent="A01", owner="A01", rule="R1", method="电话", reason_to_call="例行", message="多行\n内容",
        from_on=D("2026-11-21"), due_on=D("2026-11-24"), planned_on=D("2026-11-23"), base_on=D(base),
        base_is_call=False, basis="审核日期", covers=(plan_no,), period="2026-11下旬", book="a.xlsx",
        keys=(f"滚动|R1|{base}",),
    )  # fmt: skip


def plan_step(*calls, period="2026-11下旬", file="a.xlsx", versions=None, start=0):
    line = calls_to_line("o", "A01", period, calls)
    book = IssuedBook(file=file, agent="A01", digest="d", sha256="s", start=start, length=len(line))
    return PlanIssued(
        period=period, from_on=D("2026-11-21"), until_on=D("2026-11-30"), rules=("R1",), books=(book,),
        calls_in="issued/1", versions=versions or {}, archived={"issued/1": "s"},
    )  # fmt: skip


def submission_step(number="S1", pending=(), settled=(), unplanned=0):
    sheet = PostedSheet(
        number=number, file="a.xlsx", agent="A01", period="2026-11下旬", sha256="s", path="归档/a.xlsx",
        arrived_at="2026-11-30 17:00", rows=3, accepted=True, errors=0, warnings=1, findings=(),
        settled=tuple(settled), pending=tuple(pending),
    )  # fmt: skip
    more = {"archived": {"归档/a.xlsx": "s"}, "segments": {"seg/1": "t"}}
    return SheetsPosted(sheets=(sheet,), unplanned=unplanned, **more)


def pending(record_no="H2611-0001-1", key="satisfaction", old="满意", value="不满意"):
    return KeptChange(record_no=record_no, key=key, old=old, new=value)


SAID = {"column": "满意度", "old": "满意", "new": "不满意", "by": "周丽华(B01)", "why": "选错", "whole": False}


def correction(**more):
    return RecordCorrected(**{**SAID, "subject_no": "H2611-0001-1", "key": "satisfaction", **more})


def state(*said):
    return fold(journal((one.KIND, one) for one in said))


def test_issued_calls_survive_being_kept():
    calls = (
        call(),
        replace(call("H2611-0002", "K2"), covers=("H2611-0002", "H2611-0001"), keys=("a", "b"), message='“a"\n,'),
    )
    line = calls_to_line("o", "A01", "p", calls)
    assert line.count(b"\n") == 1 and calls_from_line(line) == (calls, ())
    assert calls_from_line(calls_to_line("o", "A01", "p", (), ["H1"])) == ((), ("H1",))
    lines = {
        line, calls_to_line("o", "A01", "p", calls[:1]), calls_to_line("o", "A02", "p", calls),
        calls_to_line("x", "A01", "p", calls), calls_to_line("o", "A01", "q", calls),
        calls_to_line("o", "A01", "p", [call(base="2026-11-15"), calls[1]]),
    }  # fmt: skip
    assert len(lines) == 6


def test_an_empty_state():
    empty = fold([])
    assert (empty.head, empty.last_at, empty.books, empty.unplanned) == (GENESIS, None, [], 0)


def test_head_and_clock_follow_the_last_entry():
    steps = [DATA[0], *(("container", {"file": "a.zip", "archived": {}}) for _ in range(2))]
    folded = fold(journal(steps))
    assert (folded.head, folded.office_id, folded.preset) == (journal(steps)[-1].hash, "abc", "sales-ten-day")
    assert folded.last_at == datetime(2026, 11, 3, 9, 0)


def test_a_loss_that_was_acknowledged_is_remembered_by_its_list():
    said = {
        "by": "B01 周丽华", "why": "没有备份", "what": "日志不见了", "entries": 0, "files": 2, "reports": 1,
        "listed": "归档/丢失/ab.json", "archived": {"归档/丢失/ab.json": "cd"},
    }  # fmt: skip
    folded = fold(journal([DATA[0], ("loss", said)]))
    assert folded.acknowledged == ["归档/丢失/ab.json"] and folded.archived == {"归档/丢失/ab.json": "cd"}


def test_whoever_was_told_of_as_perhaps_one_is_remembered():
    said = SameCustomersTold(told=(SameCustomers(what="电话", numbers=("K1", "K2")),))
    assert state(said, said).told_same == {("电话", ("K1", "K2"))}


def issued(*books, standing=None):
    """Books of these (file, period, calls), each issued by a plan of its own."""
    folded = state(*(plan_step(*calls, period=period, file=file) for file, period, calls in books))
    kept = {file for file, _, _ in books} if standing is None else standing
    return Issued([Contents(book, calls) for book, (_, _, calls) in zip(folded.books, books, strict=True)], kept)


def test_tasks_that_came_up_and_were_told_late_are_remembered():
    data = {
        "number": "W1", "task": "交资料", "period": "2026W47", "from": "2026-11-16", "until": "2026-11-22",
        "due_on": "2026-11-20", "who": "A01", "hands_in": "无", "escalate_to": "上级",
    }  # fmt: skip
    steps = [
        ("task-records", {"period": "2026-10", "frame_sha256": "ab", "path": "归档/任务/一.json"}),
        ("task-records", {"period": "2026-10", "frame_sha256": "cd", "path": "归档/任务/二.json"}),
        ("tasks", {"seed": "ef", "tasks": [data]}),
        ("tasks-late", {"numbers": ["W1"]}),
        ("tasks-late", {"numbers": ["W1"]}),
    ]
    tasks = fold(journal(steps)).tasks
    assert tasks.sealed["2026-10"].frame_sha256 == "ab"  # once sealed, it stays
    assert tasks.issued["W1"].key == ("交资料", "2026W47", "A01") and tasks.issued["W1"].due_on == D("2026-11-20")
    assert tasks.issued_at["W1"] == datetime(2026, 11, 3, 9, 0) and tasks.told_late["W1"] == datetime(2026, 11, 4, 9, 0)


def test_what_became_of_a_mail_is_remembered():
    started = MailStarted(
        file="发件箱/报告-1.eml",
        kind="报告",
        message_id="<1@x>",
        sha256="s",
        receivers=("a", "b", "us"),
    )
    refused = RefusedReceiver(receiver="b", code=450, answer="later")
    goes_on = MailEnded(message_id="<1@x>", delivered=(), refused=(refused,), answer="", goes_on=True)
    ended = MailEnded(message_id="<1@x>", delivered=("a", "us"), refused=(), answer="queued")
    mail = state(started).mails.of_content("s")
    assert mail.open == {1: ("a", "b", "us")} and mail.tries == 1 and mail.left(["a", "b"]) == ["a", "b"]
    mail = state(started, goes_on).mails.sent["<1@x>"]
    assert mail.open == {1: ("a", "us")} and [*mail.refused] == ["b"]
    after = state(started, goes_on, ended).mails
    mail = after.sent["<1@x>"]
    assert not mail.open and [*mail.delivered] == ["a", "us"] and mail.left(["a", "b"]) == ["b"] and mail.tries == 1
    assert after.delivered_on(date(2026, 11, 3)) == 1 and after.delivered_on(date(2026, 11, 4)) == 0
    again = state(started, goes_on, ended, started).mails.sent["<1@x>"]
    assert again.talks == again.tries == 2 and [*again.open] == [2] and again.first_at == datetime(2026, 11, 1, 9, 0)
    gone = MailEnded(message_id="<1@x>", delivered=(), refused=(replace(refused, code=550),), answer="")
    mail = state(started, goes_on, ended, started, gone).mails.sent["<1@x>"]
    assert mail.tries == 0 and mail.left(["a", "b"]) == ["b"]


def test_what_was_fetched_is_remembered():
    mail = FetchedMail(
        file="收件箱/1.eml", sha256="s1", arrived_at=datetime(2026, 11, 1, 8, 30), uid=5, sender="d1", person="A01",
        known_as="k1", kind="有附件",
    )  # fmt: skip
    first = MailsFetched(folder="INBOX", validity=1, last_uid=6, mails=(mail,), senders=("d1",))
    bounced = MailBounced(message_id="<1@x>", receiver="d1", why="Y320", said="550", is_final=True)
    anew = MailsFetched(folder="INBOX", validity=2, last_uid=3, mails=())
    again = MailsFetched(
        folder="INBOX", validity=2, last_uid=4, mails=(replace(mail, uid=4, arrived_at=datetime(2026, 12, 1)),)
    )
    form = FormByMail(form="f1", mail="s1", by="B01", applied=1, declined=0, refused=1, is_done=False)
    before = state(first).fetched
    assert (before.folders["INBOX"].last_uid, before.folders["INBOX"].taken, before.senders) == (6, {5}, {"d1"})
    assert before.of_file("收件箱/1.eml") == mail and before.known == {"k1"} and before.arrived_at("s2") is None
    after = state(first, anew, again).fetched
    assert (after.folders["INBOX"].validity, after.folders["INBOX"].last_uid) == (2, 4)
    assert after.folders["INBOX"].taken == {4} and after.arrived_at("s1") == datetime(2026, 11, 1, 8, 30)
    lost = state(first, bounced).fetched
    assert lost.doubtful("d1") and not lost.is_news(bounced) and lost.is_news(replace(bounced, is_final=False))
    assert state(first, replace(bounced, is_final=False)).fetched.doubtful("d1") is None
    assert state(bounced, first).fetched.doubtful("d1") is None  # something came from there since
    assert state(form).fetched.forms_done == set() and state(replace(form, is_done=True)).fetched.forms_done == {"f1"}


def test_addresses_are_known_by_digests_of_the_office():
    known = address_digest("o1", " Li@Example.com ")
    assert known == address_digest("o1", "li@example.com") != address_digest("o2", "li@example.com")


def test_plans():
    folded = state(plan_step(call()), plan_step(call("H2611-0002", "K2"), file="b.xlsx", start=9))
    assert [(book.file, book.seq, book.start) for book in folded.books] == [("a.xlsx", 1, 0), ("b.xlsx", 2, 9)]
    assert folded.books[0].rules == {"R1"} and folded.books[0].calls_in == "issued/1"
    assert [book.file for book in folded.books_of("2026-11下旬", "A01")] == ["a.xlsx", "b.xlsx"]
    assert folded.books_of("2026-11中旬") == folded.books_of("2026-11下旬", "A02") == []
    assert [period.name for period in folded.batches()] == ["2026-11下旬"]
    assert folded.archived == {"issued/1": "s"}


def test_what_was_issued():
    two = (call("H2611-0002", "K2"),)
    calls = issued(("a.xlsx", "2026-11下旬", (call(),)), ("b.xlsx", "2026-11下旬", two))
    assert [c.plan_no for c in calls.of_period("2026-11下旬")] == ["H2611-0001", "H2611-0002"]
    assert calls.of_period("2026-11中旬") == ()
    assert calls.likeliest_book({"H2611-0002"}).file == "b.xlsx" and calls.likeliest_book({"x"}) is None
    assert calls.likeliest_book({"H2611-0001"}).file == "a.xlsx"
    key = "滚动|R1|2026-11-14"
    assert calls.numbers == {("K1", key): "H2611-0001", ("K2", key): "H2611-0002"}


def test_the_newest_issue_of_a_number_that_carried_over():
    later = replace(call(), planned_on=D("2026-11-30"))
    calls = issued(("a.xlsx", "2026-11中旬", (call(),)), ("b.xlsx", "2026-11下旬", (later,)))
    assert calls.likeliest_book({"H2611-0001"}).file == "b.xlsx"
    assert [c.planned_on for c in calls.by_customer()["K1"]] == [D("2026-11-23"), D("2026-11-30")]


def test_a_withdrawn_plan_keeps_numbers_and_files_used():
    plans = (plan_step(call()), plan_step(call("H2611-0002", "K2"), file="b.xlsx"))
    folded = state(*plans, PlanWithdrawn(**SAID, subject_no="2026-11下旬", plan_seq=2))
    assert [book.file for book in folded.books] == ["a.xlsx"]
    assert [book.file for book in folded.withdrawn_books] == ["b.xlsx"]
    two = (call("H2611-0002", "K2"),)
    calls = issued(("a.xlsx", "2026-11下旬", (call(),)), ("b.xlsx", "2026-11下旬", two), standing={"a.xlsx"})
    assert [c.plan_no for c in calls.of_period("2026-11下旬")] == ["H2611-0001"]
    assert "H2611-0002" in calls.numbers.values() and calls.likeliest_book({"H2611-0002"}) is None
    assert len(folded.corrections) == 1


def test_submissions():
    folded = state(submission_step(unplanned=4), submission_step("S2", unplanned=2))
    assert [s.number for s in folded.submissions] == ["S1", "S2"] and folded.unplanned == 4
    assert folded.submissions[0].arrived_at == datetime(2026, 11, 30, 17, 0)
    assert folded.archived == {"归档/a.xlsx": "s"} and folded.segments == {"seg/1": "t"}


KEY = ("H2611-0001-1", "satisfaction")
OTHER = ("H2611-0001-1", "notes")


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([], {KEY: ("满意", "不满意"), OTHER: ("", "急")}),
        ([submission_step("S2", pending=[pending(value="一般")])], {KEY: ("满意", "一般"), OTHER: ("", "急")}),
        ([submission_step("S2", settled=[Settled(record_no=KEY[0], key=KEY[1])])], {OTHER: ("", "急")}),
        ([correction()], {OTHER: ("", "急")}),
        ([correction(key="notes")], {KEY: ("满意", "不满意")}),
        ([correction(key="", whole=True)], {}),
        ([correction(subject_no="H2611-0002-1", key="", whole=True)], {KEY: ("满意", "不满意"), OTHER: ("", "急")}),
        ([ChangesDeclined(changes=(pending(),))], {OTHER: ("", "急")}),
    ],
)
def test_pending_changes(steps, left):
    folded = state(submission_step(pending=[pending(), pending(key="notes", old="", value="急")]), *steps)
    assert folded.pending == left
    declined = any(isinstance(step, ChangesDeclined) for step in steps)
    assert folded.declined == ({("H2611-0001-1", "satisfaction", "不满意")} if declined else set())


def test_arrival_and_withdrawal_of_a_sheet():
    arrived = ArrivalCorrected(**{**SAID, "new": "2026-11-29 08:00"}, subject_no="S1")
    gone = SheetWithdrawn(**SAID, subject_no="S2", records=())
    folded = state(submission_step(), submission_step("S2"), arrived, gone)
    first, second = folded.submissions
    assert (first.arrived_at, first.withdrawn) == (datetime(2026, 11, 29, 8, 0), False)
    assert (second.arrived_at, second.withdrawn) == (datetime(2026, 11, 30, 17, 0), True)
    assert [c.at for c in folded.corrections] == ["2026-11-03 09:00", "2026-11-04 09:00"]


@pytest.mark.parametrize(
    ("moment", "sha"),
    [(None, "3"), ("2026-11-01 09:00", "1"), ("2026-11-01 08:00", "1"), ("2026-11-02 08:59", "1"),
     ("2026-11-02 09:00", "2"), ("2027-01-01 00:00", "3")],
)  # fmt: skip
def test_versions_at_a_moment(moment, sha):
    steps = [VersionKept(workbook="制度.xlsx", sha256=str(n), path=f"归档/{n}") for n in (1, 2, 3)]
    versions = state(*steps).versions_at(moment and datetime.fromisoformat(moment))
    assert {name: v.sha256 for name, v in versions.items()} == {"制度.xlsx": sha}


def test_reports_are_counted_by_kind_and_period():
    steps = [
        ReportMade(report=kind, period=period, version=version, figures={}, files=("x",), printed_head="")
        for kind, period, version in [("旬报", "p1", 1), ("旬报", "p2", 1), ("旬报", "p1", 2), ("月报", "p1", 1)]
    ]
    assert [r.version for r in state(*steps).reports_of("旬报", "p1")] == [1, 2]


def test_a_form_that_went_into_a_register_is_known_and_its_numbers_are_given_once():
    row = EnteredRow(number="D2611-004", keys=("item", "rating"), added=True)
    known = EnteredRow(number="D2611-001", keys=("opinion",))
    said = FormEntered(
        form="客户意见调查表", table="调查", file="收件箱/表.xlsx", sha256="ab", path="归档/表单/表.xlsx",
        rows=(row, known), errors=1,
    )  # fmt: skip
    whole = replace(said, errors=0, sha256="cd", rows=())
    state = fold(journal([(said.KIND, said), (whole.KIND, whole)]))
    assert state.forms == {"ab": False, "cd": True} and state.heard.numbers == {"调查": ["D2611-004"]}


def test_of_rows_of_spot_checks_the_later_one_counts_and_that_it_changed_is_known():
    row = CheckedRow(
        check_no="p1-A01-01", order=1, customer_no="K1", row=2, sheet="抽查", reached="否", checked_by="D01",
        checked_at=datetime(2026, 12, 1, 10, 0),
    )  # fmt: skip
    said = ChecksEntered(
        period="p1", agent="A01", draw=1, file="表.xlsx", sha256="ab", path="归档/抽查/表.xlsx", rows=(row,), errors=1
    )
    later = replace(said, sha256="cd", rows=(replace(row, row=5, reached="是", was_called="否"),), errors=0)
    moved = replace(later, sha256="ef", rows=(replace(later.rows[0], row=7),))
    more = DrawExtended(
        period="p1", draw=1, sheet=DrawnSheet(file="续.xlsx", agent="A01", digest="d1"),
        chosen=(DrawnCustomer(agent="A01", order=10, customer_no="K9", record_no=None, ticket="t"),),
    )  # fmt: skip
    checks = fold(journal([(one.KIND, one) for one in (said, later, moved, more)])).checks
    assert [*checks.of("p1", "A01")] == [(1, moved.rows[0])] and [*checks.of("p1", "A02")] == []
    assert [(one.before.reached, one.after.reached) for one in checks.changes["p1"]] == [("否", "是")]
    assert checks.files == {"ab": False, "cd": True, "ef": True}
    assert checks.more_of("p1", 1) == [more] and checks.more_of("p1", 2) == []

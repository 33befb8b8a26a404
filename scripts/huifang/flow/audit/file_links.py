"""Every file that nobody may change, the ledger beside the archived sheets, and what is kept besides to be faster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.public_holidays import differing_page
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.customer_cache import cached_customers
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.office import INNER, LEDGER, REPORTS, Office
from huifang.flow.audit.comparing import differing_records
from huifang.flow.audit.faults import Fault
from huifang.ledger.journal import Entry
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import SheetsPosted
from huifang.ledger.state import State
from huifang.policy.register_read import read_registers
from huifang.tables.declared.registers import EVERYWHERE

SEGMENTS = f"{INNER}/segments"


def watched_files(state: State) -> dict[str, str]:
    """The files that nobody may change, by path with their SHA-256: what is kept, ledger workbooks and reports,
    those of spot checks too.
    """
    made = {path: sha for path, sha in state.produced.items() if path.startswith((f"{LEDGER}/", f"{REPORTS}/"))}
    audits = {path: sha for one in state.audits for path, sha in one.said.produced.items()}
    return {**state.archived, **state.segments, **made, **audits}


def file_faults(office: Office, hashes: Mapping[str, str], state: State) -> Iterator[Fault]:
    """Files that are missing or not what the journal says; ``hashes`` are theirs, by path."""
    for path, sha in hashes.items():
        file = office.path(path)
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            yield Fault("missing", path, "文件不见了")
            continue
        except OSError:
            yield Fault("missing", path, "文件不能读取")
            continue
        if digest(content) == sha:
            continue
        same = bool(state.cells.get(path)) and digest_of(content) == state.cells[path]
        if same:
            yield Fault("resaved", path, "被重新保存过，单元格内容没有变")
        else:
            yield Fault("altered", path, "内容与入账时不同")


def ledger_against_archive(office: Office, state: State, known: Iterable[tuple[Entry, Said]]) -> Iterator[Fault]:
    """Records that do not say what their archived sheet says."""
    posted = (said for _, said in known if isinstance(said, SheetsPosted))
    try:
        for one in differing_records(office, state, posted):
            yield Fault("altered", one.segment, f"记录 {one.record_no} 与归档的原表 {one.sheet} 不符")
    except OfficeError as error:
        yield Fault("newer", SEGMENTS, str(error).removesuffix("。"))


def kept_holidays(office: Office) -> Iterator[Fault]:
    """The public holidays that were kept are those that were published, as far as this release knows."""
    path = differing_page(office)
    if path:
        yield Fault("altered", office.relative(path), "与国家公布的放假安排不符；请删除它，系统会重新生成")


def kept_customers(office: Office, state: State) -> Iterator[Fault]:
    """The customers that were kept are those of the archived register."""
    newest = {name: version for name, version in state.versions_at(None).items() if name in EVERYWHERE}
    cached = cached_customers(office, {name: version.sha256 for name, version in newest.items()})
    if cached is None:
        return
    try:
        books = {name: read_book(office.path(version.archived).read_bytes()).sheets for name, version in newest.items()}
        days = {name: state.first_kept(name, one.sha256) or one.at.date() for name, one in newest.items()}
        same = dict(cached.items()) == dict(read_registers(books, NEEDED, read_on=days).customers.items())
    except (OSError, Unreadable):
        return  # a version that is missing or altered is reported as that
    except OfficeError:
        same = False
    if not same:
        yield Fault("altered", cached.name, "与客户资料库的内容不符；请删除它，系统会重新生成")

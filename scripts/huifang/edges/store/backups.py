"""A backup: every file of an office in one zip, with a list of their hashes and the head of the journal's chain."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from huifang.core.catalogue import because
from huifang.core.zip_end import has_its_own_end
from huifang.edges.store.caches import FOLDER as CACHES
from huifang.edges.store.files import (
    PRIVATE,
    OfficeError,
    digest,
    opened_privately,
    place_new,
    read_bytes,
    sync_folder,
)
from huifang.edges.store.office import INNER, JOURNAL, Office
from huifang.ledger.formats import Format, NewerFormat, StoredDocument
from huifang.ledger.journal import parse_chain

MANIFEST = "huifang-backup.json"
#: What is packed already gains nothing by being packed again.
_PACKED = (".xlsx", ".xlsm", ".zip", ".parquet", ".eml", ".png", ".jpg")
_CHUNK = 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)


class Manifest(StoredDocument, frozen=True, kw_only=True):
    """What a backup holds: ``files`` by path with their SHA-256, and the journal as it was then.

    ``made_at`` is when it was made, ``last_at`` the time of the last entry, both ``YYYY-MM-DD HH:MM``.
    """

    FORMAT = Format("备份")

    office_id: str
    preset: str
    release: str
    made_at: str
    last_at: str
    entries: int
    head: str
    files: dict[str, str]


def files_to_back_up(office: Office, journaled: Collection[str]) -> Iterator[str]:
    """The relative paths of an office's files, without what lasts no longer than a run or can be made again, and
    without backups of it, unless they are ``journaled``: somebody sent one.

    Raises:
        OfficeError: a folder cannot be read, or a name cannot be written into a zip.
    """

    def refuse(error: OSError) -> None:
        raise OfficeError(because("Y804", file=Path(error.filename).name, error=error.strerror or error)) from error

    for folder, _, names in sorted(os.walk(office.root, onerror=refuse)):
        inside = Path(folder).relative_to(office.root).as_posix()
        for name in sorted(names):
            path = name if inside == "." else f"{inside}/{name}"
            if path == f"{INNER}/lock" or f"{inside}/".startswith(f"{CACHES}/") or name.startswith(("~$", ".~lock")):
                continue
            if name.startswith(".") and name.endswith(".tmp"):
                continue
            if path not in journaled and is_backup(office.path(path)):
                continue
            try:
                path.encode()
            except UnicodeEncodeError as error:
                raise OfficeError(because("Y804", file=ascii(name), error="文件名不是 UTF-8")) from error
            yield path


def is_backup(path: Path) -> bool:
    """Whether the file is a backup of an office."""
    if path.suffix.lower() != ".zip":
        return False
    with suppress(OSError, *_UNREADABLE), zipfile.ZipFile(path) as package:
        return MANIFEST in package.namelist()
    return False


def write_backup(target: Path, contents: Iterator[tuple[str, bytes]], manifest: Manifest) -> Manifest:
    """Write a backup beside its place, read it again, and move it there; ``manifest`` lacks the files yet.

    Raises:
        OfficeError: something is there already, it cannot be written, or what was read again is not the same.
    """
    if target.exists():
        raise OfficeError(because("Y836", file=target.name))
    beside, hashes = target.with_name(f".{target.name}.{os.getpid()}.tmp"), dict[str, str]()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        handle = opened_privately(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w") as package:
                for path, content in contents:
                    hashes[path] = digest(content)
                    package.writestr(_entry(path), content)
                whole = _with_files(manifest, hashes)
                package.writestr(_entry(MANIFEST), whole.to_json())
            stream.flush()
            os.fsync(stream.fileno())
        with opened_backup(beside) as (package, said):
            if said != whole:
                raise OfficeError(because("Y837", file=target.name, error="写好后读出来的内容不同"))
            check_backup(package, said, target.name)
        place_new(beside, target)
    except FileExistsError as error:
        raise OfficeError(because("Y836", file=target.name)) from error
    except OSError as error:
        raise OfficeError(because("Y802", file=target.name, error=error.strerror or error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    sync_folder(target.parent)
    return whole


def _with_files(manifest: Manifest, hashes: Mapping[str, str]) -> Manifest:
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(manifest, files=dict(hashes))


def _entry(path: str) -> zipfile.ZipInfo:
    """A member that is the same whenever it is written, for its owner alone."""
    entry = zipfile.ZipInfo(path)
    entry.external_attr = PRIVATE << 16
    entry.compress_type = zipfile.ZIP_STORED if path.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
    return entry


@contextmanager
def opened_backup(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its list; what goes wrong in reading it while it is open is a refusal, too.

    Raises:
        OfficeError: it is not there, is no backup or not a whole one, or a newer release made it.
    """
    if not path.is_file():
        raise OfficeError(because("Y817", path=path))
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as package:
            if not has_its_own_end(stream):
                raise OfficeError(because("Y837", file=path.name, error="文件不完整"))
            if MANIFEST not in package.namelist():
                raise OfficeError(because("Y837", file=path.name, error="里面没有备份清单"))
            yield package, Manifest.from_json(package.read(MANIFEST))
    except NewerFormat as error:
        raise OfficeError(error.reason) from error
    except (OSError, *_UNREADABLE) as error:
        raise OfficeError(because("Y837", file=path.name, error=error)) from error


def check_backup(package: zipfile.ZipFile, manifest: Manifest, name: str) -> None:
    """Refuse a backup that is not what its list says, whose journal is not whole, or that would write elsewhere.

    Raises:
        OfficeError: says what is wrong.
    """

    def wrong(what: str) -> OfficeError:
        return OfficeError(because("Y837", file=name, error=what))

    members = [entry.filename for entry in package.infolist() if not entry.is_dir()]
    if sorted(members) != sorted([*manifest.files, MANIFEST]):
        raise wrong("里面的文件与备份清单不符")
    for path, sha in manifest.files.items():
        if not is_inside(path):
            raise wrong(f"“{path}”不在办公文件夹里")
        if _hash_of(package, path) != sha:
            raise wrong(f"“{path}”的内容与备份清单不符")
    if JOURNAL not in manifest.files:
        raise wrong("里面没有日志")
    chain = parse_chain(package.read(JOURNAL))
    if chain.broken_at is not None or (len(chain.entries), chain.head) != (manifest.entries, manifest.head):
        raise wrong("里面的日志不完整")


def is_inside(path: str) -> bool:
    """Whether a path that a backup states stays within the folder it is restored to, on every system."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and not {"..", "."} & {*parts} and not {"\\", ":", "\0"} & {*path}


def _hash_of(package: zipfile.ZipFile, path: str) -> str:
    read = sha256()
    with package.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            read.update(chunk)
    return read.hexdigest()


def contents_of(office: Office, journaled: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The files to back up, each with its content; see :func:`files_to_back_up`.

    Raises:
        OfficeError: one cannot be read.
    """
    for path in files_to_back_up(office, journaled):
        yield path, read_bytes(office.path(path))

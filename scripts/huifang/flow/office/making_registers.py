"""Further register workbooks: made blank where 基本/另用登记表 lists them, left alone where it does so no more."""

from __future__ import annotations

from huifang.edges.known.presets import preset_in_use
from huifang.edges.store.files import OfficeError, write_bytes
from huifang.flow.office.desk import Desk
from huifang.flow.office.registers_used import registers_to_make
from huifang.tables.declared.people import PEOPLE
from huifang.tables.declared.registers import title_of


def make_registers(desk: Desk) -> tuple[str, ...]:
    """Make the blank workbooks that are listed and not there, and archive them; what they are called.

    Raises:
        OfficeError: one cannot be written.
    """
    from huifang.edges.books.register_books import build_books  # noqa: PLC0415  (once in an office's life)

    policy, preset = desk.present.policy, desk.state.preset
    names = registers_to_make(preset, policy, desk.shelf.has)
    if names:
        staff = [
            {"person_no": one.person_no, "name": one.name, "status": one.status} for one in desk.present.people.persons
        ]
        books = build_books(preset_in_use(preset).using(names), {PEOPLE.name: staff}, policy=policy, only=names)
        for name, content in books.items():
            write_bytes(desk.office.path(name), content)
        desk.keep_versions()
    return tuple(map(title_of, names))


def registers_left(desk: Desk) -> tuple[str, ...]:
    """Which register workbooks the office used up to the change of 制度 that this run saw first, and uses no more."""
    try:
        before = desk.used_until_this_run()
    except OfficeError:  # that version cannot be read any more: verify tells of it
        return ()
    return tuple(title_of(name) for name in before if name not in desk.workbooks)

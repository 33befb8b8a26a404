"""Sealed frames, the seeds, and whom they drew: everything is drawn again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huifang.decisions.audit.draws import draw_from, parse_frame
from huifang.edges.store.files import OfficeError
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import JOURNAL, Office
from huifang.flow.audit.faults import Fault
from huifang.flow.audit.task_draws import other_draws
from huifang.ledger.formats import NewerFormat
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import Draw, FrameSealed
from huifang.ledger.said import Said
from huifang.ledger.spot_checks import sheet_digest
from huifang.ledger.state import State


def draw_faults(office: Office, state: State, known: Iterable[tuple[Entry, Said]]) -> Iterator[Fault]:
    """Frames whose file is not what was sealed, draws that their frame and seed do not give, for calls and for tasks.
    A stored frame that is missing or altered is told of with the other files.
    """
    sealed: dict[tuple[str, str], FrameSealed] = {}
    known = [*known]
    for entry, said in known:
        if isinstance(said, FrameSealed):
            sealed[said.period, said.frame_sha256] = said
            if said.archived.get(said.path) != said.frame_sha256:
                yield Fault("altered", said.path, f"{said.period} 封存的名单，不是日志里写明校验值的那一份", entry.seq)
        elif isinstance(said, Draw):
            what = _otherwise(office, state, sealed.get((said.period, said.frame_sha256)), said)
            if what:
                yield Fault("altered", JOURNAL, f"{said.period} 第 {said.number} 次抽签：{what}", entry.seq)
    for at, task in other_draws(office, known, state.archived):
        yield Fault("altered", JOURNAL, f"任务 {task.number} 抽中的记录，与封存的名单和抽签不符", at.seq)


def _otherwise(office: Office, state: State, sealed: FrameSealed | None, draw: Draw) -> str:
    """What is wrong with a draw; empty where nothing is, or its frame cannot be read."""
    if sealed is None:
        return "日志里没有它所用的封存名单"
    try:
        sample = draw_from(parse_frame(read_kept(office, sealed.path, sealed.frame_sha256)), draw.seed)
    except (OfficeError, NewerFormat, ValueError):
        return ""
    if (sample.chosen, sample.reserve) != (draw.chosen, draw.reserve):
        return "用封存的名单和种子重新抽签，结果不同"
    for sheet in draw.sheets:
        rows = [customer for customer in (*draw.chosen, *draw.reserve) if customer.agent == sheet.agent]
        if sheet_digest(state.office_id, draw.period, draw.number, sheet.agent, rows) != sheet.digest:
            return f"核查表“{sheet.file}”的校验值与抽签不符"
    return ""

"""The sealed frame of a period as it is stored."""

from __future__ import annotations

from huifang.core.catalogue import because
from huifang.core.periods import Period
from huifang.decisions.audit.draws import Frame, parse_frame
from huifang.edges.store.files import OfficeError, digest, read_bytes
from huifang.flow.office.desk import Desk
from huifang.ledger.formats import NewerFormat
from huifang.ledger.spot_checks import SealedFrame


class NewerFrame(OfficeError):
    """A newer release sealed the frame."""


def sealed_frame(desk: Desk, period: Period) -> SealedFrame | None:
    """The period's frame; one that a clock ahead of now has sealed counts only where it was drawn from."""
    frame = desk.state.frames.get(period.name)
    return frame if frame and (frame.at <= desk.now or desk.state.draws_of(period.name)) else None


def stored_frame(desk: Desk, sealed: SealedFrame) -> Frame:
    """What was sealed.

    Raises:
        NewerFrame: a newer release sealed it.
        OfficeError: it is missing, or not what was sealed.
    """

    def read() -> Frame:
        content = read_bytes(desk.office.path(sealed.path))
        if digest(content) != sealed.sha256:
            raise OfficeError(because("Y819", file=sealed.path))
        try:
            return parse_frame(content)
        except NewerFormat as error:
            raise NewerFrame(error.reason) from error

    return desk.once(("frame", sealed.path, sealed.sha256), read)

"""What the ledger holds, asked for by what a sheet brings: only that is read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from huifang.edges.store.issued_calls import calls_of_all
from huifang.edges.store.office import Office
from huifang.ledger.issues import Issued, renumbered_calls
from huifang.ledger.records import CallRecord
from huifang.ledger.state import State

if TYPE_CHECKING:
    from huifang.ledger.questions import Frame

#: A batch's calls may have been made this long before its first day: it is issued at most one period ahead.
BEFORE_BATCH = timedelta(days=31)


class Ledger:
    """The accepted records of one office, as its journal tells them.

    Nothing is read, and no frame library imported, before something is asked of a ledger that holds something.
    """

    def __init__(self, office: Office, state: State) -> None:
        self._office = office
        self._state = state
        self._since: dict[date, Any] = {}
        self._segments_seen = 0
        self._issued: dict[date, Issued] = {}
        self._books_seen = (0, 0, 0)

    def frame(self, since: int = 0) -> Frame:
        """All versions of all call records, as a lazy frame; without those in the first ``since`` segments. A customer
        who got another number has that one.

        Raises:
            OfficeError: a segment is missing.
        """
        from huifang.edges.store.segments import open_segments  # noqa: PLC0415  (frames take long to import)

        segments = open_segments(self._office, self._state, since)
        if not self._state.renumbered:
            return segments
        from huifang.ledger.questions import renumbered  # noqa: PLC0415

        return renumbered(segments, self._state.renumbered)

    def past(self) -> Frame:
        """The calls of before the office began, as a lazy frame like that of :meth:`frame`.

        Raises:
            OfficeError: a segment is missing.
        """
        from huifang.edges.store.segments import open_past_calls  # noqa: PLC0415
        from huifang.ledger.questions import renumbered  # noqa: PLC0415

        return renumbered(open_past_calls(self._office, self._state), self._state.renumbered)

    def issued(self, until_on: date = date.max) -> Issued:
        """All calls that were ever issued in batches that begin on that day or before.

        Raises:
            OfficeError: what was issued cannot be read.
        """
        state = self._state
        seen = (len(state.books), len(state.withdrawn_books), len(state.settlements))
        if self._books_seen != seen:
            self._issued.clear()
            self._books_seen = seen
        if until_on not in self._issued:
            books = [book for book in (*state.books, *state.withdrawn_books) if book.span.from_on <= until_on]
            books.sort(key=lambda book: (book.seq, book.start))
            calls = [
                one._replace(calls=renumbered_calls(one.calls, state.renumbered))
                for one in calls_of_all(self._office, books)
            ]
            self._issued[until_on] = Issued(calls, {book.file for book in state.books})
        return self._issued[until_on]

    def accepted_of(self, agent: str, batch_from_on: date) -> list[CallRecord]:
        """The agent's records that stand and may concern a batch that begins on that day."""
        if not self._state.segments:
            return []
        from huifang.edges.store.segments import to_records  # noqa: PLC0415
        from huifang.ledger.questions import of_agent  # noqa: PLC0415

        return list(to_records(of_agent(self._around(batch_from_on), agent)))

    def connected_under(self, plan_nos: Collection[str], batch_from_on: date) -> list[CallRecord]:
        """The connected calls under these numbers that stand and may concern a batch that begins on that day."""
        if not self._state.segments or not plan_nos:
            return []
        from huifang.edges.store.segments import to_records  # noqa: PLC0415
        from huifang.ledger.questions import connections, sharing  # noqa: PLC0415

        return list(to_records(connections(sharing(self._around(batch_from_on), plan_nos, ()))))

    def _around(self, batch_from_on: date) -> Frame:
        """The records that stand and may concern a batch that begins on that day."""
        from huifang.edges.store.segments import collected  # noqa: PLC0415
        from huifang.ledger.questions import standing, within  # noqa: PLC0415

        if self._segments_seen != len(self._state.segments):
            self._since.clear()
            self._segments_seen = len(self._state.segments)
        since = batch_from_on - BEFORE_BATCH
        if since not in self._since:
            self._since[since] = collected(within(standing(self.frame()), since, date.max))
        around: Frame = self._since[since]
        return around

    def sharing(self, plan_nos: Collection[str], customer_nos: Collection[str]) -> list[CallRecord]:
        """The newest versions of records under one of the numbers, and of unplanned ones of one of the customers."""
        if not self._state.segments or not (plan_nos or customer_nos):
            return []
        from huifang.edges.store.segments import to_records  # noqa: PLC0415
        from huifang.ledger.questions import newest, sharing  # noqa: PLC0415

        return list(to_records(newest(sharing(self.frame(), plan_nos, customer_nos))))

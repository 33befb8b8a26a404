"""What in the agents' sheets deserves a look: one file for each kind of signal, in one explicit tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.alike_answers import alike_answers
from huifang.decisions.audit.signals.copied_notes import copied_notes
from huifang.decisions.audit.signals.dense import dense
from huifang.decisions.audit.signals.heaped_ends import heaped_ends
from huifang.decisions.audit.signals.no_length import no_length
from huifang.decisions.audit.signals.no_variation import no_variation
from huifang.decisions.audit.signals.observed import Observed
from huifang.decisions.audit.signals.repeated_rows import as_another, as_last_time
from huifang.decisions.audit.signals.same_gaps import same_gaps
from huifang.decisions.audit.signals.same_lengths import same_lengths
from huifang.decisions.audit.signals.saved_oddly import saved_oddly

#: In the order in which they are shown.
KINDS: tuple[Callable[[Observed], Iterator[Signal]], ...] = (
    no_length,
    dense,
    same_lengths,
    same_gaps,
    heaped_ends,
    copied_notes,
    alike_answers,
    no_variation,
    as_another,
    as_last_time,
    saved_oddly,
)


def signals(observed: Observed) -> tuple[Signal, ...]:
    """All signals of a period, of one agent after the other."""
    found = [signal for kind in KINDS for signal in kind(observed)]
    return tuple(sorted(found, key=lambda signal: signal.agent))

"""What a journey does not need is not loaded when it starts: every command begins with reading modules."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: Costly to load, and needed only where something is drawn, patched, filled into a template or taken out of a mail.
_OURS = ("huifang.edges.patching", "huifang.edges.report")
SELDOM = frozenset({"xlsxwriter", "jinja2", "email.parser", "phonenumbers", "holidays", *_OURS})
FRAMES = "polars"


@pytest.mark.parametrize(
    ("journey", "unneeded"),
    [
        ("flow.checking", SELDOM),
        ("flow.running", SELDOM | {"huifang.flow.intake.reading"}),
        ("flow.calls.planning", SELDOM | {"huifang.rules.call_rows"}),
        ("flow.calls.explaining", SELDOM | {"huifang.rules.call_rows"}),
        ("flow.complaints.complaining", SELDOM | {FRAMES, "huifang.rules.call_rows"}),
        ("flow.intake.collecting", SELDOM | {FRAMES, "huifang.decisions.reports.report"}),
    ],
)
def test_a_journey_starts_without_what_it_seldom_needs(journey: str, unneeded: frozenset[str]) -> None:
    asked = f"import sys, huifang.{journey}; print(*sys.modules, sep='\\n')"
    started = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not unneeded.intersection(started.stdout.splitlines())

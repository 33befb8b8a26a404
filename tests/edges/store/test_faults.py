"""The system refuses a write, a move, a removal, or the process ends at it: nothing is lost, the next run completes.

The commands run as real processes over the calls that reach the system, those of other libraries too. A sample of the
calls is tried; ``--every-fault`` tries them all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from faulty import HOW, Faults, chosen, copied
from interrupted import CASES, state_of
from office import TestOffice, run

pytestmark = pytest.mark.slow

#: Calls of a command at which each thing happens, without --every-fault.
SAMPLE = 1


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    return Faults.build(tmp_path_factory.mktemp("faults"))


@pytest.mark.sampled(0, 2)
@pytest.mark.parametrize("name", CASES)
def test_whatever_the_system_refuses(tmp_path: Path, faults: Faults, name: str, request: pytest.FixtureRequest) -> None:
    make, arguments = CASES[name]
    template, place = tmp_path / "template", tmp_path / "place"
    template.mkdir()
    root = place / make(template).root.name
    office = TestOffice(root, tmp_path)

    copied(template, place)
    calls = faults.calls_of(arguments(office), root)
    expected = state_of(office)
    assert expected["ok"], expected["problems"]
    assert {call.split(" ", 1)[0] for call in calls} >= {"open", "read", "write", "fsync", "rename", "unlink", "mkdir"}

    wrong = []
    for how in HOW:
        for number in chosen(calls, how, request.config.getoption("--every-fault"), SAMPLE):
            copied(template, place)
            told = faults.run(arguments(office), root, number, how)
            if (fault := _wrong(told.code, told.err)) or (fault := _repeated(office, arguments(office), expected)):
                wrong.append(f"{how} at {number} ({told.calls[number - 1]}): {fault}")
    assert not wrong, "\n".join(wrong)


def _wrong(code: int, err: str) -> str:
    """What no command may do, whatever happened to it."""
    if "Traceback" in err:
        return err.strip().splitlines()[-1]
    return "" if code in (0, 1, 3, -9) else f"exit code {code}"


def _repeated(office: TestOffice, arguments: list[str], expected: dict[str, Any]) -> str:
    """What is not as if nothing had happened, after the command has run again; empty where all is."""
    try:
        run(*arguments)
        got = state_of(office)
    except AssertionError as error:
        return str(error).strip().splitlines()[-1]
    return "; ".join(f"{key} {got[key]} instead of {expected[key]}" for key in expected if got[key] != expected[key])

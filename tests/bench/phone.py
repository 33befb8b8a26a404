"""How well lists of calls (话单) tell invented reports from true ones, for each way in which bills look.

    python tests/bench/phone.py [--offices 200]

Prints a Markdown table. The seeds are others than those of the tests, by which the tolerances were set.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

from phone_made import BILLS, made_calls

FIRST_SEED = 10_000


def main() -> None:
    """Make the offices, and print what was found of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--offices", type=int, default=200)
    offices = parser.parse_args().offices
    print("| 话单 | 编造的 | 找出 | 接通几秒就挂断的 | 找出 | 真打的 | 被当成没打 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, noise in BILLS.items():
        untrue = found = true = flagged = hung_up = seen = 0
        for seed in range(FIRST_SEED, FIRST_SEED + offices):
            made = made_calls(seed, noise)
            proved = made.proved()
            untrue, found = untrue + len(made.untrue), found + len(made.untrue - proved)
            rung = made_calls(seed, noise, brief=True)
            hung_up, seen = hung_up + len(rung.untrue), seen + len(rung.untrue - rung.proved())
            true += len(made.reports) - len(made.untrue)
            flagged += sum(one.record_no not in proved | made.untrue for one in made.reports)
        shares = f"{untrue} | {found / untrue:.2%} | {hung_up} | {seen / hung_up:.1%}"
        print(f"| {name} | {shares} | {true} | {flagged / true:.2%} |")


main()

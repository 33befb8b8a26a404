"""What ``huifang draft`` finds in the twenty labelled texts: recall and precision of facts with a number, apart for the
odd texts, by which it was tuned, and for the even ones, which nobody looked at while it was written.

PYTHONPATH=tests/support python tests/bench/draft.py [--odd-misses]
"""

from __future__ import annotations

import argparse

from drafts_measured import Half, measured, odd_misses


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description="How well a draft finds the facts of a regulation.")
    parser.add_argument("--odd-misses", action="store_true", help="list what was missed and false in the odd texts")
    arguments = parser.parse_args()
    print("| texts | facts | recall | precision | with the right subject |")
    print("| --- | --- | --- | --- | --- |")
    for half in (Half.ODD, Half.EVEN):
        one = measured(half)
        print(f"| {half} | {one.facts} | {one.recall:.2f} | {one.precision:.2f} | {one.right_subject:.2f} |")
    if arguments.odd_misses:
        print()
        for line in odd_misses():
            print(f"- {line}")


if __name__ == "__main__":
    main()

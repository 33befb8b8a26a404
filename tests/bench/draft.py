"""What ``huifang draft`` finds in the labelled texts: recall and precision of facts with a number, apart for the
odd texts, by which it was tuned, for the even ones, which nobody looked at while it was written, and for ten loose ones
of another manner.

PYTHONPATH=tests/support python tests/bench/draft.py [--odd-misses]
"""

from __future__ import annotations

import argparse

from drafts_measured import Part, measured, odd_misses


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description="How well a draft finds the facts of a regulation.")
    parser.add_argument("--odd-misses", action="store_true", help="list what was missed and false in the odd texts")
    arguments = parser.parse_args()
    print("| texts | facts | recall | precision | with the right subject |")
    print("| --- | --- | --- | --- | --- |")
    for part in Part:
        one = measured(part)
        print(f"| {part} | {one.facts} | {one.recall:.2f} | {one.precision:.2f} | {one.right_subject:.2f} |")
    if arguments.odd_misses:
        print()
        for line in odd_misses():
            print(f"- {line}")


if __name__ == "__main__":
    main()

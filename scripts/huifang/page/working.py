"""A job's process: it runs one command of ``huifang`` as if it had been typed, and leaves how that ended.

``python -m huifang.page.working FOLDER``, with the words of the command in the folder's ``job.json``.
"""

from __future__ import annotations

import runpy
import sys
import traceback
from pathlib import Path

from huifang.page.jobs import CODE, JOB, JobOrder

#: The exit code of a command that failed in a way nobody thought of.
CRASHED = 70


def work(folder: Path) -> int:
    """Run the command; its exit code stands in the folder when it has ended."""
    sys.argv = ["huifang", *JobOrder.from_json((folder / JOB).read_bytes()).argv]
    code = CRASHED
    try:
        runpy.run_module("huifang", run_name="__main__", alter_sys=False)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001  (nobody else is there to tell)
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    beside = folder / f".{CODE}.tmp"
    beside.write_text(str(code), encoding="ascii")
    beside.replace(folder / CODE)
    return code


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1])))

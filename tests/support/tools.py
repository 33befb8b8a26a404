"""Programs outside Python that some tests need: LibreOffice, Chromium and its driver, the PDF tools, mail servers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from mail_servers import lacking


def require_tool(*names: str) -> str:
    """The path of the first of ``names`` on PATH; without any, skip, or fail where ``HUIFANG_REQUIRE_ALL`` is set."""
    for name in names:
        if path := shutil.which(name):
            return path
    return _lacking(f"needs {' or '.join(names)}, and none is on PATH")


def require_package(name: str) -> None:
    """A package that only some tests need."""
    if find_spec(name) is None:
        _lacking(f"needs the package {name}, and it is not installed")


def require_bridge() -> str:
    """A Python that has LibreOffice's bridge."""
    return _bridge() or _lacking("needs python3-uno, which no Python here has")


@cache
def _bridge() -> str:
    for python in ("/usr/bin/python3", shutil.which("python3") or "", sys.executable):
        if python and Path(python).exists():
            tried = subprocess.run([python, "-c", "import uno"], capture_output=True, env=plain_environment())
            if tried.returncode == 0:
                return python
    return ""


def require_mail_servers() -> None:
    """Postfix and Dovecot, and the right to start them."""
    if reason := lacking():
        _lacking(reason)


def _lacking(reason: str) -> NoReturn:
    if os.environ.get("HUIFANG_REQUIRE_ALL"):
        pytest.fail(f"{reason} (HUIFANG_REQUIRE_ALL is set)", pytrace=False)
    pytest.skip(reason)


def plain_environment() -> dict[str, str]:
    """Without what a virtual environment adds."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}

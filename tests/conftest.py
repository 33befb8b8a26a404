"""Fixtures that every test may use. A test that asks for a tool is slow, and carries the tool's marker, unsaid."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from binascii import crc32
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import beforehand  # noqa: F401
import made_once  # noqa: F401  (the folder is there before processes are started that share it)
from browser import started_browser
from libreoffice_macros import Macros, macros_in_libreoffice
from tools import require_package, require_tool

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# For scripts/reference. At the end, so that an installed huifang is still the one that is tested.
sys.path.append(str(Path(__file__).resolve().parents[1] / "scripts"))

# Programs that tests start find the modules compiled, wherever these may not be written beside the sources: to compile
# them takes such a program half of its time. Processes that share the work share the folder, too.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", "") and "PYTHONPYCACHEPREFIX" not in os.environ:
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="huifang-compiled-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)


# No test asks the keyring of whoever runs it; those that need one have one of their own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# In CI the same examples every time; elsewhere new ones, so that people's machines go on looking. How long an example
# takes says nothing where every core is busy.
settings.register_profile("everywhere", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")


@pytest.fixture(scope="session")
def libreoffice() -> str:
    return require_tool("soffice", "libreoffice")


@pytest.fixture(scope="session")
def chromium() -> str:
    return require_tool("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, started once for all tests that drive it."""
    require_package("playwright")
    with started_browser(chromium) as started:
        yield started


@pytest.fixture(scope="session")
def macros(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Macros]:
    """LibreOffice, started once for all tests of this process that run macros."""
    with macros_in_libreoffice(tmp_path_factory.mktemp("macros")) as running:
        yield running


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    return require_tool("pdftoppm")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    return require_tool("pdftotext")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-fault", action="store_true", help="try everything that is sampled, not the sample")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Files that are named are run in this process: starting others would take longer. All else uses every core."""
    return 0 if all(".py" in argument for argument in config.args) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--every-fault"):
        _sample(config, items)
    for item in items:
        tools = {"libreoffice", "chromium"} & set(getattr(item, "fixturenames", ()))
        for marker in (*tools, "slow") if tools else ():
            item.add_marker(marker)


def _sample(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of tests that carry ``sampled`` every third case stays, beginning with one that follows from the test's name, so
    that what one leaves out others try; ``sampled(BEGIN, OF)`` names both, so that two tests share all cases.
    """
    seen: dict[str, int] = {}
    kept, left_out = [], []
    for item in items:
        name, sampled = item.nodeid.partition("[")[0], item.get_closest_marker("sampled")
        begin, of = sampled.args if sampled and sampled.args else (crc32(name.encode()), 3)
        seen[name] = seen.get(name, begin) + 1
        (left_out if sampled and seen[name] % of else kept).append(item)
    if left_out:
        items[:] = kept
        config.hook.pytest_deselected(items=left_out)

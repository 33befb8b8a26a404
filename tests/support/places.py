"""Where the tests find the project and their own data, wherever a test stands."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "scripts" / "huifang"
DATA = ROOT / "tests" / "data"

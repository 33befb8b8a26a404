"""Cards of a 批示单 that cannot be carried out, by the code of the reason: 批示, its words, cells of the row below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CARDS: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "Y431": ("", "补发一把", {}),
    "Y432": ("好", "", {}),
    "Y433": ("不同意", "", {}),
    "Y434": ("同意", "以后不再处理", {}),
    "Y435": ("同意", "", {"B": "A99"}),
    "Y436": ("同意", "", {"E": "尽快"}),
}
#: Those that are about the sheet around them.
SHEETS = ("Y430", "Y437")

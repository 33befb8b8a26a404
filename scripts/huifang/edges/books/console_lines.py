"""What stands in 控制台.xlsm, line by line: the words, how a line looks, and its buttons.

The same lines become the workbook itself, and a plain list that its macro lays out in it while Excel has it open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The workbook, its two sheets, and those that are out of sight: how each kind of line looks, and what the macro needs.
CONSOLE_BOOK: Final = "控制台.xlsm"
TODAY_SHEET, RESULT_SHEET, STYLE_SHEET, SETUP_SHEET = "今天", "结果", "_样式", "_设置"


@dataclass(frozen=True)
class ConsoleButton:
    """A button: what stands on it, and the word by which it is told to the program."""

    caption: str
    word: str


BUTTONS: Final = (
    ConsoleButton("做今天该做的", "run"),
    ConsoleButton("检查", "check"),
    ConsoleButton("排计划", "plan"),
    ConsoleButton("收表", "collect"),
    ConsoleButton("出报告", "report"),
    ConsoleButton("抽查", "auditor"),
    ConsoleButton("发信", "mail-send"),
    ConsoleButton("打开回访台", "page"),
    ConsoleButton("刷新", "refresh"),
)
#: On the sheet 结果: what leads back.
BACK: Final = "回到今天"

#: How a line looks. Their order numbers the rows of the sheet of looks.
BAND, DAY, BUTTON_ROW, GAP, HEADING = "band", "day", "buttons", "gap", "heading"
ALARM_HEADING, ALARM_LINE, HEADS = "alarm-heading", "alarm-line", "heads"
ROW, ROW_LATE, ROW_TODAY, ROW_GOOD = "row", "row-late", "row-today", "row-good"
STEP, TEXT, QUIET, FILE = "step", "text", "quiet", "file"
GOOD, LOOK, BAD = "good", "look", "alarm"
KINDS: Final = (
    BAND, DAY, BUTTON_ROW, GAP, HEADING, ALARM_HEADING, ALARM_LINE, HEADS, ROW, ROW_LATE, ROW_TODAY, ROW_GOOD, STEP,
    TEXT, QUIET, FILE, GOOD, LOOK, BAD,
)  # fmt: skip


@dataclass(frozen=True)
class ConsoleLine:
    """One line. ``cells`` are its texts, from the left; ``link`` is a file of the office that its last cell opens."""

    kind: str
    cells: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class ConsoleSheets:
    """Both sheets; ``opened`` is a file that is opened when they are shown."""

    today: tuple[ConsoleLine, ...]
    result: tuple[ConsoleLine, ...]
    opened: str = ""

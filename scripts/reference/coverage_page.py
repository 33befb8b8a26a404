"""docs/coverage.md: every clause of the regulations in our words, where it lives, and which test shows it.

The clauses stand in docs/clauses, one file a regulation: ``[[clause]]`` with ``number``, ``says``, and either ``lives``
(``KIND:NAME``) and ``shown`` (tests as pytest names them), or ``beyond``: why a tool cannot do it; ``open`` says what
is not built.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from huifang.cli.main import COMMANDS
from huifang.decisions.reports.parts import PARTS
from huifang.edges.known.presets import Preset
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.corrections import CORRECTIONS
from huifang.tables.declared.decisions import SHEET as DECISIONS
from huifang.tables.declared.forms import FORMS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.declared.spot_checks import SPOT_CHECKS
from huifang.tables.model import Table
from reference.markdown import page, table

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "clauses"


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of a regulation: what it orders in our words, where that lives, and which tests show it."""

    number: str
    says: str
    lives: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    beyond: str = ""
    open: str = ""


def clauses_of(preset: Preset) -> tuple[Clause, ...]:
    """The clauses of the preset's regulation, in its order; none where nobody has written them down."""
    path = FOLDER / f"{preset.preset}.toml"
    if not path.is_file():
        return ()
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8"))["clause"], tuple[Clause, ...])


def unknown_places(preset: Preset, clause: Clause) -> Iterator[str]:
    """Those of its places that the preset does not have."""
    for place in clause.lives:
        kind, _, name = place.partition(":")
        if kind not in KINDS or name not in KINDS[kind](preset):
            yield place


def _column(header: str) -> Callable[[str], Callable[[Preset], Sequence[str]]]:
    def names(sheet: str) -> Callable[[Preset], Sequence[str]]:
        return lambda preset: [row[header] for row in preset.content.get(sheet, ()) if header in row]

    return names


def _tables(preset: Preset) -> Iterator[Table]:
    yield CALLS
    for workbook in preset.workbooks:
        yield from BOOKS[workbook]


#: What a clause may live in, and which names of it a preset has.
KINDS: Mapping[str, Callable[[Preset], Iterable[str]]] = {
    "回访规则": _column("规则名称")("回访规则"),
    "基本": lambda preset: [row["项目"] for row in preset.rows()["基本"]],
    "通知": _column("场合")("通知"),
    "报告": _column("报告")("报告"),
    "报告内容": lambda preset: PARTS,
    "投诉时限": _column("阶段")("投诉时限"),
    "投诉要求": _column("办到")("投诉要求"),
    "客户类别": _column("类别")("客户类别"),
    "问卷": _column("题目")("问卷"),
    "定期任务": _column("任务")("定期任务"),
    "指标": _column("指标")("指标"),
    "选项": lambda preset: [row["值"] for row in preset.rows()["选项"]],
    "表": lambda preset: [one.name for one in _tables(preset)],
    "列": lambda preset: [f"{one.name}.{column.header}" for one in _tables(preset) for column in one.columns],
    "单据": lambda preset: [*(form.title for form in FORMS), DECISIONS, CORRECTIONS.name, SPOT_CHECKS.name],
    "命令": lambda preset: COMMANDS,
}


def coverage_page(presets: Sequence[Preset]) -> str:
    """The page: how far each regulation is carried out, then its clauses one by one."""
    listed = [(preset, clauses) for preset in presets if (clauses := clauses_of(preset))]
    headers = ("制度", "条款", "有测试的", "工具帮不上的", "还没有做的")
    sums = [
        (f"[{p.name}](#{p.preset})", len(c), *(sum(map(bool, x)) for x in zip(*map(_counted, c), strict=True)))
        for p, c in listed
    ]
    return page(
        "条款一览",
        "每部制度的每一条，用我们自己的话说；落在哪里；哪个测试能看出来。礼貌、语气这类事，工具帮不上，也写明。",
        table(headers, sums),
        *(block for preset, clauses in listed for block in _preset(preset, clauses)),
    )


def _counted(clause: Clause) -> tuple[bool, bool, bool]:
    return bool(clause.shown), bool(clause.beyond), bool(clause.open)


def _preset(preset: Preset, clauses: Iterable[Clause]) -> list[str]:
    rows = [(c.number, c.says, _where(c), "、".join(map(_test, c.shown))) for c in clauses]
    about = f"{preset.name}，出处{preset.document}。"
    return [f"## {preset.preset}", about, table(("条款", "要求", "落在哪里", "测试"), rows)]


def _where(clause: Clause) -> str:
    if clause.beyond:
        return f"工具帮不上：{clause.beyond}"
    places: dict[str, list[str]] = {}
    for place in clause.lives:
        kind, _, name = place.partition(":")
        places.setdefault(kind, []).append(name)
    said = "；".join(f"{kind}“{'”“'.join(names)}”" for kind, names in places.items())
    return "；".join(filter(None, (said, f"还没有做：{clause.open}" if clause.open else "")))


def _test(name: str) -> str:
    path, _, function = name.partition("::")
    return f"[{function}](../{path})"

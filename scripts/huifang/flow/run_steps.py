"""What a run tells of the steps that take something in, in words for people and in figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huifang.core.findings import Finding
from huifang.flow.aftermath.passing_on import PassedOn
from huifang.flow.aftermath.writing_back import WrittenBack
from huifang.flow.intake.collected import Collected
from huifang.flow.intake.telling import told_of


@dataclass(frozen=True)
class Step:
    """One thing that was done: what, in words for people, and in figures. ``why`` says in a few words what of it needs
    somebody's attention; empty where nothing does.
    """

    step: str
    text: str
    data: dict[str, Any]
    why: str = ""


def collected(result: Collected, label: Callable[[str], str], people: Sequence[Mapping[str, Any]] = ()) -> Step:
    """How many sheets, then of each that needs somebody: whose, why, and what to send now; ``people`` is what became of
    each sheet.
    """
    counts = {
        "入账": len(result.accepted), "登记": len(result.filled), "退回": len(result.returned),
        "重复": len(result.duplicates), "未处理": len(result.ignored),
    }  # fmt: skip
    listed = "，".join(f"{what} {count} 份" for what, count in counts.items() if count or what != "登记")
    lines = [f"收表：{listed}，待确认更正 {len(result.pending)} 处。", *told_of(result, label)]
    if result.notes:
        lines.append(noted(dict.fromkeys(result.notes)))
    data = {
        "accepted": len(result.accepted),
        "sheets": [
            {"file": one.file, "agent": one.agent, "period": one.period, "rows": one.rows} for one in result.accepted
        ],
        "returned": [r.file for r in result.returned],
        "filled": [form.file for form in result.filled],
        "duplicates": len(result.duplicates), "ignored": [file for file, _ in result.ignored],
        "pending": len(result.pending),
        "to_send": [
            {"file": r.file, "agent": r.agent, "period": r.period, "reason": r.reason.text, "marked": r.marked}
            for r in result.returned
        ],
        "people": [*people], "left": [{"file": file, "reason": reason.sentence} for file, reason in result.ignored],
    }  # fmt: skip
    why = [f"{what} {counts[what]} 份" for what in ("退回", "未处理") if counts[what]]
    why += [f"待确认更正 {len(result.pending)} 处"] if result.pending else []
    why += [f"收表时有 {len(result.notes)} 件事没有办成"] if result.notes else []
    return Step("collect", "\n".join(lines), data, "，".join(why))


def written_back(back: WrittenBack) -> Step:
    """What calls entered into registers, or why not."""
    done = f"写回登记表：项目台账 {back.numbers} 个回访记录编号，投诉登记表 {back.revisits} 次回访。"
    data = {"numbers": back.numbers, "revisits": back.revisits}
    text = (done if back.numbers or back.revisits else "") + noted(back.notes)
    return Step("writeback", text, data, f"登记表没有写成 {len(back.notes)} 处" if back.notes else "")


def passed_on(passed: PassedOn) -> Step:
    """What was registered out of calls, whom drafts are for, who got a mark, or what stood in the way."""
    done = f"为 {len(passed.reports)} 次回访留好了回访报告的一行。" if passed.reports else ""
    if passed.registered or passed.drafts or passed.marked or passed.remarked:
        done = (
            f"回访中的不满：登记 {len(passed.registered)} 件，写好通知 {len(passed.drafts)} 份，"
            f"加重点标记 {len(passed.marked)} 位客户，备注投诉 {len(passed.remarked)} 位。{done}"
        )
    data = {
        "registered": [one.number for one in passed.registered], "notices": passed.drafts, "marked": passed.marked,
        "remarked": passed.remarked, "reports": [one.number for one in passed.reports],
    }  # fmt: skip
    text = done + noted(passed.notes)
    return Step("heard", text, data, f"不满没有登记或通知 {len(passed.notes)} 处" if passed.notes else "")


def noted(notes: Iterable[Finding]) -> str:
    """What stood in the way, as sentences."""
    return "".join(f"{note.message}{note.hint}" for note in notes)

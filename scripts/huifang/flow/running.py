"""Running: whatever is due now, in order: take in the sheets, seal, make the reports, plan what is next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.calls.ended import ended_but_owed
from huifang.decisions.calls.planning import ended_finding, out_of_attempts
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.report import sentences
from huifang.edges.arriving.arrivals import find_arrivals
from huifang.edges.known.presets import forms_with_plan
from huifang.edges.store.outbox import LAPSED
from huifang.flow.aftermath.passing_on import pass_on
from huifang.flow.aftermath.writing_back import write_back
from huifang.flow.audit.spotchecking import frames_due, seal
from huifang.flow.calls.planning import Batch, plan_batch, planning_view, same_customers_told
from huifang.flow.complaints.complaining import complaints
from huifang.flow.complaints.overdue import note_overdue
from huifang.flow.complaints.record_clocks import late_ones
from huifang.flow.complaints.telling import MAJOR_ONES, NEAR
from huifang.flow.evidence import changes_told
from huifang.flow.occasions import AFTERWARDS, OCCASIONS, OF_THE_WORK
from huifang.flow.office.desk import Desk
from huifang.flow.office.making_registers import make_registers, registers_left
from huifang.flow.office.settings_in_use import setting_errors
from huifang.flow.post.letters import Occasion
from huifang.flow.post.putting_aside import put_aside
from huifang.flow.post.writing import write_letters
from huifang.flow.reports.owing import reports_due
from huifang.flow.reports.reporting import make_report, refresh_ledgers
from huifang.flow.run_steps import Step, collected, noted, passed_on, written_back
from huifang.flow.tasks.issuing import issue_tasks, note_late

#: A run that had nothing to do for so long journals its time, so that the clock of a quiet office is not doubted.
QUIET = timedelta(days=20)
#: So many findings are told of one step.
MOST = 3


def run(desk: Desk) -> list[Step]:
    """Do what is due; running again at once does nothing new. By a clock that may be wrong nothing is done."""
    return [*steps_due(desk)]


def steps_due(desk: Desk) -> Iterator[Step]:
    """The same step by step: each is done when it is asked for."""
    for note in desk.clock_findings:
        yield Step("clock", f"{note.message}{note.hint}", note.as_json(), note.message.rstrip("。"))
    yield from _wrong_settings(desk)
    if desk.clock_is_doubtful:
        return
    yield from _registers_used(desk)
    yield from _take_in(desk)
    yield from _written(desk, MAJOR_ONES)
    for sealed in frames_due(desk):  # before the report: its chain head covers the seal
        yield _seal(desk, sealed)
    for kind, of in reports_due(desk):
        yield _report(desk, kind, of)
    refreshed = refresh_ledgers(desk)
    if refreshed:
        yield Step("ledger", f"台账：已补写 {'、'.join(refreshed)}。", {"files": list(refreshed)})
    yield from _changes(desk)
    yield from _not_called(desk)
    yield from _same_customers(desk)
    yield from _tasks(desk)
    yield from _written(desk, NEAR)
    yield from _late_complaints(desk)
    now = desk.present
    period = now.policy.period_of(now.today)
    if _may_be_added_to(desk, period):
        yield from _plan(desk, period)
    yield from _letters(desk, (*AFTERWARDS, *OF_THE_WORK))
    if desk.state.last_at and desk.now - desk.state.last_at > QUIET:
        desk.confirm_clock()


def _wrong_settings(desk: Desk) -> Iterator[Step]:
    """Errors in what all the rest goes by: until they are put right something else is planned than people meant."""
    errors = setting_errors(desk)
    if errors:
        first = errors[0]
        said = f"{first.place}：{first.message}{first.hint}"
        text = f"设置：有 {len(errors)} 处错误影响安排，如 {said}全部见 huifang check。"
        yield Step(
            "settings", text, {"findings": [error.as_json() for error in errors]}, f"设置有 {len(errors)} 处错误"
        )


def _registers_used(desk: Desk) -> Iterator[Step]:
    """Register workbooks beside the regulation's that were made now, and those that are used no more."""
    left, made = registers_left(desk), make_registers(desk)
    if made:
        yield Step("books", f"登记表：已建好 {'、'.join(made)} 的空表。", {"made": list(made)})
    if left:
        text = f"登记表：不再使用 {'、'.join(left)}，表和里面的内容都没有动，从现在起不计时，不安排回访，也不进报告。"
        yield Step("books", text, {"left": list(left)})


def _may_be_added_to(desk: Desk, period: Period) -> bool:
    """Nobody is surprised with more calls on the last day of a batch; from 报告时刻 on there is no batch to make."""
    if desk.state.books_of(period.name):
        return desk.present.today < period.until_on
    return desk.now < desk.present.policy.closes_at(period)


def _take_in(desk: Desk) -> Iterator[Step]:
    """The sheets in the inbox, and what calls say to the registers and to people; what had to wait before, too."""
    if any(True for _ in find_arrivals(desk.office, ())):
        from huifang.flow.intake.by_person import by_person  # noqa: PLC0415  (mostly nothing came)
        from huifang.flow.intake.collecting import collect  # noqa: PLC0415

        result = collect(desk, ())
        yield collected(result, desk.present.people.label, by_person(desk, result))
        back, passed = result.back, result.passed
    else:
        back, passed = write_back(desk), pass_on(desk)
    if back.did_something:
        yield written_back(back)
    if passed.did_something:
        yield passed_on(passed)


def _seal(desk: Desk, period: Period) -> Step:
    frame = seal(desk, period)
    text = f"封存：{period.name} 的抽查名单，校验值前 12 位 {frame.sha256[:12]}。"
    return Step("seal", text, {"period": period.name, "frame_sha256": frame.sha256})


def _report(desk: Desk, kind: str, period: Period) -> Step:
    made = make_report(desk, period, kind)
    text = f"报告：{made.report.title}。" + "".join(sentences(made.report))
    data: dict[str, Any] = {"kind": made.report.kind, "period": period.name, "files": list(made.files)}
    data |= {"forms": list(made.forms)} if made.forms else {}
    found = [*made.report.findings, *made.notes]
    why = f"{kind} {period.name} 的校验发现有 {len(found)} 处" if found else ""
    return Step("report", text + _such_as(found), data, why)


def _changes(desk: Desk) -> Iterator[Step]:
    """What registers say otherwise than was seen before, until it is settled."""
    now = desk.present
    told = [*changes_told(now), *ended_but_owed(planning_view(now, now.policy.period_of(now.today)), now.today)]
    if told:
        listed = "".join(f"{finding.message}" for finding in told[:5])
        more = f"……共 {len(told)} 处，" if len(told) > 5 else ""
        text = f"登记表：{listed}{more}请核对；见 huifang check。"
        yield Step(
            "registers", text, {"findings": [finding.as_json() for finding in told]}, f"登记表有 {len(told)} 处待核对"
        )


def _not_called(desk: Desk) -> Iterator[Step]:
    """Customers whom nobody calls any more since they refused, or their number is none, until somebody decides."""
    now = desk.present
    view = planning_view(now, now.policy.period_of(now.today))
    if not view.agreements.ended:
        return
    told = [*dict.fromkeys(ended_finding(o.customer, o.ended) for o in out_of_attempts(view, now.today) if o.ended)]
    if told:
        data = {"findings": [finding.as_json() for finding in told]}
        why = f"有 {len(told)} 位客户拒访或打不通"
        yield Step("not-called", f"回访：{why}，等待处理。" + _such_as(told), data, why)


def _same_customers(desk: Desk) -> Iterator[Step]:
    """Customers who may be one, of whom nobody was told before."""
    told = same_customers_told(desk)
    if told:
        data, why = {"findings": [finding.as_json() for finding in told]}, f"有 {len(told)} 组客户可能重复"
        yield Step("same-customers", f"客户资料库：{why}。" + _such_as(told), data, why)


def _written(desk: Desk, occasion: Occasion) -> Iterator[Step]:
    """The letters of an occasion that somebody has to act upon at once."""
    written = write_letters(desk, occasion)
    if written.did_something:
        why = [f"{occasion.alarm} {len(written.numbers)} 个"] if occasion.alarm and written.files else []
        why += [f"{occasion.name}没有写成或记下 {len(written.notes)} 处"] if written.notes else []
        text = written.said(desk.present.people.label) + noted(written.notes)
        yield Step(occasion.step, text, written.as_json(occasion.listed_as), "，".join(why))


def _letters(desk: Desk, occasions: Iterable[Occasion]) -> Iterator[Step]:
    """All other letters; drafts of what is over are put aside."""
    done = [one for one in (write_letters(desk, occasion) for occasion in occasions) if one.did_something]
    aside = put_aside(desk, (*OCCASIONS, *OF_THE_WORK))
    if done or aside:
        notes = [note for one in done for note in one.notes]
        lines = [one.said(desk.present.people.label) for one in done if one.files]
        lines += [f"有 {len(aside)} 封没有发出的信已经过时，移到了发件箱的“{LAPSED}”。"] if aside else []
        data = {"written": [one.as_json("about") for one in done], "aside": aside}
        why = f"信没有写成或记下 {len(notes)} 处" if notes else ""
        yield Step("letters", "\n".join(lines) + noted(notes), data, why)


def _tasks(desk: Desk) -> Iterator[Step]:
    """The tasks that came up, and those that are late."""
    done = issue_tasks(desk)
    done.late.extend(note_late(desk))
    if done.did_something:
        why = [f"定期任务 {len(done.late)} 件过期未办"] if done.late else []
        why += [f"任务没有列入登记表 {len(done.notes)} 处"] if done.notes else []
        yield Step("tasks", done.said + noted(done.notes), done.as_json(), "，".join(why))


def _late_complaints(desk: Desk) -> Iterator[Step]:
    """Who is to be told of complaints that are late, major (at once) or have to be done again."""
    late = [one for one in complaints(desk).open if one.needs_attention or one.escalated or _unwritten(one)]
    note_overdue(desk, late)
    yield from _late_records(desk)
    if late:
        people = dict.fromkeys(number for status in late for number in status.escalated or _unwritten(status))
        told = "、".join(map(desk.present.people.label, people)) or "主管"
        numbers = [status.complaint_no for status in late]
        listed = "、".join(status.label for status in late[:5])
        text = f"投诉：{len(late)} 件超时、重大或要重新办理({listed})，请告诉 {told}；明细见 huifang complaints。"
        yield Step("complaints", text, {"complaints": numbers, "told": list(people)}, f"投诉 {len(late)} 件要处理")


def _late_records(desk: Desk) -> Iterator[Step]:
    """Who is to be told of limits of other registers that are over."""
    late = late_ones(complaints(desk).records)
    note_overdue(desk, late)
    if late:
        people = dict.fromkeys(number for status in late for number in status.escalated)
        told = "、".join(map(desk.present.people.label, people)) or "主管"
        listed = "、".join(f"{status.table} {status.label}" for status in late[:5])
        text = f"登记的事：{len(late)} 件超过时限({listed})，请告诉 {told}；明细见 huifang complaints。"
        data = {"records": [{"table": one.table, "number": one.complaint_no} for one in late], "told": list(people)}
        yield Step("limits", text, data, f"登记的事 {len(late)} 件超过时限")


def _unwritten(status: ComplaintStatus) -> tuple[str, ...]:
    """Who must know of a major complaint that no letter can name, as it has no number yet."""
    return () if status.complaint_no else status.at_once


def _plan(desk: Desk, period: Period) -> Iterator[Step]:
    before = desk.present.issued.all_numbers
    standing = {call.plan_no for call in desk.present.issued.of_period(period.name)}
    batch = plan_batch(desk, period, at_leisure=True)
    if not batch.files:
        return
    text = f"计划：{period.name} 新发 {len(batch.files)} 个工作簿，本期共 {len(batch.calls)} 个回访。"
    data = {
        "period": period.name, "calls": len(batch.calls), "files": list(batch.files),
        "handed_out": [_handed_out(file, batch, standing) for file in batch.files],
    }  # fmt: skip
    why = f"{period.name} 的计划有 {len(batch.findings)} 处提醒" if batch.findings else ""
    yield Step("plan", text + _such_as(batch.findings), data, why)
    if forms_with_plan(desk.state.preset):
        from huifang.flow.forms.printing import print_planned  # noqa: PLC0415  (few regulations want any)

        planned = [call.plan_no for call in batch.calls if call.plan_no not in before]
        files, wrong = print_planned(desk, period.name, planned)
        if files or wrong:
            text = f"填好待打印的表：{'、'.join(files)}。" if files else ""
            data = {"files": files, "findings": [one.as_json() for one in wrong]}
            yield Step("forms", text + _such_as(wrong), data, f"模板有 {len(wrong)} 处填不了" if wrong else "")


def _handed_out(file: str, batch: Batch, standing: AbstractSet[str]) -> dict[str, Any]:
    """Whose workbook it is, how many of its calls are new in the batch (none: all were issued again), and until when
    the first of these is due.
    """
    mine = [call for call in batch.calls if call.book == file]
    new = [call for call in mine if call.plan_no not in standing] or mine
    return {
        "file": file, "agent": new[0].agent, "calls": len(new), "first_due_on": f"{min(call.due_on for call in new)}",
    }  # fmt: skip


def _such_as(findings: Sequence[Finding]) -> str:
    """The first findings, errors before warnings."""
    listed = sorted(findings, key=lambda finding: not finding.is_error)
    lines = [f"\n  {'错误' if one.is_error else '提醒'} {one.place}：{one.message}{one.hint}" for one in listed[:MOST]]
    return "".join(lines) + (f"\n  ……共 {len(listed)} 处" if len(listed) > MOST else "")

"""问卷: what was answered to each question, with how many were asked: why customers stayed away stands here, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huifang.decisions.reports.part import Bars, Cell, Listing, Part, Share, bars
from huifang.decisions.reports.parts.grievances import class_of
from huifang.decisions.reports.parts_view import PartsView, counted
from huifang.ledger.records import CallRecord
from huifang.policy.questions import Question
from huifang.tables.options import CONNECTED

NAME = "问卷"
_TEXT, _CHOICE = "文字", "选项"
_EACH = ("题目", "回答", "记录编号", "客户", "业务员", "回访日期")


def answers(view: PartsView) -> Part:
    """Every question of the policy, in its order: asked, answered, and how often each answer came."""
    questions = [question for question in view.policy.questions if not question.is_own]
    asked = {question.question_no: _asked(question, view) for question in questions}
    rows: list[tuple[str, int, Share, str, Share]] = []
    texts: list[tuple[Cell, ...]] = []
    each: list[tuple[Cell, ...]] = []
    charts: list[Bars] = []
    for question in questions:
        records = asked[question.question_no]
        given = [(record, said) for record in records if (said := record.text(question.key))]
        answered = Share(len(given), len(records))
        each += [(question.text, record.text(question.key) or "(没有回答)", *_of(view, record)) for record in records]
        if question.form == _TEXT:
            rows.append((question.text, len(records), answered, "(文字，见下表)", Share(len(given), len(given))))
            texts += [(question.text, said, *_of(view, record)) for record, said in given]
            continue
        counts = counted([said for _, said in given])
        rows += [(question.text, len(records), answered, said, Share(count, len(given))) for said, count in counts]
        if not counts:
            rows.append((question.text, len(records), answered, "—", Share(0, 0)))
        charts += bars(question.text, counts)
    everybody = Share(
        sum(share.count for share in {row[0]: row[2] for row in rows}.values()), sum(map(len, asked.values()))
    )
    missed = sum(record.result != CONNECTED for record in view.records)
    given_of = (
        f"问了 {len(asked)} 个问题、{everybody.total} 次，应答 {everybody}。" if everybody.total else "本期没有问到。"
    )
    sentence = f"{given_of}没有接通的 {missed} 次没有问，没有回答的不计入各个答案的比例。"
    return Part(
        NAME, (sentence,),
        listings=(
            Listing("各题的回答", ("题目", "问到", "回答(占问到)", "答案", "占回答"), rows, "制度里没有问卷题目。"),
            *_by_group(view, asked),
            Listing("文字回答", _EACH, texts, "本期没有文字回答。"),
            Listing("逐条", _EACH, each, "本期没有问到。", "问到的每一次，没有回答的也在内。"),
        ),
        charts=tuple(charts),
    )  # fmt: skip


def _by_group(view: PartsView, asked: Mapping[str, Sequence[CallRecord]]) -> list[Listing]:
    """The choices of the office's own against the groups of customers: why customers of each stay away (003/一 五)."""
    given = [
        (question.text, said, class_of(view, record))
        for question in view.policy.questions
        if question.form == _CHOICE and not question.is_own
        for record in asked[question.question_no]
        if (said := record.text(question.key))
    ]
    if not given:
        return []
    groups = [name for name, _ in counted([group for *_, group in given])]
    told = [
        (question.text, said) for question in view.policy.questions if not question.is_own for said in question.choices
    ]
    pairs = sorted({(text, said) for text, said, _ in given}, key=lambda one: told.index(one) if one in told else -1)
    rows = [
        (*pair, sum(one[:2] == pair for one in given), *(given.count((*pair, group)) for group in groups))
        for pair in pairs
    ]
    return [
        Listing("选项按客户类别", ("题目", "答案", "合计", *groups), rows, "", "单位：次，不同的原因分客户类别看。")
    ]


def _of(view: PartsView, record: CallRecord) -> tuple[Cell, ...]:
    return record.record_no, record.customer, view.label(record.agent), record.called_on


def _asked(question: Question, view: PartsView) -> list[CallRecord]:
    """The connected calls in which the question stood."""
    return [
        record
        for record in view.records
        if record.result == CONNECTED and (not question.rules or not record.rule or record.rule in question.rules)
    ]

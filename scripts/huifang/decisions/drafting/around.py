"""A quantity and what stands around it: the questions that the kinds of rows ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Act, Deed, Parsed, Segment, Sentence
from huifang.decisions.drafting.vocabulary import COMPLAINT, CUSTOMER, METHODS, NOT_REACHED, any_of

_COMPLAINT = re.compile(any_of(COMPLAINT))
_NOT_REACHED = re.compile(any_of(NOT_REACHED))
_CUSTOMER = re.compile(rf"[一-鿿A-Za-z0-9]{{0,12}}?(?:{any_of(CUSTOMER)})")
_METHODS = tuple((name, re.compile(any_of(words))) for name, words in METHODS)
_LIMIT = re.compile(
    r"(?:不|不得|不能|不应|不可)?(?:少于|低于|高于|超过|大于|小于|晚于|迟于|早于)$|(?:至少|最少|最多|达到|达|满|超过|大于|约|近|为|应达|控制在|在)$"
)


_OVER = re.compile(r"^[^,]{0,8}?(?:后|的|时|完|毕|之日|到期|期满|届满|当日|当天)")
_FIRST_CALL = re.compile(r"(?:首次|第一次|再次)?(?:回访|随访|拜访|走访)")
_NOT_A_CALL = re.compile(
    r"(?:回访|随访)(?:记录|录音|统计|台账|报告|总结|清单|报表|率|情况|档案|资料|结果|单|表)|检查|抽查|报送|上报|投诉|申诉|重新|不满意"
)
#: Deeds that say little: what stands behind them says what is done.
WEAK = (
    "完成",
    "安排",
    "组织",
    "开展",
    "办理",
    "确认",
    "抽取",
    "抽",
    "进行",
    "做好",
    "通知",
    "做出",
    "作出",
    "提出",
    "制定",
    "维护",
    "转",
    "发送",
    "发给",
    "送",
    "采取",
    "审核",
)


def _meant(acts: list[Act]) -> Act | None:
    """The first of them that says what is done; a call behind one that says little."""
    if not acts:
        return None
    if acts[0].word not in WEAK:
        return acts[0]
    return next((act for act in acts if Deed.CONTACT in act.deeds), acts[0])


@dataclass(frozen=True)
class Around:
    """A quantity within its segment, sentence and clause; ``before`` and ``later`` are the sentences of the clause."""

    parsed: Parsed
    sentence: Sentence
    segment: Segment
    quantity: Quantity

    @property
    def before(self) -> str:
        """What stands in front of it in its segment."""
        return self.parsed.clause.folded[self.segment.start : self.quantity.start]

    @property
    def after(self) -> str:
        """What stands behind it in its segment."""
        return self.parsed.clause.folded[self.quantity.end : self.segment.end].rstrip("。;!?\n")

    @property
    def text(self) -> str:
        """The text of the whole clause."""
        return self.parsed.clause.folded

    @property
    def said(self) -> str:
        """The sentence up to the segment's end."""
        return self.text[self.sentence.start : self.segment.end]

    @property
    def whole(self) -> str:
        """The whole sentence."""
        return self.text[self.sentence.start : self.sentence.end]

    @property
    def quote(self) -> str:
        """The segment as the paper has it."""
        return self.parsed.clause.text[self.segment.start : self.segment.end].strip(" ，,。；;：:\n")

    @property
    def sentence_quote(self) -> str:
        """The sentence as the paper has it."""
        return self.parsed.clause.text[self.sentence.start : self.sentence.end].strip()

    @property
    def number_quote(self) -> str:
        """The quantity as the paper has it."""
        return self.parsed.clause.text[self.quantity.start : self.quantity.end]

    @property
    def act(self) -> Act | None:
        """The deed that it belongs to: the first behind it in its segment, else the last in front of it there; else the
        first in a segment behind that has no quantity of its own in front of it; else the last in front of all.
        """
        acts = [act for act in self.segment.acts if act.start >= self.quantity.end]
        behind = _meant([act for act in acts if act is acts[-1] or not self._is_attribute(act)])
        ahead = _meant([act for act in reversed(self.segment.acts) if self._is_ahead(act)])
        found = behind or ahead or self._act_further()
        if (found is None or found.word in WEAK and Deed.CONTACT not in found.deeds) and self._names_a_call:
            return Act("回访", frozenset({Deed.CONTACT}), self.segment.start, self.segment.start)
        return found

    def _is_attribute(self, act: Act) -> bool:
        """Whether it only says whom something is about: 维修的 of 对维修的客户进行回访."""
        return re.match("的(?![时话])", self.text[act.end : act.end + 2]) is not None

    @property
    def _names_a_call(self) -> bool:
        """Whether the sentence speaks of calls without saying that they are made: 首次随访, 安装回访."""
        return bool(_FIRST_CALL.search(self.said)) and not _NOT_A_CALL.search(self.said)

    def _is_ahead(self, act: Act) -> bool:
        """Whether a deed in front is what is done: not one that is over, or an attribute (维修后, 处理完毕, 出厂的)."""
        return act.end <= self.quantity.start and not _OVER.search(self.text[act.end : self.quantity.start])

    def _act_further(self) -> Act | None:
        at = self.sentence.segments.index(self.segment)
        for segment in self.sentence.segments[at + 1 :]:
            first = _meant([*segment.acts])
            quantity = next(iter(segment.quantities), None)
            if first and (quantity is None or first.start < quantity.start or quantity.sort is Sort.COUNT):
                return first
            if quantity is not None and quantity.sort is not Sort.COUNT and not first:
                continue
            if first or quantity is not None:
                break
        for segment in reversed(self.sentence.segments[:at]):
            over = [act for act in segment.acts if not _OVER.match(self.text[act.end : act.end + 3])]
            if _FIRST_CALL.search(segment.text) and any(act.word in WEAK for act in over):
                return Act("回访", frozenset({Deed.CONTACT}), segment.start, segment.end)
            if meant := _meant(over[::-1]):
                return meant
        return None

    def does(self, *deeds: Deed) -> bool:
        """Whether its deed is one of these."""
        act = self.act
        return act is not None and bool(act.deeds & {*deeds})

    @property
    def is_complaint(self) -> bool:
        """Whether the clause, or a heading above it, is about complaints and other matters that are dealt with."""
        until = self.text[: self.segment.end]
        return bool(_COMPLAINT.search(until) or _COMPLAINT.search(self.parsed.clause.heading))

    @property
    def in_vain(self) -> bool:
        """Whether it counts calls that reached nobody."""
        return bool(_NOT_REACHED.search(self.segment.text))

    @property
    def next_quantity(self) -> Quantity | None:
        """The next one in the segment."""
        return next((one for one in self.segment.quantities if one.start >= self.quantity.end), None)

    @property
    def previous(self) -> Quantity | None:
        """The one in front of it in the sentence."""
        return next((one for one in reversed([*self.sentence.quantities]) if one.end <= self.quantity.start), None)

    @property
    def is_coordinate(self) -> bool:
        """Whether it stands beside another one of its kind, for which the words in front were written: 三个月、一个月."""
        earlier = [one for one in self.segment.quantities if one.end <= self.quantity.start]
        if not earlier or earlier[-1].sort is not self.quantity.sort:
            return False
        return self.text[earlier[-1].end : self.quantity.start] in ("、", "和", "及", "以及", "与", "或")

    @property
    def front(self) -> str:
        """What stands in front of it, or of the first one that it stands beside, in its segment."""
        at, earlier = self.quantity, [one for one in self.segment.quantities if one.end <= self.quantity.start]
        while earlier and self.text[earlier[-1].end : at.start] in ("、", "和", "及", "以及", "与", "或"):
            at = earlier.pop()
        return self.text[self.segment.start : at.start]

    def of_sort(self, *sorts: Sort) -> Iterator[Quantity]:
        """The quantities of the sentence of these sorts."""
        return (one for one in self.sentence.quantities if one.sort in sorts)

    @property
    def methods(self) -> str:
        """By which ways, as 制度 calls them."""
        text = self.segment.text
        return "，".join(name for name, words in _METHODS if words.search(text))

    @property
    def bounded(self) -> str:
        """The word of a bound in front of it."""
        found = _LIMIT.search(self.before)
        return found[0] if found else ""

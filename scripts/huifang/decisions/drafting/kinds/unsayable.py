"""What is ordered without a number, or in words for which 制度 has no column: named, so that nobody relies on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.proposals import Unsaid
from huifang.decisions.drafting.quantities import Sort
from huifang.decisions.drafting.sentences import Deed, Parsed, Segment, Sentence

#: What the words say, and why it has no place; the first that fits a segment names it.
_KNOWN = tuple(
    (re.compile(pattern), why)
    for pattern, why in (
        (
            r"(?:改|再|另)?(?:由.{0,8})?(?:改发|改传|发|改为)(?:送)?(?:短信|简讯|信函|书面)",
            "打不通以后换一种方式没有地方写，请由人安排",
        ),
        (r"不得兼|不得由.{0,10}(?:回访|本人)|以外的.{0,8}回访|应当回避|须回避", "谁不能打没有地方写；由谁打写在“执行”"),
        (r"(?:须|需|应)?(?:经|报|由).{0,12}(?:批准|审批|核准|签字|同意)(?!.{0,4}延)", "事前批准没有地方写，请由人安排"),
        (r"不得(?:开通|办理|发放|享受|参加)", "没有回访就不给办理，没有地方写，请由人安排"),
    )
)
_VAGUE = re.compile(r"及时|定期|不定期|适时|适当|经常|立即|尽快|随时|第一时间|尽早|不断|主动")


#: Once in that time: 10天发送一次.
_EACH_TIME = re.compile(r"(?:发送|发|报送|上报|报|提交|交|汇总|整理|总结|打扫|检查)一次")


def each_time(around: Around) -> Unsaid | None:
    """What is done once in so many days and is no call."""
    one = around.quantity
    if one.sort is not Sort.SPAN or around.before.endswith("前") or not _EACH_TIME.match(around.after):
        return None
    return Unsaid(clause="", why="隔多久做一次的只写回访，这件事没有地方写", quote=around.quote, uses=(one,))


def unsayable(parsed: Parsed) -> Iterator[Unsaid]:
    """What of a clause has no place, segment by segment."""
    for sentence in parsed.sentences:
        for segment in sentence.segments:
            why = _why(sentence, segment)
            if why:
                quote = parsed.clause.text[segment.start : segment.end].strip(" ，,。；;：:\n")
                yield Unsaid(clause=parsed.clause.number, why=f"“{quote}”：{why}", quote=quote)


def _why(sentence: Sentence, segment: Segment) -> str:
    for pattern, why in _KNOWN:
        if pattern.search(segment.text) and (sentence.speaks_of_calls or "批准" not in why):
            return why
    vague = _VAGUE.search(segment.text)
    if vague and not [*sentence.quantities]:
        behind = [act for act in segment.acts if act.start >= segment.start + vague.end()]
        if any(act.deeds & {Deed.CONTACT, Deed.HANDLE} for act in behind):
            return f"“{vague[0]}”没有说多长时间，系统不会催；要执行的，请定一个期限"
    return ""

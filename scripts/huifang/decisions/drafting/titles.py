"""What a row is called: whom or what the quantity is about, in the text's own words."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Segment
from huifang.decisions.drafting.vocabulary import CUSTOMER, any_of

LONGEST = 30
_FRONT = re.compile(
    r"^(?:(?<!\d)的|在|对|于|自|从|把|将|应当|应该|应|须|必须|需要|需|要|由|并且|并|且|即|而|则|其中|其|也|还|再(?!次)|凡是|凡|各|另加|另|至少|不少于|原则上|可|、|和|及|与|分别|内|以内|之内|后|前|以前|之前|起|为|不得少于|不低于|以上|左右|,)+"
)
_BACK = re.compile(
    r"(?:[大小]于等于|不[大小]于|[大小]于|的|在|对|于|自|从|应当|(?<![响回对])应|须|必须|需|要|由|并|且|不得少于|不少于|不低于|不得低于|不高于|不超过|不得超过|低于|至少|达到|达|为|每|满|提前|后的|接到|、|和|按|约|另|内|必须在|,|不得晚于)+$"
)
#: Words in front of a number that are long enough to say by themselves what it is about.
ENOUGH = 6
#: Of what stands behind it so much is enough.
LONGEST_AFTER = 14
_FACTS = (
    Sort.SPAN,
    Sort.NTH,
    Sort.DAY,
    Sort.SHARE,
    Sort.HOURS,
    Sort.MONTH_DAY,
    Sort.WEEKDAY,
    Sort.PERIOD_END,
    Sort.COUNT,
)
_WHO = re.compile(
    r".{0,8}(?:员|人|长|部门|主任|经理|主管|专员|部|科|组|岗|中心|单位|护士|医师|医生|教师|班主任|客服|教练|业务|领导|站|师)"
)
#: Of these words one says by itself whom or what a number is about.
_SUBJECTS = ("投诉", "申诉", "故障", "报修", "工单", "诉求", "退费", "退款", "理赔", "来函", "求助类", "咨询类")
_CUSTOMER = re.compile(any_of((*(w for w in CUSTOMER if w not in ("人员", "单位", "项目", "工程")), *_SUBJECTS)))
_NO_TOPIC = re.compile(r"(?:为|为了|因|由于|如|若|凡|除|经|但|根据|按照|依据)")
#: What the whole paper is called says nothing of a single row.
_OF_ALL = re.compile(r"(?:制度|办法|规定|规程|细则|规范|标准|要点|要求|须知|总则|附则)$")
_SIGNS = re.compile(r"[“”「」『』()\s。;:!?]+")


def title(around: Around) -> str:
    """The words around the quantity as a name: what the sentence is about, what stands before it, and what is done."""
    before, after = _before(around), _after(around)
    front = "" if _says_whom(before) else _topic(around, len(before) < 2)
    if front and (front in before or before and before in front):
        front, before = (front, "") if before in front else ("", before)
    name = _SIGNS.sub("", f"{front}{before}{after}")
    return _cut(name or _SIGNS.sub("", around.segment.text) or "未命名")


def _says_whom(before: str) -> bool:
    """Whether what stands in front of the number says by itself what it is about."""
    return bool(_CUSTOMER.search(before)) or len(before) > ENOUGH and not _is_only_who(before)


def own_words(around: Around) -> str:
    """The words of its own segment alone, as a name."""
    return _cut(_SIGNS.sub("", f"{_before(around)}{_after(around)}"))


def topic(around: Around) -> str:
    """What the sentence is about, in front of the quantity's own segment."""
    return _cut(_SIGNS.sub("", _topic(around, False)))


def _cut(name: str) -> str:
    """The name, cut between its words where it is too long."""
    if len(name) <= LONGEST:
        return name
    whole = re.match(rf".{{8,{LONGEST - 1}}}(?=[、,和及与的])", name)
    return whole[0] if whole else name[:LONGEST]


def _trim(text: str) -> str:
    return _BACK.sub("", _FRONT.sub("", text.strip(' ,。;!?:\n"“”')))


def _before(around: Around) -> str:
    """What stands in front: from the fact before it on, where there is one."""
    facts = [q for q in around.segment.quantities if q.end <= around.quantity.start and q.sort in _FACTS]
    start = facts[-1].end if facts else around.segment.start
    text = _trim(_without_periods(around, start, around.quantity.start))
    if facts and len(text) < 2:
        return _trim(_without_periods(around, around.segment.start, facts[0].start))
    return text


def _without_periods(around: Around, start: int, end: int) -> str:
    """The text without the words of periods in it."""
    text, at = "", start
    for one in around.segment.quantities:
        if (one.sort in (Sort.PERIOD, Sort.CLOCK) or _says_how_often(one)) and start <= one.start and one.end <= end:
            text, at = text + around.text[at : one.start], one.end
    return text + around.text[at:end]


def _after(around: Around) -> str:
    facts = [
        q
        for q in around.segment.quantities
        if q.start >= around.quantity.end and q.sort in _FACTS and not _says_how_often(q)
    ]
    end = facts[0].start if facts else around.segment.end
    text = _trim(_without_periods(around, around.quantity.end, end))
    act = around.act
    if act and act.start >= around.segment.end:
        segment = next(one for one in around.sentence.segments if one.start <= act.start < one.end)
        text += _trim(segment.text)
    return _shortened(around, text)


def _says_how_often(one: Quantity) -> bool:
    return one.sort is Sort.COUNT and one.unit == "次"


def _shortened(around: Around, text: str) -> str:
    """So much of it as makes a name: up to the last deed that it names, where it is too long."""
    if len(text) <= LONGEST_AFTER:
        return text
    deeds = [text.find(act.word) + len(act.word) for act in around.segment.acts if act.word in text[:LONGEST_AFTER]]
    fitting = [end for end in deeds if 2 <= end <= LONGEST_AFTER]
    return text[: max(fitting)] if fitting else text[:LONGEST_AFTER]


def _is_only_who(text: str) -> bool:
    """Whether the words name only who does it: then the matter stands further ahead."""
    return bool(_WHO.fullmatch(text)) and not _CUSTOMER.search(text)


def _bare(around: Around, segment: Segment) -> str:
    """The words of a segment, without its numbers where it is short enough with them."""
    if len(segment.text) <= 14:
        return _trim(segment.text)
    text, at = "", segment.start
    for one in segment.quantities:
        text, at = text + around.text[at : one.start], one.end
    return _trim(text + around.text[at : segment.end])[:16]


def _topic(around: Around, with_heading: bool) -> str:
    segments = around.sentence.segments
    earlier = [*segments[: segments.index(around.segment)]]
    for segment in (*earlier[:1], *earlier[1:][::-1]):
        bare = _bare(around, segment)
        if len(bare) >= 2 and not _is_only_who(bare) and not _NO_TOPIC.match(bare):
            return bare
    if not with_heading:
        return ""
    sentences = [sentence for sentence in around.parsed.sentences if sentence.end <= around.sentence.start]
    for sentence in sentences[::-1]:
        bare = _bare(around, sentence.segments[0])
        if 2 <= len(bare) <= 16 and not _is_only_who(bare):
            return bare
    heading = around.parsed.clause.heading.split(" ")[-1]
    return "" if _OF_ALL.search(heading) else heading

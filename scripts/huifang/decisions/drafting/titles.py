"""What a row is called: whom or what the quantity is about, in the text's own words."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.quantities import Sort
from huifang.decisions.drafting.sentences import Segment

LONGEST = 26
_FRONT = re.compile(
    r"^(?:的|在|对|于|自|从|把|将|应当|应该|应|须|必须|需要|需|要|由|并且|并|且|即|而|则|其中|其|也|还|再|凡是|凡|各|另加|另|至少|不少于|原则上|可|、|和|及|与|分别|内|以内|之内|后|前|以前|之前|起|各|为|不得少于|不低于|以上|左右|,)+"
)
_BACK = re.compile(
    r"(?:的|在|对|于|自|从|应当|应|须|必须|需|要|由|并|且|不得少于|不少于|不低于|不得低于|不高于|不超过|至少|达到|达|为|每|满|提前|后的|接到|、|和|按|约|另|内|必须在|,|不得晚于)+$"
)
_SIGNS = re.compile(r"[“”「」『』()\s。;:!?]+")


def title(around: Around) -> str:
    """The words around the quantity as a name: what stands before it, and what is done."""
    before, after = _before(around), _after(around)
    own = before if len(before) >= 2 and not _is_only_who(before) else f"{_topic(around)}{before}"
    name = f"{own}{after}" or around.segment.text
    return _cut(_SIGNS.sub("", name) or "未命名")


def topic(around: Around) -> str:
    """What the sentence is about, in front of the quantity's own segment."""
    return _cut(_SIGNS.sub("", _topic(around)))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[:LONGEST]


def _trim(text: str) -> str:
    return _BACK.sub("", _FRONT.sub("", text.strip(' ,。;!?:\n"“”')))


def _before(around: Around) -> str:
    """What stands in front, from the quantity before it on."""
    text = around.before
    previous = [one for one in around.segment.quantities if one.end <= around.quantity.start]
    if previous and previous[-1].sort is not Sort.PERIOD:
        text = around.text[previous[-1].end : around.quantity.start]
        if len(_trim(text)) < 2:
            text = around.text[around.segment.start : previous[0].start]
    elif previous:
        text = (
            around.text[around.segment.start : previous[-1].start]
            + around.text[previous[-1].end : around.quantity.start]
        )
    return _trim(text)


def _after(around: Around) -> str:
    following = around.next_quantity
    end = following.start if following else around.segment.end
    text = _trim(around.text[around.quantity.end : end])
    if not text and around.act and around.act.start >= around.segment.end:
        return around.act.word
    return text[:14]


def _is_only_who(text: str) -> bool:
    """Whether the words name only who does it: then the matter stands further ahead."""
    return bool(
        re.fullmatch(
            r".{0,8}(?:员|人|长|部门|主任|经理|主管|专员|部|科|组|岗|中心|单位|护士|医师|医生|教师|班主任|客服|教练|业务|领导|站|师)",
            text,
        )
    )


def _bare(around: Around, segment: Segment) -> str:
    """The segment up to its first quantity."""
    first = next(iter(segment.quantities), None)
    return _trim(around.text[segment.start : first.start if first else segment.end])


def _topic(around: Around) -> str:
    segments = around.sentence.segments
    at = segments.index(around.segment)
    for segment in [*segments[:at]][::-1]:
        bare = _bare(around, segment)
        if len(bare) >= 2 and not _is_only_who(bare):
            return bare
    earlier = [sentence for sentence in around.parsed.sentences if sentence.end <= around.sentence.start]
    if earlier:
        bare = _bare(around, earlier[0].segments[0])
        if 2 <= len(bare) <= 14:
            return bare
    return around.parsed.clause.heading.split(" ")[-1] if around.parsed.clause.heading else ""

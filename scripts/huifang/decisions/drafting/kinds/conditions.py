"""Numbers that order nothing: they say which customers, who may do the work, or how a fine is measured."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.quantities import Sort
from huifang.decisions.drafting.sentences import Deed

_EXPERIENCE = re.compile(
    r"从事|从业|经验|经历|资历|工龄|任职|任教|具有|具备|跟班|学历|实习|试用|工作满|驾龄|教龄|聘用|担任|上岗|持证"
)
_OF_THOSE = re.compile(
    r"^(?:个?月)?(?:内|以内|之内|以上|以下|及以上|以后|后|未|没有|没|不|无|里|期|起)?[^,]{0,14}?的(?:[^,]{0,6})?$|^(?:内|以内|以上|以下)?(?:没有|未|无|不曾|没)[^,]{1,14}$"
)
_MEASURES = re.compile(
    r"(?:每|少|低|高|超|差|漏|缺|降|增|逾期|迟)(?:少|低|高|降|增|差|漏|缺|过|延|访|了)?(?:访)?(?:于)?$"
)
_AGE = re.compile(r"^周?岁|^平方")
_PERMITS = re.compile(r"(?:内|以内)?(?:无理由|质保|保修|有效|包退|包换|免费|犹豫期|冷静期)")


def orders_nothing(around: Around) -> bool:
    """Whether the quantity is no duty."""
    one, before, after = around.quantity, around.before, around.after
    text = around.segment.text
    if one.sort in (Sort.SPAN, Sort.NTH, Sort.COUNT) and _EXPERIENCE.search(text) and not around.does(Deed.KEEP):
        return True
    if one.sort is Sort.POINTS and not re.search(r"[扣罚记加]", before[-8:]):
        return True
    if one.sort is Sort.POINTS and _MEASURES.search(before):
        return True
    if one.sort is Sort.MONEY:
        return not re.search(r"扣|罚|缴|奖", text)
    if one.sort is Sort.SPAN:
        return _names_a_class(around, before, after)
    if one.sort is Sort.COUNT and one.unit in ("岁", "平方米", "公里", "方面", "部分", "字", "声"):
        return True
    if (
        one.sort is Sort.COUNT
        and re.match(r"^(?:以上|及以上|以下)?(?:[^,]{0,8})的(?!\w*(?:回访|抽))", after)
        and not around.in_vain
    ):
        return not _does_something_behind(around)
    if one.sort is Sort.DAY:
        return _tells_when(around, after)
    return False


def _names_a_class(around: Around, before: str, after: str) -> bool:
    if re.search(r"[前上近]$", before) and re.match(r"(?:日|天)?(?:的|出|发|到|完|成|新)", after):
        return True  # 把前一日出厂的
    if re.search(r"(?:^|把|将|对|的|于|在)[前上]$", before):
        return True
    if _PERMITS.match(after):
        return True
    if re.match(r"(?:内|以内|之内)?(?:以上|以下)(?!.{0,4}(?:回|答|处|完))", after) and not around.does(Deed.KEEP):
        return True
    if re.search(r"期(?:限)?为?$", before) and re.search(r"保修|质保|合同|租|试用", before):
        return True
    if not _OF_THOSE.match(after):
        return False
    return not _does_something_behind(around) or bool(
        re.match(r"^(?:内|以上|以后)?(?:没有|未|没|无)", after) and re.search("的", after)
    )


def _does_something_behind(around: Around) -> bool:
    """Whether a deed follows in the segment that is no attribute of somebody: nothing like 7日内成交的客户."""
    behind = [act for act in around.segment.acts if act.start >= around.quantity.end]
    return any(
        "的" not in around.text[act.end : act.end + 1]
        and not re.match(r"[^,]{0,4}的(?:客户|用户|$)", around.text[act.end : around.segment.end])
        for act in behind
    )


def _tells_when(around: Around, after: str) -> bool:
    """Whether 当天 only tells: 客户当天另有不便的, 自己当天上课的学员."""
    if around.act is None:
        return True
    if re.match(r"^[^,]{0,10}的(?:[^,]{0,8})?$", after) and not around.does(Deed.CONTACT):
        return True
    if re.match(r"起|算|起算|计算|以前的|的(?!电话|[^,]{0,3}内)", after):
        return True
    return bool(re.search(r"把|将|对|从|自己$", around.before) and re.match(r"的|发生|完成|出厂|上课|登记", after))

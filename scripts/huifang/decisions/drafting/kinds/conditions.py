"""Numbers that order nothing: they say which customers, who may do the work, or how a fine is measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

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
#: Round the clock, or how long somebody else may take: no duty of the office.
_ALWAYS = re.compile(
    r"(?:全天候?|不间断|开通|值班|值守|服务|营业|热线|客服电话|咨询|在线|开放|制)|内?(?:由)?(?:客户|消费者|买家|投诉人)(?:提出|申请)"
)
_ITS_PAPERS = re.compile(
    r"的?(?:回访|随访|投诉|受理|登记|工作|发生|办理|完成|处理|接通)?的?(?:率|记录|名单|情况|台账|工单|数据|业务)(?!回访|联系|祝|问)"
)
_SCORE = re.compile(r"(?:满意度|得分|评分|分值|指标)[^,]{0,8}$")
_TERM = re.compile(r"(?:质保|保修|有效|试用|合同|租赁|服务)期(?:限)?(?:为|是|\()?$")
_LASTS = re.compile(r"(?:个?月)?(?:之?内|以内)?(?:称为|为质保|为保修|的质保|的保修)|的(?:跟踪|时间|努力|工作)")
_PERMITS = re.compile(r"(?:内|以内)?(?:无理由|质保|保修|有效|包退|包换|免费)")


def orders_nothing(around: Around) -> bool:
    """Whether the quantity is no duty."""
    sort = around.quantity.sort
    if sort in (Sort.SPAN, Sort.NTH, Sort.COUNT) and _EXPERIENCE.search(around.segment.text):
        return not around.does(Deed.KEEP)
    judge = _JUDGES.get(sort)
    return judge is not None and judge(around, around.before, around.after)


def _points(around: Around, before: str, after: str) -> bool:
    if _SCORE.search(before):
        return False
    return not re.search(r"[扣罚记加]", before[-8:]) or bool(_MEASURES.search(before))


def _money(around: Around, before: str, after: str) -> bool:
    return not re.search(r"扣|罚|缴|奖|[晚迟缺漏]交|[迟晚漏]报|元/次", around.segment.text)


def _share(around: Around, before: str, after: str) -> bool:
    """Whether it says below what something follows: 回访率低于90%的."""
    if not re.search(r"(?:低于|不足|未达到?|达不到|没有达到|高于|超过|少于|未满)$", before):
        return False
    return bool(re.match(r"的|时|(?:以上|以下)的", after)) and not re.search(
        r"不(?:得|能)?(?:低于|高于|超过|少于)$", before
    )


def _nth(around: Around, before: str, after: str) -> bool:
    term = _TERM.search(before) and not around.does(Deed.KEEP)
    return bool(term) or _is_age(around, after)


def _span(around: Around, before: str, after: str) -> bool:
    if _nth(around, before, after) or _ALWAYS.match(after) or _LASTS.match(after):
        return True
    return _names_a_class(around, before, after)


def _count(around: Around, before: str, after: str) -> bool:
    if around.quantity.unit in ("岁", "平方米", "公里", "方面", "部分", "字", "声"):
        return True
    attribute = re.match(r"^(?:以上|及以上|以下)?(?:[^,]{0,8})的(?!\w*(?:回访|抽))", after)
    return bool(attribute) and not _does_something_behind(around)


def _day(around: Around, before: str, after: str) -> bool:
    return bool(_ITS_PAPERS.match(after)) or _tells_when(around, after)


_JUDGES: Mapping[Sort, Callable[[Around, str, str], bool]] = {
    Sort.POINTS: _points, Sort.MONEY: _money, Sort.SHARE: _share, Sort.NTH: _nth, Sort.SPAN: _span, Sort.COUNT: _count,
    Sort.DAY: _day,
}  # fmt: skip


def _is_age(around: Around, after: str) -> bool:
    """Whether it says how old a customer is for whom something else in the segment holds: 第一年每季度, 半年内每两个月."""
    if re.match(r"(?:以后|之后|后)?(?:不再|停止|可以不|可不)", after):
        return True
    following = around.next_quantity
    if following is None:
        return False
    between = around.text[around.quantity.end : following.start]
    if following.sort is Sort.PERIOD:
        return bool(
            re.fullmatch(r"(?:内|以内|之内|后|以后|起|里|,|的|改为|为|至少)*[^,]{0,4}", between)
        ) and around.quantity.unit in ("年", "月")
    short = re.fullmatch(r"(?:内|以内|之内|后|以后|起|里|的|改为|为)*", between) is not None
    return following.sort is Sort.SPAN and short and around.quantity.unit in ("年", "月")


def _names_a_class(around: Around, before: str, after: str) -> bool:
    if re.search(r"间隔$", before):
        return False
    rest = around.text[around.quantity.end : around.sentence.end]
    if re.search(r"规定的?$", before) or re.search(r"称为|即为|视为", rest):
        return True
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
    if re.match(r"[值当]班|在[班场岗]", after):
        return True
    if re.match(r"起|算|起算|计算|以前的|的(?!电话|[^,]{0,3}内)", after):
        return True
    return bool(re.search(r"把|将|对|从|自己$", around.before) and re.match(r"的|发生|完成|出厂|上课|登记", after))

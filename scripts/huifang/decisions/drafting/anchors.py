"""From which column of which register a window counts: by the words of the event in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.quantities import Sort

#: Words of events, in this order, and the column where such a day stands.
_KNOWN = (
    (r"(?:答复|处理|结果).{0,4}不(?:满意|认可)", "投诉.告知客户时间"),
    (r"保险.{0,4}到期|续保", "客户.保险到期日"),
    (r"(?:首保|保养).{0,4}到期", "客户.保养到期日"),
    (r"到期|届满|期满", "客户.到期日"),
    (r"(?:投诉|申诉|抱怨|诉求|工单).{0,8}(?:处理|办|结|解决|完|关闭)|处理完毕|结案|办结", "投诉.执行完成时间"),
    (r"投诉|申诉|抱怨", "投诉.接收时间"),
    (r"(?:处理|处置|整改|解决)(?:完毕|完成|完|结束|好)?(?:之后|以后|后)", "投诉.执行完成时间"),
    (r"维修|保养|出厂|完工|修复|服务完|安装|施工|修理|检修|上门服务|服务结束", "服务单.完工时间"),
    (r"报修", "服务单.报修时间"),
    (r"开通", "客户.开通日期"),
    (r"新客户|新用户|新会员|首次成交|成交|开户|入会|建档|登记|注册|首次购买|签约|签单", "客户.首次登记日期"),
)  # fmt: skip
_EVENT = re.compile(
    r"([一-鿿A-Za-z]{2,14}?)(?:之日起|之日|之后|以后|后|当日|当天|当晚|的?次日|起|[要须应]?提前|(?<!提)前|时|满(?!意))(?![一-鿿]{0,2}(?:回访|联系))"
)
#: How such things usually are called: what stands in front says at whom they happen.
_USUAL = re.compile(
    r"(?:出院|入院|手术|交车|提车|交付|签收|收货|到货|发货|入住|交房|签约|签订合同|签订|开户|开通|装通|报名|试听|入会|入职|离职|出团|返程|行程结束|"
    r"结束|结课|通气|通水|竣工|上线|验收|送电|安装|购买|投保|承保|理赔|出险|放款|来访|到访|成立|缺课|结案|体验|试用|试驾|拍摄|拍照|选片|取件|护理|治疗|恢复供[水电气热暖]|复[水电]|送达|首课)$"
)
#: What stands in front of an event is no part of it.
_LEAD = re.compile(r".*(?:的|在|于|自|从|对|应|须|,|由|客户|用户|会员|业主|患者|车辆|学员)(?=[一-鿿]{2})")


def anchored(around: Around) -> dict[str, str]:
    """起算, and the condition where the event has to be named: empty where the text names none."""
    said = around.text[around.sentence.start : around.segment.start] + around.front
    near = around.front if len(around.front.strip()) >= 2 else said
    for text in (near, said):
        if column := anchored_in(text):
            return {"起算": column}
    event = (
        _event(f"{around.front}{around.number_quote if around.quantity.sort is Sort.DAY else ''}")
        or _event(said)
        or _attribute(said)
    )
    return {"起算": "事件登记.时间", "条件列": "事件登记.事件类型", "条件值": event} if event else {}


def anchored_in(text: str) -> str:
    """The column of the event that these words name; empty where it is none that is known."""
    return next((column for pattern, column in _KNOWN if re.search(pattern, text)), "")


def is_guessed(anchor: Mapping[str, str]) -> bool:
    """Whether the event is none of those that are known by name: the text's own words stand for it."""
    event = anchor.get("条件值", "")
    return bool(event) and not _USUAL.search(event)


def _event(text: str) -> str:
    """The last event that the text names: 出院 of 患者出院后."""
    found = [*_EVENT.finditer(text)]
    if not found:
        usual = _USUAL.search(text.rstrip())
        return usual[0] if usual else "手术" if text.rstrip().endswith("术后") else ""
    event = re.split(r"[、,]", _LEAD.sub("", found[-1][1]))[-1]
    usual = _USUAL.search(event)
    return usual[0] if usual else event.removesuffix("提") if len(event) > 2 else ""


def _attribute(text: str) -> str:
    """What those whom it is about have done: 首次通气 of 首次通气的居民, 购买保险 of 购买保险的."""
    found = re.search(r"(?:^|,)([一-鿿、]{2,10})的[一-鿿]{0,6},$", text)
    return re.split("、", found[1])[0] if found else ""

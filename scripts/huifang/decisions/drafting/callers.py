"""Who makes the call, where the text says that it is not the customer's own agent: 执行."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around

#: By words of the text, who that is in 制度; anybody else is the customer's own agent, whatever the trade calls him.
_CALLERS = (
    (r"首问责任人", "首问责任人"),
    (r"责任部门(?:负责人|主管|经理)", "责任部门负责人"),
    (r"上级|上一级", "上级"),
    (r"总经理|董事长|总裁|老板|老总|院长|校长", "角色：老板"),
    (
        r"(?<!客户)(?<!项目)(?<!大堂)(?<!产品)(?:经理|主任|主管|站长|店长|馆长|科长|部长|行长|组长|班长|队长|厂长)",
        "角色：主管",
    ),
)


def caller(around: Around) -> str:
    """执行 of the call; empty where it is the agent, or nobody is named."""
    at = around.sentence.segments.index(around.segment)
    near = [around.segment, *(one for one in around.sentence.segments[at + 1 : at + 2] if not one.quantities)]
    for segment in near:
        named = re.search(
            r"由([^,。;]{1,12}?)(?:本人|亲自|负责|电话|上门|登门|回访|随访|致电|拜访|联系|办理|面访|当面|再|每)",
            segment.text,
        )
        said = named[1] if named else segment.text if re.search(r"亲自|本人", segment.text) else ""
        if "首问责任人" in segment.text:
            said = "首问责任人"
        for pattern, who in _CALLERS:
            if said and re.search(pattern, said):
                return who
    return ""

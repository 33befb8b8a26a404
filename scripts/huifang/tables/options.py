"""The option lists every office starts with; its 选项 sheet may add to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from huifang.core.text import clean, half_width

YES_NO = YES, NO = ("是", "否")

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "角色": ("老板", "主管", "业务员", "监督岗"),
    "状态": ("在职", "离职"),
    "审核状态": ("待审核", "已审核", "停用"),
    "通话结果": ("接通", "无人接听", "占线", "关机", "停机", "空号", "拒访", "改约"),
    "满意度": ("非常满意", "满意", "一般", "不满意", "非常不满意"),
    "处理情况": ("无问题", "已解决", "未解决"),
    "回访方式": ("电话", "上门", "书信", "传真", "短信", "邮件", "微信或QQ"),
    "例外对象": ("客户", "计划", "人员", "投诉", "任务", "服务单", "反馈", "事件登记", "措施"),
    "例外处理": ("暂停", "放弃", "恢复", "免责", "申诉", "维持", "延期", "暂停计时"),
    "重点标记": ("重点",),
    "服务类型": ("维修", "保养", "事故", "大修"),
    "事件类型": ("开工", "交付", "报案", "理赔", "手术", "检查", "其他"),
    "严重程度": ("一般", "重大"),
    "是否成立": ("成立", "不成立"),
    "反馈类型": ("咨询", "建议", "销售机会", "故障", "调查", "产品质量", "服务质量"),
}

#: What a list offers while the office has none of its own; other words may be typed as well.
SUGGESTED: Mapping[str, tuple[str, ...]] = {
    "投诉渠道": ("电话", "现场", "书信", "邮件", "短信", "网络", "微信或QQ", "回访"),
    "投诉类别": ("服务", "产品", "质量", "价格", "行程", "收费", "其他"),
    "方案类型": ("道歉", "解释", "补偿", "退款", "更换", "重新安排", "维修", "其他"),
    "客户反馈": ("满意", "接受", "不满意", "不接受"),
    "审核结果": ("同意", "不同意"),
}
#: The kinds of remedy by which a customer gets money.
PAID_BACK = ("补偿", "退款")

#: How customers' remarks are grouped: a group, and behind an equals sign the words by which a remark is of it. The
#: groups are offered where remarks are written; other words may be typed as well.
REMARKS = "意见归类"

CONNECTED = "接通"
#: After a refusal nobody calls again until a person has decided, at a number that is none until there is another one.
REFUSED = "拒访"
DEAD_NUMBER = ("停机", "空号")
NO_MORE_ATTEMPTS = (*DEAD_NUMBER, REFUSED)
BY_PHONE, ON_SITE, BY_LETTER = BUILT_IN["回访方式"][:3]
#: The ways that need a telephone number.
BY_TELEPHONE = (BY_PHONE, "传真", "短信")
DISSATISFIED = ("不满意", "非常不满意")
SATISFIED = ("非常满意", "满意")
NO_PROBLEM = "无问题"
SOLVED, UNRESOLVED = "已解决", "未解决"
UPHELD, NOT_UPHELD = BUILT_IN["是否成立"]
ORDINARY, MAJOR = BUILT_IN["严重程度"]
APPROVED, OUT_OF_USE = "已审核", "停用"
PENDING_REVIEW = "待审核"
LEFT = "离职"
BOSS, SUPERVISOR, AGENT, AUDITOR = BUILT_IN["角色"]
PAUSE, GIVE_UP, RESTART, EXCUSE, APPEAL, UPHOLD, EXTEND, STOP_CLOCK = BUILT_IN["例外处理"]
ABOUT_CUSTOMER, ABOUT_PLAN, ABOUT_PERSON, ABOUT_COMPLAINT, ABOUT_TASK, *ABOUT_RECORDS = BUILT_IN["例外对象"]
#: What may be done about each of them.
TREATMENTS: Mapping[str, tuple[str, ...]] = {
    ABOUT_CUSTOMER: (PAUSE, GIVE_UP, RESTART),
    ABOUT_PLAN: (PAUSE, GIVE_UP),
    ABOUT_PERSON: (EXCUSE, APPEAL, UPHOLD),
    ABOUT_COMPLAINT: (PAUSE, STOP_CLOCK, EXTEND, GIVE_UP),
    ABOUT_TASK: (GIVE_UP,),
    **dict.fromkeys(ABOUT_RECORDS, (STOP_CLOCK, EXTEND)),
}

Options = Mapping[str, tuple[str, ...]]

#: Before the name of a list: those of it that the rules of a sheet allow; others are options that are refused there.
ALLOWED = "可用的"
#: What people write for yes, for no, and where there is nothing to write.
YES_WORDS = frozenset({"是", "对", "有", "√", "✓", "✔", "☑", "1", "Y", "YES", "T", "TRUE", "V", "●", "★"})
NO_WORDS = frozenset({"否", "不是", "不", "没有", "×", "✗", "✘", "X", "☐", "□", "○", "0", "N", "NO", "F", "FALSE"})
_NOTHING = re.compile(r"[-/\\—–−_]+|无|没有|暂无|N/A", re.IGNORECASE)
#: What stands between the words of an option that names several.
_OR = re.compile(r"或|/|、")


def says_nothing(text: str | None) -> bool:
    """Whether it is empty, or only says that there is nothing: / - — 无 N/A 没有."""
    return not text or _NOTHING.fullmatch(half_width(clean(text))) is not None


def chosen(word: str, choices: tuple[str, ...]) -> str | None:
    """The option that is meant by a word of half-width signs that is none; empty where it says no to a mark, None where
    it is not clear.
    """
    answer = word.upper()
    if choices == YES_NO or len(choices) == 1:
        if answer in YES_WORDS:
            return choices[0]
        if answer in NO_WORDS:
            return choices[1] if len(choices) == 2 else ""
    naming = [one for one in choices if answer in (part.upper() for part in _OR.split(one))]
    return naming[0] if len(naming) == 1 else None


def offered_remarks(groups: Iterable[str]) -> tuple[str, ...]:
    """What is offered of the groups of remarks: their names."""
    return tuple(
        dict.fromkeys(name for group in groups if (name := group.replace("＝", "=").partition("=")[0].strip()))
    )


def with_additions(added: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The built-in lists with the office's own values behind them, in the order of the sheet, none twice."""
    lists = {name: list(values) for name, values in BUILT_IN.items()}
    for name, value in added:
        values = lists.setdefault(name, [])
        if value not in values:
            values.append(value)
    return {name: tuple(values) for name, values in lists.items()}

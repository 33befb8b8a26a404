"""Which option somebody may have meant: by what the word means, else how it looks, never one saying the contrary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from huifang.core.text import clean, half_width
from huifang.core.traditional import simplified

#: What people write for an option, by the option.
_SAME: Mapping[str, str] = {
    "无人接听": "没接 未接 不接 没人接 没人接听 没有人接 没有接 未接听 没接通 未接通 没打通 无应答 无人应答 没人应",
    "接通": "通了 已通 打通 打通了 已接 接了 已接通 接通了 接听 已接听 接到了 正常接听",
    "占线": "忙 忙音 忙线 通话中 正在通话 正在通话中 在通话",
    "关机": "已关机 手机关机", "停机": "已停机 欠费 欠费停机",
    "空号": "号码不存在 不存在 错号 打错 号码错误 号码不对 无此号码",
    "拒访": "拒接 拒绝 拒绝回访 不愿回访 不愿意 挂断 挂了 挂机 不配合",
    "改约": "改天 改期 另约 再约 约时间 改时间 稍后 下次",
    "非常满意": "很满意 十分满意 特别满意 相当满意 极满意 很好 非常好",
    "满意": "好 不错 挺好 良好 比较满意 较满意 都满意",
    "一般": "还行 还可以 一般般 马马虎虎 凑合 过得去 普通",
    "不满意": "不满 不太满意 不大满意 不怎么满意 不好 较差 差 有意见",
    "非常不满意": "很不满意 极不满意 十分不满意 特别不满意 很不满 非常不满 很差 太差 极差",
    "无问题": "没问题 没有问题 无 没有 没事 正常 都正常 一切正常",
    "已解决": "解决 解决了 已处理 处理了 处理好了 处理完 处理完毕 已办 办好了 已完成 完成",
    "未解决": "没解决 没有解决 尚未解决 待解决 未处理 没处理 没有处理 待处理 处理中 在处理 未完成 没完成 未办 待办",
    "电话": "打电话 致电 来电 去电 手机 座机 语音", "上门": "登门 拜访 面访 走访 现场 当面 面谈",
    "书信": "信 信件 写信 寄信 来信", "短信": "发短信 手机短信", "邮件": "邮箱 电邮 电子邮件 EMAIL MAIL",
    "传真": "FAX", "微信或QQ": "微信 QQ 企业微信 发微信 微信语音",
    "成立": "属实 有效 成立的", "不成立": "不属实 无效 未成立 不成立的",
    "重大": "严重 很严重 紧急 特大", "待审核": "未审核 审核中 没审核", "已审核": "审核 通过 审核通过 已通过",
    "停用": "注销 作废 不用 失效 流失", "在职": "在岗 上班", "离职": "辞职 离开 已离职 不在职 走了",
    "是": "对 是的 有 √ Y YES", "否": "不是 不 没有 没 无 × N NO",
}  # fmt: skip
_OF: dict[str, list[str]] = {}
for _option, _words in _SAME.items():
    for _word in _words.split():
        _OF.setdefault(_word, []).append(_option)
#: Signs that turn a word into its contrary.
_NEGATIONS = frozenset("不没未无非否勿莫拒")
#: Words that differ though they share most of their characters: of each group, a word means what has the same.
_OPPOSED = (("已", "未", "待"), ("成", "败"), ("内", "外"), ("起", "止"), ("男", "女"), ("高", "低"), ("有", "无"))
_ALIKE = 0.4


def meant_among(word: str, choices: Iterable[str]) -> str | None:
    """The one of the choices that the word may mean; None where none does, or only one that says the contrary."""
    plain, listed = simplified(half_width(clean(word))), [*choices]
    if not plain:
        return None
    same = _OF.get(plain.upper())
    if same:
        return next((option for option in same if option in listed), None)
    fitting = [choice for choice in listed if not _is_contrary(plain, choice)]
    close = get_close_matches(plain, fitting, n=1, cutoff=_ALIKE)
    return close[0] if close else None


def _is_contrary(word: str, choice: str) -> bool:
    """Whether one of them says no and the other does not, or they have opposed signs."""
    if _NEGATIONS.isdisjoint(word) is not _NEGATIONS.isdisjoint(choice):
        return True
    return any(
        one in word and other in choice and other not in word for group in _OPPOSED for one in group for other in group
    )

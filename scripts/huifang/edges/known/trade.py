"""What a trade is to a made-up office: how its customers are called, what they bring along and complain of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: What those say who only praise.
PRAISE = "表扬=不错，很好，挺好，有用，正常，感谢，谢谢"


@dataclass(frozen=True, kw_only=True)
class Trade:
    """A trade that a regulation is made for.

    ``name`` is the pattern of a customer's name: of a ``place`` and one of the ``kinds``, of ``who`` is to be reached,
    of the customer's ``number``, or ``house`` and ``room``. ``work`` are kinds and contents of services, done by
    ``worker``; ``wishes`` and ``grievances`` what is heard in calls, ``groups`` how that is grouped (选项 意见归类),
    ``stories`` what is complained of, with class, cause, remedy and its kind; ``plate`` the pattern of what stands on a
    car. ``examples`` are those of columns, by ``表.列``, for the guide of a workbook.
    """

    unit: str
    department: str = "客服部"
    name: str = "{place}{kind}"
    kinds: tuple[str, ...] = ("",)
    plate: str = ""
    habits: tuple[str, ...] = ("",)
    worker: str = "张师傅"
    work: tuple[tuple[str, str], ...] = (("维修", "更换老化的零件"), ("保养", "例行保养"))
    wishes: tuple[str, ...]
    groups: tuple[str, ...]
    grievances: tuple[str, ...]
    stories: tuple[tuple[str, str, str, str, str], ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> Mapping[str, str]:
        """The examples, and those that follow from what is heard."""
        heard = {
            "回访记录.客户意见或需求": self.wishes[1],
            "回访记录.上次回访": f"11-12 满意。{self.wishes[1]}｜答应 11-20 回话",
            "回访记录.不满意原因": self.grievances[0],
            "抽查.客户原话": self.wishes[1],
        }
        if self.stories:
            content, category, cause, remedy, kind = self.stories[0]
            heard |= {
                "投诉.投诉内容": content, "投诉.投诉类别": category, "投诉.原因": cause, "投诉.处理方案": remedy,
                "投诉.方案类型": kind, "投诉.诉求": remedy, "投诉.处理结果": "已经照办", "投诉.证据": "记录和照片",
                "投诉.投诉对象": "客服部", "投诉.责任部门": "客服部",
            }  # fmt: skip
        return {**heard, **self.examples}


def named(name: str, contact: str = "王女士", measure: str = "", message: str = "", **more: str) -> dict[str, str]:
    """Examples of the columns that are about a customer."""
    given = {
        "回访记录.客户名称": name, "客户.客户名称": name, "回访记录.联系人": contact, "客户.联系人": contact,
        "抽查.联系人": contact, "回访记录.处理措施": measure, "回访记录.回访内容": message,
    }  # fmt: skip
    return {key: value for key, value in given.items() if value} | more

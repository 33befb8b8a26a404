"""过去的回访: calls that were made before the office began, as a list of its own has them. Nobody fills it in."""

from dataclasses import replace

from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Column, Table

#: What stands for 批次 in a call that was brought in: no batch of ours had it.
IMPORTED = "导入"
#: By which columns a customer is known: by the headers that such a column has in a list of customers.
_WHOSE = ("customer_no", "customer_name", "phone")
_FURTHER = {
    "called_on": "回访时间 联系日期 联系时间 跟进日期 跟进时间 拜访日期 拜访时间 时间",
    "started_at": "时间 回访时间 联系时间 跟进时间 拜访时间 通话时间 电话时间",
    "contact": "联系人姓名 接电话人 受访人 被访人",
    "method": "联系方式 跟进方式 沟通方式 拜访方式",
    "result": "回访结果 联系结果 是否接通 接通状态",
    "wishes": "回访内容 回访情况 沟通内容 沟通情况 跟进内容 跟进记录 客户反馈 反馈内容 反馈 内容 通话内容 "
    "客户反映 客户反映情况 客户反映的情况 反映情况 反映的情况 反映内容 客户要求 意见 需求",
    "next_contact_on": "下次跟进日期 下次跟进时间 下次回访时间 下次联系",
}
_KEYS = (
    "customer_no", "customer_name", "contact", "phone", "called_on", "started_at", "method", "result", "satisfaction",
    "dissatisfied_because", "wishes", "handling", "measures", "next_contact_on", "notes",
)  # fmt: skip


def _column(key: str) -> Column:
    column = CALLS.by_key[key]
    more = _FURTHER.get(key, "")
    if key in _WHOSE:
        more = CUSTOMERS.by_key[key].synonyms
        if key == "phone":
            more = " ".join(word for word in more.split() if word != "联系方式")
    return replace(
        column, required=key == "called_on", issued=False, short=False, needed_when="", prefilled=False,
        synonyms=f"{column.synonyms} {more}".strip(),
    )  # fmt: skip


PAST_CALLS = Table(
    "回访记录",
    "过去的回访",
    "过去的回访",
    (
        *map(_column, _KEYS),
        Column(
            "业务员",
            "agent",
            width=9,
            example="A01",
            help="当时打电话的人，工号或姓名；已经离开的也可以。",
            synonyms="回访人 回访人员 回访员 跟进人 拨打人 坐席 客服 记录人 工号",
        ),
    ),
    about="启用以前的回访。算作历史和上次联系，不算谁的成绩。",
)
#: What lists say of how a call ended, in our words.
RESULT_WORDS = {
    **dict.fromkeys(("已接通", "接听", "已接听", "已接", "成功", "通", "是", "√", "有效", "已联系", "已回访"), "接通"),
    **dict.fromkeys(
        ("未接", "未接通", "未接听", "没接", "没人接", "无人接", "无人应答", "不接", "未联系上", "否", "×"), "无人接听"
    ),
    **dict.fromkeys(("拒接", "拒绝", "拒绝回访", "挂断"), "拒访"),
    **dict.fromkeys(("忙", "忙线", "正忙"), "占线"),
    **dict.fromkeys(("号码错误", "错号"), "空号"),
}

"""The items of the sheet 邮箱: each is declared once, with its default and explanation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from huifang.core.catalogue import because
from huifang.core.text import clean, half_width, split_list
from huifang.policy.item_values import Item, WrongValue, one_of, optional, whole, yes
from huifang.policy.mail import ADDRESS, DELETE, LEAVE, MARK_READ, OTHER, PROVIDERS, STARTTLS, TLS
from huifang.tables.cells import shown
from huifang.tables.declared.mail_rules import EVERYTHING, OF_THE_WORK, RECEIPT
from huifang.tables.declared.notice_rules import OCCASIONS


def _plain(raw: Any) -> str:
    return clean(shown(raw))


def _address(raw: Any) -> str:
    text = half_width(shown(raw))
    if text and not ADDRESS.fullmatch(text):
        raise WrongValue(because("Y516"))
    return text


def _addresses(raw: Any) -> tuple[str, ...]:
    words = split_list(half_width(shown(raw)))
    if not all(ADDRESS.fullmatch(word) or re.fullmatch(r"@[A-Za-z0-9.-]+", word) for word in words):
        raise WrongValue(because("Y516"))
    return words


def _host(raw: Any) -> str:
    text = half_width(shown(raw))
    if text and not re.fullmatch(r"[A-Za-z0-9.-]+", text):
        raise WrongValue(because("Y517"))
    return text


def _kinds(raw: Any) -> tuple[str, ...]:
    allowed = (EVERYTHING, *OF_THE_WORK, *OCCASIONS)
    words = split_list(shown(raw))
    if not {*words} <= {*allowed}:
        raise WrongValue(because("Y503", options="、".join(allowed)))
    return words


_FROM_PROVIDER = "可不填，用服务商的。"
_SECURITY = one_of("", TLS, STARTTLS)
_PORT = optional(whole(1, 65535))
MAIL_ITEMS = (
    Item(
        "服务商",
        "provider",
        "",
        one_of("", *PROVIDERS, OTHER),
        f"{'、'.join(PROVIDERS)}；都不是的写{OTHER}，再填写下面的服务器。",
    ),
    Item(
        "邮箱地址",
        "address",
        "",
        _address,
        "本单位收发回访表的邮箱，如 huifang@example.com。不填：不收发邮件，信由人从发件箱发出。",
    ),
    Item("发件人名称", "sender_name", "", _plain, "可不填，用单位名称。"),
    Item("登录名", "login_name", "", _plain, "可不填，用邮箱地址。"),
    Item("SMTP服务器", "smtp_host", "", _host, f"{_FROM_PROVIDER}发信的服务器。"),
    Item("SMTP端口", "smtp_port", "", _PORT, f"{_FROM_PROVIDER}一般是 465 或 587。"),
    Item("SMTP加密", "smtp_security", "", _SECURITY, f"{_FROM_PROVIDER}{TLS} 或 {STARTTLS}。"),
    Item("IMAP服务器", "imap_host", "", _host, f"{_FROM_PROVIDER}收信的服务器。"),
    Item("IMAP端口", "imap_port", "", _PORT, f"{_FROM_PROVIDER}一般是 993。"),
    Item("IMAP加密", "imap_security", "", _SECURITY, f"{_FROM_PROVIDER}{TLS} 或 {STARTTLS}。"),
    Item(
        "每日最多发信(封)", "daily_limit", "100", whole(1, 100_000), "一天最多发出几封；服务商都有上限，超过会被停用。"
    ),
    Item("每封最大(MB)", "largest_mb", "20", whole(1, 200), "超过的分成几封发，或压缩后再发。"),
    Item(
        "自动发送",
        "unattended",
        "",
        _kinds,
        f"定时运行时不用问就发出哪几类信，用逗号隔开，如 {RECEIPT}，交表提醒，报告；写{EVERYTHING}表示都发。"
        "不填：都由人确认后发出。",
    ),
    Item(
        "另外接收",
        "also_from",
        "",
        _addresses,
        "可不填。人员以外，还收取哪些地址发来的表，用逗号隔开；写 @example.com 表示整个单位。",
    ),
    Item(
        "取信以后",
        "when_fetched",
        LEAVE,
        one_of(LEAVE, MARK_READ, DELETE),
        f"邮箱里的原信怎么办：{LEAVE}、{MARK_READ}、{DELETE}。收件箱和归档里总留有原件。",
    ),
    Item(
        "隐去电话",
        "masks_phones",
        "是",
        yes,
        "是：信的正文和给其他角色的报告里，电话只留前三位和后四位；业务员自己的表、主管、老板和专门告知联系方式的信除外。",
    ),
    Item(
        "收信服务器",
        "mail_server",
        "",
        _plain,
        "可不填。收信邮箱的服务器名称，如 mx.example.com：别人转来的邮件，到达时间以它写的为准。"
        "不填的，以最上面一台服务器写的为准，注明未核对。",
    ),
)
MAIL_BY_NAME: Mapping[str, Item] = {item.name: item for item in MAIL_ITEMS}

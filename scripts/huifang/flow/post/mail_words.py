"""What a server's answer means, in words; and the record of what was sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from huifang.ledger.mail_said import MailEnded, RefusedReceiver
from huifang.ledger.mails import MailLine

#: By the beginning of the status that a server gives besides its code, then by the code.
_BY_STATUS = (
    (r"[45]\.2\.2", "收件方的邮箱满了"),
    (r"[45]\.2\.3|[45]\.3\.4", "信太大，收件方不收"),
    (r"5\.1\.|5\.2\.1", "收件邮箱不存在，或已停用"),
    (r"[45]\.7\.", "对方当作垃圾邮件，或不允许这样发"),
)
_BY_CODE = {
    0: "发送途中连接断了",
    421: "服务器正忙，断开了连接",
    450: "收件方现在不收，请求稍后再发",
    451: "服务器出了临时的故障",
    452: "服务器或收件方的邮箱暂时没有空间",
    550: "收件邮箱不存在，或不收这封信",
    551: "收件邮箱不在这台服务器",
    552: "信太大，或收件方的邮箱满了",
    553: "收件邮箱写得不对",
    554: "对方拒收，可能当作了垃圾邮件",
}


def in_words(refused: RefusedReceiver) -> str:
    """Why the server did not take it."""
    for pattern, words in _BY_STATUS:
        if re.match(pattern, refused.answer):
            return words
    return _BY_CODE.get(refused.code, "服务器请求稍后再发" if refused.is_for_now else "服务器拒收")


def answer_of(refused: RefusedReceiver) -> str:
    """What the server said, behind a sentence of ours."""
    return f"({refused.code} {refused.answer})" if refused.code else ""


def record_lines(lines: Iterable[MailLine], name: Callable[[str], str]) -> Iterable[str]:
    """Line by line: when, what became of it, for whom, which mail, what the server said; ``name`` says who has which
    digest (empty: the office itself).
    """
    for line in lines:
        when, file = f"{line.at:%Y-%m-%d %H:%M}", PurePosixPath(line.mail.file).name
        who = Counter(name(one) for one in line.said.delivered if name(one))
        if who:
            people = "、".join(one if count == 1 else f"{one} {count} 位" for one, count in who.items())
            yield f"{when}  已发出  {people}  {file}  {_answer(line.said)}"
        for one in line.said.refused:
            if name(one.receiver):
                fate = "稍后再试" if one.is_for_now else "没有发出"
                yield f"{when}  {fate}  {name(one.receiver)}  {file}  {in_words(one)}{answer_of(one)}"


def _answer(said: MailEnded) -> str:
    return "在单位邮箱里找到了这封信" if said.found else f"服务器：{said.answer}"

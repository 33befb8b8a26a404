"""The words of a header: what they are called to people, how they are compared, and whether they say anything."""

from __future__ import annotations

import re
from unicodedata import normalize

from huifang.core.text import clean, half_width
from huifang.core.traditional import simplified
from huifang.tables.model import column_letter

#: Header words that say what stands below them: such a column is never taken for another one by its cells.
_TELLING = re.compile(
    r"[a-z]{3}|qq|[人员者长师工任管总户客家][0-9]*$|[日年月][0-9]*$|[类型级别额价费率量分态址注名称][0-9]*$"
    r"|电|机[0-9]*$|传真|号|码|日期|时间|微信|邮|会计|出纳|财务|客服|介绍|推荐|录入|创建|修改|制单|审|批|紧急|备用"
)
#: What spreadsheet programs call a column that has no name.
_NAMELESS = re.compile(r"(?:column|field|unnamed)[:_]?[0-9]*")
_NOTES = re.compile(r"[\[(](?:必填|选填|可选|可不填|必选|单选|下拉|如|例|格式|示例)[^\])]*[\])]")
#: What people put in front of a header: a number, a sign.
_BEFORE = re.compile(r"^(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\].、:．-]?|[①-⑳※*★☆#●▲◆■□·-])+\s*")
_BRACKETS = re.compile(r"[\[(【<{]([^\])】>}]*)[\])】>}]")
#: In brackets: another unit, or that something else stands there, and no hint how to fill it in.
_NO_HINT = re.compile(
    r"[万千百亿]?[元块]|美元|欧元|分钟?|小时|[天日月年周]|%|[台套件次个吨米]|k?g|.*(?:备用|紧急|其他|旧|原|作废|计划|预计|不用|停用).*"
)
_EXAMPLE = re.compile(r"\s*(?:[,，:：;；]|如|例|注)[^\n]*$")
_BEHIND = re.compile(r"(?:[\s※★☆*#●▲]|[必选]填项?)+$")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z .'/_-]*")


def source_name(index: int, header: str) -> str:
    """What a column is called to people; without a header, its letter: ``B 列``."""
    return clean(header) or f"{column_letter(index)} 列"


def said_name(index: int, header: str) -> str:
    """The same on one line, as a message says it; ``--map`` takes it for the header, too."""
    return " ".join(source_name(index, header).split())


def plain_header(text: str) -> str:
    """A header without what people add to it: blanks, full-width signs, a star, ``(必填)``."""
    bare = _NOTES.sub("", half_width(clean(text)))
    return bare.strip("*:").casefold()


def loose_headers(text: str) -> tuple[str, ...]:
    """What the header may be without a number before it, a hint, another line or another language: the names that
    differ from the plain one, those with least taken away first.
    """
    plain = normalize("NFKC", clean(text))
    named = plain.split("\n", 1)[0] if "\n" in plain else plain
    steps = (
        lambda name: _BEFORE.sub("", name),
        lambda name: _BRACKETS.sub(lambda found: found[0] if _NO_HINT.fullmatch(found[1].strip()) else "", name),
        lambda name: _EXAMPLE.sub("", name),
        lambda name: _BEHIND.sub("", name),
        lambda name: _FOREIGN.sub("", name).strip(" /|-"),
    )
    forms = [plain_header(text)]
    for start in (plain.replace("\n", ""), named):
        for step in (None, *steps):
            start = step(start) if step else start
            forms.append(plain_header(start))
    return tuple(dict.fromkeys(form for form in forms[1:] if form and form != forms[0]))


def is_telling(header: str) -> bool:
    """Whether the header says what stands below it."""
    name = simplified(plain_header(header))
    return not _NAMELESS.fullmatch(name) and bool(_TELLING.search(name))

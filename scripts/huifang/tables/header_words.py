"""The words of a header: what they are called to people, how they are compared, and whether they say anything."""

from __future__ import annotations

import re

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


def source_name(index: int, header: str) -> str:
    """What a column is called to people; without a header, its letter: ``B 列``."""
    return clean(header) or f"{column_letter(index)} 列"


def plain_header(text: str) -> str:
    """A header without what people add to it: blanks, full-width signs, a star, ``(必填)``."""
    bare = _NOTES.sub("", half_width(clean(text)))
    return bare.strip("*:").casefold()


def is_telling(header: str) -> bool:
    """Whether the header says what stands below it."""
    name = simplified(plain_header(header))
    return not _NAMELESS.fullmatch(name) and bool(_TELLING.search(name))

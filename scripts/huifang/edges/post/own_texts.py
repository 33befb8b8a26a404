"""Texts of letters that an office keeps beside its workbooks: 模板/NAME.txt, with marks for what is filled in."""

from __future__ import annotations

from huifang.edges.forms.marks import Names, Values, WrongMark, marked
from huifang.edges.forms.own import OWN
from huifang.edges.store.files import OfficeError, read_bytes
from huifang.edges.store.office import Office

#: What the marks of such a text may name; 正文 is the letter as we would write it.
NAMES: Names = dict.fromkeys(("收件人", "单位", "日期", "场合", "事项", "正文"))


def own_text(office: Office, name: str, values: Values | None = None) -> str:
    """The office's text of that name, with the values in it; looked through only, where there are none.

    Raises:
        WrongMark: there is no such file, or a mark in it cannot be filled; the message says why.
    """
    try:
        text = read_bytes(office.path(f"{OWN}/{name}.txt")).decode("utf-8-sig")
    except OfficeError as error:
        raise WrongMark(f"“{OWN}”文件夹里没有“{name}.txt”") from error
    except UnicodeDecodeError as error:
        raise WrongMark(f"“{name}.txt”不是 UTF-8 编码，请用记事本另存为 UTF-8") from error
    whole = marked(text, NAMES)
    return text if values is None else whole.filled(values)

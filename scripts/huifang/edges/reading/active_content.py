"""What in a workbook could do something by itself, or fetch something: named to people, never carried out by us."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.edges.known.own_macros import AGENT, is_ours
from huifang.edges.known.vba_project import MAX_PROJECT_BYTES

#: By how the name of a part begins or ends, in small letters: what it is to people.
_BEGINNINGS = {
    "xl/macrosheets/": "Excel 4.0 宏表", "xl/dialogsheets/": "对话框表", "xl/embeddings/": "嵌入的对象",
    "xl/activex/": "ActiveX 控件", "xl/querytables/": "数据连接", "xl/connections": "数据连接",
    "xl/webextensions/": "加载项", "customui/": "自定义功能区", "xl/intlmacrosheets/": "Excel 4.0 宏表",
}  # fmt: skip
_VBA = "vbaproject.bin"
_ENDINGS = {_VBA: "宏", "jdedata.bin": "WPS 宏", "attachedtoolbars.bin": "自定义工具栏"}
_LINKED, _PICTURES = "xl/externallinks/", "xl/drawings/_rels/"
_TELLING = re.compile("|".join(map(re.escape, (*_BEGINNINGS, *_ENDINGS, _LINKED, _PICTURES))))
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)[^>]*>")


def active_parts(package: zipfile.ZipFile, has_dde: bool, with_ours: bool = False) -> tuple[str, ...]:
    """What of the kind is in the package, each once; ``has_dde`` where a formula asks another program.

    Macros that say what those of our call sheets say are passed over unless they are to be named ``with_ours``.
    """
    words = [*_by_names(package, with_ours)]
    if has_dde:
        words.append("DDE 链接")
    return tuple(dict.fromkeys(words))


def active_findings(active: Sequence[str], file: str) -> Iterator[Finding]:
    """F118 where something of the kind is in the file."""
    if active:
        yield found("F118", Place(file), value="、".join(active))


def _by_names(package: zipfile.ZipFile, with_ours: bool) -> Iterator[str]:
    for info in package.infolist():
        name = info.filename.lower()
        if not _TELLING.search(name) or (name.endswith(_VBA) and not with_ours and _is_ours(package, info)):
            continue
        yield from (word for ending, word in _ENDINGS.items() if name.endswith(ending))
        yield from (word for beginning, word in _BEGINNINGS.items() if name.startswith(beginning))
        if name.startswith(_LINKED) and "/_rels/" not in name:
            yield "DDE 链接" if b"ddeLink" in _top_of(package, info) else "外部链接"
        elif name.startswith(_PICTURES) and _fetches(_top_of(package, info)):
            yield "外部链接"


def _is_ours(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether they are those of a call sheet; those of 控制台 start programs, and no workbook comes in with them."""
    return info.file_size <= MAX_PROJECT_BYTES and is_ours(_top_of(package, info, MAX_PROJECT_BYTES + 1), AGENT)


def _top_of(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int = 256 * 1024) -> bytes:
    with package.open(info) as stream:
        return stream.read(most)


def _fetches(relations: bytes) -> bool:
    """Whether a picture comes from elsewhere; a link that somebody has to click is none."""
    return any(b"/hyperlink" not in tag[0] for tag in _OUTSIDE.finditer(relations))

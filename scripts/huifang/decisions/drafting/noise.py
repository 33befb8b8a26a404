"""What a web site or a page of a paper has around a regulation: menus, counters, the articles beside it, rights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huifang.decisions.drafting.clauses import TextLine, fold

#: What belongs to a site is short; a long line with its words in it is the text, pasted into one.
LONGEST = 200
_SURE = re.compile(
    r"浏览(?:次数|量|数)|点击(?:数|量|次数|率)|阅读(?:次数|量|数)|人气|上一[篇条页]|下一[篇条页]|上[篇页]:|下[篇页]:|当前位置|您的位置|所在位置|版权(?:所有|声明|归|申诉|提示)|免责(?:声明|条款)|"
    r"(?i:copyright)|©|ICP备|备案号|公网安备|返回(?:顶部|列表|首页)|相关(?:文章|推荐|阅读|新闻|链接)|热门(?:文章|推荐|标签)|猜你喜欢|推荐阅读|责任编辑|发布(?:时间|日期|者|人):|更新(?:时间|日期)|"
    r"文章来源|来源:|作者:|字号[:大]|分享(?:到|至)|扫一扫|加入收藏|设为首页|网站(?:地图|首页|导航)|友情链接|转载(?:请|自|时|须)|侵权|下载本文|本文档|会员上传|全文(?:阅读|预览|在线)|"
    r"技术支持:|站内搜索|微信公众号|二维码|查看更多|文档评论|温馨提示|共\d+页|第\d+页|页码"
)
_MENU = re.compile(r"^(?:[一-鿿A-Za-z0-9]{2,8}(?:\s*[|>»›/·]\s*|\s{1,4})){2,}[一-鿿A-Za-z0-9]{1,20}[|>»›]?$")
_PAGE = re.compile(r"^[-—\s]*\d{1,3}[-—\s]*$|^\d{1,3}\s*/\s*\d{1,3}$|^第?\s*\d+\s*页")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[条章节]|[一二三四五六七八九十]+[、.]|\(?[一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、])"
)
#: Behind such a line at the end of a text everything belongs to the site.
_AFTERWARDS = re.compile(
    r"上一[篇条]|下一[篇条]|版权(?:声明|所有)|免责声明|相关(?:文章|推荐|阅读)|猜你喜欢|热门(?:文章|推荐)|推荐阅读|文档评论"
)


def without_noise(lines: Sequence[TextLine]) -> tuple[list[TextLine], tuple[str, ...]]:
    """The lines that are the regulation's, and the text of the others."""
    end = _end(lines)
    kept, dropped = [], []
    for at, line in enumerate(lines):
        if not line.text.strip():
            continue
        if at >= end or not line.cells and is_noise(line.text):
            dropped.append(line.text.strip())
        else:
            kept.append(line)
    return kept, tuple(dropped)


def is_noise(text: str) -> bool:
    """Whether a line belongs to the site."""
    folded = fold(text.strip())
    if len(folded) > LONGEST:
        return False
    if _PAGE.match(folded) or _MENU.match(folded) and not _NUMBERED.match(folded):
        return True
    if not _SURE.search(folded):
        return False
    return (
        not _NUMBERED.match(folded)
        or bool(re.match(r"^\d+[.、]?\s*本(?:站|文档|网)", folded))
        or len(_SURE.findall(folded)) > 1
    )


def _end(lines: Sequence[TextLine]) -> int:
    """Where the site goes on behind the text: its first such line in the last third, with no clause behind it."""
    for at, line in enumerate(lines):
        if at < len(lines) // 2 or line.cells:
            continue
        behind = lines[at:]
        if len(line.text) > LONGEST or any(len(one.text) > LONGEST for one in behind):
            continue
        if _AFTERWARDS.search(fold(line.text)) and not any(
            _NUMBERED.match(fold(one.text.strip())) for one in behind if one is not line
        ):
            return at
    return len(lines)

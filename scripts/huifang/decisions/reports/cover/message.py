"""The report in five lines, to be sent as a message."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.reports.cover.agents import Agents
from huifang.decisions.reports.cover.lede import matters_of
from huifang.decisions.reports.cover.model import Card, Cover, Headline, Voices
from huifang.decisions.reports.cover.words import cut

#: A message is not longer, its line ends among it.
MOST = 300
#: What each of the lines may take, the first one included.
_ROOM = (40, 70, 76, 80, 60, 40)
#: So many matters are named.
_MATTERS = 2
_CIRCLED = "①②"


def message(cover: Cover, agents: Agents | None) -> str:
    """The text; a line that is too long is cut, as the page has the rest."""
    lines = [f"【{cover.title.replace(' · ', ' ')}】{cover.unit_name}"]
    lines += [f"{number} {said}" for number, said in enumerate(_lines(cover, agents), start=1)]
    room = [*_ROOM]
    while sum(len(cut(line, most)) + 1 for line, most in zip(lines, room, strict=False)) > MOST:
        longest = max(range(1, len(lines)), key=lambda at: min(len(lines[at]), room[at]))
        room[longest] = min(len(lines[longest]), room[longest]) - 1
    return "\n".join(cut(line, most) for line, most in zip(lines, room, strict=False)) + "\n"


def _lines(cover: Cover, agents: Agents | None) -> Iterator[str]:
    yield _figures(cover) if cover.has_calls else _of_parts(cover)
    yield _cards(cover)
    matters = [*matters_of(cover, agents)]
    more = f"等 {len(matters)} 件" if len(matters) > _MATTERS else ""
    yield f"要过问：{'；'.join(matters[:_MATTERS])}{more}。" if matters else "没有要过问的事。"
    if cover.has_calls:
        yield _said(cover.voices)
        yield f"下期{cover.ahead_short}"
    else:
        yield _of_all_parts(cover) if cover.figures else f"报告有 {len(cover.parts)} 个部分。"
        yield "明细在报告的工作簿里。"


def _figures(cover: Cover) -> str:
    done, _, content, unhappy, unsolved, _ = cover.figures
    return (
        f"完成 {done.unit}（{done.value}{_moved(done)}）；满意 {content.value}{_in_brackets(content)}；"
        f"不满意 {_counted(unhappy)}，未解决 {_counted(unsolved)}。"
    )


def _moved(figure: Headline) -> str:
    words = figure.change.split()
    return f"，{words[0]}{words[1]}" if words[0] in "↑↓" else ""


def _in_brackets(figure: Headline) -> str:
    moved = _moved(figure).lstrip("，")
    return f"（{moved}）" if moved else ""


def _counted(figure: Headline) -> str:
    """What stands in returned rows is said beside it."""
    returned = figure.note.split()[1] if figure.note_is_bad else ""
    return f"{figure.value}{f'+{returned}' if returned else ''} {figure.unit}{_in_brackets(figure)}"


def _cards(cover: Cover) -> str:
    if not cover.cards:
        return "没有等您批示的事。"
    named = (f"{_CIRCLED[at]}{_card(card)}" for at, card in enumerate(cover.cards[: len(_CIRCLED)]))
    return f"请您批示 {cover.cards_in_all} 件：{'；'.join(named)}。可回“1同意”。"


def _card(card: Card) -> str:
    quote = cut(card.quote.partition("；")[0], 10)
    return f"{cut(card.customer, 12)}“{quote}”，{card.waits.replace('已等', '等')}"


def _said(voices: Voices) -> str:
    wanted = "、".join(f"{group.name} {group.count}" for group in voices.wanted[:2])  # the most frequent ones
    complained = "、".join(f"{group.name} {group.count}" for group in voices.complained[:2])
    said = [f"想要：{wanted}" if wanted else "", f"抱怨：{complained}" if complained else ""]
    quote = f"有客户说：“{cut(voices.quote, 16)}”。" if voices.quote else ""
    return f"{'；'.join(filter(None, said))}。{quote}" if any(said) else "客户没有提出意见。"


def _of_parts(cover: Cover) -> str:
    named = "；".join(f"{f.label} {f.value}{f' {f.unit}' if f.unit else ''}" for f in cover.figures[:4])
    return f"{named}。" if named else _of_all_parts(cover)


def _of_all_parts(cover: Cover) -> str:
    return "；".join(f"{part.name}：{part.said.rstrip('。')}" for part in cover.parts[:2]) + "。"

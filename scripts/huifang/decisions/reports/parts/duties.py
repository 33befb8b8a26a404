"""回访率: rule by rule what was owed, what was done, and whether that is what the rule is to reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huifang.decisions.calls.subjects import named
from huifang.decisions.calls.triggers import trigger_of
from huifang.decisions.reports.became import LAPSED
from huifang.decisions.reports.duties import MISSED, NOT_OVER, NOTHING, REACHED, Duty, is_done
from huifang.decisions.reports.figures import Owed
from huifang.decisions.reports.listed import ABOUT, COUNTED_AS
from huifang.decisions.reports.order import ordered_owed
from huifang.decisions.reports.part import OWED_NAMED, Cell, Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView
from huifang.decisions.reports.selected import InPool, ShareStand
from huifang.policy.rules import share_text
from huifang.tables.declared.house_rules import RULES

NAME = "回访率"
TOTAL = "合计"
_SHARE = RULES.by_key["share"].header
_ROLE = RULES.by_key["contact_role"].header
#: So many rules are named in the first sentence, whatever they reached; of more those first that reached too little.
_NAMED = 4
_COUNTS = ("应访", "完成", "完成(占应访)", "没有完成")
_MISSED = (
    "规则编号",
    "规则名称",
    "客户",
    COUNTED_AS.header,
    ABOUT.header,
    "业务员",
    "应访起",
    "应访止",
    "计划编号",
    "状态",
)


def duties(view: PartsView) -> Part:
    """What was owed by every rule, by class and contact role, among which rows it selected, and who was missed."""
    found = view.duties
    aimed = [duty for duty in found if duty.target and duty.verdict != NOTHING]
    reached = Share(sum(duty.verdict == REACHED for duty in aimed), len(aimed))
    missed = [(duty, line) for duty in found for line in ordered_owed(duty.missed)]
    listings = (_rules(found), *_groups(view, found), *_pools(found), *_shares(view))
    rows = [_missed(view, duty, line) for duty, line in missed]
    return Part(
        NAME, (*_sentences(found, aimed, len(missed)), *map(_stand, view.shares[:_NAMED])),
        (Tile("达到目标(占有目标的规则)", reached, reached.count < reached.total, "各项规则"),) if aimed else (),
        (*listings, Listing("没有完成的", _MISSED, rows, "应访的都完成了。", f"完成了的见{OWED_NAMED}。")),
    )  # fmt: skip


def _sentences(found: Sequence[Duty], aimed: Sequence[Duty], missed: int) -> Iterator[str]:
    owed = sum(len(duty.owed) for duty in found)
    told = aimed if len(aimed) <= _NAMED else [duty for duty in aimed if duty.verdict != REACHED]
    said = [
        f"{duty.title}{f'({duty.role})' if duty.role else ''}{_share_of(duty)}，{duty.verdict}(目标 {duty.target.text})"
        for duty in told[:_NAMED]
        if duty.target
    ]
    if len(told) > _NAMED:
        said.append(f"另有 {len(told) - _NAMED} 条，见“各项规则”")
    if aimed:
        count = sum(duty.verdict == REACHED for duty in aimed)
        yield f"有目标的规则 {len(aimed)} 条，达到 {count} 条{'：' if said else ''}{'；'.join(said)}。"
    if owed:
        yield f"按各项规则应访 {owed} 个，{f'没有完成 {missed} 个' if missed else '全部完成'}。"
    else:
        yield "按各项规则，本期没有应访的客户。"


def _share_of(duty: Duty) -> str:
    return f" {duty.share}" if duty.share else ""


def _counts(owed: Sequence[Owed]) -> tuple[Cell, ...]:
    done = sum(map(is_done, owed))
    return len(owed), done, Share(done, len(owed)), len(owed) - done


def _lapsed(owed: Sequence[Owed]) -> int:
    return sum(line.status == LAPSED for line in owed)


def _rules(found: Sequence[Duty]) -> Listing:
    rows: list[tuple[Cell, ...]] = [
        (
            duty.number, duty.title, duty.role, duty.target.text if duty.target else "", *_counts(duty.owed),
            _lapsed(duty.owed), duty.verdict, f"{duty.share}，{duty.basis}" if duty.share and duty.share.total else "",
        )
        for duty in found
    ]  # fmt: skip
    everything = [line for duty in found for line in duty.owed]
    if rows:
        rows.append((TOTAL, "", "", "", *_counts(everything), _lapsed(everything), "", ""))
    headers = ("规则编号", "规则名称", _ROLE, "目标", *_COUNTS, "其中不再补做", "达到目标", "按什么算")
    return Listing(
        "各项规则", headers, rows, "制度里没有回访规则。",
        "应访、完成与本报告别处的相同；一次通话完成几项的，每项各算一次。目标见《制度》的“回访规则”。",
    ).without_if_empty(_ROLE)  # fmt: skip


def _groups(view: PartsView, found: Sequence[Duty]) -> Iterator[Listing]:
    """By class and contact role, where a rule names one."""
    ruled = [duty for duty in found if duty.rule and (duty.rule.classes or duty.role or _of_class(duty))]
    if not ruled:
        return
    groups: dict[tuple[str, str], list[Owed]] = {}
    for duty in ruled:
        for name in duty.rule.classes if duty.rule else ():
            groups.setdefault((name, duty.role), [])
    for duty in found:
        for line in duty.owed:
            groups.setdefault((line.counted_as, duty.role), []).append(line)
    places = {name: place for place, name in enumerate(view.policy.classes)}
    ordered = sorted(groups, key=lambda group: places.get(group[0], len(places)))
    rows = [(*group, *_counts(groups[group])) for group in ordered]
    yield Listing(
        "按类别和联系角色", (COUNTED_AS.header, _ROLE, *_COUNTS), rows, "",
        "客户资料里选的类别在规则里的，按它算；由数据决定的类别(如新增、到期)按应访的那个月算。",
    ).without_if_empty(_ROLE)  # fmt: skip


def _of_class(duty: Duty) -> bool:
    return bool(duty.target and duty.target.customer_class)


def _pools(found: Sequence[Duty]) -> Iterator[Listing]:
    """Of rules that select, by class: among how many rows, which, and about which the customers were called."""
    pooled = [row for duty in found if duty.rule and duty.rule.anchor for row in duty.pooled]
    if not any(duty.rule and duty.rule.selects and duty.rule.anchor for duty in found):
        return
    groups: dict[tuple[str, str], list[InPool]] = {}
    for row in pooled:
        groups.setdefault((row.rule, row.counted_as), []).append(row)
    rows = [(*group, *_selected(mine)) for group, mine in groups.items()]
    if rows:
        rows.append((TOTAL, "", *_selected(pooled)))
    headers = ("规则编号", COUNTED_AS.header, "本期的服务", "抽中", "已回访", "抽中(占服务)", "已回访(占服务)")
    about = "按本期完成的服务算；月底的服务可以到下期才应访，所以抽中与应访可以不同。"
    yield Listing("按比例抽取的", headers, rows, "本期没有服务。", about)
    lines = [
        (row.number, row.on, f"{row.customer.customer_no} {row.customer.name}", row.counted_as, row.rule,
         "是" if row.due_on else "否", row.due_on, row.called_on)
        for row in pooled
    ]  # fmt: skip
    named_by = ("服务单号", "日期", "客户", COUNTED_AS.header, "规则编号", "抽中", "应访止", "回访日期")
    yield Listing("本期的服务", named_by, lines, "本期没有服务。")


def _stand(one: ShareStand) -> str:
    lacks = f"缺 {one.lacking} 个" if one.lacking else "不缺"
    so_far = "" if one.is_over else f"，{NOT_OVER}"
    return f"{one.rule.title}({one.period.name})：应访 {one.wanted} 个，已访 {one.done} 个，{lacks}{so_far}。"


def _shares(view: PartsView) -> Iterator[Listing]:
    """How rules that select customers, in windows of their own, or over more than a month, and those that ask for so
    many calls in another period than a month, stand by now.
    """
    about = "从一期开始算到本报告的最后一天；一期没有结束的，还不判断。"
    headers = ("规则编号", "规则名称", "期", "共有", _SHARE, "应访", "已访", "缺", "达到")
    drawn = [one for one in view.shares if not trigger_of(one.rule).by_period]
    if drawn:
        rows = [(*_counted(one, share_text(one.rule)), _judged(one)) for one in drawn]
        yield Listing("按比例的进度", headers, rows, "", about)
    asked = [one for one in view.shares if trigger_of(one.rule).by_period]
    if asked:
        rows = [(*_counted(one, f"{one.rule.times} 次"), _judged(one)) for one in asked]
        yield Listing("按周期的进度", (*headers[:3], "客户", "一期几次", *headers[5:]), rows, "", about)


def _counted(one: ShareStand, wanted: str) -> tuple[Cell, ...]:
    return one.rule.rule, one.rule.title, one.period.name, one.of, wanted, one.wanted, one.done, one.lacking


def _judged(one: ShareStand) -> str:
    return (MISSED if one.lacking else REACHED) if one.is_over else NOT_OVER


def _selected(rows: Sequence[InPool]) -> tuple[Cell, ...]:
    selected = sum(row.due_on is not None for row in rows)
    called = sum(row.called_on is not None for row in rows)
    return len(rows), selected, called, Share(selected, len(rows)), Share(called, len(rows))


def _missed(view: PartsView, duty: Duty, line: Owed) -> tuple[Cell, ...]:
    owed, customer = line.obligation, line.customer
    return (
        duty.number, duty.title, f"{customer.customer_no} {customer.name}", line.counted_as, named(line.about),
        view.label(line.agent), owed.from_on, owed.due_on, owed.plan_no, line.status,
    )  # fmt: skip

"""What the agent's sheet says of itself: how it is filled in, and what the regulation of this office asks of a call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from huifang.policy.complaints import ALL, SUPERIOR
from huifang.policy.model import Policy
from huifang.policy.questions import Question
from huifang.policy.rules import Rule
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.notice_rules import SAME_DAY
from huifang.tables.model import Table
from huifang.tables.options import BY_LETTER, CONNECTED, UNRESOLVED


def steps(
    table: Table, policy: Policy, methods: Sequence[str], until: str, *, has_macros: bool = False
) -> Iterator[str]:
    """How the sheet is filled in, step by step, and ``until`` when; ``table`` has the columns that it shows."""
    said = {key: f"“{column.header}”" for key, column in {**CALLS.by_key, **table.by_key}.items()}
    yield (
        f"打开“{table.name}”表。每一行是一次要做的回访，过期的和今天的在最前面。{said['status']}一栏自动写着什么时候打、还缺什么，"
        "打完并填全的变灰，显示√；灰色单元格由系统填写，请勿修改。"
    )
    way = f"{said['method']}已按计划填好，不一样的请改。" if len(methods) > 1 else ""
    way += f"方式是{BY_LETTER}的，不填时间。" if BY_LETTER in methods else ""
    yield (
        f"回访完，填{said['called_on']}(几号)、{said['started_at']}(如 930)、{said['ended_at']}(几分钟)和"
        f"{said['result']}。{way}没有接通的填这四格就够了。"
    )
    asked = "".join(f"、“{q.text}”" for q in policy.questions if q.key in table.by_key and q.mandatory)
    yield (
        f"{CONNECTED}的，再选{said['satisfaction']}和{said['handling']}{asked}，写下{said['wishes']}；客户不满意的，写明原因。"
    )
    yield _unsolved(policy, said)
    yield (
        "没有接通要再打的：在表末的空行里填同一个计划编号，写新的日期和时间。计划编号在最右边，点表格上方的“+”展开。"
        f"计划以外的回访：在表末的空行里从列表选{said['customer_name']}，计划编号留空。"
    )
    yield "可以排序和筛选，请不要删除行、改表头或改工作表名称。黄色是今天的和漏填的，橙色是逾期的和没有写原因的。"
    if has_macros:
        yield (
            f"双击{said['started_at']}、{said['ended_at']}的空格，就填上现在的时间。点左上角的“下一个”，跳到下一个要打的电话；"
            "“检查本表”指出要改的地方；“交表”用规定的文件名保存，并告诉您发给谁。"
            "点了没有反应，是 Excel 或 WPS 没有启用宏：不用管它，照上面填写和交表，一样入账。"
        )
    yield f"{until}之前保存，把整个文件用邮件发给主管。发现填错了，改好再发一次即可。"


def _unsolved(policy: Policy, said: dict[str, str]) -> str:
    text = f"问题当时不能解决的，{said['handling']}选“{UNRESOLVED}”，往右填{said['measures']}"
    if policy.written_report:
        return f"{text}、{said['reported_to']}和{said['report_document']}；必须有书面材料，口头上报无效。"
    return f"{text}，约好了日子的填{said['next_contact_on']}。"


def asked_by(policy: Policy, table: Table, rules: Collection[str]) -> Iterator[str]:
    """What the regulation asks: its rules (of these numbers; none: all), questions, limits, and who hears of what."""
    chosen = [rule for rule in policy.rules if not rules or rule.rule in rules]
    told: dict[str, None] = {}
    for rule in chosen:
        told.setdefault(_rule(rule))
    yield from told
    for question in policy.questions:
        if question.key in table.by_key or not rules:
            yield _question(question, chosen)
    for need in policy.row_needs:
        if need.sheet == CALLS.name and not (rules and need.rules and not {*need.rules} & {*rules}):
            headers = "、".join(f"“{column.header}”" for column in need.asked)
            yield f"{need.step} 的，要填好{headers}{'，没有填的退回' if need.returns else ''}。{_clause(need.clause)}"
    spans = "、".join(map(str, policy.call_spans))
    limit = f"，有投诉或问题的除外，一次不超过 {policy.max_call_minutes} 分钟" if policy.max_call_minutes else ""
    yield f"通话时段 {spans}{limit}。"
    yield from _passed_on(policy)
    for clock in policy.clocks:
        words = [
            *([] if clock.applies_to == ALL else [clock.applies_to]),
            *("、".join(one.values) for one in clock.conditions),
        ]
        whose = "".join(f"“{word}”的" for word in words) + "投诉"
        above = "上级" if clock.escalate_to == SUPERIOR else clock.escalate_to
        yield f"{whose}{clock.stage}：{clock.amount} {clock.unit}之内，超过的报{above}。{_clause(clock.clause)}"


def _rule(rule: Rule) -> str:
    about = f"（{rule.contact_role}）" if rule.contact_role else ""
    message = f"：{rule.message}" if rule.message else ""
    return f"{rule.title}{about}{message}。方式：{'、'.join(rule.methods)}。{_clause(rule.clause)}"


def _question(question: Question, rules: Sequence[Rule]) -> str:
    titles = dict.fromkeys(rule.title for rule in rules if rule.rule in question.rules)
    when = f"{'、'.join(titles)}时" if titles else "每次接通"
    need = "，必须回答" if question.mandatory else ""
    choices = f"，选 {'、'.join(question.choices)}" if question.choices else ""
    return f"{when}要问：“{question.text}”{choices}{need}。"


def _passed_on(policy: Policy) -> Iterator[str]:
    if policy.heard_into != "不登记":
        yield f"客户不满意或问题没有解决的，收表时自动登记到“{policy.heard_into}”。"
    if told := [word for notice in policy.notices_of(SAME_DAY) for word in (*notice.roles, *notice.departments)]:
        yield f"这样的回访当天通知{'、'.join(told)}，请当天交表。"


def _clause(text: str) -> str:
    return f"依据：{text}。" if text else ""

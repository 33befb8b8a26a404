"""A trigger is one module: nothing else knows any of them by name, and what each of them says is carried out."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from huifang.decisions.calls.covering import rolling_rule
from huifang.decisions.calls.demands import demands
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.obligations import rolling_key
from huifang.decisions.calls.triggers import NEEDED, TRIGGERS, holding, is_rolling, told, trigger_of
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.model import Campaign
from huifang.tables.declared import house_rules
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Kind
from obligations_made import EXPERIENCED, FINISHED, PERIOD, POLICY, made_rule
from places import ROOT

PACKAGE = ROOT / "scripts" / "huifang"
HOME = "huifang.decisions.calls.triggers"
OTHERS = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE / "decisions" / "calls" / "triggers"]
NAMES = [trigger.name for trigger in TRIGGERS]
TABLES = (*(table for tables in BOOKS.values() for table in tables), CALLS)
#: A sheet, a column or a kind of column is called like that as well: those words may stand elsewhere.
ALSO = {table.name for table in TABLES} | {header for table in TABLES for header in table.by_header} | {*Kind}
#: Here a row of 回访规则 becomes a rule; the table itself names the column.
BUILDS = PACKAGE / "policy" / "build_rules.py"


def known_triggers(source: str) -> list[str]:
    """Each line in which the source knows a trigger by name, looks at a rule's, or imports one of the modules."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "trigger":
            found.append(f"{node.lineno}: .trigger")
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == "trigger":
            found.append(f"{node.lineno}: [trigger]")
        if isinstance(node, ast.Constant) and node.value in NAMES and node.value not in ALSO:
            found.append(f"{node.lineno}: {node.value}")
        if isinstance(node, ast.ImportFrom) and node.module and (node.module + ".").startswith(f"{HOME}."):
            names = [alias.name for alias in node.names if alias.name in MODULES]
            found += [f"{node.lineno}: {name}" for name in names or ([node.module] if node.module != HOME else [])]
        if isinstance(node, ast.Import):
            found += [f"{node.lineno}: {alias.name}" for alias in node.names if alias.name.startswith(f"{HOME}.")]
    return found


MODULES = {path.stem for path in (PACKAGE / "decisions" / "calls" / "triggers").glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_else_knows_a_trigger_by_name(path: Path) -> None:
    found = known_triggers(path.read_text(encoding="utf-8"))
    assert [one for one in found if not (path == BUILDS and one.endswith("[trigger]"))] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("if rule.trigger == word: pass", ["1: .trigger"]),
        ("match rule.trigger:\n    case x: pass", ["1: .trigger"]),
        ("x = table[one.rule.trigger]", ["1: .trigger"]),
        ("x = row['trigger'] in y", ["1: [trigger]"]),
        ("WORDS = {'每月': 1}", ["1: 每月"]),
        (f"from {HOME} import monthly", ["1: monthly"]),
        (f"from {HOME}.monthly import TRIGGER", [f"1: {HOME}.monthly"]),
        (f"import {HOME}.share", [f"1: {HOME}.share"]),
        (f"from {HOME} import trigger_of", []),
        ("x = '专项'", []),  # the sheet
    ],
)
def test_a_planted_one_is_found(source: str, found: list[str]) -> None:
    assert known_triggers(source) == found


def test_every_module_is_listed_once() -> None:
    assert len({*NAMES}) == len(TRIGGERS) == len(MODULES)


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.name)
def test_a_trigger_says_what_it_does(trigger) -> None:
    assert trigger.about and not trigger.about.endswith("。") and all(d.endswith("。") for d in trigger.details)
    assert trigger.details and {*trigger.needed} <= {*house_rules.RULES.by_key}
    rule = made_rule("R1", "回访", trigger.name, anchor=FINISHED, interval=3, times=2)
    assert trigger_of(rule) is trigger and trigger.rhythm(rule)


ROW = {
    "rule": "R1", "title": "回访", "interval": 10, "anchor": "服务单.完工时间", "window_from": 1, "window_length": 2,
    "times": 2, "share": 30,
}  # fmt: skip


def rules_read(name: str, **cells: object):
    row, columns = {**ROW, "trigger": name, **cells}, house_rules.RULES.columns
    grid = [[column.header for column in columns], [row.get(column.key, "") for column in columns]]
    read = read_policy({"回访规则": grid}, "制度.xlsx", NEEDED)
    return read.policy.rules, [f for f in read.findings if f.place.sheet == "回访规则"]


@pytest.mark.parametrize(("name", "key"), [(name, key) for name in NEEDED for key in NEEDED[name]])
def test_what_a_trigger_needs_is_asked_for(name: str, key: str) -> None:
    rules, found = rules_read(name, **{key: ""})
    letter, header = house_rules.RULES.letter(key), house_rules.RULES.by_key[key].header
    assert rules == () and [(one.code, one.place.cell) for one in found] == [("P605", f"{letter}2")]
    assert f"触发为“{name}”，却没有填写“{header}”" in found[0].message


@pytest.mark.parametrize("name", NAMES)
def test_what_it_does_not_need_may_be_empty(name: str) -> None:
    rules, found = rules_read(name, **{key: "" for key in ROW if key not in ("rule", "title", *NEEDED[name])})
    assert (found, [rule.trigger for rule in rules]) == ([], [name])


def test_the_sheet_says_what_each_needs() -> None:
    columns = told(house_rules.RULES).by_key
    for key, column in columns.items():
        names = [f"“{trigger.name}”" for trigger in TRIGGERS if key in trigger.needed]
        said = column.needed_when.removeprefix("触发为").removesuffix("时")
        assert said == "或".join(filter(None, ("".join(names[:-1]), "".join(names[-1:])))), column.header
    assert all(f"{trigger.name}：{trigger.about}。" in columns["trigger"].help for trigger in TRIGGERS)
    assert len(columns["trigger"].help) < 200, "Excel shows 255 characters of a prompt"


def test_the_list_of_the_column_is_the_triggers() -> None:
    assert list(read_policy({}, "", NEEDED).policy.options[house_rules.TRIGGER_LIST]) == NAMES


DAY = date.fromisoformat
CUSTOMER = Customer(
    customer_no="K1",
    name="甲",
    customer_class="甲",
    owner="A01",
    contact="",
    phone="13800000001",
    review_status="已审核",
    reviewed_on=DAY("2026-01-01"),
    registered_on=None,
    days=(("体验日期", DAY("2026-11-02")),),
)
SERVICES = [
    {"服务单号": "F1", "客户编号": "K1", "完工时间": DAY("2026-11-05")},
    {"服务单号": "F2", "客户编号": "K1", "完工时间": DAY("2026-11-20")},
]
#: Offices have these keys in their issued calls: they never change.
KEYS = [
    (made_rule("R2", "每月", "每月", times=2), ["R2|2026-11/1", "R2|2026-11/2"]),
    (made_rule("R3", "体验", "日期", anchor=EXPERIENCED, window=(3, 4)), ["R3|2026-11-02"]),
    (made_rule("R3", "维修", "日期", anchor=FINISHED, window=(3, 4)), ["R3|F1", "R3|F2"]),
    (made_rule("R4", "抽取", "比例", anchor=FINISHED, share=100), ["R4|F1", "R4|F2"]),
    (made_rule("R5", "服务", "当月服务", anchor=FINISHED), ["R5|2026-11"]),
    (made_rule("R6", "流失", "久未服务", anchor=FINISHED, interval=3, unit="月"), ["R6|2026-11"]),
    (made_rule("R7", "走访", "专项"), ["R7|2026-11-10~2026-11-12|新湖镇"]),
]


@pytest.mark.parametrize(("rule", "keys"), KEYS, ids=lambda value: value.trigger if hasattr(value, "trigger") else "")
def test_the_key_of_an_occasion_stays_the_same(rule, keys: list[str]) -> None:
    campaign = Campaign(DAY("2026-11-10"), DAY("2026-11-12"), (), "走访", ("新湖镇",))
    policy = replace(POLICY, rules=(rule,), campaigns=(campaign,))
    customer = replace(CUSTOMER, region="新湖镇")
    long_ago = [{**service, "完工时间": DAY("2026-03-01")} for service in SERVICES]
    services = SERVICES if rule.rule != "R6" else long_ago
    facts = Facts({"客户": [customer.cells()], "服务单": services})
    assert sorted(demand.key for demand in demands(policy, facts, [customer], [PERIOD], frozenset())) == keys


def test_the_key_of_a_rolling_one_has_the_trigger_in_front() -> None:
    key = rolling_key(made_rule("R1", "例行", "滚动", interval=10), DAY("2026-11-01"))
    assert key == "滚动|R1|2026-11-01" and is_rolling(key) and not any(is_rolling(k) for _, keys in KEYS for k in keys)


def test_of_several_rolling_rules_the_first_holds() -> None:
    first, second = (made_rule(number, "例行", "滚动", interval=10) for number in ("R1", "R2"))
    other = made_rule("R3", "体验", "日期", anchor=EXPERIENCED)
    assert {*holding([other, first, second])} == {other, first}
    policy = replace(POLICY, rules=(other, second, first))
    assert rolling_rule(policy, Facts({}), CUSTOMER, PERIOD) is second
    assert rolling_rule(replace(POLICY, rules=(other,)), Facts({}), CUSTOMER, PERIOD) is None


def test_of_several_quotas_the_largest_holds_for_each_role() -> None:
    once, twice, again = (made_rule(f"R{n}", "每月", "每月", times=n) for n in (1, 2, 2))
    apart = made_rule("R4", "每月", "每月", merge=False)
    front = made_rule("R5", "每月", "每月", contact_role="前台")
    assert list(holding([once, twice, apart, front])) == [twice, apart, front]
    assert [rule is twice for rule in holding([twice, again])] == [True], "of two alike the first"

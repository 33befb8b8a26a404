"""A trigger is one module: nothing else knows any of them by name, and what each of them says is carried out."""

from __future__ import annotations

import ast
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from huifang.decisions.calls.covering import rolling_rules
from huifang.decisions.calls.demands import demands
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.obligations import Base, Cadence, open_obligation, rolling_key
from huifang.decisions.calls.triggers import NEEDED, TRIGGERS, holding, is_rolling, told, trigger_of
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.days import NamedDays
from huifang.policy.model import Campaign
from huifang.policy.rules import Rule
from huifang.tables.declared import house_rules
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Kind
from obligations_made import CALENDAR, EXPERIENCED, FINISHED, PERIOD, POLICY, made_rule
from places import ROOT

PACKAGE = ROOT / "scripts" / "huifang"
HOME = "huifang.decisions.calls.triggers"
#: One knows all that is known of them, the other writes their words into a draft of the sheet.
ROOMS = (PACKAGE / "decisions" / "calls" / "triggers", PACKAGE / "decisions" / "drafting")
OTHERS = [path for path in sorted(PACKAGE.rglob("*.py")) if not any(path.is_relative_to(room) for room in ROOMS)]
NAMES = [trigger.name for trigger in TRIGGERS]
TABLES = (*(table for tables in BOOKS.values() for table in tables), CALLS)
#: A sheet, a column or a kind of column is called like that as well: those words may stand elsewhere.
ALSO = {table.name for table in TABLES} | {header for table in TABLES for header in table.by_header} | {*Kind}
ALSO |= {*house_rules.FIXED_OPTIONS["日历类型"]}
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
    "times": 2, "cycle": "季", "share": 30,
}  # fmt: skip


def rules_read(name: str, **cells: object):
    filled = {key: value for key, value in ROW.items() if key in ("rule", "title", *NEEDED[name].needed)}
    if NEEDED[name].at_feasts:
        filled["cycle"] = "中秋节"
    row, columns = {**filled, "trigger": name, **cells}, house_rules.RULES.columns
    grid = [[column.header for column in columns], [row.get(column.key, "") for column in columns]]
    read = read_policy({"回访规则": grid}, "制度.xlsx", NEEDED)
    return read.policy.rules, [f for f in read.findings if f.place.sheet == "回访规则"]


@pytest.mark.parametrize(("name", "key"), [(name, key) for name in NEEDED for key in NEEDED[name].needed])
def test_what_a_trigger_needs_is_asked_for(name: str, key: str) -> None:
    rules, found = rules_read(name, **{key: ""})
    letter, header = house_rules.RULES.letter(key), house_rules.RULES.by_key[key].header
    assert rules == () and [(one.code, one.place.cell) for one in found] == [("P605", f"{letter}2")]
    assert f"触发为“{name}”，却没有填写“{header}”" in found[0].message


@pytest.mark.parametrize("name", NAMES)
def test_what_it_does_not_need_may_be_empty(name: str) -> None:
    rules, found = rules_read(name)
    assert (found, [rule.trigger for rule in rules]) == ([], [name])


#: A value for each column that some trigger reads; those that only count together stand together.
FILLED = {
    **{key: {key: value} for key, value in ROW.items() if key not in ("rule", "title")},
    "unit": {"unit": "月", "anchor": ROW["anchor"], "window_from": 1, "window_length": 2},
    "ends_before": {"ends_before": "服务单.报修时间"},
    "where": {"where": "服务单.服务类型", "where_values": "维修", "anchor": ROW["anchor"]},
    **{key: {key: ROW[key], "anchor": ROW["anchor"]} for key in ("window_from", "window_length")},
    "rest": {"rest": 3},
    "age": {"age": "1至120"},
}
#: The cells of a rule that its fields come from.
FIELDS = {
    "interval": {"interval"}, "unit": {"unit"}, "anchor": {"anchor"}, "window": {"window_from", "window_length"},
    "ends_before": {"ends_before"}, "times": {"times"}, "cycle": {"cycle"}, "share": {"share"},
    "conditions": {"where", "where_values"},
    "rest": {"rest"}, "age": {"age"},
}  # fmt: skip
OF_TRIGGERS = {key for cells in NEEDED.values() for key in cells.read}


@pytest.mark.parametrize(("name", "key"), [(name, key) for name in NAMES for key in FILLED])
def test_a_filled_cell_that_nobody_looks_at_is_an_error_and_the_rule_holds(name: str, key: str) -> None:
    feast = {"cycle": "春节"} if key == "cycle" and NEEDED[name].at_feasts else {}
    rules, found = rules_read(name, **{**FILLED[key], **feast})
    assert [rule.trigger for rule in rules] == [name]
    letters = {house_rules.RULES.letter(one) + "2" for one in FILLED[key] if one not in NEEDED[name].read}
    only = NEEDED[name].only.get(key, FILLED[key][key])
    said_otherwise = {("P609", house_rules.RULES.letter(key) + "2")} if only != FILLED[key][key] else set()
    assert {(one.code, one.place.cell) for one in found} == {("P608", cell) for cell in letters} | said_otherwise
    assert all(one.is_error for one in found)


def test_the_way_out_names_the_triggers_that_look_at_it() -> None:
    (found,) = rules_read("滚动", share=30)[1]
    assert "“滚动”" in found.message and "“比例(%)”" in found.message and "比例。" in found.hint


def test_a_cell_that_may_say_one_thing_only() -> None:
    rules, found = rules_read("久未服务", unit="天")
    assert len(rules) == 1 and [(one.code, one.is_error) for one in found] == [("P609", True)]
    assert "总是“月”" in found[0].message


class Watched(Rule):
    """A rule that knows which of its fields somebody looked at."""

    seen: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> object:
        Watched.seen.add(name)
        return super().__getattribute__(name)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_trigger_reads_is_what_its_calls_are_worked_out_from(name: str) -> None:
    rules, _ = rules_read(name, **FILLED["unit"] if name == "比例" else {})
    rule = Watched(**{**asdict(rules[0]), "anchor": rules[0].anchor, "rule": "R1", "unit": "月"})
    campaign = Campaign(from_on=DAY("2026-11-10"), until_on=DAY("2026-11-12"), classes=(), message="走访")
    feast = NamedDays("中秋节", DAY("2026-11-05"), DAY("2026-11-05"), is_feast=True)
    policy = replace(POLICY, rules=(rule,), campaigns=(campaign,), named_days=(feast,), keeps_agreed_days=False)
    facts = Facts({"客户": [CUSTOMER.cells()], "服务单": SERVICES})
    long_ago = Facts({"客户": [CUSTOMER.cells()], "服务单": [{**SERVICES[0], "完工时间": DAY("2024-03-01")}]})
    Watched.seen.clear()
    for known in (facts, long_ago):
        list(demands(policy, known, [CUSTOMER], [PERIOD], frozenset()))
    if trigger_of(rule).rolls:
        rolling_rules(policy, facts, CUSTOMER, PERIOD)
        cadence = Cadence(customer=CUSTOMER, rule=rule, policy=policy, issues=(), calendar=CALENDAR, place_in_list=0)
        open_obligation(cadence, Base(DAY("2026-11-01"), True, ""), {})
    looked_at = {key for field in Watched.seen & FIELDS.keys() for key in FIELDS[field]}
    unit = {"unit"} if "after" in Watched.seen or "in_hours" in Watched.seen or "counter" in Watched.seen else set()
    assert (looked_at | unit | {*NEEDED[name].only}) == {*NEEDED[name].read}


def test_every_column_is_everybodys_or_somebodys() -> None:
    assert {key for keys in FIELDS.values() for key in keys} == OF_TRIGGERS


def rolling_rows(*rows: dict[str, str]):
    columns = house_rules.RULES.columns
    grid = [[column.header for column in columns]]
    for number, row in enumerate(rows, start=1):
        cells = {"rule": f"R{number}", "title": "例行", "trigger": "滚动", "interval": 10, **row}
        grid.append([cells.get(column.key, "") for column in columns])
    classes = [["类别"], ["普通客户"], ["大客户"], ["老客户"]]
    read = read_policy({"回访规则": grid, "客户类别": classes}, "制度.xlsx", NEEDED)
    assert len(read.policy.rules) == len(rows)
    return [(one.code, one.place.cell) for one in read.findings if one.place.sheet == "回访规则"]


A, B, BOTH = {"classes": "普通客户"}, {"classes": "大客户"}, {"classes": "普通客户，大客户"}


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([A, B], []),
        ([A, A], ["F3"]),
        ([A, BOTH], ["F3"]),
        ([BOTH, B], ["F3"]),
        ([{}, B], ["F3"]),
        ([B, {}], ["F3"]),
        ([{}, {}], ["F3"]),
        ([A, B, BOTH], ["F4"]),
        ([A, B, A, B], ["F4", "F5"]),
        ([{"tags": "VIP"}, {}], []),  # the rest of the customers
        ([{}, {"tags": "VIP"}], ["F3"]),
        ([{"tags": "VIP"}, {"tags": "VIP"}], ["F3"]),
        ([{"tags": "VIP"}, {"tags": "新店"}], []),
        ([{"tags": "VIP，新店"}, {"tags": "新店"}], ["F3"]),
        ([{**A, "tags": "VIP"}, {**B, "tags": "VIP"}], []),
        ([{**A, "age": "1至12"}, {**A, "age": "13至24"}, {**A, "age": "25起"}], []),  # one after the other
        ([{**A, "age": "1至12"}, {**A, "age": "12至24"}], ["F3"]),
        ([{**A, "age": "13起"}, A], ["F3"]),
    ],
)
def test_a_class_has_one_rule_that_rolls(rows: list[dict[str, str]], cells: list[str]) -> None:
    assert rolling_rows(*rows) == [("P610", cell) for cell in cells]


def test_what_a_second_rule_for_a_class_is_told() -> None:
    columns = house_rules.RULES.columns
    cells = {"title": "例行", "trigger": "滚动", "interval": 10}
    rows = [{**cells, "rule": "R1", **BOTH}, {**cells, "rule": "R2", **B}]
    grid = [[column.header for column in columns], *([row.get(c.key, "") for c in columns] for row in rows)]
    read = read_policy({"回访规则": grid, "客户类别": [["类别"], ["普通客户"], ["大客户"]]}, "制度.xlsx", NEEDED)
    (found,) = (one for one in read.findings if one.code == "P610")
    assert found.is_error and "“大客户”" in found.message and "“R1”(第 2 行)" in found.message


def test_two_rows_of_one_number_are_one_rule() -> None:
    columns = house_rules.RULES.columns
    cells = {"rule": "R1", "title": "例行", "trigger": "滚动", "interval": 10}
    rows = [{**cells, **A}, {**cells, **B, "interval": 30}]
    grid = [[column.header for column in columns], *([row.get(c.key, "") for c in columns] for row in rows)]
    read = read_policy({"回访规则": grid, "客户类别": [["类别"], ["普通客户"], ["大客户"]]}, "制度.xlsx", NEEDED)
    assert [rule.interval for rule in read.policy.rules] == [10]
    assert [(one.code, one.place.cell) for one in read.findings if one.place.sheet == "回访规则"] == [("T510", "A3")]


def test_the_sheet_says_what_each_needs() -> None:
    columns = told(house_rules.RULES).by_key
    for key, column in columns.items():
        readers = [f"“{name}”" for name in NAMES if key in NEEDED[name].read]
        assert all(name in column.help for name in readers) or len(readers) == len(NAMES), column.header
        assert ("只有触发为" in column.help) == (key in OF_TRIGGERS), column.header
        assert len(column.help) < 200
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
    (
        made_rule("R2", "每周", "每期", times=1, cycle="旬"),
        ["R2|2026-11上旬/1", "R2|2026-11下旬/1", "R2|2026-11中旬/1"],
    ),
    (made_rule("R2", "每季", "每期", times=2, cycle="季"), ["R2|2026Q4/1", "R2|2026Q4/2"]),
    (made_rule("R2", "每年", "每期", times=1, cycle="年"), ["R2|2026/1"]),
    (made_rule("R3", "体验", "日期", anchor=EXPERIENCED, window=(3, 4)), ["R3|2026-11-02"]),
    (made_rule("R3", "维修", "日期", anchor=FINISHED, window=(3, 4)), ["R3|F1", "R3|F2"]),
    (
        made_rule("R8", "体验周年", "周年", anchor=EXPERIENCED, window=(-360, 6)),
        ["R8|K1/2027"],
    ),
    (made_rule("R9", "司庆问候", "节日", cycle="司庆", window=(-2, 2)), ["R9|2026司庆"]),
    (made_rule("R4", "抽取", "比例", anchor=FINISHED, share=100), ["R4|F1", "R4|F2"]),
    (made_rule("R5", "服务", "当月服务", anchor=FINISHED), ["R5|2026-11"]),
    (made_rule("R6", "流失", "久未服务", anchor=FINISHED, interval=3, unit="月"), ["R6|2026-11"]),
    (made_rule("R7", "走访", "专项"), ["R7|2026-11-10~2026-11-12|新湖镇"]),
]


@pytest.mark.parametrize(("rule", "keys"), KEYS, ids=lambda value: value.trigger if hasattr(value, "trigger") else "")
def test_the_key_of_an_occasion_stays_the_same(rule, keys: list[str]) -> None:
    campaign = Campaign(
        from_on=DAY("2026-11-10"), until_on=DAY("2026-11-12"), classes=(), message="走访", regions=("新湖镇",)
    )
    own_day = NamedDays("司庆", DAY("2020-11-20"), DAY("2020-11-20"), yearly=True, is_feast=True)
    policy = replace(POLICY, rules=(rule,), campaigns=(campaign,), named_days=(own_day,))
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
    assert rolling_rules(policy, Facts({}), CUSTOMER, PERIOD) == [second]
    assert rolling_rules(replace(POLICY, rules=(other,)), Facts({}), CUSTOMER, PERIOD) == []


def test_of_several_quotas_the_largest_holds_for_each_role() -> None:
    once, twice, again = (made_rule(f"R{n}", "每月", "每月", times=n) for n in (1, 2, 2))
    apart = made_rule("R4", "每月", "每月", merge=False)
    front = made_rule("R5", "每月", "每月", contact_role="前台")
    assert list(holding([once, twice, apart, front])) == [twice, apart, front]
    assert [rule is twice for rule in holding([twice, again])] == [True], "of two alike the first"

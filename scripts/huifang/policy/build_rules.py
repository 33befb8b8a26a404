"""From the rows of 回访规则 and 客户类别 to rules and states, with a finding for each that cannot be carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.reasons import Reason
from huifang.core.text import split_groups, split_list
from huifang.policy.callers import read_caller
from huifang.policy.customers import CUSTOMER_CELLS
from huifang.policy.impossible import Impossible
from huifang.policy.own_columns import NO_OWN_COLUMNS, OwnColumns
from huifang.policy.rule_units import BY_DAYS, HOURS, LONGEST, fits_twice, parse_age
from huifang.policy.rules import (
    APART,
    CATCHING_UP,
    MERGED,
    MONTHLY,
    SOURCES,
    WHETHER_FILLED,
    Condition,
    Rule,
    Source,
    Triggers,
    UnknownSource,
    parse_source,
)
from huifang.policy.shares import WINDOW, beside_share, read_share
from huifang.policy.targets import parse_target
from huifang.tables.cells import shown
from huifang.tables.declared import house_rules
from huifang.tables.declared.customers import CONTACTS, CUSTOMERS
from huifang.tables.model import Kind, Row, Table
from huifang.tables.options import Options


def known_words(row: Row, key: str, table: Table, known: tuple[str, ...]) -> tuple[list[str], list[Finding]]:
    """The words of a list cell that are known, and P607 for each of the others."""
    words = split_list(row[key] or "")
    wrong = [word for word in words if word not in known]
    return [word for word in words if word in known], [
        found("P607", row.place(key), column=table.by_key[key].header, value=word, options="、".join(known))
        for word in wrong
    ]


#: The list of the ways in which customers are called.
_METHODS = "回访方式"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a row of 回访规则 may name: the classes and the lists of this office, and what each 触发 asks for; ``batch``
    is for how long its calls are planned at once.
    """

    classes: tuple[str, ...]
    lists: Options
    triggers: Triggers
    cycles: tuple[str, ...] = ()
    feasts: tuple[str, ...] = ()
    own: OwnColumns = NO_OWN_COLUMNS
    batch: str = ""


def read_rules(rows: tuple[Row, ...], words: Words) -> Iterator[Rule | Finding]:
    """The rules that can be carried out; what one says and nobody looks at is a finding, too."""
    before: list[tuple[Row, Rule]] = []
    for row in rows:
        chosen, wrong = known_words(row, "classes", house_rules.RULES, words.classes)
        on_site, wrong_on_site = known_words(row, "on_site_classes", house_rules.RULES, words.classes)
        methods, wrong_methods = known_words(row, "methods", house_rules.RULES, words.lists[_METHODS])
        unread = [*_unread(row, words.triggers)]
        yield from (*wrong, *wrong_on_site, *wrong_methods, *(finding for _, finding in unread))
        row = row.without(*(key for key, _ in unread))
        try:
            if wrong and not chosen:
                raise Impossible(because("Y603"), "rule")
            _lacks_nothing(row, words.triggers)
            _fits_its_cycle(row, words)
            ways, by_row = tuple(methods) or words.lists[_METHODS][:1], words.triggers[row["trigger"]].by_row
            rule = _rule(row, tuple(chosen), ways, tuple(on_site), by_row, words.own)
        except Impossible as impossible:
            yield found("P605", row.place(impossible.key), value=row["rule"], reason=impossible.reason)
            continue
        yield rule
        yield from _wrong_target(row, rule, words)
        for condition in rule.conditions:
            yield from no_such_values(row, house_rules.RULES, "where_values", condition, words.lists)
        yield from (*_without_effect(row, rule, words), *beside_share(row, rule))
        yield from (*_second_for_a_class(row, rule, before, words), *_comes_again(row, rule, words))
        before.append((row, rule))


def _wrong_target(row: Row, rule: Rule, words: Words) -> Iterator[Finding]:
    """P618 for a 目标 that cannot be read, P607 for one of a class that nobody can be of."""
    if row["target"] and rule.target is None:
        yield found("P618", row.place("target"), value=shown(row["target"]))
    elif rule.target and rule.target.customer_class and rule.target.customer_class not in words.classes:
        options, header = "、".join(words.classes), house_rules.RULES.by_key["target"].header
        yield found("P607", row.place("target"), column=header, value=rule.target.customer_class, options=options)


def no_such_values(row: Row, table: Table, key: str, condition: Condition, lists: Options) -> Iterator[Finding]:
    """P607 for each value that no cell of the column may have, where its list is closed: nothing would ever match."""
    column = condition.source.column
    known = lists.get(column.options or "", ()) if column and column.kind is Kind.CHOICE else ()
    for word in condition.values if known else ():
        if word not in (*known, *WHETHER_FILLED):
            header, options = table.by_key[key].header, "、".join(known)
            yield found("P607", row.place(key), column=header, value=word, options=options)


def _without_effect(row: Row, rule: Rule, words: Words) -> Iterator[Finding]:
    """P607 for a 联系角色 that nobody can have, P615 for classes to be visited that the rule is not for."""
    table, known = house_rules.RULES, words.lists.get(CONTACTS.by_key["contact_role"].options or "", ())
    columns = SOURCES[rule.anchor.sheet].by_header if rule.anchor else {}
    if rule.contact_role and rule.contact_role not in known and rule.contact_role not in columns:
        options = "、".join(known) or "(选项里没有联系角色)"
        header = table.by_key["contact_role"].header
        yield found("P607", row.place("contact_role"), column=header, value=rule.contact_role, options=options)
    beside = [name for name in rule.on_site_classes if rule.classes and name not in rule.classes]
    if beside:
        why = f"“{table.by_key['classes'].header}”里没有这些类别"
        header = table.by_key["on_site_classes"].header
        yield found("P615", row.place("on_site_classes"), column=header, value="、".join(beside), why=why)


def _unread(row: Row, triggers: Triggers) -> Iterator[tuple[str, Finding]]:
    """By its column, P608 for each cell that the rule's 触发 does not look at, P609 for each that it takes for
    something else: both are as if they were empty.
    """
    word = row["trigger"]
    for key, column in house_rules.RULES.by_key.items():
        readers = [name for name, cells in triggers.items() if key in cells.read]
        only = triggers[word].only.get(key)
        if row[key] is None or not readers:
            continue
        if word not in readers:
            options = "、".join(readers)
            yield key, found("P608", row.place(key), trigger=word, column=column.header, options=options)
        elif only not in (None, row[key]):
            value = shown(row[key])
            yield key, found("P609", row.place(key), trigger=word, column=column.header, value=value, only=only)


def _second_for_a_class(row: Row, rule: Rule, before: Iterable[tuple[Row, Rule]], words: Words) -> Iterator[Finding]:
    """P610 where a rule above is for all customers of a class for whom this one is, and only one of them can hold:
    both allow the same ways of calling, and are for the same role.
    """
    if not words.triggers[row["trigger"]].one_per_class:
        return
    for other, above in before:
        if other["trigger"] != row["trigger"] or not (_covers_tags(above, rule) and _meets_in_age(above, rule)):
            continue
        if ({*above.methods}, above.contact_role) != ({*rule.methods}, rule.contact_role):
            continue  # they run side by side
        both = [name for name in words.classes if all(name in (one.classes or words.classes) for one in (above, rule))]
        if both or not words.classes:
            value = "、".join(both) or "全部类别"
            yield found("P610", row.place("classes"), value=value, rule=above.rule, other=other.number)
            return


def _comes_again(row: Row, rule: Rule, words: Words) -> Iterator[Finding]:
    """P660 where a customer is called several times in one batch: each call is planned when the one before is known."""
    if words.triggers[row["trigger"]].one_per_class and fits_twice(rule.interval, rule.unit, words.batch):
        yield found(
            "P660", row.place("interval"), value=rule.rule, interval=rule.interval, unit=rule.counter, span=words.batch
        )


def _covers_tags(above: Rule, rule: Rule) -> bool:
    """Whether whoever has a tag of the rule (none: everybody) has one of that above, too."""
    return not above.tags or (bool(rule.tags) and {*rule.tags} <= {*above.tags})


def _meets_in_age(above: Rule, rule: Rule) -> bool:
    """Whether a customer may be of the age of both; ages that count from different days may meet."""
    if above.age is None or rule.age is None or above.anchor != rule.anchor:
        return True
    (first, last), (start, end) = above.age, rule.age
    return (end is None or first <= end) and (last is None or start <= last)


def _lacks_nothing(row: Row, triggers: Triggers) -> None:
    for key in triggers[row["trigger"]].needed:
        if row[key] is None:
            header = house_rules.RULES.by_key[key].header
            raise Impossible(because("Y604", value=row["trigger"], column=header), key)


def _fits_its_cycle(row: Row, words: Words) -> None:
    """A 节日 comes on its days, and is no period in which a number of calls is made."""
    word = row["trigger"]
    known = words.feasts if words.triggers[word].at_feasts else words.cycles
    if row["cycle"] and row["cycle"] not in known:
        raise Impossible(because("Y634", trigger=word, options="、".join(known)), "cycle")


def _rule(
    row: Row,
    classes: tuple[str, ...],
    methods: tuple[str, ...],
    on_site: tuple[str, ...],
    by_row: bool,
    own: OwnColumns,
) -> Rule:
    window = (row["window_from"] or 0, row["window_length"] or 0)
    anchor, ends_before = (_source(row, key, own) for key in ("anchor", "ends_before"))
    conditions = read_conditions(row, own, anchor)
    for key, other in (("ends_before", ends_before), *(("where", condition.source) for condition in conditions)):
        if other and anchor and other.sheet != anchor.sheet:
            raise Impossible(because("Y605", sheet=anchor.sheet), key)
    unit = row["unit"] or BY_DAYS
    age = parse_age(row["age"]) if row["age"] else None
    if row["age"] and age is None:
        raise Impossible(because("Y633"), "age")
    if unit == HOURS and not (anchor and anchor.is_moment):
        raise Impossible(because("Y630", value=unit), "unit")
    for key in ("interval", "window_from", "window_length"):
        if unit in LONGEST and abs(row[key] or 0) > LONGEST[unit]:
            raise Impossible(because("Y631", limit=LONGEST[unit], unit=unit), key)
    return Rule(
        rule=row["rule"],
        title=row["title"],
        trigger=row["trigger"],
        methods=methods,
        classes=classes,
        tags=split_list(row["tags"] or ""),
        message=row["message"] or "",
        clause=row["clause"] or "",
        interval=row["interval"] or 0,
        unit=unit,
        times=row["times"] or 1,
        cycle=row["cycle"] or MONTHLY,
        share=read_share(row),
        anchor=anchor,
        window=window,
        until=row["until"],
        has_window=any(row[key] is not None for key in WINDOW),
        age=age,
        rest=row["rest"] or 0,
        ends_before=ends_before,
        conditions=conditions,
        contact_role=row["contact_role"] or "",
        on_site_classes=on_site,
        merge=row["merge"] in (None, MERGED, CATCHING_UP),
        shares=row["merge"] != APART,
        catches_up=row["merge"] == CATCHING_UP,
        urgency=row["urgency"] or 5,
        target=parse_target(row["target"]) if row["target"] else None,
        caller=read_caller(row, anchor, own, by_row),
    )


def read_conditions(row: Row, own: OwnColumns, anchor: Source | None = None) -> tuple[Condition, ...]:
    """The columns of 条件列 with the values of 条件值 for each; both cells separate them by semicolons."""
    columns, values = (split_groups(row[key] or "") for key in ("where", "where_values"))
    if len(columns) != len(values):
        raise Impossible(because("Y606", columns=len(columns), values=len(values)), "where_values")
    conditions = []
    for text, group in zip(columns, values, strict=True):
        conditions.append(Condition(source_of(text, "where", own, a_day=False), split_list(group)))
        reason = contradiction(conditions[-1], anchor)
        if reason:
            raise Impossible(reason, "where_values")
    return tuple(conditions)


def contradiction(condition: Condition, counted: Source | None = None) -> Reason | None:
    """Why what it says of a cell being filled makes no sense: with other values, or of one that always is; a row has
    the day that is ``counted`` from in any case.
    """
    said = [value for value in condition.values if value in WHETHER_FILLED]
    if said and len(condition.values) > 1:
        return because("Y650", column=condition.source)
    column = condition.source.column
    if said and (condition.source == counted or (column and column.required)):
        return because("Y651", column=condition.source, value=said[0])
    return None


def _source(row: Row, key: str, own: OwnColumns) -> Source | None:
    return source_of(row[key], key, own, a_day=True) if row[key] else None


def source_of(text: str, key: str, own: OwnColumns, a_day: bool) -> Source:
    """The column that the cell names, one of days where it must be."""
    try:
        source = parse_source(text, own)
    except UnknownSource as unknown:
        raise Impossible(unknown.reason, key) from None
    if a_day and not source.is_day:
        raise Impossible(because("Y607", column=source), key)
    if source.sheet == CUSTOMERS.name and not (source.is_day or source.own or source.header in CUSTOMER_CELLS):
        raise Impossible(because("Y608", column=source, sheet=CUSTOMERS.name, options="、".join(CUSTOMER_CELLS)), key)
    return source

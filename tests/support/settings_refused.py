"""Settings of 制度 that cannot be used, by the code of the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from huifang.core.findings import Finding
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.presets import load_preset
from huifang.policy.build import read_policy
from huifang.tables.declared import complaint_rules, house_rules, indicator_rules, mail_rules, task_rules
from huifang.tables.declared.own_columns import OWN_COLUMNS
from huifang.tables.model import Table
from huifang.tables.odd_cells import BadCell

INDICATORS = indicator_rules.INDICATOR_RULES
Provoke = Callable[[], Iterable[Finding]]
ON_DAY = {"trigger": "日期", "window_from": 0, "window_length": 7, "anchor": "服务单.完工时间"}


def item(name: str, value: Any, table: Table = house_rules.SETTINGS) -> Provoke:
    """The preset with another value of an item."""

    def read() -> Iterable[Finding]:
        grids = {sheet: [list(row) for row in grid] for sheet, grid in load_preset("sales-ten-day").grids().items()}
        grids[table.name][[line[0] for line in grids[table.name]].index(name)][1] = value
        return read_policy(grids, "制度.xlsx", NEEDED).findings

    return read


def row(declared: Table, **cells: Any) -> Provoke:
    """The preset with one row in a table, in the place of its own."""

    def read() -> Iterable[Finding]:
        grids = {sheet: [list(row) for row in grid] for sheet, grid in load_preset("sales-ten-day").grids().items()}
        grids[declared.name] = [list(declared.by_header), [cells.get(key, "") for key in declared.by_key]]
        return read_policy(grids, "制度.xlsx", NEEDED).findings

    return read


def rule(**cells: Any) -> Provoke:
    usual = {"rule": "R1", "title": "例行", "trigger": "滚动", "interval": 10, "unit": "天", "methods": "电话"}
    return row(house_rules.RULES, **usual | cells)


def state(**cells: Any) -> Provoke:
    return row(house_rules.CLASSES, customer_class="普通客户", **cells)


def limit(**cells: Any) -> Provoke:
    usual = {"stage": "处理", "starts_with": "接收时间", "amount": 1, "unit": "小时", "done_with": "开始处理时间"}
    return row(complaint_rules.LIMITS, **usual | cells)


def question(**cells: Any) -> Provoke:
    return row(house_rules.QUESTIONS, **{"question_no": "Q1", "question": "好吗", "form": "文字"} | cells)


SETTINGS: dict[str, Provoke] = {
    "Y501": item("提前天数", "几天"),
    "Y502": item("提前天数", 99),
    "Y503": item("批次", "季"),
    "Y504": item("单位名称", ""),
    "Y505": item("启用日期", "明天"),
    "Y506": item("报告时刻", "傍晚"),
    "Y507": item("报告日", "十日"),
    "Y508": item("报告日", "20,10,30"),
    "Y509": item("工作时间", "上午"),
    "Y510": item("工作时间", "13:00-18:00,09:00-14:00"),
    "Y511": item("工作日", "每天"),
    "Y512": item("措施由谁决定", "产品质量"),
    "Y513": item("费用限额(元)", "很多"),
    "Y514": item("批次", BadCell("#N/A")),
    "Y515": item("重新办理时限", "三天"),
    "Y516": item("邮箱地址", "王总", mail_rules.MAILBOX),
    "Y517": item("SMTP服务器", "smtp.example.com:465", mail_rules.MAILBOX),
    "Y518": item("怀疑比例", "两成"),
    "Y601": rule(**ON_DAY | {"anchor": "完工时间"}),
    "Y602": rule(**ON_DAY | {"anchor": "服务单.颜色"}),
    "Y603": rule(classes="大户"),
    "Y625": rule(trigger="比例", interval="", unit="", share="多数"),
    "Y622": rule(caller="客服"),
    "Y623": rule(**ON_DAY, caller="首问责任人"),
    "Y626": rule(trigger="当月服务", interval="", unit="", anchor="服务单.完工时间", caller="服务单.服务人员"),
    "Y624": rule(**ON_DAY, caller="服务单.服务内容"),
    "Y604": rule(interval=""),
    "Y605": rule(**ON_DAY, where="投诉.严重程度", where_values="重大"),
    "Y606": rule(**ON_DAY, where="服务单.服务类型"),
    "Y607": rule(**ON_DAY | {"anchor": "服务单.服务类型"}),
    "Y608": rule(**ON_DAY | {"anchor": "客户.体验日期"}, where="客户.备注", where_values="甲"),
    "Y630": rule(interval=2, unit="小时"),
    "Y631": rule(interval=101, unit="年"),
    "Y632": row(house_rules.DAYS, day=date(2026, 11, 15), mark="期间", name="采暖季"),
    "Y633": rule(age="头一年"),
    "Y634": rule(trigger="每期", interval="", unit="", times=1, cycle="春节"),
    "Y609": state(source="服务单.服务类型"),
    "Y610": state(source="服务单.服务类型", test="合计不少于", values="许多"),
    "Y611": limit(done_with="接收时间"),
    "Y612": limit(amount=99_999, unit="小时"),
    "Y613": limit(done_with="投诉内容"),
    "Y614": question(form="选项"),
    "Y615": question(question="满意度"),
    "Y616": row(house_rules.REPORTS, report="旬报", due="尽快", span="旬"),
    "Y618": row(task_rules.TASK_RULES, task="甲", span="月", due="期末", who="主管", draw="几份"),
    "Y660": row(task_rules.TASK_RULES, task="甲", span="月", due="25日", who="主管", draw="5份"),
    "Y619": row(
        task_rules.TASK_RULES, task="甲", span="月", due="次日", who="主管", draw="5份", done_with="调查.调查日期"
    ),
    "Y620": row(INDICATORS, indicator="甲", measure="投诉率", bound="≤", target=3, scope="电话"),
    "Y690": row(INDICATORS, indicator="甲", measure="定额", bound="≥", target=20, each="单位"),
    "Y691": row(INDICATORS, indicator="甲", measure="定额", bound="≥", target=0.5),
    "Y621": row(INDICATORS, indicator="甲", measure="满意率", bound="≤", target=3),
    "Y650": rule(**ON_DAY, where="服务单.服务类型", where_values="空，维修"),
    "Y651": rule(**ON_DAY, where="服务单.完工时间", where_values="空"),
    "Y655": limit(applies_to="重大", where="投诉.严重程度", where_values="一般"),
    "Y656": limit(where="服务单.服务类型", where_values="维修"),
    "Y670": limit(sheet="反馈", starts_with="发出日期", done_with="处理完成日期", unit="小时"),
    "Y671": limit(sheet="服务单", starts_with="报修时间", done_with="完工时间", where="投诉.渠道", where_values="电话"),
    "Y652": row(OWN_COLUMNS, sheet="服务单", header="服务类型", kind="文字"),
    "Y653": row(OWN_COLUMNS, sheet="服务单", header="颜色", kind="选项"),
    "Y654": row(OWN_COLUMNS, sheet="服务单", header="颜色，型号", kind="文字"),
    "Y617": row(house_rules.REPORTS, report="旬报", due="周五", span="月"),
}

"""The life of an office: one period, and a part of the next."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from freezing.desk import Office, open_row
from freezing.house import COMPLAINTS, CUSTOMERS, FORM, OUTBOX, OWNERS, PEOPLE, RULES, SHEET, STAFF, Row, Times, day
from freezing.plays import HANDLED, PLAYS, Play, complaint
from freezing.typed import edited, headers_of, load, put, run, save


def play(root: Path, preset: str) -> Office:
    """Make the preset's office and live through its period."""
    it, office = PLAYS[preset], Office(root, preset, PLAYS[preset].times)
    t, extras = it.times, it.extras
    run("--now", t.founded, "init", str(root), "--policy", preset)
    _move_in(office, it)
    if "import" in extras:
        _bring_in(office, t.founded[:11] + "08:30")
    first = office.plan(t.planned, t.period)
    if "plan-withdrawn" in extras:
        office.correct(f"{t.planned[:14]}40", ("回访计划", t.period, "整批", None, "撤销"))
        office.kept.clear()
        first = office.plan(f"{t.planned[:14]}45", t.period)
    _first_round(office, it)
    _second_round(office, it)
    if first["calls"]:
        _second_thoughts(office, it)
    _later(office, it)
    _close(office, it)
    return office


def _move_in(office: Office, it: Play) -> None:
    """People, customers and what the registers hold on the first day."""
    names = ("工号", "姓名", "角色", "部门", "上级")
    office.add(STAFF, "人员", *(
        {**dict(zip(names, person, strict=True)), **_role(it, person[0]),
         "邮箱": f"{person[0].lower()}@example.com", "负责区域": "城东",
         "电话": f"1390000000{n}", "状态": "在职"}
        for n, person in enumerate(PEOPLE)
    ))  # fmt: skip
    rows = [_customer(no, agent, it, **it.customers.get(no, {})) for no, agent in OWNERS.items()]
    if "cache" in it.extras:
        rows += [_customer(f"L{n:04d}", f"A0{1 + n // 500}", it, 联系人=None, 电话=f"1381{n:07d}") for n in range(993)]
    office.add(CUSTOMERS, "客户", *rows)
    for workbook, sheet, more in it.at_start:
        office.add(workbook, sheet, *more)
    done = {**HANDLED, "投诉类别": it.category}
    in_calls = {} if it.told_unhappy else {"客户反馈": None}
    office.complain(
        complaint(1, "K0005", "11-02 09:00", **done),
        complaint(2, "K0004", "11-03 09:00", 投诉类别=it.category, 投诉内容="收费和说好的不一样"),
        complaint(3, "K0003", "11-02 09:05", **{**done, "投诉内容": "修过又坏了", "执行完成时间": "11-03 16:00",
                                                "告知客户时间": "11-03 17:00", **in_calls}),
        complaint(4, "K0008", "11-03 11:00", 投诉类别=it.category, 投诉内容="门口太吵", 受理告知时间="11-03 11:05",
                  开始处理时间="11-03 11:05", 首次响应时间="11-03 11:10", 是否成立="不成立", 责任部门="客服部",
                  调查完成时间="11-04 09:00", 调查结论="与事实不符", 告知客户时间="11-04 09:30", 客户反馈="接受"),
    )  # fmt: skip


def _role(it: Play, number: str) -> Row:
    return {"角色": it.roles[number]} if number in it.roles else {}


def _customer(number: str, agent: str, it: Play, **more: Any) -> Row:
    plain = {
        "客户编号": number, "客户名称": f"{number}商行", "客户类别": it.customer_class, "业务员": agent,
        "联系人": "王女士",
        "电话": f"1380000{number[1:]}", "审核状态": "已审核", "审核人": "B01", "审核日期": day("10-26"),
    }  # fmt: skip
    if number[0] == "K":
        plain |= {"地址": f"建设路 {int(number[1:])} 号", "区域": "城东", "首次登记日期": day("10-20")}
    return {**plain, **more}


def _bring_in(office: Office, now: str) -> None:
    """The office's own list of customers, with headers of its own."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (
        ["序号", "单位名称", "联系人", "手机号", "跟进人"],
        [1, "城南五金有限公司", "王先生", "13900001111", "A01"],
        [2, "城北建材行", "李女士", "13900002222", "王海燕"],
    ):
        sheet.append(row)
    path = office.root.parent / "名单.xlsx"
    save(book, path)
    data = office.run(now, "import", str(path), "--to", "客户", "--yes")
    assert data["appended"] == 2 and data["written"], data


def _first_round(office: Office, it: Play) -> None:
    """Calls of the first day: the last agent's sheet has an end before its start and comes back."""
    t, last = it.times, _last(office)
    soon = t.call + timedelta(days=3)
    for agent in ("A01", "A02"):
        office.fill(agent, t.call, soon, spoil=agent == last)
    container = next((kind for kind in ("zip", "eml") if kind in it.extras), "")
    if office.kept:
        for agent, minute in (("A01", t.first[14:]), ("A02", "40")):
            kind = container if container == "eml" and agent == "A01" else ""
            data = office.hand_in(t.first[:14] + minute, agent, container=kind)
            assert len(data["returned"]) == (agent == last), data["returned"]
    else:
        office.run(t.first, "collect")


def _last(office: Office) -> str:
    """The last of the agents that have a sheet; "" where none has."""
    return max((agent for agent in ("A01", "A02") if agent in office.kept), default="")


def _second_round(office: Office, it: Play) -> None:
    """The one whose sheet came back corrects; complaints go on; rules, staff and customers change in mid-period."""
    t, extras, last = it.times, it.extras, _last(office)
    if last in office.kept:
        with edited(office.kept[last]) as book:
            sheet = book[SHEET]
            at = headers_of(sheet)
            for row in range(2, sheet.max_row + 1):
                if sheet.cell(row, at["结束时间"]).value == time(8, 0):
                    start = sheet.cell(row, at["开始时间"]).value
                    put(sheet, row, {"结束时间": time(start.hour, start.minute + 3)})
    if office.preset == "service-desk":
        _write_up(office, t)
    office.handle("T2611-001", 回访时间="11-05 09:00", 回访满意度="满意", 致谢人="B01", 处罚意见="批评教育",
                  关闭时间="11-06 10:00", 归档号="2026-11-001")  # fmt: skip
    office.handle("T2611-004", 回访时间="11-05 09:20", 回访满意度="一般", 关闭时间="11-06 10:30", 关闭说明="已说明",
                  归档号="2026-11-002")  # fmt: skip
    if it.told_unhappy:
        office.handle("T2611-003", 客户反馈="不满意")
    if "cache" not in extras:  # a thousand customers in two versions are too much to keep for ever
        office.change(CUSTOMERS, "客户", "K0005", 电话="13800009005", 备注="换了电话")
    if "rules" not in extras:
        office.change(STAFF, "人员", "A02", 每日上限=15)
        office.add(
            STAFF,
            "代班",
            {"工号": "A02", "起": t.again + timedelta(days=1), "止": t.again + timedelta(days=1), "代理人": "A01"},
        )
    else:
        office.change(RULES, "基本", "每日上限", 值="18")
        if office.has(COMPLAINTS) and office.rows(RULES, "投诉时限"):
            with edited(office.path(RULES)) as book:
                limit = book["投诉时限"].cell(2, headers_of(book["投诉时限"])["时限"])
                limit.value = (limit.value or 0) + 1
        elif office.rows(RULES, "回访规则"):
            office.change(RULES, "回访规则", "R1", 回访内容="另请介绍冬季服务")
    collected = office.hand_in(t.second, last, container="zip" if "zip" in extras else "")
    assert not collected["returned"], collected["returned"][0]["findings"]
    if (
        "container" in extras
    ):  # the same sheet once more, in an archive that is new: a file that only brings a duplicate
        office.hand_in(t.second[:14] + "10", last, container="eml" if "zip" in extras else "zip")
    if "run" in extras:
        office.run(t.second[:14] + "20", "run")


def _write_up(office: Office, t: Times) -> None:
    """Reports on visits, borrowed papers, expenses."""
    records = [f"{no}-1" for no in list(office.calls)[:3]]
    reports: tuple[Row, ...] = (
        {"主管意见": "按约定跟进", "主管": "B01", "审阅日期": day("11-07"), "归档类别": "例行", "保管人": "B01"},
        {},
    )
    office.add("回访报告.xlsx", "回访报告", *(
        {"报告编号": f"B{n}", "记录编号": no, "报告人": "A01", "报告日期": t.call + timedelta(days=n),
         "过程评价": "准时",
         "结果评价": "达到目的", **more}
        for n, (no, more) in enumerate(zip(records, reports, strict=False), start=1)
    ))  # fmt: skip
    lent = {"记录编号": records[0], "借用人": "A01", "借出日期": t.call}
    office.add(
        "回访报告.xlsx",
        "资料借还",
        {**lent, "资料": "合同", "归还日期": t.call},
        {**lent, "资料": "样本", "批准人": "B01"},
    )
    claim = {"报销人": "A01", "发生日期": t.call, "费用类型": "交通费", "关联记录": records[0]}
    office.add(
        "费用报销.xlsx", "报销",
        {**claim, "报销单号": "E1", "金额(元)": 120, "限额(元)": 100, "自付(元)": 20, "凭证号": "P1", "审核人": "B01",
         "审核日期": day("11-06"), "审核结果": "同意", "财务付款日期": day("11-09")},
        {**claim, "报销单号": "E2", "金额(元)": 60, "凭证号": "P2"},
    )  # fmt: skip


def _second_thoughts(office: Office, it: Play) -> None:
    """A01 sends the sheet again with a changed answer and an unplanned call; the supervisor signs, or declines."""
    t, extras = it.times, it.extras
    mine = next(agent for agent in ("A01", "A02") if agent in office.kept)
    with edited(office.kept[mine]) as book:
        sheet = book[SHEET]
        at = headers_of(sheet)
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, at["满意度"]).value == "满意")
        put(sheet, row, {"满意度": "非常满意"})
        call = office.calls[sheet.cell(row, at["计划编号"]).value]
        put(sheet, open_row(sheet, at), {
            "客户编号": call["customer_no"], **office._answer(at, 40, t.again, {**call, "rule": ""}, ""),
        })  # fmt: skip
    data = office.hand_in(t.third, mine)
    assert data["pending"] and not data["returned"], data
    for form in office.new_forms():
        with edited(form) as book:
            for row in range(2, book[FORM].max_row + 1):
                if book[FORM].cell(row, 2).value:
                    put(book[FORM], row, {"更正人": "B01", "原因": "已与客户核对"})
        signed = office.run(t.third[:14] + "10", "correct", str(form))
        assert signed["applied"], signed
    for minute, what in ((20, "decline"), (30, "settle")):
        if what in extras:
            _take_back(office, mine, t.third[:14] + str(minute), what)
    number = max((s for s in sheets_of(office) if s["agent"] == mine), key=lambda s: s["number"])
    if "arrival" in extras:
        old = number["arrived_at"]
        office.correct(t.third[:14] + "50", ("提交", number["number"], "到达时间", old, old[:11] + "08:05"))
    if "sheet-withdrawn" in extras:
        taken = next(s for s in reversed(sheets_of(office)) if s["agent"] == "A02")
        office.correct(t.third[:14] + "50", ("提交", taken["number"], "整表", None, "撤销"))
        assert office.hand_in(t.third[:14] + "55", "A02")["accepted"]


def _take_back(office: Office, agent: str, now: str, what: str) -> None:
    """A change that the supervisor strikes off the form, or that the agent takes back by sending the sheet before."""
    before = office.kept[agent].read_bytes()
    with edited(office.kept[agent]) as book:
        sheet = book[SHEET]
        at = headers_of(sheet)
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, at["通话结果"]).value == "接通")
        put(sheet, row, {"备注": "下月想再订一批"})
    assert office.hand_in(now, agent)["pending"]
    forms = office.new_forms()
    office.kept[agent].write_bytes(before)
    if what == "decline":
        with edited(forms[0]) as book:
            book[FORM].delete_rows(2)
        assert office.run(now[:-1] + "5", "correct", str(forms[0]))["declined"]
    else:
        office.hand_in(now[:-1] + "5", agent)


def _ask_again(office: Office, agent: str, now: str) -> None:
    """A change of an accepted value that nobody has confirmed when the office is frozen; older letters are gone."""
    for path in office.path(OUTBOX).iterdir():
        path.unlink()
    office.kept[agent] = next(path for path in _desk(office).glob(f"{agent}-*.xlsx") if _answered(path))
    with edited(office.kept[agent]) as book:
        sheet = book[SHEET]
        at = headers_of(sheet)
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, at["满意度"]).value == "满意")
        put(sheet, row, {"满意度": "非常满意", "客户意见或需求": "感谢及时处理"})
    assert office.hand_in(now, agent)["pending"]


def _desk(office: Office) -> Path:
    return office.root.parent / "desk" / office.times.period


def _answered(path: Path) -> bool:
    rows = load(path)[SHEET].iter_rows(values_only=True)
    header = list(next(rows))
    return any(row[header.index("满意度")] == "满意" for row in rows)


def sheets_of(office: Office) -> list[dict[str, Any]]:
    """The sheets that came back, as the journal lists them."""
    return [sheet for entry in office.journal() if entry["kind"] == "submission" for sheet in entry["data"]["sheets"]]


def _later(office: Office, it: Play) -> None:
    """More comes in, so that more calls are added to the batch; a complaint is handled again, a major one is new."""
    t = it.times
    for workbook, sheet, rows in it.later:
        office.add(workbook, sheet, *rows)
    office.handle(
        "T2611-003", 执行完成时间="11-13 10:00", 告知客户时间="11-13 11:00", 客户反馈="满意", 处理结果="重新修好"
    )
    office.complain(complaint(50, "K0006",
        "11-12 09:00", 投诉类别=it.category, 严重程度="重大", 受理告知时间="11-12 09:05",
                              开始处理时间="11-12 09:05", 首次响应时间="11-12 09:06"))  # fmt: skip
    if "run" in it.extras:
        office.run(t.added[:14] + "10", "run")
    office.plan(t.added[:14] + "20", t.period)


def _close(office: Office, it: Play) -> None:
    """The period ends: sealed, drawn from, the next one planned, reported, and one row taken back afterwards."""
    t, extras = it.times, it.extras
    sealed = office.run(t.sealed, "spotcheck", "draw", "--period", t.period)
    drawn = office.run(t.drawn, "spotcheck", "draw", "--period", t.period, "--seed", "福彩3D 2026321 507")
    assert drawn["sealed_before"] and drawn["frame_sha256"] == sealed["frame_sha256"], drawn
    following = office.plan(t.following, t.next_period)
    if "next-plan-withdrawn" in extras:
        office.correct(t.following[:14] + "20", ("回访计划", t.next_period, "整批", None, "撤销"))
        following = office.plan(t.following[:14] + "30", t.next_period)
    assert following["files"] or not office.kept or office.preset in SPARSE, office.preset
    office.run(t.reported, "report", "--period", t.period)
    records = [number for sheet in sheets_of(office) for number in (sheet.get("records") or ())]
    records = records or _records(office)
    if records:
        office.correct(t.undone, (SHEET, records[-1], "整行", None, "撤销"))
    if "pending" in extras:
        _ask_again(office, "A02", t.undone[:14] + "20")
    if "ledger" in extras:  # the ledger is open in Excel while the second version is made; ``run`` makes up for it
        mark = office.path(f"台账/~${t.period}.xlsx")
        mark.write_bytes(b"")
        office.run(t.undone[:14] + "30", "report", "--period", t.period)
        mark.unlink()
        office.run(t.undone[:14] + "40", "run")


#: Regulations whose complaints have no time limit.
WITHOUT_LIMITS = frozenset({"property", "property-households"})
#: Regulations that may have nobody to call in the next period: all that happened was followed up.
SPARSE = frozenset(
    {"property", "car-dealer", "car-dealer-store", "complaint-basic", "experience-followup", "aftersales-monthly"}
)


def _records(office: Office) -> list[str]:
    """The record numbers of the period that stand, as its ledger workbook shows them; unplanned ones last."""
    ledger = office.path(f"台账/{office.times.period}.xlsx")
    if not ledger.exists():
        return []
    rows = load(ledger)["台账"].iter_rows(values_only=True)
    header = list(next(rows))
    found = [row[header.index("记录编号")] for row in rows]
    return sorted((str(no) for no in found if no), key=lambda no: (no.startswith("U"), no))

"""One office that is played: its commands, its sheets, its forms."""

import json
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from freezing.house import (
    COMPLAINTS,
    FORM,
    INBOX,
    MISSED,
    OUTBOX,
    RULES,
    SHEET,
    SOLVED,
    UNSOLVED,
    WRONG,
    Row,
    Times,
    day,
    moment,
)
from freezing.typed import edited, headers_of, load, member, put, run, save


@dataclass
class Office:
    """An office that is being lived in; ``kept`` are the agents' own copies of their sheets, by agent."""

    root: Path
    preset: str
    times: Times
    kept: dict[str, Path] = field(default_factory=dict)
    forms_seen: set[str] = field(default_factory=set)
    calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    hand_made: int = 0

    def run(self, now: str, *args: str, codes: Sequence[int] = (0, 1)) -> dict[str, Any]:
        """Run a command in this office."""
        ran = run("-C", str(self.root), "--now", now, *args)
        assert ran.code in codes, (self.preset, now, args, ran.code, ran.err)
        return ran.data

    def path(self, relative: str) -> Path:
        """A file of the office."""
        return self.root / relative

    def has(self, workbook: str) -> bool:
        """Whether the regulation uses that workbook."""
        return self.path(workbook).exists()

    def add(self, workbook: str, sheet: str, *rows: Row) -> None:
        """Type rows below the last filled one."""
        with edited(self.path(workbook)) as book:
            page = book[sheet]
            last = max((r for r in range(1, page.max_row + 1) if any(c.value is not None for c in page[r])), default=1)
            for offset, values in enumerate(rows, start=1):
                put(page, last + offset, values)

    def change(self, workbook: str, sheet: str, key: str, **values: Any) -> None:
        """Type into the row that has ``key`` in its first column."""
        with edited(self.path(workbook)) as book:
            row = next(cell.row for cell in book[sheet]["A"] if cell.value == key)
            put(book[sheet], row, values)

    def rows(self, workbook: str, sheet: str) -> list[dict[str, Any]]:
        """The rows of a sheet by header, empty ones left out."""
        cells = [[cell.value for cell in row] for row in load(self.path(workbook))[sheet].iter_rows()]
        return [dict(zip(cells[0], row, strict=True)) for row in cells[1:] if any(v is not None for v in row)]

    def journal(self) -> list[dict[str, Any]]:
        """The journal's entries."""
        lines = self.path(".huifang/journal.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def complain(self, *rows: Row) -> None:
        """Enter complaints; a 时间 is written ``11-02 09:00``."""
        if self.has(COMPLAINTS):
            self.add(COMPLAINTS, "投诉", *({h: _typed(h, v) for h, v in row.items()} for row in rows))

    def handle(self, number: str, **cells: Any) -> None:
        """Go on with a complaint."""
        if self.has(COMPLAINTS):
            self.change(COMPLAINTS, "投诉", number, **{h: _typed(h, v) for h, v in cells.items()})

    # Plans and sheets

    def plan(self, now: str, period: str) -> dict[str, Any]:
        """Plan, and let every agent take a copy of what was issued; ``补`` sheets take the place of earlier ones."""
        data = self.run(now, "plan", "--period", period)
        self.calls.update({call["plan_no"]: call for call in data["calls"]})
        desk = self.root.parent / "desk" / period
        desk.mkdir(parents=True, exist_ok=True)
        for file in sorted(data["files"], key=lambda name: (len(name), name)):
            agent = Path(file).name.split("-")[0]
            self.kept[agent] = desk / Path(file).name
            shutil.copy(self.path(file), self.kept[agent])
        return data

    def fill(self, agent: str, on: date, until: date, spoil: bool = False) -> Path | None:
        """Answer the open rows of the agent's sheet whose window has begun by ``until``."""
        path = self.kept.get(agent)
        if path is None:
            return None
        with edited(path) as book:
            sheet = book[SHEET]
            at = headers_of(sheet)
            again: list[tuple[str, str, str]] = []
            answered: dict[str, int] = {}
            owned = [sheet.cell(row, at["客户编号"]).value for row in range(2, sheet.max_row + 1)]
            to_miss = MISSED if MISSED in owned else next((no for no in owned if no and no != UNSOLVED), None)
            for row in range(2, sheet.max_row + 1):
                number, customer = sheet.cell(row, at["计划编号"]).value, sheet.cell(row, at["客户编号"]).value
                call = self.calls.get(str(number))
                if not number or call is None or sheet.cell(row, at["通话结果"]).value or day(call["from"]) > until:
                    continue
                missed = agent == "A01" and customer == to_miss and not again
                put(sheet, row, self._answer(at, row, on, call, "missed" if missed else str(customer)))
                answered[str(customer)] = row
                if missed:
                    again.append((str(number), str(customer), call["method"]))
            if spoil and answered:
                put(sheet, answered.get(WRONG, [*answered.values()][-1]), {"结束时间": time(8, 0)})
            for number, customer, method in again:  # once more the same afternoon, in an open row at the end
                row = open_row(sheet, at)
                put(sheet, row, {"计划编号": number, "客户编号": customer})
                put(sheet, row, self._answer(at, row, on, {**self.calls[number], "method": method}, "later"))
        return path

    def _answer(self, at: Mapping[str, int], row: int, on: date, call: Row, story: str) -> dict[str, Any]:
        minutes = 540 + 5 * row if story != "later" else 900
        start, end = (time(*divmod(m, 60)) for m in (minutes, minutes + 3))
        entered: dict[str, Any] = {"回访日期": on, "开始时间": start, "结束时间": end, "回访方式": call["method"]}
        if story == "missed":
            return {**entered, "通话结果": "无人接听"}
        entered |= {"通话结果": "接通", "满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题"}
        if story == UNSOLVED:
            entered |= {
                "满意度": "不满意", "不满意原因": "等了太久没有答复", "客户意见或需求": "要求尽快派人处理",
                "处理情况": "未解决", "处理措施": "已报主管", "上报对象": "B01", "上报文件": "问题上报单-01",
            }  # fmt: skip
        elif story == SOLVED:
            entered |= {
                "满意度": "一般", "客户意见或需求": "希望提前通知", "处理情况": "已解决", "处理措施": "已当场说明",
            }  # fmt: skip
        elif story == "K0001":
            entered["下次联系日期"] = on + timedelta(days=7)
        used = {
            "预约时间": datetime.combine(on, start), "预约地点": "客户办公室", "参加人员": "李晓明、客户经理",
            "推送内容": "冬季服务活动", "已发资料": "产品样本", "结果反馈日期": on,
            "录音编号": f"L{row:03d}", "回执号": f"H{row:03d}",
        }  # fmt: skip
        entered |= {header: value for header, value in used.items() if header in at}
        replies = {"满意度": "满意", "是否": "是", "文字": "没有"}
        for question in self.rows(RULES, "问卷"):
            rules = [rule.strip() for rule in re.split("[,，]", question["适用规则"] or "") if rule.strip()]
            if question["题目"] in at and (not rules or call["rule"] in rules):
                choices = re.split("[,，]", question["选项"] or "")
                entered[question["题目"]] = choices[0] if question["题型"] == "选项" else replies[question["题型"]]
        return entered

    def hand_in(self, now: str, *agents: str, container: str = "") -> dict[str, Any]:
        """The agents' sheets as they are now into the inbox, loose, in a ``.zip`` or an ``.eml``; collect."""
        for agent in agents:
            path = self.kept.get(agent)
            if path is None:
                continue
            name = path.name
            if container == "zip":
                with zipfile.ZipFile(self.path(f"{INBOX}/{agent}-回访表.zip"), "w") as package:
                    package.writestr(member(name), path.read_bytes())
            elif container == "eml":
                self.path(f"{INBOX}/{agent}-回访表.eml").write_bytes(_mail(now, agent, name, path.read_bytes()))
            else:
                shutil.copy(path, self.path(INBOX) / name)
        return self.run(now, "collect")

    # Corrections

    def new_forms(self) -> list[Path]:
        """The 更正单 that the newest collecting left in the outbox."""
        forms = [form for form in sorted(self.path(OUTBOX).glob("更正单-*.xlsx")) if form.name not in self.forms_seen]
        self.forms_seen.update(form.name for form in forms)
        return forms

    def correct(self, now: str, *rows: Sequence[Any], codes: Sequence[int] = (0,)) -> dict[str, Any]:
        """Apply a form typed by hand: rows of 表, 编号, 列, 原值, 新值; B01 signs."""
        self.hand_made += 1
        name = f"{OUTBOX}/更正单-手写{self.hand_made}.xlsx"
        self.forms_seen.add(Path(name).name)
        book = Workbook()
        sheet = book.active
        sheet.title = FORM
        sheet.append(["表", "编号", "列", "原值", "新值", "更正人", "原因"])
        for row in rows:
            sheet.append([*row, "B01", "与客户核对过"])
        save(book, self.path(name))
        data = self.run(now, "correct", str(self.path(name)), codes=codes)
        assert data["applied"] == len(rows) or codes != (0,), data
        return data


def _typed(header: str, value: Any) -> Any:
    return moment(value) if header.endswith("时间") and isinstance(value, str) else value


def open_row(sheet: Any, at: Mapping[str, int]) -> int:
    """The first of the prepared rows at the end of a sheet."""
    last = max(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, at["客户编号"]).value)
    return last + 1


def _mail(now: str, agent: str, name: str, content: bytes) -> bytes:
    sent = datetime.strptime(now, "%Y-%m-%d %H:%M") - timedelta(minutes=20)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{agent.lower()}@example.com", "huifang@example.com"
    mail["Subject"], mail["Date"] = "回访表", f"{sent:%a, %d %b %Y %H:%M}:00 +0800"
    mail.set_content("请查收。\n")
    kind = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    mail.add_attachment(content, maintype="application", subtype=kind, filename=name)
    mail.set_boundary("huifang-frozen")
    return mail.as_bytes()

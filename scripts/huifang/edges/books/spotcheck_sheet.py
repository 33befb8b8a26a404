"""The auditor's workbook: whom to call, what to say, how to recompute the draw, and a hidden record of it all.

It holds nothing of what the agent claims, so that the customer is asked without knowing the answer.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from huifang.core.periods import Period
from huifang.core.text import for_cell
from huifang.core.tickets import ticket_text
from huifang.edges.books.hidden_record import RECORD, CheckRecord
from huifang.edges.books.spotcheck_paper import OnPaper, draw_paper
from huifang.edges.drawing.forms import Drawing, draw_table, page_setup, row_height, start_drawing
from huifang.edges.drawing.guide import draw_guide
from huifang.edges.drawing.looks import BRAND, BRAND_PALE, LINE, TODAY
from huifang.ledger.kinds import Draw
from huifang.ledger.spot_checks import DrawnCustomer, SealedFrame, check_no
from huifang.policy.customers import Customer
from huifang.policy.items import STRUCTURE_VERSION
from huifang.tables.declared.spot_checks import FIXED_OPTIONS, RESERVE, SPOT_CHECKS
from huifang.tables.model import Table
from huifang.tables.options import Options

SCRIPT, PROOF = "核查说明", "怎样核对抽签"
NOT_SEALED_BEFORE = "未事先封存"
PROOF_WIDTHS = (18, 112)
ROOM_TO_WRITE = 36
_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")


@dataclass(frozen=True, kw_only=True)
class SheetContent:
    """One agent's part of a draw. ``customers`` say whom to ask for, as the sealed registers have it; ``seeds_from`` is
    where the office's seeds are published. ``is_more``: a further sheet, with the customers behind those of the first.
    """

    period: Period
    draw: Draw
    frame: SealedFrame
    agent: str
    chosen: Sequence[DrawnCustomer]
    reserve: Sequence[DrawnCustomer]
    customers: Mapping[str, Customer]
    per_agent: int
    unit_name: str
    office_id: str
    digest: str
    seeds_from: str
    is_more: bool = False

    @property
    def heading(self) -> str:
        """The draw in a few words."""
        again = f" · 第 {self.draw.number} 次抽签" if self.draw.number > 1 else ""
        mark = "" if self.draw.sealed_before else f"({NOT_SEALED_BEFORE})"
        return f"{self.period.name}{again}{' · 续' if self.is_more else ''}{mark}"


def spotcheck_book(content: SheetContent, options: Options) -> bytes:
    """The workbook's bytes; the same content gives the same bytes."""
    stream = BytesIO()
    drawing = start_drawing(stream, f"抽查 {content.heading}", {**options, **FIXED_OPTIONS})
    first = _draw_rows(drawing, SPOT_CHECKS, content, content.chosen)
    if content.reserve:
        _draw_rows(drawing, RESERVE, content, content.reserve)
    to_fill_in = SPOT_CHECKS.without(column.key for column in SPOT_CHECKS.columns if column.issued)
    draw_guide(drawing, f"抽查 {content.heading} · {SCRIPT}", script(content), (to_fill_in,), SCRIPT)
    _draw_on_paper(drawing, content)
    _draw_proof(drawing, content)
    record = CheckRecord(
        office_id=content.office_id, period=content.period.name, agent=content.agent, draw=content.draw.number,
        digest=content.digest, structure=STRUCTURE_VERSION,
    )  # fmt: skip
    hidden = drawing.book.add_worksheet(RECORD)
    hidden.write_string(0, 0, record.to_json().decode())
    hidden.very_hidden()
    first.activate()
    drawing.book.close()
    return stream.getvalue()


def _draw_rows(drawing: Drawing, table: Table, content: SheetContent, drawn: Sequence[DrawnCustomer]) -> Worksheet:
    rows = []
    for place in drawn:
        customer = content.customers.get(place.customer_no)
        rows.append(
            {
                "check_no": check_no(content.draw.period, content.draw.number, place),
                "customer_no": place.customer_no,
                "contact": customer.contact if customer else "",
                "phone": customer.phone if customer else "",
            }
        )
    titled = replace(table, title=f"{table.name} {content.heading}")
    sheet = draw_table(drawing, titled, rows, content.unit_name, 2, spare_rows=0)
    sheet.set_default_row(ROOM_TO_WRITE)
    _flag_gaps(drawing, sheet, table, len(rows))
    return sheet


def _flag_gaps(drawing: Drawing, sheet: Worksheet, table: Table, last: int) -> None:
    """Yellow: what a row that was begun still lacks."""
    yellow = drawing.book.add_format({"bg_color": TODAY})
    at = {column.key: f"${table.letter(column.key)}2" for column in table.columns}
    begun = f"COUNTA({at['reached']}:{at['checked_at']})>0"
    conditions = dict.fromkeys(("reached", "checked_by", "checked_at"), begun)
    conditions["was_called"] = f'{at["reached"]}="是"'
    conditions.update(dict.fromkeys(("satisfaction", "solved"), f'{at["was_called"]}="是"'))
    for key, condition in conditions.items():
        index = list(table.by_key).index(key)
        rule = {"type": "formula", "criteria": f'=AND({condition},{at[key]}="")', "format": yellow}
        sheet.conditional_format(1, index, last, index, rule)


def _draw_on_paper(drawing: Drawing, content: SheetContent) -> None:
    """The same customers on a sheet to write on."""
    listed = []
    for drawn, is_reserve in ((content.chosen, False), (content.reserve, True)):
        for place in drawn:
            customer = content.customers.get(place.customer_no)
            contact, phone = (customer.contact, customer.phone) if customer else ("", "")
            listed.append(
                OnPaper(
                    check_no(content.draw.period, content.draw.number, place),
                    place.customer_no,
                    contact,
                    phone,
                    is_reserve,
                )
            )
    draw_paper(drawing, f"抽查 {content.heading}", script(content), listed, content.unit_name)


def script(content: SheetContent) -> tuple[str, ...]:
    """What the auditor does and says, step by step."""
    count, unit = len(content.chosen), content.unit_name or "本公司"
    if content.reserve:
        unreached = (
            "没有人接听、关机、空号：“是否接通”填“否”，这一行保留不删，改打“备用”表里最靠前、还没有用过的一行。"
            "备用的也都用完了，请把表交来，系统会接着往下抽。"
        )
    else:
        unreached = "没有人接听、关机、空号：“是否接通”填“否”，这一行保留不删。名单里没有更多的客户可以替换。"
    fewer = "名单上的客户不足规定的人数，全部核查。" if count < content.per_agent and not content.is_more else ""
    if content.is_more:
        fewer = f"这是续表，接着上一张，从签号顺序第 {content.chosen[0].order} 位起。"
    return (
        f"按“抽查”表从上往下打电话，共 {count} 位客户。{fewer}灰色单元格由系统填写，请勿修改。",
        f"问候：“您好，打扰您了。我是{unit}负责服务质量的，想请教您几个小问题，一两分钟就好，您现在方便吗？”",
        "先问有没有：“最近一段时间，我们公司有人打电话回访过您吗？”接着问：“大概是哪一天呢？”",
        "再问满意不满意：“您对那次回访和我们的服务，是非常满意、满意、一般、不满意，还是非常不满意？”",
        "再问问题：“您当时提过什么问题或要求吗？后来解决了没有？”没有提过的，选“无问题”。",
        "道谢：“谢谢您，您说的对我们很有帮助。给您添麻烦了，再见。”",
        "只听、只记，不提示。不要告诉客户业务员是怎样填写的，也不要先说出日期和答案；客户怎样说，就怎样写在“客户原话”里。",
        "接电话的不是表上的联系人：请问本人什么时候方便，改时间再打；只好问这个人的，“接听人”选“别人”。",
        "客户没有接到过回访的，“是否接到回访”填“否”，后面几格不用填；客户想不起来的，填“记不清”。",
        unreached,
        "每打完一个电话，写上核查人和核查时间。",
        "全部打完后保存，把整个文件只交给老板本人。名单和结果不要让业务员或其他人看到。",
    )


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One line of the page on recomputing: a label, a text, and whether the text is one to copy."""

    label: str
    text: str
    to_copy: bool = False


def proof(content: SheetContent) -> tuple[ProofLine, ...]:
    """How to recompute a ticket, by the first row of this very sheet."""
    draw, first, frame = content.draw, content.chosen[0], content.frame
    text = ticket_text(draw.seed, first.agent, first.customer_no)
    sealed = "名单在给出种子之前已经封存" if draw.sealed_before else f"{NOT_SEALED_BEFORE}：名单与种子是同一次给出的"
    return (
        ProofLine("抽签", f"{content.period.name} 第 {draw.number} 次抽签，种子：{draw.seed}"),
        ProofLine("种子出处", f"{content.seeds_from}。公布的时间应在名单封存以后。"),
        ProofLine("名单封存", f"{frame.at:%Y-%m-%d %H:%M}。{sealed}。"),
        ProofLine("名单校验值", frame.sha256, True),
        ProofLine(
            "怎样抽的",
            "每位客户有一个签号：把“种子|工号|客户编号”这行文字(UTF-8 编码)的 SHA-256 校验值写成小写十六进制。"
            "一位业务员名下审核过的客户按签号从小到大排(先 0 到 9，再 a 到 f)，"
            f"最前面的 {content.per_agent} 位列在“抽查”表里，后面的依次列在“备用”表和续表里。"
            "谁也不能挑选，谁都可以重算。",
        ),
        ProofLine(
            "举例",
            f"“抽查”表第一行的客户 {first.customer_no}，要计算的是下面这一行文字，前后没有空格，末尾没有换行：",
        ),
        ProofLine("文字", text, True),
        ProofLine("签号应为", first.ticket, True),
        *_hash_tools(text),
        ProofLine("核对名单", f"封存的名单是 {frame.path}。它的 SHA-256 应等于上面的名单校验值："),
        ProofLine("", f'certutil -hashfile "{frame.path.replace("/", chr(92))}" SHA256', True),
        ProofLine(
            "",
            "封存时，这个校验值写进了日志(.huifang/journal.jsonl)；以后的报告上印的链首由日志算出，"
            "名单或校验值若被改动，链首就对不上。",
        ),
        ProofLine("全部重算", f"huifang spotcheck verify --period {content.period.name}", True),
    )


def _hash_tools(text: str) -> tuple[ProofLine, ...]:
    in_shell, in_powershell = shlex.quote(text), "'" + _QUOTES.sub(lambda sign: sign[0] * 2, text) + "'"
    return (
        ProofLine("Windows", "打开 PowerShell，粘贴这一行："),
        ProofLine(
            "",
            f"$b = [Text.Encoding]::UTF8.GetBytes({in_powershell}); -join ([Security.Cryptography.SHA256]::Create()"
            ".ComputeHash($b) | ForEach-Object { $_.ToString('x2') })",
            True,
        ),
        ProofLine(
            "或者",
            "用记事本把上面的文字存为 ticket.txt，编码选 UTF-8(不带 BOM)，末尾不要按回车；"
            "再在同一个文件夹里打开命令提示符，运行：",
        ),
        ProofLine("", "certutil -hashfile ticket.txt SHA256", True),
        ProofLine("macOS", f"printf '%s' {in_shell} | shasum -a 256", True),
        ProofLine("Linux", f"printf '%s' {in_shell} | sha256sum", True),
        ProofLine("其他工具", "任何能计算 SHA-256 的网页或办公工具都可以：把上面的文字原样粘贴进去，结果应当相同。"),
    )


def _draw_proof(drawing: Drawing, content: SheetContent) -> None:
    sheet = drawing.book.add_worksheet(PROOF)
    palette = drawing.palette
    sheet.hide_gridlines(2)
    for index, width in enumerate(PROOF_WIDTHS):
        sheet.set_column(index, index, width)
    heading = f"抽查 {content.heading} · {PROOF}"
    sheet.write_string(0, 0, heading, palette.get(bold=True, font_size=16, font_color=BRAND))
    sheet.set_row(0, 30)
    label_style = palette.get(bold=True, font_color=BRAND, valign="top")
    plain = palette.get(text_wrap=True, valign="top")
    copied = palette.get(
        text_wrap=True, valign="top", font_name="Consolas", bg_color=BRAND_PALE, border=1, border_color=LINE,
        num_format="@",
    )  # fmt: skip
    for row, line in enumerate(proof(content), start=1):
        sheet.write_string(row, 0, line.label, label_style)
        sheet.write_string(row, 1, for_cell(line.text), copied if line.to_copy else plain)
        sheet.set_row(row, row_height([(line.text, PROOF_WIDTHS[1] - 8)], 22))
    page_setup(sheet, content.unit_name, f"抽查 {content.heading}")

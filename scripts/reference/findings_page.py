"""docs/findings.md: every finding of the catalogue, and every reason for which something is refused."""

from __future__ import annotations

from string import Formatter

from huifang.core.catalogue import CATALOGUE, REASONS
from huifang.core.codes.finding_kind import FindingKind
from huifang.core.codes.reason_kind import ReasonKind
from huifang.core.findings import Severity
from reference.markdown import page, table

AREAS = {
    "F": "整个文件",
    "C": "单元格",
    "R": "回访记录的一行",
    "X": "几行之间",
    "T": "与其他表核对",
    "D": "投诉",
    "P": "《制度》的设置",
    "L": "计划与待办",
    "S": "抽查",
    "M": "导入名单",
    "J": "日志与办公文件夹",
}
#: What was refused, by the beginning of a reason's code.
REFUSED = {
    "Y1": "文件读不了",
    "Y2": "附件或压缩包里的文件取不出来",
    "Y3": "不是要收的表",
    "Y4": "更正不能执行",
    "Y5": "《制度》的值用不了",
    "Y6": "《制度》的一行不能执行",
    "Y7": "工作簿不能改动",
    "Y8": "办公文件夹或打开着的工作簿不能读取、写入",
    "Y9": "邮件不能收发",
}
#: What stands in a message for each name; an empty word is a part that only some messages have.
WORDS = {
    "reason": "原因", "reason.text": "原因", "reason.advice": "办法", "reason.sentence": "原因和办法", "advice": "办法",
    "sheet": "工作表", "column": "列", "agent": "业务员", "period": "期间",
    "example": "", "nearest": "", "meant": "", "understood": "读出的内容", "value": "填写的内容",
    "options": "可选的内容", "count": "数目", "low": "下限",
    "high": "上限", "day": "日期", "from_on": "起", "until_on": "止", "today": "今天", "start": "开始时间",
    "span": "期间", "interval": "间隔",
    "end": "结束时间", "minutes": "分钟数", "limit": "上限", "spans": "时段", "name": "名称", "allowed": "允许的方式",
    "result": "通话结果", "other": "行号", "record_no": "记录编号", "owner": "负责人", "issued": "发放时的内容",
    "due_on": "应访止", "status": "审核状态", "role": "角色", "item": "项目", "default": "默认值", "year": "年份",
    "customer_no": "客户编号", "old": "原值", "new": "新值", "now": "现在的时间", "last": "上次的时间", "file": "文件",
    "mailed": "邮件的时间", "issued_on": "发放日期", "first": "第一次的种子", "seed": "种子", "number": "次数",
    "gap": "间隔天数", "days": "天数", "amount": "金额", "region": "区域", "subject": "编号",
    "step": "办到的列", "until": "最迟的日期", "clause": "依据", "department": "部门", "current": "现在的内容",
    "later": "后面的列", "moment": "时间", "left": "剩下的时间", "approved_by": "批准人", "units": "单位",
    "stage": "阶段", "due": "时限", "table": "表", "target": "目标列", "late": "超过的时间", "people": "人员",
    "roles": "角色", "occasion": "场合", "book": "登记表", "books": "登记表",
    "choice": "所选的", "word": "写着的", "earlier_column": "应当在前的列", "earlier": "应当在前的日期",
    "rows": "行数", "columns": "列数", "values": "组数", "line": "行号", "address": "地址", "what": "内容",
    "ending": "后缀", "person": "人员", "finding": "问题", "whole": "整条的说法", "unit": "单位", "part": "部件",
    "tables": "表格的名称", "where": "位置", "merged": "合并的单元格", "array": "区域", "known": "已有的列",
    "workbook": "工作簿", "workbooks": "工作簿", "cell": "单元格",
    "folder": "文件夹", "error": "情况", "host": "电脑", "path": "路径", "journal": "日志", "same": "条数",
    "form": "单子的名称", "how": "由谁执行", "office": "办公文件夹",
    "files": "文件", "items": "缺少的内容", "since": "发现的日期", "like": "",
    "trigger": "触发", "only": "规定的内容", "rule": "规则编号", "title": "名称", "why": "原因", "version": "版本",
    "oldest": "最早的版本", "names": "名称",
    "treatment": "处理", "by": "批准人", "customers": "客户", "phone": "电话",
    "clouds": "云端服务", "sender": "发件人", "mail": "信", "found": "核对的结果", "signed": "更正人",
    "server": "服务器", "answer": "", "seconds": "秒数", "size": "大小", "called": "授权码", "variable": "环境变量",
}  # fmt: skip


def findings_page() -> str:
    """The page."""
    blocks = []
    for letter, area in AREAS.items():
        entries = [entry for entry in CATALOGUE.values() if entry.code.startswith(letter)]
        blocks.append(f"## {letter}：{area}")
        blocks.extend(block for entry in entries for block in _entry(entry))
    return page(
        "检查出的问题",
        "“错误”的行不入账，改好再交；“提醒”不影响入账。尖括号里是各次不同的内容。",
        table(
            ("代码", "程度", "名称"),
            ((f"[{e.code}](#{e.code.lower()})", _severity(e), e.title) for e in CATALOGUE.values()),
        ),
        *blocks,
        "## 拒收和拒绝的原因",
        "文件没有收下、更正没有执行、设置没有采用、工作簿没有改动，都说明原因；"
        "用 `--json` 时，原因的代码在 `reason_code`。没有写办法的，照所在的提示办理。",
        *(block for start, refused in REFUSED.items() for block in _refused(start, refused)),
    )


def _severity(entry: FindingKind) -> str:
    return "错误" if entry.severity is Severity.ERROR else "提醒"


def _entry(entry: FindingKind) -> list[str]:
    lines = (
        f"**{entry.title}**（{_severity(entry)}）",
        f"- 原因：{entry.cause}",
        f"- 提示：{in_words(entry.message)}",
        f"- 办法：{in_words(entry.hint)}",
    )
    return [f"### {entry.code}", lines[0], "\n".join(lines[1:])]


def _refused(start: str, refused: str) -> list[str]:
    entries = [entry for entry in REASONS.values() if entry.code.startswith(start)]
    return [f"### {start}：{refused}", *(block for entry in entries for block in _reason(entry))]


def _reason(entry: ReasonKind) -> list[str]:
    advice = [f"- 办法：{in_words(entry.advice)}"] if entry.advice else []
    return [f"#### {entry.code}", f"**{entry.title}**", "\n".join([f"- 原因：{in_words(entry.text)}", *advice])]


def in_words(template: str) -> str:
    """The template with every name replaced by its word in 〈 〉."""
    parts = []
    for text, name, _, _ in Formatter().parse(template):
        word = WORDS[name] if name else ""
        parts.append(text + (f"〈{word}〉" if word else ""))
    return "".join(parts)

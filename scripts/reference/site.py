"""All pages of docs/ together: those that are made here, and an index that leads to the written ones as well."""

from __future__ import annotations

from collections.abc import Mapping

from huifang.edges.known.presets import presets
from reference.commands_page import commands_page
from reference.coverage_page import coverage_page
from reference.findings_page import findings_page
from reference.markdown import page, table
from reference.policy_pages import policy_items_page, presets_page
from reference.tables_page import tables_page
from reference.trades_page import trades_page
from reference.triggers_page import triggers_page

ABOUT = {
    "commands.md": ("命令", "怎样写、有哪些选项、退出码和 JSON"),
    "tables.md": ("表格与列", "每张表的每一列填什么"),
    "triggers.md": ("回访规则的触发", "每种触发什么时候应访、要填哪几列"),
    "findings.md": ("检查出的问题", "每个代码的原因和办法"),
    "coverage.md": ("条款一览", "每部制度的每一条落在哪里，哪个测试能看出来"),
    "trades.md": ("各行业的制度", "三十部公开的制度：每一条怎样写进《制度》，还有哪些说不了"),
    "presets.md": ("随附的制度", "每部制度的规则和依据的条款"),
    "policy-items.md": ("制度项目", "“基本”表的每个项目"),
}
#: Pages that people write, in English, for who works on the code.
WRITTEN = {
    "architecture.md": ("Architecture", "floors, rooms, and the way that sheets, calls, deadlines and figures take"),
    "decisions.md": (
        "Decisions and ideas",
        "what was settled where the regulations are silent, and how far it is built",
    ),
    "mail.md": ("发信出错时", "what becomes of mails whatever goes wrong while they are sent: each fault, tried"),
    "mail-in.md": ("收信出错时", "the same of mails that are fetched, and what the sender of a mail proves"),
    "audit.md": ("手工核对抽查", "draws, heads and bounds by hand; what spot checks find and miss, measured"),
    "live.md": ("在打开着的工作簿上工作", "what works on the workbook that is open in Excel, and what does not"),
    "phone-lists.md": (
        "话单",
        "which call lists are read and how, and what they find beside the reports, measured",
    ),
    "draft.md": ("草案", "how a regulation's text is read into a draft of 制度, and how well, measured"),
    "page.md": ("回访台", "how the page works, who is let in and what that does not protect, the auditor's page"),
    "../CONTRIBUTING.md": ("Contributing", "daily commands, and recipes for what is added most often"),
}


def pages(transcripts: Mapping[str, str]) -> dict[str, str]:
    """Every page by its file name; the transcripts come as text by file name."""
    return {
        "README.md": page(
            "参考",
            "这里的内容都由程序里的声明生成，与程序一致。",
            _index(ABOUT),
            "## 给维护程序的人",
            "下面几篇是手写的英文。",
            _index(WRITTEN),
        ),
        "commands.md": commands_page(transcripts),
        "tables.md": tables_page(),
        "triggers.md": triggers_page(presets()),
        "findings.md": findings_page(),
        "coverage.md": coverage_page(presets()),
        "trades.md": trades_page(),
        "presets.md": presets_page(presets()),
        "policy-items.md": policy_items_page(),
    }


def _index(named: Mapping[str, tuple[str, str]]) -> str:
    return table(("页", "内容"), ((f"[{title}]({name})", about) for name, (title, about) in named.items()))

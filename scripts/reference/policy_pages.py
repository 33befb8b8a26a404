"""docs/presets.md and docs/policy-items.md: the regulations that ship, and the settings of 基本."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.edges.known.presets import Preset
from huifang.policy.item_values import Item
from huifang.policy.items import ITEMS
from huifang.policy.mail_items import MAIL_ITEMS
from huifang.tables.declared import house_rules, mail_rules
from reference.markdown import page, table

_APART = (house_rules.SETTINGS, house_rules.CHOICES, mail_rules.MAILBOX)
_SHOWN = tuple(t for t in house_rules.TABLES if t not in _APART)


def presets_page(presets: Sequence[Preset]) -> str:
    """The page of the presets."""
    headers = ("名称", "制度", "出处")
    listed = [(f"[`{p.preset}`](#{p.preset})", p.name, p.document) for p in presets]
    return page(
        "随附的制度",
        "`huifang init DIR --policy 名称` 把制度写进 `制度.xlsx`，本单位可以修改。"
        "“依据”是原文的条款；这里每部制度只写一次原文的名称，`制度.xlsx` 里每一条都写。",
        table(headers, listed),
        *(block for preset in presets for block in _preset(preset)),
    )


def _preset(preset: Preset) -> list[str]:
    blocks = [
        f"## {preset.preset}",
        f"{preset.name}，出处{preset.document}。",
        f"工作簿：{'、'.join(preset.workbooks)}。",
    ]
    hidden = [f"{sheet}的“{header}”" for sheet, headers in preset.hidden.items() for header in headers]
    if hidden:
        blocks.append(f"隐藏的列：{'、'.join(hidden)}。")
    asked = [f"{sheet}的“{header}”" for sheet, headers in preset.columns.items() for header in headers]
    if asked:
        blocks.append(f"另加的列：{'、'.join(asked)}。")
    settings = preset.content[house_rules.SETTINGS.name]
    blocks += ["### 基本", table(("项目", "值"), ((i.name, settings.get(i.name, i.default)) for i in ITEMS))]
    for declared in _SHOWN:
        rows = preset.content.get(declared.name, ())
        if rows:
            headers = [column.header for column in declared.columns]
            texts = ([_short(preset, row.get(header, "")) for header in headers] for row in rows)
            blocks += [f"### {declared.name}", table(headers, texts)]
    choices = [*preset.remarks, *preset.content.get(house_rules.CHOICES.name, ())]
    if choices:
        blocks += ["### 另加的选项", table(("类型", "值"), ((row["类型"], row["值"]) for row in choices))]
    return blocks


def _short(preset: Preset, value: object) -> object:
    """A value without the title of the regulation, which stands above its tables."""
    return value.removeprefix(preset.document).removeprefix("：") if isinstance(value, str) else value


def policy_items_page() -> str:
    """The page of the settings."""
    return page(
        "制度项目",
        "`制度.xlsx` 的“基本”表每行一个项目，只改“值”这一列。写错的值，`huifang check` 会指出所在的单元格，"
        "改正之前使用默认值。各制度写入的值见[随附的制度](presets.md)。",
        _items(ITEMS),
        "## 邮箱",
        "单位自己的邮箱：`huifang mail send` 从它发信，`huifang mail fetch` 从它收表。不用邮件的，整张表留空。"
        "密码不写在这里，见 `huifang mail password`。",
        _items(MAIL_ITEMS),
    )


def _items(items: Sequence[Item]) -> str:
    return table(("项目", "默认值", "说明"), ((item.name, item.default, item.about) for item in items))

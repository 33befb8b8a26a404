"""What a backup holds and how old it is, in words."""

from __future__ import annotations

from datetime import datetime

from huifang.edges.store.backups import Manifest

#: What people look for, by the folder or the file that it lies in.
_COUNTED = {"归档/提交/": "提交的原表", "报告/": "报告文件", "台账/": "台账", "收件箱/": "还没有收取的文件"}


def held_words(manifest: Manifest, now: datetime) -> str:
    """What it holds and how old it is."""
    shown = [path for path in manifest.files if "/." not in path]
    counts = {word: sum(path.startswith(folder) for path in shown) for folder, word in _COUNTED.items()}
    listed = "、".join(f"{word} {count} 个" for word, count in counts.items() if count)
    days = (now.date() - datetime.fromisoformat(manifest.made_at).date()).days
    age = "今天" if days == 0 else f"{days} 天前" if days > 0 else f"{-days} 天以后(电脑的时间可能不对)"
    return (
        f"备份做于 {manifest.made_at}({age})，日志到 {manifest.last_at} 为止，共 {manifest.entries} 条；"
        f"有 {len(manifest.files)} 个文件{f'，其中{listed}' if listed else ''}。链首 {manifest.head}。"
    )

"""``huifang draft``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("draft", short_help="从条文写出制度的草案，逐行勾选。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", "out", required=True, metavar="BOOK.xlsx", type=click.Path(path_type=Path, dir_okay=False),
    help="草案写到哪里，如 制度草案.xlsx。已有的文件不会被覆盖。",
)  # fmt: skip
@click.pass_obj
@office_command
def command(session: Session, file: Path, out: Path) -> None:
    """读本单位制度的条文(.docx、.txt、.pdf、.xlsx，繁体也可以)，逐条写出建议的行，每行附条款、原文和把握。

    草案里什么也不执行：在“采用”里选“是”的行，才由 huifang init 新文件夹 --policy 制度草案.xlsx 写进制度。
    产品里还没有地方写的内容，另外列出。
    """
    from huifang.core.findings import Finding
    from huifang.flow.moving_in.drafting import write_draft

    session.existing(file)
    if out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"草案是 Excel 工作簿，“{out.name}”应以 .xlsx 结尾。")
    made = write_draft(file, out)
    if isinstance(made, Finding):
        session.say_findings([made])
        session.finish({"rows": [], "unsaid": [], "findings": [made.as_json()], "file": None}, clean=False)
        return
    sheets = dict.fromkeys(row.sheet for row in made.rows)
    for sheet in sheets:
        rows = [row for row in made.rows if row.sheet == sheet]
        to_change = sum(bool(row.change) for row in rows)
        session.say(f"{sheet}：{len(rows)} 行{f'，其中 {to_change} 行要先改才能采用' if to_change else ''}")
    if made.unsaid:
        session.say(f"条款里说了、产品里还没有地方写的：{len(made.unsaid)} 处")
        for one in made.unsaid:
            session.say(f"    {' '.join(filter(None, (one.clause, one.why)))}")
    if made.dropped:
        session.say(f"像是网页或页眉页脚、没有读的：{len(made.dropped)} 行")
    session.say(f"草案已写入“{out}”，还没有一行生效。请打开它，先看第一张工作表。")
    body = {
        "rows": [
            {"sheet": row.sheet, "clause": row.clause, "values": row.said, "sure": row.sure, "change": row.change}
            for row in made.rows
        ],
        "unsaid": [{"clause": one.clause, "why": one.why} for one in made.unsaid],
        "dropped": [*made.dropped],
        "file": out.as_posix(),
    }  # fmt: skip
    session.finish(body, clean=True)

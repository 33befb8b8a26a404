"""``huifang check``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("check", short_help="检查表格，指出错误和提醒。")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mark", is_flag=True, help="把有问题的表复制到发件箱，在单元格上做标记。")
@click.pass_obj
@office_command
def command(session: Session, paths: tuple[Path, ...], mark: bool) -> None:
    """检查办公文件夹里的各个工作簿，或指定的标准表格；不改动任何原件。"""
    from huifang.core.findings import count_errors
    from huifang.flow.checking import check

    desk = session.reading()
    session.existing(*paths)
    checked = check(desk, paths, mark)
    errors = count_errors(checked.findings)
    warnings = len(checked.findings) - errors
    session.say_findings(checked.findings)
    for path in checked.marked:
        session.say(f"标记后的表：{path}")
    session.say(f"共 {errors} 处错误，{warnings} 处提醒。" if checked.findings else "检查完毕，没有发现问题。")
    body = {
        "findings": [finding.as_json() for finding in checked.findings],
        "errors": errors,
        "warnings": warnings,
        "marked": list(checked.marked),
    }
    session.finish(body, clean=not checked.findings)

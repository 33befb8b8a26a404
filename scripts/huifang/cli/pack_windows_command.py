"""``huifang pack-windows``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("pack-windows", short_help="做一个 Windows 上不用安装就能用的文件夹。")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--python", "python", required=True, metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False),
    help="64 位 Windows 的免安装 Python，从 Python 的下载页取得，名称像 python-3.13.9-embed-amd64.zip。",
)  # fmt: skip
@click.option(
    "--wheels", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
    help="没有网络时：放着锁定文件里全部安装包(.whl)的文件夹。",
)  # fmt: skip
@click.pass_obj
@office_command
def command(session: Session, folder: Path, python: Path, wheels: Path | None) -> None:
    """在 DIR 做一个文件夹，在 Windows 上不用安装就能用：双击 启动.bat 打开回访台，把表拖到 收表.bat 就放进收件箱。

    安装包按锁定文件下载，逐个核对哈希；DIR 里没有办公文件夹。加上 --json，打印里面有什么。
    """
    from huifang.flow.packing_windows import pack_windows

    session.existing(python, *([wheels] if wheels else []))
    packed = pack_windows(folder, python, wheels, session.say)
    session.say(
        f"已做好 {folder}：Python {packed.python}，{packed.packages} 个安装包，"
        f"{packed.files} 个文件，{packed.size / 1e6:.0f} MB。"
    )
    session.say("请把整个文件夹复制或压缩以后交给要用的电脑，先看里面的 请先看.txt。")
    body = {
        "folder": str(folder), "python": packed.python, "packages": packed.packages, "files": packed.files,
        "bytes": packed.size,
    }  # fmt: skip
    session.finish(body, clean=True)

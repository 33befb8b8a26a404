"""``huifang page``."""

from __future__ import annotations

import os
import sys
import webbrowser
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe as token

import click

from huifang.cli.session import Session, office_command


@click.command("page", short_help="打开回访台：在浏览器里做这里的每一件事。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="用这个端口；默认自己找一个空的。")
@click.option("--auditor", is_flag=True, help="监督岗的页面：抽查、核对；没有主管的事。")
@click.pass_obj
@office_command
def command(session: Session, port: int, auditor: bool) -> None:
    """在这台电脑的浏览器里打开回访台，别的电脑打不开。打印出来的地址只能用一次；加上 --json，地址写成 JSON。

    当前文件夹不是办公文件夹时，从建立办公文件夹开始。关掉这个窗口(或按 Ctrl+C)就关掉回访台；已经在做的事会做完。
    """
    from huifang.edges.page.serving import PageServer
    from huifang.page.app import Application
    from huifang.page.frame import Screen
    from huifang.page.guard import Guard, Secrets
    from huifang.page.place import Whereabouts
    from huifang.page.roles import Role

    drawn = Secrets(once=token(), cookie=token(), csrf=token())
    guard = Guard(drawn)
    page = Screen(
        place=Whereabouts.at(Path(session.folder)),
        role=Role.AUDITOR if auditor else Role.SUPERVISOR,
        guard=guard,
        clock=datetime.now,
        fixed_now=session.now if session.is_fixed else None,
    )
    try:
        server = PageServer(Application(page), port)
    except OSError as error:
        raise click.UsageError(f"端口 {port} 打不开：{error.strerror or error}。请换一个 --port，或者不写。") from None
    guard.port = server.port
    address = f"http://127.0.0.1:{server.port}/?token={drawn.once}"
    session.say(f"回访台：{address}")
    session.say("请在这台电脑的浏览器里打开；关掉这个窗口就关掉回访台。")
    if session.as_json:
        session.print_body({"address": address, "port": server.port})
    sys.stdout.flush()
    if _has_screen():
        with suppress(webbrowser.Error):
            webbrowser.open(address)
    server.run()


def _has_screen() -> bool:
    """Whether a browser could be seen here."""
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

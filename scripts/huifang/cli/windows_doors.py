"""Behind the .bat files of the folder for Windows: ``python -m huifang.cli.windows_doors page|drop``.

What was dragged and where the folder lies comes in the environment, set by the .bat file (``edges/windows/doors.py``).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import huifang
from huifang.cli import main
from huifang.cli.session import WRONG_USE
from huifang.core.text import half_width

if TYPE_CHECKING:
    from huifang.edges.store.office import Office


def open_door(what: str) -> int:
    """Do it; the window stays open as long as there is something to read."""
    from huifang.edges.windows.doors import OFFICES, dropped_paths

    said = os.environ.get
    here = Path(said("HUIFANG_HERE") or ".")
    paths = dropped_paths(said("HUIFANG_DROPPED", ""), said("HUIFANG_DOOR", ""), said("HUIFANG_GIVEN", ""))
    _remove_old_packages(Path(huifang.__file__).parents[1])
    base = here / OFFICES
    code = _page(base, paths) if what == "page" else _drop(base, paths)
    if code or what != "page":
        with suppress(EOFError, KeyboardInterrupt):
            input("\n按回车键关闭这个窗口。")
    return code


def _page(base: Path, paths: Sequence[str]) -> int:
    """Open 回访台, for the office that was dragged here or those in the folder beside."""
    from huifang.edges.store.office import office_around

    dragged = office_around(Path(paths[0])) if paths else None
    if paths and dragged is None:
        print("拖过来的不是办公文件夹。要收表，请拖到 收表.bat 的图标上。")
        return WRONG_USE
    if dragged is None:
        base.mkdir(exist_ok=True)
    return _run("-C", str(dragged.root if dragged else base), "page")


def _drop(base: Path, paths: Sequence[str]) -> int:
    """Put the files into the inbox of the office in the folder beside; of several, the one that is asked for."""
    from huifang.page.place import Whereabouts

    if not paths:
        print("请把业务员交来的表格，或者装着表格的文件夹，拖到 收表.bat 的图标上，再松开鼠标。")
        return WRONG_USE
    offices = Whereabouts.at(base).offices() if base.is_dir() else ()
    if not offices:
        print("还没有办公文件夹。请先双击 启动.bat 建立一个。")
        return WRONG_USE
    office = offices[0] if len(offices) == 1 else _chosen(offices)
    if office is None:
        print("没有选，什么也没有放。")
        return WRONG_USE
    print(f"放进 {office.root.name} 的收件箱：")
    code = _run("-C", str(office.root), "collect", "--drop", "--", *paths)
    if code < WRONG_USE:
        print("要收取，请双击 启动.bat，在回访台里收表。")
    return code


def _chosen(offices: Sequence[Office]) -> Office | None:
    """The office that a person names by its number."""
    print("有几个办公文件夹：")
    for number, office in enumerate(offices, 1):
        print(f"  {number} {office.root.name}")
    answer = ""
    with suppress(EOFError, KeyboardInterrupt):
        answer = half_width(input("放进哪一个？请输入编号，按回车键："))
    return offices[int(answer) - 1] if answer.isdecimal() and 0 < int(answer) <= len(offices) else None


def _run(*words: str) -> int:
    """Run a command of the product in this process; its exit code."""
    sys.argv = ["huifang", *words]
    try:
        main.main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _remove_old_packages(own: Path) -> None:
    """Remove what earlier releases left beside the packages that are used now."""
    from huifang.edges.windows.doors import PACKAGES

    if own.name.startswith(PACKAGES):
        for other in own.parent.glob(f"{PACKAGES}*"):
            if other != own:
                shutil.rmtree(other, ignore_errors=True)


if __name__ == "__main__":
    open_door(sys.argv[1])  # what there was to read has been read: only a program that breaks makes the .bat file wait

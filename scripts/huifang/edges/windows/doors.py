"""What people double-click or drag files onto, and what cmd passes on of these files.

The .bat files are ASCII with CRLF up to the sentence at their end, so that no code page matters; the folder's own path
is only used in quotes, and never where ``!`` would mean something. What was dragged is taken from the line with which
Explorer began cmd: in the arguments, ``&`` has already cut a name without blanks in two. ``exit`` ends cmd, not only
the file: else it would go on with what stands behind that ``&``. A window with something to read waits for a key: the
program sees to that itself, the .bat file where not even the program could be started.
"""

from __future__ import annotations

import re

#: The folder with the interpreter, below the one that is unpacked; that of the offices is made at the first start.
PYTHON, OFFICES = "python", "办公室"
#: What the folders with packages are called: each release has its own, so that nothing of an old one is left in it.
PACKAGES = "packages-"
START, TAKE, README = "启动.bat", "收表.bat", "请先看.txt"
#: What is done by which file.
DOORS = {START: "page", TAKE: "drop"}

_UNPACK_FIRST = "请先把整个压缩包解压到一个文件夹，再双击这里的文件：找不到 python\\python.exe。"
_BAT = """\
@echo off
setlocal DisableDelayedExpansion
set "HUIFANG_HERE=%~dp0"
set "HUIFANG_DOOR=%~f0"
set HUIFANG_GIVEN=%* & rem a ^ at the end of a name joins no line
if not exist "%~dp0{python}\\python.exe" goto missing
setlocal EnableDelayedExpansion
set "HUIFANG_DROPPED=!cmdcmdline!"
setlocal DisableDelayedExpansion
"%~dp0{python}\\python.exe" -X utf8 -m huifang.cli.windows_doors {what}
set "HUIFANG_ENDED=%errorlevel%"
if not "%HUIFANG_ENDED%"=="0" pause
exit %HUIFANG_ENDED%
:missing
chcp 65001 >nul
echo {sentence}
pause
exit 3
"""

_README = """\
回访台 {release}(Python {version})

一、怎样开始
1. 把整个文件夹解压到一个短的路径，例如 D:\\回访台。不要放在同步盘里，不要只解压其中一个文件。
2. 双击 启动.bat：浏览器里打开回访台。第一次打开时，按页面上的四个问题建立办公文件夹。
3. 用完了，关掉那个黑色的窗口。

二、收表
把业务员交来的表格或者装着表格的文件夹拖到 收表.bat 的图标上，就放进收件箱。
一次拖几十个以上的文件，请把它们放在一个文件夹里再拖。

三、文件在哪里
办公文件夹在“办公室”文件夹里，不用安装，不用管理员权限，不改动电脑的设置；
只有邮箱的授权码交给 Windows 的凭据管理器保管。
办公文件夹也可以放在别的地方：把它拖到 启动.bat 的图标上打开。

四、升级
先备份，关掉回访台的窗口，再把新的一份解压到同一个文件夹，覆盖原来的文件。办公文件夹不会被改动。

五、不用了
把“办公室”移到别处保存，删掉这个文件夹就行。加入过任务计划的，请在“任务计划程序”里删掉名称以“回访”开头的任务。
"""


def bat(what: str) -> bytes:
    """The .bat file that does it."""
    return _BAT.format(python=PYTHON, what=what, sentence=_UNPACK_FIRST).replace("\n", "\r\n").encode()


def readme(release: str, version: str) -> bytes:
    """What is to be read first, so that the oldest Notepad shows it."""
    return _README.format(release=release, version=version).replace("\n", "\r\n").encode("utf-8-sig")


def dropped_paths(line: str, door: str, given: str = "") -> list[str]:
    """The files that were dragged onto ``door``, from the line with which cmd was begun; else those ``given``.

    ``C:\\\\Windows\\\\cmd.exe /c ""D:\\\\回访台\\\\收表.bat" D:\\\\a&b.xlsx "D:\\\\c d.xlsx""``
    """
    before, found, behind = line.partition(door) if door else ("", "", "")
    if not found:
        return _words(given)
    if before.endswith('"') and behind.startswith('"'):
        behind = behind[1:]
    if behind.count('"') % 2 and behind.rstrip().endswith('"'):  # the one that ends what /c was given
        behind = behind.rstrip()[:-1]
    return _words(behind) or _words(given)


def _words(line: str) -> list[str]:
    """Names without a blank may stand without quotes; the wide blank of Chinese is none."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|([^ \t"]+)', line)]

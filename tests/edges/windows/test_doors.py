"""The .bat files byte by byte, and what is understood of the line with which cmd was begun."""

from __future__ import annotations

import re

import pytest

from huifang.edges.windows.doors import DOORS, bat, dropped_paths, readme

DOOR = "D:\\回访台 (新)&^!100%\\收表.bat"


@pytest.mark.parametrize("what", DOORS.values())
def test_a_door_is_read_alike_under_every_code_page(what: str) -> None:
    content = bat(what)
    lines = content.split(b"\r\n")
    assert lines.pop() == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert content.startswith(b"@echo off\r\n")  # no mark of an encoding before it
    said = lines.index(b"chcp 65001 >nul")
    assert max(map(len, lines[:said])) < 120 and b"".join(lines[:said]).isascii() and b":missing" in lines[:said]
    assert [line for line in lines if not line.isascii()] == [lines[said + 1]]
    assert lines[said + 1].decode().startswith("echo ") and not set("&|<>^%!()\"'") & set(lines[said + 1].decode())


@pytest.mark.parametrize("what", DOORS.values())
def test_a_path_is_used_in_quotes_only_and_never_where_an_exclamation_mark_counts(what: str) -> None:
    delayed = False
    for line in bat(what).decode().splitlines():
        delayed = "EnableDelayedExpansion" in line or (delayed and "DisableDelayedExpansion" not in line)
        for at in (found.start() for found in re.finditer("%~", line)):
            assert line[:at].count('"') % 2 == 1 and not delayed, line
    assert f" {what}\r\n".encode() in bat(what) and b"\r\nexit %HUIFANG_ENDED%\r\n" in bat(what)


@pytest.mark.parametrize(
    ("dragged", "paths"),
    [
        ("D:\\a.xlsx", ["D:\\a.xlsx"]),
        ('"D:\\c d.xlsx"', ["D:\\c d.xlsx"]),
        ('D:\\a&b.xlsx "D:\\c d&e.xlsx" D:\\表(1)(1).xlsx', ["D:\\a&b.xlsx", "D:\\c d&e.xlsx", "D:\\表(1)(1).xlsx"]),
        ("D:\\100%.xlsx D:\\^!.xlsx", ["D:\\100%.xlsx", "D:\\^!.xlsx"]),
        ("D:\\张　三.xlsx", ["D:\\张　三.xlsx"]),
        ('\\\\server\\共享\\a.xlsx "E:\\"', ["\\\\server\\共享\\a.xlsx", "E:\\"]),
        (f'"{DOOR}"', [DOOR]),
        ("", []),
    ],
)
def test_what_was_dragged_is_understood(dragged: str, paths: list[str]) -> None:
    behind = f" {dragged}" if dragged else ""
    assert dropped_paths(f'C:\\WINDOWS\\system32\\cmd.exe /c ""{DOOR}"{behind}"', DOOR) == paths
    assert dropped_paths(f'cmd.exe /c ""{DOOR}"{behind} "', DOOR, "D:\\cut") == (paths or ["D:\\cut"])


def test_where_cmd_does_not_say_how_it_was_begun_the_arguments_count() -> None:
    for line in ("", "cmd.exe", "!cmdcmdline!"):
        assert dropped_paths(line, DOOR, '"D:\\c d.xlsx" D:\\a.xlsx') == ["D:\\c d.xlsx", "D:\\a.xlsx"]
    assert dropped_paths("", "", "") == []


def test_the_readme_is_shown_by_any_notepad() -> None:
    content = readme("0.2", "3.13")
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n")
    assert "启动.bat" in content.decode("utf-8-sig").encode("gbk").decode("gbk")

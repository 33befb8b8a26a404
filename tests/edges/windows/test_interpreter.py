"""Only the embeddable Python for 64-bit Windows is packed; anything else gets a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import windows_stub
from huifang.edges.store.files import OfficeError
from huifang.edges.windows.interpreter import interpreter_in, unpack_interpreter
from windows_made import embeddable


def refused(path: Path) -> str:
    with pytest.raises(OfficeError) as error:
        interpreter_in(path)
    assert error.value.reason.code == "Y870"
    return error.value.reason.text


def test_one_is_known_and_looks_for_packages_in_its_own_folder_only(tmp_path: Path) -> None:
    interpreter = interpreter_in(embeddable(tmp_path / "python.zip", minor=14))
    assert (interpreter.version, interpreter.paths) == ("3.14", "python314._pth")
    unpack_interpreter(interpreter, tmp_path / "python", "Lib/packages-1")
    said = (tmp_path / "python" / "python314._pth").read_bytes()
    assert said == b"python314.zip\r\n.\r\nLib\\packages-1\r\n"
    assert (tmp_path / "python" / "python.exe").exists()


def test_the_installer_is_none(tmp_path: Path) -> None:
    path = tmp_path / "python-3.13.9-amd64.exe"
    path.write_bytes(b"MZ" + bytes(200))
    assert "是安装程序" in refused(path)


@pytest.mark.parametrize(("machine", "said"), [(0x14C, "32 位"), (0xAA64, "ARM"), (0x1C4, "别的电脑")])
def test_one_for_another_processor_is_none(tmp_path: Path, machine: int, said: str) -> None:
    assert said in refused(embeddable(tmp_path / "p.zip", program=windows_stub.program(b"\xc3", machine=machine)))


@pytest.mark.parametrize("program", [b"", b"MZ", b"\x7fELF" + bytes(100), b"MZ" + bytes(58) + b"\xff\xff\xff\x7f"])
def test_what_is_no_program_is_none(tmp_path: Path, program: bytes) -> None:
    assert "别的电脑" in refused(embeddable(tmp_path / "p.zip", program=program))


@pytest.mark.parametrize(
    ("without", "more", "said"),
    [
        ("python.exe", {"tools/python.exe": b"MZ"}, "没有 python.exe"),
        ("python313._pth", {}, "不是 embeddable 版本"),
        ("", {"python312._pth": b""}, "不是 embeddable 版本"),
        ("", {"../evil.dll": b""}, "路径不安全"),
        ("", {"C:\\evil.dll": b""}, "路径不安全"),
    ],
)
def test_another_archive_is_none(tmp_path: Path, without: str, more: dict[str, bytes], said: str) -> None:
    assert said in refused(embeddable(tmp_path / "p.zip", without=without, more=more))


def test_a_file_that_is_no_archive_or_half_of_one_is_none(tmp_path: Path) -> None:
    whole = embeddable(tmp_path / "p.zip").read_bytes()
    for name, content in (("half.zip", whole[: len(whole) // 2]), ("text.zip", b"<html>"), ("empty.zip", b"")):
        (tmp_path / name).write_bytes(content)
        assert "不是完好的压缩包" in refused(tmp_path / name)


def test_one_that_would_fill_the_disk_is_none(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    embeddable(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        for name in range(2_000):
            package.writestr(f"{name}.pyd", b"")
    assert "太大" in refused(path)

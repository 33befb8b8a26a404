"""``huifang page`` as it is started: a process that prints its address, once."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from office import collected_office
from page_made import plain


def started(folder: Path, *options: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    words = [sys.executable, "-m", "huifang", "-C", str(folder), "--now", "2026-11-24 17:00", *options]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    text = answer.read().decode()
    link.close()
    return answer.status, dict(answer.getheaders()), text


def test_it_prints_its_address_and_ends_when_it_is_told_to(tmp_path):
    office = collected_office(tmp_path)
    page = started(office.root, "page")
    assert page.stdout is not None
    found = re.fullmatch(r"回访台：http://127\.0\.0\.1:(\d+)/\?token=(\S{40,})\n", page.stdout.readline())
    assert found and "关掉这个窗口就关掉回访台" in page.stdout.readline()
    port = int(found[1])
    status, headers, _ = ask(port, f"/?token={found[2]}")
    assert status == 303
    cookie = headers["Set-Cookie"].partition(";")[0]
    status, _, text = ask(port, "/jobs", Cookie=cookie)
    assert status == 200 and "11月24日 星期二" in plain(text)
    assert ask(port, f"/?token={found[2]}")[0] == 403
    page.send_signal(signal.SIGINT)
    _, errors = page.communicate(timeout=20)
    assert page.returncode == 0 and errors == ""


def test_a_port_that_is_taken_is_told_and_json_has_the_address(tmp_path):
    office = collected_office(tmp_path)
    page = started(office.root, "--json", "page", "--auditor")
    assert page.stdout is not None
    body = json.loads(page.stdout.readline())
    try:
        assert body["address"].startswith(f"http://127.0.0.1:{body['port']}/?token=")
        other = started(office.root, "page", "--port", str(body["port"]))
        _, errors = other.communicate(timeout=20)
        assert other.returncode == 2 and f"端口 {body['port']} 打不开" in errors and "Traceback" not in errors
    finally:
        page.send_signal(signal.SIGINT)
        page.communicate(timeout=20)

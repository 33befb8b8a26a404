"""Who is let in, and who is not: attacks on the page, most of them over a real connection."""

from __future__ import annotations

import http.client
import socket
from datetime import datetime

import pytest

from huifang.edges.page.serving import MOST_BYTES
from huifang.page.frame import Screen
from huifang.page.guard import HEADERS, Guard
from huifang.page.place import Whereabouts
from huifang.page.roles import Role
from page_made import HERE, SECRETS, made_page, plain, served

NOW = "2026-11-24 09:00"
FORM = b"csrf=" + SECRETS.csrf.encode()
TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    screen = Screen(
        place=Whereabouts.at(tmp_path_factory.mktemp("places")), role=Role.SUPERVISOR, guard=Guard(SECRETS),
        clock=datetime.now, fixed_now=datetime(2026, 11, 24, 9),
    )  # fmt: skip
    with served(screen) as port:
        yield port


@pytest.fixture
def ask(port):
    """One request over a real connection: status, headers, text."""

    def asked(method, path, body=None, **headers):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        link.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in ({"Content-Length": str(len(body))} if body else {}).items():
            link.putheader(name, value)
        for name, value in headers.items():
            link.putheader(name.replace("_", "-"), value)
        link.endheaders(body)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, answer.headers, text

    return asked


@pytest.fixture
def cookie(port):
    return f"huifang-{port}={SECRETS.cookie}"


def test_it_listens_on_this_computer_only(port):
    addresses = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in addresses:
        if not address.startswith("127."):
            with pytest.raises(OSError):
                socket.create_connection((address, port), timeout=2)


def test_without_the_cookie_nobody_sees_anything(ask):
    """Another user of the computer, or another browser: the port is open to all of them."""
    for path in ("/", "/do", "/jobs", "/page.css", "/files/0", "/customers?q=a"):
        status, _, text = ask("GET", path)
        assert status == 403 and "请从“启动”重新打开回访台" in text
    assert ask("POST", "/do/run", FORM, **TYPE)[0] == 403


def test_a_wrong_cookie_or_token_lets_nobody_in(ask, port):
    assert ask("GET", "/jobs", Cookie=f"huifang-{port}=guessed")[0] == 403
    assert ask("GET", "/?token=guessed")[0] == 403
    assert ask("GET", "/jobs", Cookie=f"huifang-{port + 1}={SECRETS.cookie}")[0] == 403


def test_the_address_lets_in_one_window_only(tmp_path):
    page = made_page(tmp_path, NOW)
    page.client.delete_cookie(page.screen.guard.cookie_name, domain="127.0.0.1")
    first = page.get(f"/?token={SECRETS.once}")
    assert first.status_code == 303 and first.headers["Location"] == "/"
    said = first.headers["Set-Cookie"]
    assert "HttpOnly" in said and "SameSite=Strict" in said and "Path=/" in said and "Max-Age" not in said
    assert page.get("/jobs").status_code == 200
    assert page.get(f"/?token={SECRETS.once}").status_code == 303  # its own window again
    page.client.delete_cookie(page.screen.guard.cookie_name, domain="127.0.0.1")
    assert page.get(f"/?token={SECRETS.once}").status_code == 403
    assert page.get("/jobs").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example:{}", "127.0.0.1.evil.example:{}", "127.0.0.1", "evil.example", "[::1]:{}"]
)
def test_a_name_that_was_pointed_at_this_computer_is_refused(ask, cookie, port, host):
    status, headers, _ = ask("GET", "/jobs", Host=host.format(port), Cookie=cookie)
    assert status == 400 and "Set-Cookie" not in headers
    assert ask("GET", f"/?token={SECRETS.once}", Host=host.format(port))[0] == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{}", ""])
def test_another_page_in_the_same_browser_cannot_send(ask, cookie, port, origin):
    assert ask("POST", "/do/run", FORM, Cookie=cookie, Origin=origin.format(port), **TYPE)[0] == 403
    assert ask("GET", "/jobs", Cookie=cookie, Origin=origin.format(port))[0] == 403


def test_what_the_browser_says_came_from_another_site_is_refused(ask, cookie):
    assert ask("POST", "/do/run", FORM, Cookie=cookie, Sec_Fetch_Site="cross-site", **TYPE)[0] == 403
    assert ask("POST", "/do/run", FORM, Cookie=cookie, Sec_Fetch_Site="same-site", **TYPE)[0] == 403


def test_a_form_without_the_token_of_forms_is_refused(ask, cookie, port):
    for body in (b"x=1", b"csrf=guessed", b"csrf="):
        status, _, text = ask("POST", "/do/run", body, Cookie=cookie, Origin=f"http://127.0.0.1:{port}", **TYPE)
        assert status == 403 and "没有照办" in text


def test_the_same_form_with_it_is_taken(ask, cookie, port):
    """What is refused above is refused for the reason that is meant: without an office it leads to the first start."""
    status, headers, _ = ask("POST", "/do/run", FORM, Cookie=cookie, Origin=f"http://127.0.0.1:{port}", **TYPE)
    assert status in (303, 404) and (status == 404 or headers["Location"] == "/start")


@pytest.mark.parametrize(
    "path",
    [
        "/files/../../../../etc/passwd", "/files/..%2f..%2fetc%2fpasswd", "/files/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/files//etc/passwd", "/files/C:%5CWindows%5Cwin.ini", "/jobs/..", "/jobs/..%2f..", "/jobs/1124-0900-1%2f..",
        "/page.css/../../pyproject.toml", "/files/0123456789abcdef0123456789abcdef",
    ],
)  # fmt: skip
def test_paths_cannot_be_asked_for(ask, cookie, path):
    status, _, text = ask("GET", path, Cookie=cookie)
    assert status == 404 and "没有这一页" in text and "root:" not in text


def test_a_huge_upload_is_refused_before_it_is_read(ask, cookie, port):
    status, _, _ = ask(
        "POST", "/do/run", None, Cookie=cookie, Content_Length=str(3 * MOST_BYTES), Origin=f"http://127.0.0.1:{port}"
    )
    assert status == 413


def test_a_large_upload_is_refused_in_words(tmp_path):
    page = made_page(tmp_path, NOW)
    answer = page.client.post(
        "/do/init", base_url=HERE, data=b"x", headers=TYPE, environ_overrides={"CONTENT_LENGTH": str(MOST_BYTES + 1)}
    )
    assert answer.status_code == 413 and "请分几次放" in plain(answer.get_data(as_text=True))


def test_so_many_fields_that_reading_them_takes_long_are_refused(tmp_path):
    page = made_page(tmp_path, NOW)
    body = (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % n for n in range(4_000)) + b"--x--"
    )
    answer = page.client.post("/do/init", base_url=HERE, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"--x\r\nbroken", b"", b"\xff\xfe--x"])
def test_a_broken_body_is_refused_in_words(tmp_path, body):
    page = made_page(tmp_path, NOW)
    answer = page.client.post("/do/init", base_url=HERE, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 403)


def test_every_answer_keeps_the_browser_from_loading_anything_else(ask, cookie):
    for path, status in (("/jobs", 200), ("/nothing", 404), ("/page.css", 200), ("/?token=x", 403)):
        answer = ask("GET", path, **({} if status == 403 else {"Cookie": cookie}))
        assert answer[0] == status
        for name in HEADERS:
            assert answer[1][name], (path, name)
        assert "Server" not in answer[1]
    rules = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"

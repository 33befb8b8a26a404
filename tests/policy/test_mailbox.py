"""The sheet 邮箱 of 制度.xlsx: the office's own mailbox."""

import pytest

from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.presets import load_preset
from huifang.policy.build import read_policy
from huifang.policy.mail import PROVIDERS, Mailbox, Server
from huifang.policy.mail_items import MAIL_BY_NAME, MAIL_ITEMS
from huifang.tables.odd_cells import BadCell

USED = {"服务商": "QQ邮箱", "邮箱地址": "office@qq.com"}


def read(changed=None, **values):
    grids = {name: [list(row) for row in grid] for name, grid in load_preset("sales-ten-day").grids().items()}
    for name, value in {**(changed or {}), **values}.items():
        grids["邮箱"][row_of(name) - 1][1] = value
    return read_policy(grids, "制度.xlsx", NEEDED)


def row_of(item):
    return 2 + [i.name for i in MAIL_ITEMS].index(item)


def test_an_office_sends_nothing_by_itself_until_it_says_so():
    read_now = read()
    assert read_now.findings == () and read_now.policy.mailbox == Mailbox()
    assert not read_now.policy.mailbox.is_used and not read_now.policy.mailbox.unattended


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_brings_its_servers(provider):
    mailbox = read(服务商=provider, 邮箱地址="office@example.com").policy.mailbox
    assert (mailbox.smtp, mailbox.imap) == (PROVIDERS[provider].smtp, PROVIDERS[provider].imap)
    assert mailbox.is_used and mailbox.login == "office@example.com" and mailbox.domain == "example.com"


@pytest.mark.parametrize(
    ("port", "security", "server"),
    [
        ("", "", Server("mail.example.com", 465, "SSL")),
        (587, "", Server("mail.example.com", 587, "STARTTLS")),
        ("2525", "", Server("mail.example.com", 2525, "SSL")),
        (2525, "STARTTLS", Server("mail.example.com", 2525, "STARTTLS")),
        (587, "SSL", Server("mail.example.com", 587, "SSL")),
    ],
)
def test_a_server_of_the_offices_own(port, security, server):
    settings = {"服务商": "其他", "SMTP服务器": " mail.example.com ", "SMTP端口": port, "SMTP加密": security}
    assert read(settings).policy.mailbox.smtp == server


def test_what_goes_unasked():
    mailbox = read(USED, 自动发送="回执，交表提醒").policy.mailbox
    assert mailbox.goes_unasked("回执") and mailbox.goes_unasked("交表提醒") and not mailbox.goes_unasked("报告")
    assert read(USED, 自动发送="全部").policy.mailbox.goes_unasked("报告")


def test_the_receiving_server_may_stand_where_it_stood_before():
    grids = {name: [list(row) for row in grid] for name, grid in load_preset("sales-ten-day").grids().items()}
    grids["基本"].append(["收信服务器", " mx.old.example ", ""])
    assert read_policy(grids, "制度.xlsx", NEEDED).policy.mail_server == "mx.old.example"
    grids["邮箱"][row_of("收信服务器") - 1][1] = "mx.new.example"
    assert read_policy(grids, "制度.xlsx", NEEDED).policy.mail_server == "mx.new.example"


WRONG = [
    ("服务商", ["QQ", "gmail"]),
    ("邮箱地址", ["office", "office@", "王总 <a@b.com>", "a@b.com\nBcc: c@d.com", BadCell("#N/A")]),
    ("SMTP服务器", ["https://smtp.qq.com", "smtp.qq.com:465"]),
    ("SMTP端口", [0, 65536, "很多"]),
    ("SMTP加密", ["无", "TLS"]),
    ("IMAP服务器", ["收信服务器"]),
    ("IMAP端口", [-1, "九九三"]),
    ("IMAP加密", ["明文"]),
    ("每日最多发信(封)", ["", 0, "不限"]),
    ("每封最大(MB)", ["", 0, 201]),
    ("自动发送", ["全部都发", "报告，闲聊"]),
    ("另外接收", ["张三", "a@b.com，@"]),
    ("取信以后", ["", "归档"]),
    ("隐去电话", ["", "隐"]),
]


@pytest.mark.parametrize(("item", "cell"), [(item, cell) for item, cells in WRONG for cell in cells])
def test_a_wrong_value_falls_back_to_the_default(item, cell):
    result = read(USED, **{item: cell})
    assert [(f.code, f.place.sheet, f.place.cell) for f in result.findings] == [("P602", "邮箱", f"B{row_of(item)}")]
    declared = MAIL_BY_NAME[item]
    assert getattr(result.policy.mailbox, declared.field) == declared.read(declared.default)
    assert f"“{item}”" in result.findings[0].message


def test_an_unknown_item_names_the_nearest():
    grids = {name: [list(row) for row in grid] for name, grid in load_preset("sales-ten-day").grids().items()}
    grids["邮箱"].append(["邮箱地止", "a@b.com", ""])
    (finding,) = read_policy(grids, "制度.xlsx", NEEDED).findings
    assert finding.code == "P601" and "邮箱地址" in finding.hint

"""Why mails are not sent or fetched: the mailbox, its password, its servers; and why a single mail is not sent."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

_AGAIN = "信还在原处，没有丢失；下次运行时再试。"

# fmt: off
MAILING = (
    # Y90: the mailbox and its password
    ReasonKind("Y901", "没有设置邮箱", "本单位还没有设置邮箱", "请在 制度.xlsx 的“邮箱”里填写服务商和邮箱地址，再运行一次。"),
    ReasonKind("Y902", "没有邮箱的密码", "还没有保存 {address} 的{called}", "请运行 huifang mail password，把它输入一次；它由这台电脑的密码库保管。"),
    ReasonKind("Y903", "密码库不能使用", "这台电脑的密码库锁着，或没有密码库", "请登录桌面、解锁后再运行一次；没有密码库的电脑，请把密码放在环境变量 {variable} 里。"),
    ReasonKind("Y904", "没有附件密码", "还没有保存 {person} 的附件密码", "请运行 huifang mail password {person}，把它输入一次，并用别的办法告诉本人。"),
    ReasonKind("Y905", "不知道邮箱服务器", "不知道{what}服务器是哪一台", "请在 制度.xlsx 的“邮箱”里选服务商，或填写“{what}服务器”。"),
    ReasonKind("Y906", "没有这个人", "人员里没有“{person}”", "请写 人员.xlsx 里的工号或姓名。"),
    # Y91: talking to its servers
    ReasonKind("Y911", "邮箱不让登录", "{server} 不接受这个登录名和密码{answer}", "密码要用服务商给的{called}，不是登录网页的密码。请重新取得以后运行 huifang mail password；并看一看网页版里收发服务是否开启。"),
    ReasonKind("Y912", "连不上邮箱服务器", "连不上 {server}{answer}", "请检查网络，核对“邮箱”里的服务器和端口。" + _AGAIN),
    ReasonKind("Y913", "服务器的证书不对", "{server} 的证书没有通过核对{answer}", "对方可能不是真的邮箱服务器，所以没有登录。请核对服务器名称和电脑的日期；仍然如此的，请问网络管理员。"),
    ReasonKind("Y914", "服务器不提供加密", "{server} 不提供 STARTTLS 加密", "没有加密就不登录。请在“邮箱”里把加密改为 SSL，端口按服务商的说明填写。"),
    ReasonKind("Y915", "服务器没有回答", "{server} 在 {seconds} 秒内没有回答", _AGAIN),
    ReasonKind("Y916", "和服务器的连接断了", "和 {server} 的连接断了{answer}", _AGAIN),
    ReasonKind("Y917", "服务器拒绝", "{server} 拒绝了{answer}", _AGAIN + "一直如此的，请登录网页版看看邮箱是否被限制。"),
)
# fmt: on

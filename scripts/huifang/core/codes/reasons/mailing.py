"""Why mails are not sent or fetched: the mailbox, its password, its servers; and why a single mail is not sent."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

_AGAIN = "信还在原处，没有丢失；下次运行时再试。"

# fmt: off
MAILING = (
    # Y90: the mailbox and its password
    ReasonKind("Y901", "没有设置邮箱", "本单位还没有设置邮箱", "请在 制度.xlsx 的“邮箱”里填写服务商和邮箱地址，再运行一次；以前建的 制度.xlsx 没有“邮箱”表，请运行 huifang form --blank 文件夹，把其中 制度.xlsx 的“邮箱”表复制过来。"),
    ReasonKind("Y902", "没有邮箱的密码", "还没有保存 {address} 的{called}", "请运行 huifang mail password，把它输入一次；它由这台电脑的密码库保管。"),
    ReasonKind("Y903", "密码库不能使用", "这台电脑的密码库锁着，或没有密码库", "请登录桌面、解锁后再运行一次；没有密码库的电脑，请把密码放在环境变量 {variable} 里。"),
    ReasonKind("Y904", "没有附件密码", "还没有保存 {person} 的附件密码", "请运行 huifang mail password {person}，把它输入一次，并用别的办法告诉本人。"),
    ReasonKind("Y905", "不知道邮箱服务器", "不知道{what}服务器是哪一台", "请在 制度.xlsx 的“邮箱”里选服务商，或填写“{what}服务器”。"),
    ReasonKind("Y906", "没有这个人", "人员里没有“{person}”", "请写 人员.xlsx 里的工号或姓名。"),
    ReasonKind("Y907", "附件不能加密", "给 {person} 的表格不能加密，或加密以后打不开", "请打开这个表格另存一次，再运行一次；仍然如此的，请把表格直接交给本人。"),
    # Y91: talking to its servers
    ReasonKind("Y911", "邮箱不让登录", "{server} 不接受这个登录名和密码{answer}", "密码要用服务商给的{called}，不是登录网页的密码。请重新取得以后运行 huifang mail password；并看一看网页版里收发服务是否开启。"),
    ReasonKind("Y912", "连不上邮箱服务器", "连不上 {server}{answer}", "请检查网络，核对“邮箱”里的服务器和端口。" + _AGAIN),
    ReasonKind("Y913", "服务器的证书不对", "{server} 的证书没有通过核对{answer}", "对方可能不是真的邮箱服务器，所以没有登录。请核对服务器名称和电脑的日期；仍然如此的，请问网络管理员。"),
    ReasonKind("Y914", "服务器不提供加密", "{server} 不提供 STARTTLS 加密", "没有加密就不登录。请在“邮箱”里把加密改为 SSL，端口按服务商的说明填写。"),
    ReasonKind("Y915", "服务器没有回答", "{server} 在 {seconds} 秒内没有回答", _AGAIN),
    ReasonKind("Y916", "和服务器的连接断了", "和 {server} 的连接断了{answer}", _AGAIN),
    ReasonKind("Y917", "服务器拒绝", "{server} 拒绝了{answer}", _AGAIN + "一直如此的，请登录网页版看看邮箱是否被限制。"),
    # Y92, Y93: a single mail that stays where it is
    ReasonKind("Y921", "没有收件邮箱", "没有收件邮箱", "请另行转交，或在 人员.xlsx 里补上邮箱。"),
    ReasonKind("Y922", "收件邮箱写得不对", "收件邮箱“{address}”写得不对", "请在信里改正，或在 人员.xlsx 里改正。"),
    ReasonKind("Y923", "信太大", "这封信有 {size} MB，最多可以发 {limit} MB", "请把附件分成几封发，或压缩后再发；服务商允许更大的，可以改“邮箱”里的“每封最大(MB)”。"),
    ReasonKind("Y924", "今天已经发满", "今天已经发出 {count} 封，到了每日上限", "明天接着发。服务商允许更多的，可以改“邮箱”里的“每日最多发信(封)”。"),
    ReasonKind("Y925", "不自动发出", "“{occasion}”类的信不自动发出", "请看过以后运行 huifang mail send；今后要自动发出的，请写进“邮箱”的“自动发送”。"),
    ReasonKind("Y926", "自己写的信不自动发出", "这是自己放进发件箱的信，不自动发出", "要发的请运行 huifang mail send。"),
    ReasonKind("Y927", "已经发出过", "这封信 {moment} 已经发出，没有再发", "它在“已发送”里。要再发一次的，请另写一封。"),
    ReasonKind("Y928", "等下一次再试", "等下一次再试({moment} 以后)：{why}{answer}", "信还在发件箱里。"),
    ReasonKind("Y929", "没有发出", "没有发出：{why}{answer}", "信移到了“发件箱/未能发出”，旁边写有原因。改好以后放回发件箱再发。"),
    ReasonKind("Y930", "不知道送到没有", "上次发到一半断了，不知道送到没有；单位邮箱里还没有找到这封信", "{moment} 以后再找一次，仍然没有就重发。"),
    ReasonKind("Y931", "不知道送到没有，不能核对", "上次发到一半断了，不知道送到没有，也没有办法在单位邮箱里核对", "请问一问收件人；确实没有收到的，运行 huifang mail send {file} 再发一次。"),
    ReasonKind("Y932", "不在发件箱里", "不是发件箱里的信", "请先把这封信(.eml)放进发件箱。"),
    ReasonKind("Y933", "不是完整的邮件", "不是一封完整的邮件", "请用邮件程序打开检查，重新保存为 .eml 文件。"),
    ReasonKind("Y934", "现在不能核对", "上次发到一半断了，不知道送到没有，现在又不能核对：{why}", "下次运行时再核对，没有送到的会重发。"),
)
# fmt: on

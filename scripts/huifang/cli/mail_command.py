"""``huifang mail``: the office's own mailbox."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from huifang.cli.chinese import ChineseGroup
from huifang.cli.mail_fetch_command import fetch_command
from huifang.cli.session import Session, office_command


@click.group("mail", cls=ChineseGroup, short_help="从单位邮箱收发信；保存邮箱的密码。")
def command() -> None:
    """单位的邮箱：收取交来的表，发出发件箱里的信。邮箱在 制度.xlsx 的“邮箱”里设置。"""


@command.command("send", short_help="发出发件箱里的信。")
@click.argument("files", metavar="[文件]...", nargs=-1, type=click.Path(path_type=Path))
@click.pass_obj
@office_command
def send_command(session: Session, files: tuple[Path, ...]) -> None:
    """发出发件箱里所有的信(.eml)，或写出的那几封；发出的移到“发件箱/已发送”，发不出的说明原因。

    同一封信不会发两次：发到一半断了的，先在单位邮箱里找，没有送到才重发。
    """
    from huifang.edges.post.mail_link import MailLink
    from huifang.flow.post.mailing import send_mails

    session.existing(*files)
    with session.writing() as desk:
        done = send_mails(desk, MailLink(), files=files or None)
    for sent in done.sent:
        session.say(f"已发出 {sent.file} → {'、'.join(sent.to)}")
    for one in done.doubtful:
        session.say(f"请核对 {one.file}\n    {one.reason.sentence}")
    for kept in done.kept:
        if kept.reason != done.trouble:
            session.say(f"没有发出 {kept.file}\n    {kept.reason.sentence}")
    if done.trouble:
        left = sum(kept.reason == done.trouble for kept in done.kept)
        session.say(f"现在不能发信：{done.trouble.sentence}" + (f"还有 {left} 封没有发出。" if left else ""))
    elif not (done.sent or done.kept):
        session.say("发件箱里没有要发的信。")
    session.finish(done.as_json(), clean=done.is_clean)


@command.command("password", short_help="保存邮箱的密码(授权码)，或某人的附件密码。")
@click.argument("person_no", metavar="[工号]", required=False)
@click.option("--delete", is_flag=True, help="从密码库里删去。")
@click.pass_obj
@office_command
def password_command(session: Session, person_no: str | None, delete: bool) -> None:
    """把邮箱的密码(授权码)交给这台电脑的密码库保管；写工号的，是给这个人的附件加密用的密码。

    密码不写进任何表格、日志和信件，输入时不显示；存好以后试着登录一次。没有密码库的电脑，可以改用环境变量
    HUIFANG_MAIL_PASSWORD。
    """
    from huifang.edges.post.mail_link import MailLink
    from huifang.flow.post.passwords import forget, keep, logins, subject_of

    desk = session.reading()
    subject = subject_of(desk, person_no)
    if delete:
        known = forget(subject)
        session.say(f"已删去 {subject.label}。" if known else f"密码库里没有 {subject.label}。")
        session.finish({"subject": subject.name, "stored": False}, clean=True)
        return
    password = _asked(f"请输入 {subject.label}(不显示)", again=subject.is_chosen_by_us)
    if not password:
        raise click.UsageError("没有输入密码。")
    keep(subject, password)
    session.say(f"已保存 {subject.label}，由这台电脑的密码库保管。")
    tried = [] if person_no else list(logins(desk, MailLink()))
    for what, why in tried:
        session.say(f"试着登录{what}：{why.sentence if why else '可以。'}")
    body = {"subject": subject.name, "stored": True}
    told = [{"what": what, **(why.as_json() if why else {"reason": None})} for what, why in tried]
    session.finish({**body, "logins": told}, clean=not any(why for _, why in tried))


def _asked(prompt: str, again: bool) -> str:
    """What is typed and not shown; a line of the input, where nobody sits there."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    confirm = "请再输入一次" if again else False
    typed: str = click.prompt(prompt, hide_input=True, confirmation_prompt=confirm, prompt_suffix="：", err=True)
    return typed.strip()


command.add_command(fetch_command)

"""``run --mail``: fetch, do what is due, send. What cannot be done stops nothing else, and the supervisor is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.edges.post.mail_link import MailLink
from huifang.edges.store.files import OfficeError
from huifang.flow.mailbox.fetched import Fetched
from huifang.flow.mailbox.fetching import fetch_mails
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import LettersDone, Matter, Occasion, people_of
from huifang.flow.post.mail_waiting import KeptMail
from huifang.flow.post.mailing import send_mails
from huifang.flow.post.mails_sent import MailsSent
from huifang.flow.post.writing import write_by
from huifang.flow.run_steps import Step
from huifang.flow.running import steps_due
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared.mail_rules import RUN_TROUBLE

#: What a run by mail consists of, in words for people.
FETCHING, WORKING, SENDING = "收信", "当天的事", "发信"
_SUPERVISORS = ("主管",)


@dataclass(frozen=True)
class Failure:
    """A part of the run that could not be done, and why."""

    part: str
    why: str


def run_by_mail(desk: Desk, link: MailLink) -> list[Step]:
    """Fetch, do what is due, and send what may go unasked; by a clock that may be wrong nothing is done."""
    if desk.clock_is_doubtful:
        return [*steps_due(desk)]
    failures: list[Failure] = []
    steps = [*_fetched(desk, link, failures), *_worked(desk, failures)]
    _tell(desk, failures)
    seen = len(failures)
    steps += _sent(desk, link, failures)
    _tell(desk, failures[seen:])  # goes with the next run
    return steps


def _fetched(desk: Desk, link: MailLink, failures: list[Failure]) -> Iterator[Step]:
    if not desk.present.policy.mailbox.is_used:
        return  # sending says it
    result = fetch_mails(desk, link)
    if result.trouble:
        failures.append(Failure(FETCHING, result.trouble.sentence))
    if not (result.is_nothing and result.is_clean):
        yield Step("mail-fetch", _told_of_fetching(result), _counts(result), _why_fetched(result))


def _told_of_fetching(result: Fetched) -> str:
    known = len(result.ignored) - result.strangers
    lines = [f"收信：收取 {len(result.fetched)} 封，未处理 {known} 封。", *result.told]
    lines += [f"{note.message}{note.hint}" for note in result.notes]
    lines += [f"没有收完：{result.trouble.sentence}"] if result.trouble else []
    return "\n".join(lines)


def _counts(result: Fetched) -> dict[str, object]:
    return {
        "fetched": [one.file for one in result.fetched],
        "ignored": len(result.ignored) - result.strangers,
        "strangers": result.strangers,
        "bounced": [one.file for one in result.came_back],
        "forms": [one.file for one in result.forms],
        "trouble": result.trouble.as_json() if result.trouble else None,
    }


def _why_fetched(result: Fetched) -> str:
    told = sum(one.about is not None for one in result.fetched)
    told += len(result.ignored) - result.strangers
    why = ["信没有收完"] if result.trouble else []
    why += [f"有 {told} 封来信要看一看"] if told else []
    why += [f"有 {len(result.came_back)} 封信没有送到"] if result.came_back else []
    why += [f"待确认 {waits} 份"] if (waits := sum(form.reason is not None for form in result.forms)) else []
    return "，".join(why)


def _worked(desk: Desk, failures: list[Failure]) -> Iterator[Step]:
    """The steps as they are done, so that those before one that fails are told of."""
    try:
        yield from steps_due(desk)
    except OfficeError as error:
        failures.append(Failure(WORKING, f"{error}"))
        yield Step("failed", f"当天的事没有做完：{error}", {"reason_code": error.reason.code}, "当天的事没有做完")


def _sent(desk: Desk, link: MailLink, failures: list[Failure]) -> Iterator[Step]:
    done = send_mails(desk, link, unattended=True)
    if done.trouble:
        failures.append(Failure(SENDING, done.trouble.sentence))
    if done.sent or done.kept or done.trouble:
        yield Step("mail-send", _told_of_sending(done), done.as_json(), _why_sent(done))


def _told_of_sending(done: MailsSent) -> str:
    first = f"发信：已发出 {len(done.sent)} 封"
    first += f"，留下 {len(done.kept)} 封。" if done.kept else "。"
    lines = [f"请核对 {one.file}：{one.reason.sentence}" for one in done.doubtful]
    lines += [f"没有发出 {one.file}：{one.reason.sentence}" for one in done.kept if _is_wrong(done, one)]
    asked = sum(not one.is_trouble for one in done.kept)
    lines += [f"有 {asked} 封信等人看过以后发出：huifang mail send。"] if asked else []
    lines += [f"没有发完：{done.trouble.sentence}"] if done.trouble else []
    return "\n".join((first, *lines))


def _why_sent(done: MailsSent) -> str:
    why = ["信没有发完"] if done.trouble else []
    left = sum(_is_wrong(done, one) for one in done.kept)
    why += [f"有 {left} 封信没有发出"] if left else []
    return "，".join(why)


def _is_wrong(done: MailsSent, one: KeptMail) -> bool:
    """Whether something is wrong with that mail, not with the whole."""
    return one.is_trouble and one.reason != done.trouble


def _tell(desk: Desk, failures: Sequence[Failure]) -> None:
    """The supervisors are written to of each part that failed, once a day."""
    day = f"{desk.present.today}"
    supervisors = people_of(desk.present, _SUPERVISORS)
    matters = [
        Matter(key=matter_key(day, one.part), label=one.part, about=one, concerns=supervisors) for one in failures
    ]
    if matters and supervisors:
        write_by(desk, TROUBLE, Notice(occasion=RUN_TROUBLE), matters, LettersDone(RUN_TROUBLE))


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【{RUN_TROUBLE}】{now.today} {'、'.join(matter.label for matter in matters)}没有做完"


TROUBLE = Occasion(name=RUN_TROUBLE, template="run_trouble_mail.txt.j2", subject=_subject, of_the_work=True)

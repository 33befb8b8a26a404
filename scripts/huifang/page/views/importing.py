"""A list that is being brought in: what became of its columns and rows, to be changed or written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.flow.moving_in.importing import NoSuchValue, import_options, importable, target_of, values_told
from huifang.flow.office.desk import Desk
from huifang.page.forms.import_list import FORM, NAME, words_of
from huifang.page.forms.model import Choice, Typed
from huifang.page.frame import Screen, see_other
from huifang.page.jobs import JobOrder, PageJob
from huifang.tables.model import Column, Kind, Table

#: What is sent for a column of the table that all new rows say the same of.
_SET = "set-"
_BELOW = "请在下面“各列的对应”里选。"
#: What is sent for a word of the list: behind it stand the column and the word.
_MEANS = "means-"
#: What a hint says of what is told of a whole list.
_TOLD = re.compile(r"请用 --set ([^=\s]+)=\S+ 指明")


@dataclass(frozen=True, kw_only=True)
class AskedOfAll:
    """A column of the table that the list lacks: what new rows could all say, and what they say now."""

    header: str
    help: str
    choices: Sequence[Choice]
    value: str


def show(page: Screen, asked: Request, number: str) -> Response:
    """How the list was understood, and what would be written."""
    job = _job(page, number)
    if job.is_running or "mapping" not in job.body or job.body["written"]:
        return page.draw("import_waiting", job=job, beginning=_beginning(job))
    return _draw(page, job, job.body["mapping"], _by_header(job.typed.get("set", ())))


def again(page: Screen, asked: Request, number: str) -> Response:
    """The same list, its columns as they are told now; what cannot be is said, and stays as it was told."""
    job = _job(page, number)
    maps = tuple(asked.form.getlist("map"))
    values = {
        key.removeprefix(_SET): value.strip()
        for key, value in asked.form.items()
        if key.startswith(_SET) and value.strip()
    }
    words = tuple(
        f"{key.removeprefix(_MEANS)}={said}" for key, said in asked.form.items() if key.startswith(_MEANS) and said
    )
    wrong = page.running() or _wrong(page, job, maps, values)
    if wrong:
        mapping = {source: target for source, _, target in (text.rpartition("=") for text in maps) if target}
        return _draw(page, job, mapping, values, wrong)
    typed = {**job.typed, "map": maps, "set": tuple(f"{header}={value}" for header, value in values.items())}
    typed["value"] = words
    return see_other(f"/import/{look_at(page, typed).number}")


def _wrong(page: Screen, job: PageJob, maps: Sequence[str], values: Mapping[str, str]) -> str:
    """Why columns cannot be told so; empty where they can."""
    targets = Counter(target for _, _, target in (text.rpartition("=") for text in maps) if target)
    if twice := [target for target, count in targets.items() if count > 1]:
        return f"有几列都对应到“{'、'.join(twice)}”，请只留一列，其余的选“不导入”。"
    desk = page.desk()
    table = _table(desk, job)
    try:
        values_told(desk, table, {header: value for header, value in values.items() if header in table.by_header})
    except NoSuchValue as error:
        return str(error)
    return ""


def _draw(
    page: Screen, job: PageJob, mapping: Mapping[str, str], values: Mapping[str, str], wrong: str = ""
) -> Response:
    desk = page.desk()
    table = _table(desk, job)
    return page.draw(
        "import", job=job, body=job.body, table=table, mapping=mapping, wrong=wrong, said=_said(job),
        further=[*_further(desk, table, job, values)], words=[*_words(desk, table, job)], beginning=_beginning(job),
        file=job.typed["file"][0].replace("\\", "/").rpartition("/")[2], status=422 if wrong else 200,
    )  # fmt: skip


def _table(desk: Desk, job: PageJob) -> Table:
    return target_of(desk, importable(desk)[job.body["table"]]).table


def _by_header(values: Sequence[str]) -> dict[str, str]:
    return dict(text.split("=", 1) for text in values if "=" in text)


def write(page: Screen, asked: Request, number: str) -> Response:
    """What was shown is written."""
    job = _job(page, number)
    if "--yes" in job.argv or not (job.body.get("appended") or job.body.get("changed")):
        raise NotFound
    if running := page.running():
        return page.trouble(f"{running}。请等它做完再点。", back=f"/import/{number}")
    done = page.again(job)
    return see_other(f"/start/working/{done.number}" if _beginning(job) else f"/jobs/{done.number}")


def look_at(page: Screen, typed: Typed) -> PageJob:
    """Start the preview of a list.

    Raises:
        OSError: it cannot be started.
    """
    words = (*FORM.command, *words_of(page, typed))
    kept = {key: tuple(values) for key, values in typed.items()}
    return page.do(JobOrder(form=NAME, title=FORM.title, argv=words, typed=kept))


def _job(page: Screen, number: str) -> PageJob:
    job = page.jobs.get(number)
    if job is None or job.form != NAME or page.office is None:
        raise NotFound
    return job


def _beginning(job: PageJob) -> str:
    """The step of the first start that it belongs to; empty for any other time."""
    return next(iter(job.typed.get("beginning", ())), "")


def _said(job: PageJob) -> list[dict[str, str]]:
    """The findings, errors first; where the command names an option of its own, what to do on the page instead."""
    found = sorted(job.body["findings"], key=lambda one: one["severity"] != "error")
    return [{**one, "hint": _on_page(one["hint"])} for one in found]


def _on_page(hint: str) -> str:
    """What to do, in the words of the page."""
    if "--value" in hint:
        return "请在下面“名单里的写法”里选。"
    return _BELOW if "--map" in hint else _TOLD.sub(r"请在下面“各列的对应”的最后选“\1”", hint)


def _further(desk: Desk, table: Table, job: PageJob, told: Mapping[str, str]) -> Iterator[AskedOfAll]:
    """The columns that the list lacks, and of which all new rows could say the same."""
    there = {*job.body["mapping"].values()}
    options = import_options(desk.present.policy)
    for column in table.columns:
        offered = _offered(desk, column, options.get(column.options or "", ()))
        wanted = offered or column.kind is Kind.DATE
        if wanted and column.header not in there and column.key not in table.unique and not column.hidden:
            yield AskedOfAll(
                header=column.header, help=column.help, choices=offered, value=told.get(column.header, "")
            )  # fmt: skip


def _words(desk: Desk, table: Table, job: PageJob) -> Iterator[AskedOfAll]:
    """The words of the list that are no option, or were taken for one: what each means."""
    options = import_options(desk.present.policy)
    for one in job.body.get("words", ()):
        choices = options.get(table.by_header[one["column"]].options or "", ())
        yield AskedOfAll(
            header=f"{one['column']}={one['word']}", help=f"{one['column']}：{one['word']}（{one['rows']} 行）",
            choices=[Choice(choice, choice) for choice in choices], value=one["means"] or "",
        )  # fmt: skip


def _offered(desk: Desk, column: Column, options: Sequence[str]) -> list[Choice]:
    if column.kind is Kind.PERSON:
        return [Choice(one.person_no, one.label) for one in desk.present.people.persons]
    return [Choice(option, option) for option in options]

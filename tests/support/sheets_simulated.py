"""Simulated sheets: agents of five honest habits, and six ways of cheating, as the records that their sheets bring.

``TUNING`` is what the thresholds were found with, ``REPORTED`` what the printed figures come of: other habits, other
words. Whoever uses them brings the ``Random``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from huifang.ledger.records import EMPTY, CallRecord

FIRST_DAY = date(2026, 11, 2)
DAYS = 8
Rows = list[CallRecord]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What notes are put together from."""

    about: str
    said: str
    more: str

    def note(self, rng: Random) -> str:
        """A sentence of one's own."""
        about, said, more = (rng.choice(part.split()) for part in (self.about, self.said, self.more))
        return f"{about}{said}，{more}"


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How an honest agent calls and writes: how long calls take on average and how much that varies, how many calls are
    answered, how long it takes until the next, how often times are rounded to five minutes and notes say something, and
    whether everybody there says the same ``sayings``. ``content`` is how many customers are, more or less.
    """

    name: str
    minutes: float
    varies: float = 0.5
    reached: float = 0.7
    pause: float = 4.0
    rounds: float = 0.0
    writes: float = 0.5
    sayings: str = ""
    content: tuple[float, float] = (8.0, 2.0)
    questions: int = 0


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A set of habits and words."""

    habits: Sequence[Habit]
    words: Words


TUNING = Setting(
    habits=(
        Habit(name="细致", minutes=6.0, writes=0.8),
        Habit(name="简短", minutes=1.4, varies=0.35, pause=1.5, rounds=0.2, writes=0.15, content=(9.0, 1.0)),
        Habit(
            name="小地方同样的话",
            minutes=3.0,
            writes=0.9,
            sayings="""
            一切都好没什么要求 东西用着挺好的没意见 价格能不能再便宜一点
            有活动就打电话说一声 最近生意淡过阵子再说 还是跟以前一样按月送过来就行
        """,
        ),
        Habit(name="多数没人接", minutes=3.0, reached=0.35, pause=1.2, rounds=0.3),
        Habit(name="客户记不清", minutes=4.0, varies=0.6, rounds=0.1),
    ),
    words=Words(
        about="""
            新到的锁具 上次那批五金 送货的师傅 对账单 店里的样品 冬天的活动
            退货的事 仓库 价格表 老板本人
        """,
        said="""
            还要再等几天 让我们传一份过去 比上个月慢了 他觉得可以接受 希望早上送到
            要跟家里商量 已经收到了 数量对不上
        """,
        more="""
            下周再联系 请找财务王姐 说好先发照片 顺便问了同行的价 想多要两箱
            暂时不用 答应月底结清 要换成小包装
        """,
    ),
)
REPORTED = Setting(
    habits=(
        Habit(name="细致", minutes=7.5, varies=0.45, writes=0.9, rounds=0.15),
        Habit(name="简短", minutes=1.2, varies=0.4, pause=1.2, rounds=0.1, writes=0.2, content=(8.0, 1.0)),
        Habit(
            name="小地方同样的话",
            minutes=2.5,
            writes=0.8,
            rounds=0.2,
            sayings="""
            家里都好用着没毛病 没什么说的挺满意的 能优惠一点就更好了
            下次有新货告诉一声 都是老顾客了没有什么不放心的
        """,
        ),
        Habit(name="多数没人接", minutes=2.5, reached=0.3, pause=1.0, rounds=0.2),
        Habit(name="客户记不清", minutes=3.5, varies=0.7, writes=0.6, rounds=0.3),
    ),
    words=Words(
        about="""
            保养到期的车 上回换的轮胎 前台小陈 发票 洗车券 等候的时间 配件
            预约的师傅 年审
        """,
        said="""
            还没有安排 比说好的晚了一天 问能不能改到周六 已经解决了 想了解一下费用
            家人来办的 觉得不错 开得还少
        """,
        more="""
            到时候提醒他 要短信发地址 下个月过来 怕排队 请留个位置 想先看看照片
            没有别的要求 问了会员折扣
        """,
    ),
)


def called(
    rng: Random, setting: Setting, habit: Habit, agent: str, customers: int = 25, first: date = FIRST_DAY
) -> Rows:
    """An honest agent's period: each customer is tried up to three times."""
    rows: Rows = []
    dissent = rng.betavariate(habit.content[1], habit.content[0])
    left = [(f"{agent}-{number:03d}", 0) for number in range(customers)]
    for day in range(DAYS):
        now = 9 * 60 + rng.randrange(60)
        share, left = left[: -(-len(left) // (DAYS - day))], left[-(-len(left) // (DAYS - day)) :]
        for customer, tried in share:
            now += max(1, round(rng.expovariate(1 / habit.pause)))
            if 11 * 60 + 50 < now < 13 * 60 + 30:
                now = 13 * 60 + 30 + rng.randrange(30)
            is_reached = rng.random() < habit.reached
            lasts = rng.lognormvariate(0, habit.varies) * habit.minutes if is_reached else 0.6
            start, end = now, now + max(round(lasts + rng.random() - 0.5), 0)
            if rng.random() < habit.rounds:
                start -= start % 5
                end = max(end, start)
            heard = _heard(rng, setting, habit, dissent) if is_reached else {}
            rows.append(row(agent, customer, first + timedelta(days=day), start, end, len(rows) + 2, **heard))
            now = max(end, now)
            if not is_reached and tried < 2 and day + 1 < DAYS:
                left.append((customer, tried + 1))
    return rows


def _heard(rng: Random, setting: Setting, habit: Habit, dissent: float) -> dict[str, str]:
    luck = rng.random()
    words = rng.choice(habit.sayings.split()) if habit.sayings else setting.words.note(rng)
    heard = {"result": "接通", "satisfaction": "满意", "handling": "无问题", "wishes": "无"}
    if rng.random() < habit.writes:
        heard["wishes"] = words
    if luck < dissent:
        heard |= {"satisfaction": rng.choice(("一般", "一般", "不满意"))}
        if heard["satisfaction"] == "不满意":
            heard |= {"dissatisfied_because": words, "handling": rng.choice(("已解决", "未解决")), "wishes": "尽快处理"}
    elif rng.random() < dissent + 0.15:
        heard["satisfaction"] = "非常满意"
    if habit.questions:
        asked = (f"Q{number}" for number in range(1, habit.questions + 1))
        answers = {number: "否" if rng.random() < dissent else "是" for number in asked}
        heard["answers"] = json.dumps(answers, ensure_ascii=False)
    return heard


def row(agent: str, customer: str, day: date, start: int, end: int, number: int, **said: str) -> CallRecord:
    """A record as a sheet brings it; ``start`` and ``end`` are minutes from midnight."""
    clock = f"{start // 60:02d}:{start % 60:02d}"
    cells = {
        **EMPTY, "record_no": f"{agent}-{day:%m%d}-{number:03d}", "seq": 1, "withdrawn": False, "answers": "{}",
        "agent": agent, "submission": f"S-{agent}", "source_file": f"回访计划/{agent}.xlsx", "source_row": number,
        "customer_no": customer, "customer_name": customer, "plan_no": f"H-{customer}", "called_on": day,
        "moment": f"{day} {clock}", "started_at": clock, "ended_at": f"{end // 60:02d}:{end % 60:02d}",
        "method": "电话", "result": "无人接听", **said,
    }  # fmt: skip
    return CallRecord(cells)


Cheat = Callable[[Random, Rows, float], Rows]


def invented(rng: Random, honest: Rows, share: float) -> Rows:
    """So many customers are not called: a result is written at round times, from few words."""
    words = ("客户表示满意没有其他需求", "客户对产品比较认可会继续合作", "近期没有采购计划保持联系")
    customers = sorted({one.customer_no for one in honest})
    chosen = {*rng.sample(customers, round(share * len(customers)))}
    rows = [one for one in honest if one.customer_no not in chosen]
    day, now = FIRST_DAY, 14 * 60
    for number, customer in enumerate(sorted(chosen)):
        if number % 6 == 0:
            day, now = FIRST_DAY + timedelta(days=number // 6), 14 * 60 + 5 * rng.randrange(6)
        lasts = rng.choice((2, 3, 3, 5))
        said = {"result": "接通", "satisfaction": "满意", "handling": "无问题", "wishes": rng.choice(words)}
        rows.append(row(honest[0].agent, customer, day, now, now + lasts, 60 + number, **said))
        now += rng.choice((10, 10, 10, 5, 15))
    return rows


def copied(rng: Random, honest: Rows, share: float) -> Rows:
    """So many of the answered rows are copies of a few others, but for the time."""
    answered = [one for one in honest if one.result == "接通"]
    if not answered:
        return honest
    models = rng.sample(answered, min(3, len(answered)))
    chosen = {one.record_no for one in rng.sample(answered, round(share * len(answered)))}
    keys = ("satisfaction", "handling", "wishes", "dissatisfied_because")

    def copy(one: CallRecord) -> CallRecord:
        model = rng.choice(models)
        return one.but(**{key: getattr(model, key) for key in keys})

    return [copy(one) if one.record_no in chosen else one for one in honest]


def not_asked(rng: Random, honest: Rows, share: float) -> Rows:
    """So many customers are called and not asked: the call is over at once, the answers are the usual ones."""

    def brief(one: CallRecord) -> CallRecord:
        if one.result != "接通" or rng.random() >= share:
            return one
        return one.but(ended_at=one.started_at, satisfaction="满意", handling="无问题", wishes="无")

    return [brief(one) for one in honest]


def other_times(rng: Random, honest: Rows, share: float) -> Rows:
    """So many calls were made at other times than those written down, which are full five minutes."""

    def moved(one: CallRecord) -> CallRecord:
        if rng.random() >= share:
            return one
        start = 9 * 60 + 5 * rng.randrange(30)
        lasts = one.minutes or 0
        clock = f"{start // 60:02d}:{start % 60:02d}"
        return one.but(
            started_at=clock, ended_at=f"{(start + lasts) // 60:02d}:{(start + lasts) % 60:02d}",
            moment=f"{one.called_on} {clock}",
        )  # fmt: skip

    return [moved(one) for one in honest]


def edited_later(rng: Random, honest: Rows, share: float) -> Rows:
    """So many records are changed after they were entered: the journal tells, no signal does."""

    def better(one: CallRecord) -> CallRecord:
        change = one.satisfaction in ("一般", "不满意") and rng.random() < share
        return one.but(satisfaction="满意", dissatisfied_because="", handling="无问题") if change else one

    return [better(one) for one in honest]


def shared(rng: Random, honest: Rows, other: Rows, share: float) -> Rows:
    """So many answered rows say what the rows of another agent say, times and all."""
    models = [one for one in other if one.result == "接通"]
    keys = ("satisfaction", "handling", "wishes", "dissatisfied_because", "started_at", "ended_at")

    def taken(one: CallRecord) -> CallRecord:
        if one.result != "接通" or not models or rng.random() >= share:
            return one
        model = rng.choice(models)
        return one.but(**{key: getattr(model, key) for key in keys}, moment=f"{one.called_on} {model.started_at}")

    return [taken(one) for one in honest]


CHEATS: Mapping[str, Cheat] = {
    "编造的通话": invented,
    "复制的行": copied,
    "打了没有问": not_asked,
    "别的时间": other_times,
    "入账后改动": edited_later,
}


def office_of(rng: Random, setting: Setting, habits: Sequence[Habit] = (), first: date = FIRST_DAY) -> dict[str, Rows]:
    """An honest office: each agent has a habit (none given: five any), and differs a little from others who have it."""
    rows, questions = {}, rng.choice((0, 0, 3, 5))
    for number, habit in enumerate(habits or rng.choices(setting.habits, k=5), start=1):
        agent = f"A{number:02d}"
        own = replace(habit, minutes=habit.minutes * rng.uniform(0.8, 1.25), questions=questions)
        rows[agent] = called(rng, setting, own, agent, first=first)
    return rows

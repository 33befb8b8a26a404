"""Audits of a period made by hand: three agents, one to be reviewed, one to be rung about again, one with nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huifang.decisions.audit.audited import (
    AgentAudit,
    Agreement,
    CheckedCall,
    PeriodAudit,
    Reconciled,
    Signal,
    Standing,
    StepShown,
    Verdict,
)

PERIOD = "2026-11下旬"
STEPS = ("1 名单经审批", "2 按时回访", "3 填写完整", "4 按时交表", "5 解决或书面上报", "6 专项内容")


def checked(agent: str, order: int, agreement: Agreement, **more: Any) -> CheckedCall:
    """The auditor's call to the agent's customer of that place."""
    return CheckedCall(
        agent=agent, period=PERIOD, draw=1, order=order, check_no=f"{PERIOD}-{agent}-{order:02d}",
        customer_no=f"K{order:04d}", customer=f"和平建材经营部第{order}分店",
        record_no=f"S2611-{order:03d}-1", agreement=agreement, checked_by="D01 孙正平",
        checked_at=datetime(2026, 12, 1, 10, order), **more,
    )  # fmt: skip


def standing(agent: str, period: str, agreed: int, differed: int, verdict: Verdict, **more: Any) -> Standing:
    """A standing with so many calls that agreed and that differed."""
    said = {
        "found": f"本期打通 {agreed + differed} 位客户，{agreed} 位与记录相符，{differed} 位与记录不符。",
        "limits": "客户每 20 位里大约有 1 位会记错，只看这一期还分不清是记错还是记录有出入。",
        "next_step": "请监督岗从封存的名单里再往下打 3 位客户。", "wanted": 3, "unsure": 0, "unreachable": 0,
        "upper_fake_share": 0.6,
    }  # fmt: skip
    return Standing(
        agent=agent, period=period, checked=agreed + differed + more.get("unsure", 0), confirmed=agreed,
        contradicted=differed, verdict=verdict, **{**said, **more},
    )  # fmt: skip


def steps(missed: int) -> tuple[StepShown, ...]:
    """Six steps of 29 customers each, of which so many were missed."""
    lacking = [f"K{n:04d} 和平建材第{n}分店(应访止 2026-11-2{n})：没有接通" for n in range(missed)]
    done = [f"K{n:04d} 和平建材第{n}分店：已审核 2026-01-05" for n in range(29 - missed)]
    return tuple(StepShown(name=name, done=len(done), all=29, missed=lacking, evidence=done) for name in STEPS)


def period_audit() -> PeriodAudit:
    """The whole audit."""
    told_apart = (
        "客户说满意度是不满意，记录写的是非常满意",
        "客户说问题没有解决，记录写的是已解决",
    )
    heavy = [
        checked("A03", n, Agreement.DIFFERS, differences=told_apart) if n % 2 else checked("A03", n, Agreement.AGREES)
        for n in range(1, 13)
    ]
    again = [
        checked("A02", 1, Agreement.AGREES, words="上周有人打来过", is_proved=True),
        checked(
            "A02", 2, Agreement.DIFFERS, differences=("客户说没有接到过回访",), words="没有啊，没人打过 <b>电话</b>。"
        ),
        checked("A02", 3, Agreement.UNREACHED),
        checked("A02", 4, Agreement.UNSURE, unsure="接电话的不是联系人 王女士", words="老板不在"),
    ]
    agents = (
        AgentAudit(
            agent="A01", label="A01 李晓明", claimed=30, standing=standing("A01", PERIOD, 3, 0, Verdict.NOTHING_FOUND),
            calls=[checked("A01", n, Agreement.AGREES) for n in (1, 2, 3)],
            before=[standing("A01", "2026-11中旬", 3, 0, Verdict.NOTHING_FOUND)], steps=steps(0),
            reconciled=Reconciled(
                agent="A01", reported=29, matched=29, without_call=(), durations_apart=(), proved=frozenset(),
                without_report=("11-25 14:05 打给 K0013 大洋五金，1 分 12 秒",),
            ),
        ),
        AgentAudit(
            agent="A02", label="A02 王海燕", claimed=28, calls=again, steps=steps(0),
            standing=standing(
                "A02", PERIOD, 4, 1, Verdict.GO_ON, unsure=1, unreachable=1, upper_fake_share=0.42, wanted=6
            ),
            waiting=("K0017 永兴五金行 王女士 13800000017",),
            signals=(
                Signal(
                    agent="A02", what="通话时长完全一样", place="11-23 的表，第 3 到 14 行", figure="12 次都是 2 分钟",
                    usual="别人最多 3 次",
                ),
            ),
        ),
        AgentAudit(
            agent="A03", label="A03 欧阳上官司马", claimed=30, calls=heavy, steps=steps(4),
            standing=standing("A03", PERIOD, 6, 6, Verdict.REVIEW, unreachable=2, upper_fake_share=0.8, wanted=12),
            before=[standing("A03", f"2026-{month}下旬", 2, 1, Verdict.GO_ON) for month in ("09", "10")],
            reconciled=Reconciled(
                agent="A03", reported=30, matched=19, without_report=(), proved=frozenset(),
                without_call=tuple(f"记录 S2611-{n:03d}-1：11-22 10:0{n % 9}" for n in range(11)),
                durations_apart=("记录 S2611-030-1：记了 8 分钟，话单是 40 秒",),
            ),
        ),
    )  # fmt: skip
    return PeriodAudit(
        period=PERIOD, unit_name="杭州华东五金销售部", made_at=datetime(2026, 12, 1, 16, 30), seeds=("2026330",),
        sealed_before=True, agents=agents, notes=("监督岗的 12 个电话都在 9 分钟里打完，请问一声是怎么打的。",),
    )  # fmt: skip

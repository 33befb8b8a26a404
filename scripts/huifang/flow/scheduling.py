"""What the system's own scheduler is to run for an office, and how often."""

from __future__ import annotations

from huifang.edges.system.scheduling import Scheduled, own_command
from huifang.flow.office.desk import Desk
from huifang.policy.complaints import MINUTES, WORK_MINUTES

#: Every so many minutes a run looks for what is due; where anything has deadlines in minutes, more often.
USUAL, BY_THE_MINUTE = 15, 5


def scheduled_run(desk: Desk) -> Scheduled:
    """The whole day round: mails come and deadlines end at any hour, and a run that has nothing to do does nothing."""
    policy = desk.present.policy
    hurried = any(clock.unit in (MINUTES, WORK_MINUTES) for clock in (*policy.clocks, *policy.record_clocks))
    folder = desk.office.root.resolve()
    mail = ("--mail",) if policy.mailbox.is_used else ()
    return Scheduled(
        name=f"回访 {policy.unit_name}",
        words=own_command("-C", str(folder), "run", *mail),
        folder=folder,
        minutes=BY_THE_MINUTE if hurried else USUAL,
    )

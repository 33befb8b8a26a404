"""The rules with what stood before each was changed, as the kept versions of 制度 tell it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

from huifang.decisions.calls.changed import dated
from huifang.edges.store.files import OfficeError
from huifang.flow.office.moment import Moment
from huifang.policy.model import Policy
from huifang.policy.rules import Rule
from huifang.tables.declared.house_rules import WORKBOOK


def policy_as_seen(moment: Moment) -> Policy:
    """The policy whose rules know since when they are as they are; without an earlier version nothing else is read."""
    now = moment.versions[WORKBOOK]
    kept = [version for version in moment.state.versions if version.workbook == WORKBOOK and version.at <= moment.at]
    newest = max((n for n, version in enumerate(kept) if version.sha256 == now), default=len(kept))
    if not newest:
        return moment.policy
    versions: list[tuple[date, tuple[Rule, ...]]] = []
    for version in kept[:newest]:
        with suppress(OfficeError):  # verify tells of it
            then = moment.readings.policy({**moment.versions, WORKBOOK: version.sha256})
            versions.append((version.at.date(), then.rules))
    seen_on = kept[newest].at.date() if newest < len(kept) else moment.today
    return replace(moment.policy, rules=dated([*versions, (seen_on, moment.policy.rules)]))

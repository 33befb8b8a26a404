"""The occasions of 通知: all that letters are written about."""

from __future__ import annotations

from dataclasses import replace

from huifang.flow.aftermath.measures_due import MEASURES_DUE
from huifang.flow.aftermath.passing_on import HEARD
from huifang.flow.aftermath.returned_news import RETURNED
from huifang.flow.aftermath.slips import NEW_CUSTOMERS, SLIPS
from huifang.flow.aftermath.survey_chase import NOT_PUT_RIGHT
from huifang.flow.aftermath.visit_reports import REPORTS_ASKED
from huifang.flow.audit.to_auditor import TO_AUDITOR
from huifang.flow.audit.to_boss import TO_BOSS
from huifang.flow.calls.sheets_out import SHEETS_SENT
from huifang.flow.complaints.customer_letters import TO_CUSTOMERS
from huifang.flow.complaints.staff_notice import TO_ALL_STAFF
from huifang.flow.complaints.telling import MAJOR_ONES, MISSED, NEAR, TO_DEPARTMENTS
from huifang.flow.correcting.orders import DECIDED
from huifang.flow.forms.going_along import with_form
from huifang.flow.intake.receipts import RECEIPTS
from huifang.flow.mailbox.asked_again import LINKS_SENT
from huifang.flow.post.letters import Occasion
from huifang.flow.reports import department_parts
from huifang.flow.reports.department_bulletin import TO_DEPARTMENTS as BULLETINS
from huifang.flow.reports.dunning import CHASE_LISTS, CHASED, REMINDED, REPORTED
from huifang.flow.reports.fined import FINED
from huifang.flow.tasks.telling import LATE_TASKS, TASKS_AHEAD
from huifang.tables.declared.forms import COMPLAINT

#: The head of a department gets the form that it is to fill in.
_TO_DEPARTMENTS = replace(TO_DEPARTMENTS, attached=with_form(COMPLAINT, lambda matter: matter.number))
#: What a run writes of after all else that it does; of major complaints it writes first, of what comes near besides.
AFTERWARDS: tuple[Occasion, ...] = (
    MISSED, _TO_DEPARTMENTS, *TO_CUSTOMERS, TO_ALL_STAFF, SLIPS, NOT_PUT_RIGHT, MEASURES_DUE, NEW_CUSTOMERS,
    REPORTS_ASKED, REMINDED, CHASED, FINED, REPORTED, department_parts.TO_DEPARTMENTS, BULLETINS,
    TASKS_AHEAD, LATE_TASKS,
)  # fmt: skip
#: Every occasion of the sheet; what was heard, returned and decided is written of by what takes it in.
OCCASIONS: tuple[Occasion, ...] = (MAJOR_ONES, NEAR, *AFTERWARDS, HEARD, RETURNED, DECIDED)
#: What goes with the work has no rows in 通知. What does the work writes of it; a run, of what was left.
OF_THE_WORK: tuple[Occasion, ...] = (SHEETS_SENT, RECEIPTS, CHASE_LISTS, LINKS_SENT, TO_AUDITOR, TO_BOSS)

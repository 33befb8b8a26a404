"""The printed forms that the regulations name, and what stands on each."""

from __future__ import annotations

from collections.abc import Collection

from huifang.tables import printed
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.services import SERVICES
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.model import Column, Table
from huifang.tables.options import CONNECTED, NO_PROBLEM, UNRESOLVED, YES_NO
from huifang.tables.printed import Entries, FormQuestion, PrintedForm

#: The tables whose columns a form may show beside those of its own.
RELATED = (CUSTOMERS, CALLS, printed.PLANNED)

_WHO = ("客户.customer_name", "客户.contact", "客户.phone", "客户.address")
_WHY = "不满意的\n原因、建议"
_INTO_SHEET = "结果填入回访表{% if 计划编号 %}（计划编号 {{ 计划编号 }}）{% endif %}。"
_OR_COLLECTED = "也可以把填好的这个文件交来收表。"

REPAIR = PrintedForm(
    title="工程维修回访意见表",
    table=SERVICES,
    blocks=(
        (
            "维修和回访",
            (
                "service_no", "客户.customer_name", "客户.phone", "客户.address", "reported_at", "finished_at",
                "served_by", "service_type", "plate", "content", "回访记录.method", "回访记录.started_at",
                "回访记录.ended_at",
            ),
        ),
    ),
    asks=True,
    questions=(FormQuestion("服务人员的态度"), FormQuestion("来得快不快"), FormQuestion("修好了没有")),
    further=(
        FormQuestion("修完打扫干净了吗", YES_NO),
        FormQuestion("现在还有问题吗", ("没有", "还有，请再来"), "handling", (NO_PROBLEM, UNRESOLVED)),
        FormQuestion("总的来说，您满意吗", key="satisfaction"),
    ),
    remarks=(_WHY, "回访记录.wishes"),
    signatures=("客户签字", "回访人", "主管意见"),
    note="本表按服务单 {{ 编号 }} 填好上半部分。填完请交回访人，" + _INTO_SHEET + _OR_COLLECTED,
    also=("维修回访意见表",),
    answers=("method", "started_at", "ended_at", "wishes"),
    signed="客户签字",
    means=(("result", CONNECTED),),
)  # fmt: skip

SURVEY = PrintedForm(
    title="客户意见调查表",
    table=SURVEYS,
    blocks=(("客户", ("survey_no", "surveyed_on", *_WHO)),),
    asks=True,
    questions=tuple(FormQuestion(item) for item in ("保洁", "保安", "绿化", "维修", "客服接待")),
    remarks=(_WHY, "opinion"),
    signatures=("客户签字", "调查人", "主管意见"),
    note="填完请交调查人：每个项目在意见调查里登记一行；不满意的项目整改以后，会再回访您。" + _OR_COLLECTED,
    entries=Entries(adds=True, signed="客户签字", signed_for="surveyed_on", line=("item", "rating")),
)

COMPLAINT = PrintedForm(
    title="客户投诉处理单",
    table=COMPLAINTS,
    blocks=(
        (
            "受理",
            (
                "complaint_no", "received_at", "channel", "complainant", "contact_details", "severity", "category",
                "complained_of", "first_asked", "content", "demand",
            ),
        ),
        (
            "调查",
            (
                "department", "responsible", "assigned_at", "upheld", "investigated_at", "evidence", "cause",
                "conclusion",
            ),
        ),
        (
            "处理",
            (
                "remedy", "remedy_kind", "compensation_yuan", "approved_by", "carried_out_at", "outcome_told_at",
                "revisit_satisfaction", "outcome", "reaction", "punishment",
            ),
        ),
    ),
    signatures=("受理人", "调查人", "批准人", "客户签字", "回访人", "归档人"),
    note="办到哪一步，请在投诉登记表的投诉 {{ 编号 }} 里填到哪一格。"
    "{% if 严重程度 == '重大' and not 上报时间 %}重大投诉须立即上报（还没有填上报时间）。{% endif %}"
    "{% if 时限 %}时限：{{ 时限 }}。{% endif %}{% if 逐级上报 %}逐级上报：{{ 逐级上报 }}。{% endif %}"
    + _OR_COLLECTED,
    done=("closed_at",),
    entries=Entries(decided=("approved_by", "punishment"), decided_by="approved_by"),
)  # fmt: skip

COMPLAINT_ENTRY = PrintedForm(
    title="客户投诉登记表",
    table=COMPLAINTS,
    blocks=(
        (
            "登记",
            (
                "complaint_no", "received_at", "channel", "complainant", "contact_details", "severity", "category",
                "complained_of", "first_asked", "address", "content", "demand",
            ),
        ),
        ("通知", ("department", "responsible", "assigned_at", "remedy")),
    ),
    signatures=("登记人", "被通知部门", "主管意见"),
    note="当天通知相关部门和人员，并填入投诉登记表；处理以后还要再回访一次。" + _OR_COLLECTED,
    done=("closed_at",),
    also=("投诉登记表",),
    entries=Entries(adds=True),
)  # fmt: skip

#: What is written down of a call when it is made.
_MADE = (
    "called_on", "started_at", "ended_at", "method", "result", "satisfaction", "dissatisfied_because",
    "wishes", "handling", "reported_to", "next_contact_on", "measures", "notes",
)  # fmt: skip
VISIT = PrintedForm(
    title="回访客户记录",
    table=CALLS,
    blocks=(
        (
            "客户和计划",
            (
                "plan_no", "customer_name", "contact", "phone", "contact_role", "planned_on", "reason_to_call",
                "appointed_at", "appointed_place", "participants", "客户.address", "purpose", "message", "last_call",
            ),
        ),
        (
            "回访情况",
            _MADE,
        ),
    ),
    asks=True,
    signatures=("回访人", "客户签字", "主管意见"),
    note="请当天把" + _INTO_SHEET + _OR_COLLECTED,
    done=("called_on",),
    also=("客户回访记录", "客户回访记录表", "顾客回访记录", "电话回访记录表"),
    answers=_MADE,
    signed="回访人",
)  # fmt: skip

PLAN = PrintedForm(
    title="客户回访计划",
    table=CALLS,
    blocks=(("计划", ("计划.period", "计划.agent", "计划.count")),),
    listed=("planned_on", "customer_name", "method", "phone", "purpose", "message"),
    signatures=("制订人", "主管意见"),
    note="时间和地点请先与客户约好，充分考虑客户的时间安排，不打扰客户。",
)

VISIT_REPORT = PrintedForm(
    title="客户回访报告表",
    table=VISIT_REPORTS,
    blocks=(
        ("回访", ("report_no", "record_no", "reported_by", "回访记录.customer_name", "回访记录.contact",
                 "回访记录.called_on", "回访记录.method", "回访记录.satisfaction", "回访记录.handling",
                 "回访记录.purpose", "回访记录.wishes", "回访记录.measures")),
        ("过程和结果", ("process_rating", "result_rating")),
        ("主管审阅", ("supervisor_opinion", "supervisor", "reviewed_on", "file_category")),
    ),
    signatures=("报告人", "主管", "保管人"),
    note="回访的第二天填好，交主管审阅；意见填入回访报告的报告 {{ 编号 }}。" + _OR_COLLECTED,
    by=("report_no", "record_no"),
    done=("supervisor_opinion",),
    entries=Entries(
        decided=("supervisor_opinion", "supervisor", "reviewed_on", "file_category"), decided_by="supervisor",
        signed="报告人", signed_for="reported_on",
    ),
)  # fmt: skip

SATISFACTION = PrintedForm(
    title="顾客满意度调查表",
    table=PROJECTS,
    blocks=(
        (
            "工程和走访",
            (
                "project_no", "model", "quantity", "project_name", "客户.customer_name", "shipped_on", "installed_on",
                "powered_on", "site_manager", "site_manager_phone", "回访记录.method", "回访记录.started_at",
                "回访记录.ended_at",
            ),
        ),
    ),
    asks=True,
    questions=(FormQuestion("产品质量"), FormQuestion("服务质量")),
    further=(
        FormQuestion("文件资料、附件材料是否齐全", YES_NO), FormQuestion("外包装和运输有没有损伤", ("没有", "有")),
        FormQuestion("是否需要培训和讲解", YES_NO), FormQuestion("现场服务人员的态度"),
        FormQuestion("现场服务人员的技术"),
        FormQuestion("现在还有问题吗", ("没有", "还有，请处理"), "handling", (NO_PROBLEM, UNRESOLVED)),
        FormQuestion("总的来说，您满意吗", key="satisfaction"),
    ),
    remarks=(_WHY, "回访记录.wishes"),
    signatures=("顾客签字", "现场服务人员", "服务中心"),
    note="请顾客现场填写。" + _INTO_SHEET + _OR_COLLECTED,
    answers=("method", "started_at", "ended_at", "wishes"),
    signed="顾客签字",
    means=(("result", CONNECTED),),
    counts_from="installed_on",
    details="逐项情况",
)  # fmt: skip

SLIP = PrintedForm(
    title="信息反馈单",
    table=FEEDBACK,
    blocks=(
        (
            "反馈",
            (
                "feedback_no", "feedback_type", "issued_on", "客户.customer_name", "客户.contact", "客户.phone",
                "origin", "department", "reply_due_on", "content", "suggestion",
            ),
        ),
        ("处理和回复", ("handled_on", "region_owner", "outcome", "notes")),
    ),
    signatures=("发出人", "责任部门", "回访人"),
    note="责任部门处理以后，请在回复期限以前把结果告诉回访人，由回访人再回访客户；结果填入信息反馈单 {{ 编号 }}。"
    + _OR_COLLECTED,
    done=("handled_on",),
    entries=Entries(adds=True),
)  # fmt: skip

CLAIM = PrintedForm(
    title="费用报销单",
    table=EXPENSES,
    blocks=(
        (
            "费用",
            (
                "claim_no", "claimant", "spent_on", "expense_type", "amount_yuan", "voucher_no", "limit_yuan",
                "own_share_yuan", "record_no", "notes",
            ),
        ),
        ("审核和付款", ("audited_by", "audited_on", "audit_result", "paid_on")),
    ),
    signatures=("报销人", "主管审核", "财务付款"),
    note="凭证请贴在背面。超过限额的部分由报销人自付。" + _OR_COLLECTED,
    done=("paid_on",),
    also=("回访费用报销单",),
    entries=Entries(
        decided=("audited_by", "audited_on", "audit_result", "paid_on"), decided_by="audited_by", adds=True,
    ),
)  # fmt: skip

FORMS = (
    REPAIR, VISIT, SURVEY, VISIT_REPORT, PLAN, COMPLAINT, COMPLAINT_ENTRY, SATISFACTION, SLIP, CLAIM,
)  # fmt: skip


def column_of(form: PrintedForm, key: str) -> tuple[Table, Column]:
    """The column that such a key of a form means, and its table."""
    name, _, bare = key.rpartition(".")
    table = next((table for table in RELATED if table.name == name), form.table)
    return table, table.by_key[bare]


def forms_about(workbooks: Collection[str]) -> tuple[PrintedForm, ...]:
    """The forms of an office that has these register workbooks: those about their rows, and those about calls."""
    return tuple(form for form in FORMS if form.table is CALLS or form.table.workbook in workbooks)

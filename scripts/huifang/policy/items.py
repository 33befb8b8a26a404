"""The items of the 基本 sheet: each is declared once, with its type, default and explanation."""

from __future__ import annotations

from collections.abc import Mapping

from huifang.core.text import clean
from huifang.policy.complaints import DAYS, HOURS, MINUTES, WORK_HOURS, WORK_MINUTES, WORKDAYS
from huifang.policy.feedback import OTHER_SLIPS, REGION_OWNER
from huifang.policy.item_values import (
    Item,
    day,
    limits,
    moment,
    one_of,
    optional,
    pairs,
    percent,
    report_days,
    spans,
    text,
    time_limit,
    weekdays,
    whole,
    words,
    yes,
)
from huifang.policy.mail_items import MAIL_BY_NAME
from huifang.tables.cells import shown
from huifang.tables.declared.house_rules import SETTINGS
from huifang.tables.declared.mail_rules import MAILBOX
from huifang.tables.declared.registers import FURTHER, books_named, title_of

STRUCTURE_VERSION = 1
#: So many characters of an office's name still fit into the headings that it is printed in.
LONGEST_NAME = 40
_WARRANTY = "可不填。按《项目台账》的日期算出质保期，两项取较早的一天，写进回访内容。"

ITEMS = (
    Item("单位名称", "unit_name", "示范单位", text, "印在表格和报告上的名称。"),
    Item("制度", "title", "客户回访制度", text, "执行的制度名称。"),
    Item("启用日期", "started_on", "", optional(day), "可不填。填写后，之前到期的滚动回访从这一天起分散安排。"),
    Item("批次", "batch", "旬", one_of("旬", "周", "月"), "多长时间排一批回访：旬、周、月。"),
    Item("报告日", "report_days", "10,20,30", report_days, "每月三个报告日；当月没有的日子顺延为月末。"),
    Item("报告时刻", "report_at", "18:00", moment, "报告日的这个时刻出报告；表交齐了可以提前出。"),
    Item("工作日", "workdays", "周一至周五", weekdays, "每周哪几天上班。"),
    Item(
        "工作时间",
        "work_spans",
        "09:00-12:00,13:30-18:00",
        spans,
        "上班时间，可以有几段；到 24:00 为止、跨过午夜(如 22:00-06:00)也可以。",
    ),
    Item("通话时段", "call_spans", "08:30-20:00", spans, "可以给客户打电话的时段，之外的通话会提醒。"),
    Item(
        "最长通话(分钟)",
        "max_call_minutes",
        "30",
        optional(whole(1, 600, "分钟")),
        "超过会提醒(有投诉或问题的除外)；不填不限制。",
    ),
    Item("提前天数", "early_days", "3", whole(0, 60, "天"), "到期前几天可以开始回访。"),
    Item("最多尝试次数", "max_attempts", "3", whole(1, 30), "连续这么多次没有接通，就不再列入计划，等待处理。"),
    Item(
        "最短间隔(天)",
        "min_gap_days",
        "0",
        whole(0, 60, "天"),
        "给同一位联系人的两次回访之间至少相隔几天；0 表示不限。",
    ),
    Item(
        "约定回访",
        "keeps_agreed_days",
        "是",
        yes,
        "是：回访时填写了下次联系日期的，到那一天再回访；没有接通或改约的，那个回访改到那一天。",
    ),
    Item("每日上限", "daily_limit", "20", whole(1, 500), "每人每个工作日最多安排几个回访；《人员》里可以单独规定。"),
    Item("每人抽查数", "spot_checks", "3", whole(0, 100), "监督岗每期给每位业务员的客户打几个抽查电话。"),
    Item(
        "抽查种子出处",
        "seeds_from",
        "当晚的福彩3D开奖号",
        text,
        "抽查用的种子是哪里公布的，印在核查表上；封存以后才公布的，谁也不能事先挑选。",
    ),
    Item(
        "怀疑比例",
        "suspected_share",
        "20%",
        percent(5, 80),
        "抽查要能看出的比例：一位业务员的记录有这么多与客户所说不符时，几期之内应当建议复核。比例越小，要打的电话越多。",
    ),
    Item(
        "抽查结果给主管",
        "audit_to_supervisor",
        "否",
        yes,
        "否：抽查报告只寄给老板。是：也寄给主管。业务员任何时候都收不到。",
    ),
    Item(
        "控制台",
        "console",
        "否",
        yes,
        "是：办公室文件夹里多一个 控制台.xlsm，在 Excel 里点按钮就能做今天该做的、收表、出报告。不用它也什么都能做。",
    ),
    Item(
        "业务员宏",
        "agent_macros",
        "否",
        yes,
        "是：发给业务员的跟进表带宏(.xlsm)，双击记时间、跳到下一个、检查本表、交表。Excel 会拦住邮件里收到的宏，"
        "拦住了照样能填。否：普通的 .xlsx。",
    ),
    Item("审核角色", "reviewer_role", "老板", text, "客户名单由哪个角色审核。"),
    Item("未解决须书面上报", "written_report", "是", yes, "未解决的问题必须写明上报对象和上报文件。"),
    Item(
        "回访中的不满登记到",
        "heard_into",
        "不登记",
        one_of("投诉", "反馈", "不登记"),
        "投诉、反馈、不登记。接通的回访里客户不满意、或者问题没有解决的，收表时自动在这张表里登记一行，写明回访记录编号。",
    ),
    Item(
        "办结后加重点标记",
        "marked_when_settled",
        "否",
        yes,
        "是：投诉处理完成的第二天，给客户资料库里的这位客户加上重点标记，在备注里写明投诉和处理结果；已有的标记和备注不动。",
    ),
    Item(
        "反馈回复期限(天)",
        "reply_days",
        "",
        optional(whole(0, 365, "天")),
        "可不填。信息反馈单没有写回复期限的，从发出日期起几天之内回复，含最后一天；按工作日算的，写“投诉时限”的一行，表是反馈。",
    ),
    Item(
        "反馈单交给",
        "slip_receivers",
        "",
        pairs,
        f"可不填。每类反馈单交给哪个部门，如 产品质量 生产部，服务质量 售后服务部，{OTHER_SLIPS} 售后服务部；"
        f"写“{REGION_OWNER}”的，交给负责客户那个区域的人。",
    ),
    Item(
        "措施由谁决定",
        "measure_deciders",
        "",
        pairs,
        "可不填。每类改进措施由哪个部门评审决定，如 产品质量 责任公司，服务质量 品质部。",
    ),
    Item(
        "措施由谁验证",
        "measure_verifier",
        "",
        lambda raw: clean(shown(raw)),
        "可不填。改进措施由哪个部门验证，如 服务中心。",
    ),
    Item(
        "满意才能结案",
        "satisfied_to_close",
        "否",
        yes,
        "是：投诉要投诉人表示满意(或接受)才能关闭。无论是否，投诉人不满意的都要重新办理，第二次起由上一级办理；"
        "仍要关闭的，须写关闭说明。",
    ),
    Item(
        "重新办理时限",
        "again_within",
        "3 天",
        time_limit(MINUTES, HOURS, DAYS, WORK_MINUTES, WORK_HOURS, WORKDAYS),
        "投诉人对结果不满意、要重新办理的，从发现那一刻起多长时间之内再次告知结果，如 3 天、24 小时、2 工作日。",
    ),
    Item(
        "另用登记表",
        "further_registers",
        "",
        lambda raw: books_named(words(raw)),
        "可不填。本制度之外还要用的登记表，用逗号隔开：" + "、".join(map(title_of, FURTHER)) + "。"
        "下次运行时建好空表，它的单据、报告内容和通知一起启用；去掉以后，表和里面的内容都不动。",
    ),
    Item(
        "入账方式", "posting", "逐行", one_of("逐行", "整表"), "逐行：没有错误的行先入账；整表：有一处错误就整张退回。"
    ),
    Item(
        "不完整算迟交",
        "incomplete_is_late",
        "否",
        yes,
        "是：交表日没有交齐的回访表也按迟交罚款。无论是否，报告都写明缺几行。",
    ),
    Item("质保月数(送电)", "warranty_from_power_on", "", optional(whole(1, 240)), _WARRANTY),
    Item("质保月数(发货)", "warranty_from_shipping", "", optional(whole(1, 240)), _WARRANTY),
    Item("费用限额(元)", "expense_limits", "", limits, "可不填。每类费用一笔最多报销多少，如 交通费 200，住宿费 300。"),
    Item("保存年限(年)", "retention_years", "3", whole(1, 50), "结案的投诉和归档的报告保存几年，写进档案索引。"),
    Item("顺延", "shift", "不顺延", one_of("不顺延", "提前", "推后"), "报告日遇到休息日怎么办。"),
    Item("结构版本", "structure", str(STRUCTURE_VERSION), whole(1, STRUCTURE_VERSION), "由系统填写，请勿修改。"),
)

#: Stood here before there was the sheet 通知: only an office without that sheet goes on by them.
MOVED = (
    Item(
        "当天通知",
        "told_same_day",
        "",
        words,
        "可不填。收到这样的回访当天通知哪些角色，如 老板，主管；通知是发件箱里的邮件草稿。",
        "角色",
    ),
    Item(
        "提前提醒",
        "remind_ahead",
        "30 分钟",
        optional(time_limit(MINUTES, HOURS, DAYS)),
        "可不填。投诉的时限到期前多久提醒，如 30 分钟、1 天；按工作时间计算的时限，也按工作时间、"
        "工作日往回算。每个时限提醒一次，不填不提醒。",
    ),
)

#: Stood here before there was the sheet 邮箱, and is still read where it stands.
MOVED_TO_MAILBOX = (MAIL_BY_NAME["收信服务器"],)

BY_NAME: Mapping[str, Item] = {item.name: item for item in (*ITEMS, *MOVED, *MOVED_TO_MAILBOX)}
#: Sheets whose rows are items, and those by their names.
ITEMS_OF: Mapping[str, Mapping[str, Item]] = {SETTINGS.name: BY_NAME, MAILBOX.name: MAIL_BY_NAME}
#: These came later than 0.1.0: an older sheet that lacks one takes the default, and nothing is said.
LATER = frozenset({
    "另用登记表", "约定回访", "重新办理时限", "不完整算迟交", "反馈单交给", "怀疑比例", "抽查结果给主管",
    "抽查种子出处", "控制台", "业务员宏",
    *(item.name for item in (*MOVED, *MOVED_TO_MAILBOX)),
})  # fmt: skip

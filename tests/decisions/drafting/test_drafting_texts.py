"""What a draft makes of single clauses, and what it leaves alone; sentences of our own, of no labelled text."""

from __future__ import annotations

import pytest

from huifang.decisions.drafting.clauses import TextLine, clauses
from huifang.decisions.drafting.drafting import PolicyDraft, draft


def drafted(*lines: str) -> PolicyDraft:
    return draft([TextLine(line) for line in lines])


@pytest.mark.parametrize(
    ("text", "sheet", "values"),
    [
        (
            "合同到期前30天联系客户确认续约。",
            "回访规则",
            {"触发": "日期", "窗口起": -30, "间隔单位": "天", "起算": "客户.到期日"},
        ),
        ("签收后第三天电话回访。", "回访规则", {"触发": "日期", "窗口起": 3, "窗口长": 0, "条件值": "签收"}),
        ("维修完工后48小时内回访。", "回访规则", {"窗口长": 48, "间隔单位": "小时", "起算": "服务单.完工时间"}),
        ("签收当日18:00前短信回访。", "回访规则", {"窗口起": 0, "窗口长": 0, "截止时刻": "18:00"}),
        ("大客户一季度一次上门拜访。", "回访规则", {"触发": "每期", "周期": "季", "次数": 1, "适用类别": "大客户"}),
        ("流失客户每20天联系一次。", "回访规则", {"触发": "滚动", "间隔": 20, "间隔单位": "天"}),
        ("会员第二年起每季度回访一次。", "回访规则", {"触发": "每期", "适用期(月)": "13起"}),
        ("每个学期同家长沟通不少于3次。", "回访规则", {"触发": "每期", "周期": "学期", "次数": 3}),
        ("按维修单的百分之三十抽取回访。", "回访规则", {"触发": "比例", "比例(%)": 30}),
        ("每月抽取30件做电话回访。", "回访规则", {"触发": "比例", "周期": "月", "次数": 30}),
        (
            "客户生日前一周由店长亲自致电。",
            "回访规则",
            {"触发": "周年", "窗口起": -7, "起算": "客户.生日", "执行": "角色：主管"},
        ),
        ("中秋节前10天寄送贺卡。", "回访规则", {"触发": "节日", "周期": "中秋节", "窗口起": -10}),
        ("接到投诉后2小时内到达现场。", "投诉时限", {"时限": 2, "单位": "小时", "完成": "开始处理时间"}),
        ("投诉一周内办结。", "投诉时限", {"时限": 7, "单位": "天"}),
        ("每季度首月10日前报送季度总结。", "报告", {"截止": "次月10日", "期间": "季"}),
        ("每月最后一个周五召开服务例会。", "定期任务", {"截止": "最后一个周五", "周期": "月"}),
        ("质检员每周抽听录音20条。", "定期任务", {"周期": "周", "抽取": "20条"}),
        ("客户经理每人每月拜访不少于8家客户。", "指标", {"算什么": "定额", "周期": "月"}),
        ("客户满意率不低于九成。", "指标", {"算什么": "满意率", "要求": "≥", "目标": 90}),
        ("三次无人接听的不再拨打。", "基本", {"项目": "最多尝试次数", "值": "3"}),
        ("拨打电话在上午九点到十一点半、下午三点到晚八点进行。", "基本", {"值": "09:00-11:30,15:00-20:00"}),
        ("每次通话不超过10分钟。", "基本", {"项目": "最长通话(分钟)", "值": "10"}),
        ("客戶申訴於受理後三個工作日內答覆。", "投诉时限", {"时限": 3, "单位": "工作日"}),
    ],
)
def test_a_clause_becomes_a_row(text: str, sheet: str, values: dict[str, object]) -> None:
    (row,) = (one for one in drafted(f"第二条 {text}").rows if one.sheet != "日历")
    assert row.clause == "第二条" and row.sheet == sheet and row.text == text
    assert {header: row.values.get(header) for header in values} == values


@pytest.mark.parametrize(
    "text",
    [
        "从事客服工作两年以上的员工可以担任回访员。",
        "7日内成交的客户为新客户。",
        "本办法自2024年5月1日起施行。",
        "单次消费5000元以上的为贵宾。",
        "服务热线24小时开通。",
        "客户当天另有不便的，改约时间。",
        "依照《客户管理办法》第十二条办理。",
        "首次回访由第三方公司完成。",
    ],
)
def test_a_number_that_orders_nothing_becomes_no_row(text: str) -> None:
    assert drafted(f"第二条 {text}").rows == ()


def test_a_late_report_costs_what_the_clause_says() -> None:
    (row,) = drafted("三、每周五前交回访周报，迟交一次罚款50元。").rows
    assert row.sheet == "报告" and row.values["截止"] == "周五" and row.values["迟交罚款(元)"] == 50


@pytest.mark.parametrize("text", ["漏访一户扣2分。", "录音留存18个月。", "只能延期一次。", "客服要及时回访客户。"])
def test_what_has_no_place_is_named(text: str) -> None:
    made = drafted(f"第二条 {text}")
    assert made.rows == () and len(made.unsaid) == 1 and text.rstrip("。") in made.unsaid[0].why


def test_clauses_are_called_as_the_text_calls_them() -> None:
    texts = ["一、回访", "（一）每周一次。", "1.甲", "2.乙", "（二）丙", "二、投诉 1.丁。2.戊。", "第三条 己", "1.2 庚"]
    found = [clause.number for clause in clauses(map(TextLine, texts))]
    assert found == [
        "一",
        "一.（一）",
        "一.（一）.1",
        "一.（一）.2",
        "一.（二）",
        "二",
        "二.1",
        "二.2",
        "第三条",
        "第三条.1.2",
    ]


def test_what_a_site_has_around_the_text_is_left_out_and_named() -> None:
    made = drafted(
        "首页 > 制度 > 正文", "浏览次数：120", "一、大客户每月回访一次。", "上一篇：考勤制度", "版权声明：24小时内删除"
    )
    assert [row.clause for row in made.rows] == ["一"] and len(made.dropped) == 4


def test_the_same_text_gives_the_same_draft() -> None:
    assert drafted("一、大客户每月回访一次。") == drafted("一、大客户每月回访一次。")


#: What a first reading of real papers missed; each in words of our own.
@pytest.mark.parametrize(
    ("text", "sheet", "values"),
    [
        ("出院后第三个月电话随访。", "回访规则", {"窗口起": 3, "间隔单位": "月", "条件值": "出院"}),
        ("重点客户一季度一次电话回访。", "回访规则", {"触发": "每期", "周期": "季", "次数": 1}),
        ("老客户半年回访一次。", "回访规则", {"触发": "每期", "周期": "半年"}),
        ("大客户每月回访1~2次。", "回访规则", {"周期": "月", "次数": "1-2"}),
        ("合同届满提前45天电话联系客户续约。", "回访规则", {"窗口起": -45, "间隔单位": "天"}),
        ("每周五17:00前提交回访周报。", "报告", {"截止": "周五", "期间": "周"}),
        ("每月最后一个周一召开回访例会。", "定期任务", {"截止": "最后一个周一", "周期": "月"}),
        ("抽取维修单的2/3进行回访。", "回访规则", {"触发": "比例", "比例(%)": "2/3"}),
        ("乙方自开通之日起7（七）日内回访甲方。", "回访规则", {"窗口长": 7, "间隔单位": "天"}),
        ("质保期满前 60 天 ，电话联系客户。", "回访规则", {"窗口起": -60}),
        ("客 户 收 货 后 ３ 天 内 电 话 回 访 一 次 。", "回访规则", {"窗口长": 3, "条件值": "收货"}),
        ("每季度（3个月）回访一次大客户。", "回访规则", {"触发": "每期", "周期": "季"}),
        ("术后第7天电话回访患者。", "回访规则", {"窗口起": 7, "条件值": "手术"}),
        ("回访时间控制在3分钟以内。", "基本", {"项目": "最长通话(分钟)", "值": "3"}),
        ("客户投诉十分钟内应开始处理。", "投诉时限", {"时限": 10, "单位": "分钟", "完成": "开始处理时间"}),
        ("每个月都要对维修的客户进行回访。", "回访规则", {"触发": "每期", "周期": "月"}),
    ],
)
def test_what_loose_papers_say_is_read(text: str, sheet: str, values: dict[str, object]) -> None:
    (row,) = (row for row in drafted(f"第二条 {text}").rows if "项目" not in row.values or sheet == "基本")
    assert row.sheet == sheet and {header: row.values.get(header) for header in values} == values


def test_the_second_of_a_pair_is_read_as_the_first() -> None:
    rows = drafted("一、新车客户交车后第7天、第30天各回访一次。").rows
    assert [row.values["窗口起"] for row in rows] == [7, 30]
    assert {row.values["条件值"] for row in rows} == {"交车"}


@pytest.mark.parametrize(
    "text",
    [
        "回访中心当天值班的人员负责解释。",
        "3月19日至20日组织回访了部分学员。",
        "产品自送电之日起一年，称为质保期。",
        "保证出厂车辆质量检验合格100%。",
        "回访不应超过文件规定的一个月。",
        "10天发送一次电子文件。",
    ],
)
def test_what_loose_papers_only_tell_becomes_no_row(text: str) -> None:
    assert drafted(f"第二条 {text}").rows == ()


def test_a_name_is_not_cut_within_a_word() -> None:
    (row,) = drafted("2、明确“回访用户”：所有维修保养的车辆，电访的数量应大于等于30%。").rows
    assert str(row.values["规则名称"]).endswith("电访的数量")


def test_two_regulations_that_say_the_same_are_drafted_once() -> None:
    text = ["一、出厂后3天内电话回访。", "二、每月3日前上报回访统计表，迟交罚款50元。"]
    made = drafted("篇一：回访办法", *text, "篇二：回访办法", *text, "三、漏报一次扣2分。", "四、漏报一次扣2分。")
    assert [row.sheet for row in made.rows] == ["回访规则", "报告"] and made.title == "回访办法"
    assert made.rows[1].values["迟交罚款(元)"] == 50


def test_two_reports_keep_a_fine_each() -> None:
    made = drafted("一、每周五交周报，迟交罚款20元。", "二、每月3日前交月报，迟交罚款20元。")
    assert [row.values["迟交罚款(元)"] for row in made.rows] == [20, 20]


def test_parts_of_the_year_are_to_be_put_into_the_calendar() -> None:
    rows = drafted("一、寒假、暑假各电话回访一次。", "二、每个采暖季回访两次。", "三、每季度回访一次。").rows
    assert [row.values["周期"] for row in rows if row.sheet == "回访规则"] == ["寒假", "暑假", "采暖季", "季"]
    days = [row.values for row in rows if row.sheet == "日历"]
    assert [(one["类型"], one["名称"]) for one in days] == [("期间", "寒假"), ("期间", "暑假"), ("期间", "采暖季")]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("班主任每学期同每位家长沟通不少于3次。", None),
        ("回访是与客户沟通的形式，每月回访一次。", None),
        ("VIP客户每月回访一次。", "VIP客户"),
    ],
)
def test_a_class_is_only_what_customers_are_called(text: str, whom: str | None) -> None:
    assert drafted(text).rows[0].values.get("适用类别") == whom


def test_a_column_head_says_what_a_table_is_about() -> None:
    table = [("客户", "回访时间", "方式", "谁"), ("储值会员", "护理后48小时内", "微信", "顾问")]
    made = draft([TextLine("，".join(cells), cells) for cells in table])
    assert [(row.sheet, row.values["窗口长"]) for row in made.rows] == [("回访规则", 48)]


@pytest.mark.parametrize(
    "text", ["每月10日、20日、30日将回访跟进表交给老板。", "回访跟进表每月十号、二十号和三十号上报。"]
)
def test_three_days_of_each_month_are_the_days_of_one_report(text: str) -> None:
    rows = drafted(f"第二条 {text}").rows
    assert [(row.sheet, row.values.get("值") or row.values["截止"]) for row in rows] == [
        ("基本", "10,20,30"), ("报告", "报告日"),
    ]  # fmt: skip
    assert (rows[1].values["报告"], rows[1].values["期间"]) == ("回访跟进表", "旬")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("每周五提交回访周报。", "回访周报"), ("每月25日前上报回访月报表。", "回访月报表"),
        ("每月5日前把上月回访统计表交总经理。", "上月回访统计表"),
    ],
)  # fmt: skip
def test_a_report_is_called_what_it_is_not_what_is_done_with_it(text: str, name: str) -> None:
    (row,) = drafted(f"第二条 {text}").rows
    assert row.values["报告"] == name

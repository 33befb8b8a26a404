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
        ("客户满意率不低于九成。", "指标", {"算什么": "满意率", "要求": "≥", "目标(%)": 90}),
        ("三次无人接听的不再拨打。", "基本", {"项目": "最多尝试次数", "值": "3"}),
        ("拨打电话在上午九点到十一点半、下午三点到晚八点进行。", "基本", {"值": "09:00-11:30,15:00-20:00"}),
        ("每次通话不超过10分钟。", "基本", {"项目": "最长通话(分钟)", "值": "10"}),
        ("客戶申訴於受理後三個工作日內答覆。", "投诉时限", {"时限": 3, "单位": "工作日"}),
    ],
)
def test_a_clause_becomes_a_row(text: str, sheet: str, values: dict[str, object]) -> None:
    (row,) = drafted(f"第二条 {text}").rows
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

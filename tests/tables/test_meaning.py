"""Which option is proposed for a word that is none."""

import pytest

from huifang.tables.meaning import meant_among
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import ALLOWED, BUILT_IN, YES_NO
from huifang.tables.reading import read_table


@pytest.mark.parametrize(
    ("name", "word", "meant"),
    [
        ("通话结果", "没接", "无人接听"), ("通话结果", "未接", "无人接听"), ("通话结果", "没人接", "无人接听"),
        ("通话结果", "沒接", "无人接听"), ("通话结果", "没接通", "无人接听"), ("通话结果", "未接通", "无人接听"),
        ("通话结果", "通了", "接通"), ("通话结果", "接通了", "接通"), ("通话结果", "已接通", "接通"),
        ("通话结果", "拒接", "拒访"), ("通话结果", "通话中", "占线"), ("通话结果", "欠费", "停机"),
        ("通话结果", "改天", "改约"),
        ("满意度", "不满", "不满意"), ("满意度", "不太满意", "不满意"), ("满意度", "很满意", "非常满意"),
        ("满意度", "很不满意", "非常不满意"), ("满意度", "好", "满意"), ("满意度", "差", "不满意"),
        ("满意度", "还行", "一般"),
        ("满意度", "满意的", "满意"), ("满意度", "无", None),
        ("处理情况", "未处理", "未解决"), ("处理情况", "没解决", "未解决"), ("处理情况", "处理中", "未解决"),
        ("处理情况", "已处理", "已解决"), ("处理情况", "解决", "已解决"), ("处理情况", "没问题", "无问题"),
        ("处理情况", "无", "无问题"),
        ("回访方式", "微信", "微信或QQ"), ("回访方式", "打电话", "电话"), ("回访方式", "面访", "上门"),
        ("是否成立", "属实", "成立"), ("是否成立", "不属实", "不成立"), ("严重程度", "严重", "重大"),
        ("审核状态", "未审核", "待审核"), ("审核状态", "通过", "已审核"), ("状态", "辞职", "离职"),
    ],
)  # fmt: skip
def test_a_word_is_taken_by_what_it_means(name, word, meant):
    assert meant_among(word, BUILT_IN[name]) == meant


@pytest.mark.parametrize(
    ("name", "word", "never"),
    [("通话结果", "无法接通", "接通"), ("通话结果", "没有接通", "接通"), ("满意度", "没不满意", "满意"),
     ("处理情况", "没办好", "已解决")],
)  # fmt: skip
def test_what_is_not_understood_is_not_turned_round(name, word, never):
    assert meant_among(word, BUILT_IN[name]) != never


@pytest.mark.parametrize(("word", "meant"), [("没有", "否"), ("无", "否"), ("有", "是"), ("对", "是"), ("也许", None)])
def test_yes_and_no(word, meant):
    assert meant_among(word, YES_NO) == meant


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_contrary_is_never_proposed(name):
    """Neither for a word with a no before an option, nor for one without the no that the option has."""
    for option in BUILT_IN[name]:
        for no in "不没未":
            proposed = meant_among(f"{no}{option}", BUILT_IN[name])
            assert proposed != option or any(sign in option for sign in "不没未无拒非否")
        if option[0] in "不没未无":
            assert meant_among(option[1:], [option]) is None


@pytest.mark.parametrize("word", ["没接", "微信", "短信", "打电话"])
def test_only_what_is_allowed_is_proposed(word):
    assert meant_among(word, ("电话", "上门")) in ("电话", None)
    assert meant_among(word, ()) is None


def test_a_sheet_proposes_the_ways_that_its_rules_allow():
    table = Table("表", "表.xlsx", "表", (Column("回访方式", "method", Kind.CHOICE, options="回访方式"),))
    options = {**BUILT_IN, f"{ALLOWED}回访方式": ("电话", "上门")}
    (finding,) = read_table(table, [["回访方式"], ["微信群"]], "表.xlsx", options).findings
    assert (finding.code, finding.hint) == ("C205", "请从下拉列表中选择：电话、上门。")
    (finding,) = read_table(table, [["回访方式"], ["面访"]], "表.xlsx", options).findings
    assert finding.hint.endswith("是不是“上门”？")

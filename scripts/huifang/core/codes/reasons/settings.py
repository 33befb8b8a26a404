"""Why a setting of 制度 cannot be used."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

SETTINGS = (
    # Y5: the value of an item
    ReasonKind("Y501", "不是整数", "应为整数"),
    ReasonKind("Y502", "超出范围", "应在 {low} 到 {high} 之间"),
    ReasonKind("Y503", "不在可填的内容里", "只能填 {options}"),
    ReasonKind("Y504", "为空", "不能为空"),
    ReasonKind("Y505", "不是日期", "应为日期，如 2026-11-21"),
    ReasonKind("Y506", "不是时间", "应为时间，如 18:00"),
    ReasonKind("Y507", "报告日写法不对", "应为用逗号隔开的日号，如 10,20,30"),
    ReasonKind("Y508", "报告日的日号不对", "应为从小到大的三个日号，前两个不超过 27，如 10,20,30"),
    ReasonKind("Y509", "时段写法不对", "应为时段，如 09:00-12:00,13:30-18:00；整天写 00:00-24:00，夜班写 22:00-06:00"),
    ReasonKind("Y510", "时段重叠", "时段不能重叠，夜班也不能和第二天的时段重叠"),
    ReasonKind("Y511", "星期写法不对", "应写成 周一至周五 或 周一，周三"),
    ReasonKind("Y512", "分工写法不对", "应写成 产品质量 责任公司，服务质量 品质部"),
    ReasonKind("Y513", "限额写法不对", "应写成 交通费 200，住宿费 300"),
    ReasonKind("Y515", "时限写法不对", "应写成一个整数和一个单位({units})，如 3 天"),
    ReasonKind("Y516", "不是邮箱地址", "应写成邮箱地址，如 huifang@example.com"),
    ReasonKind("Y517", "不是服务器名称", "应写成服务器的名称，如 smtp.example.com，不带网址前面的部分和端口"),
    ReasonKind("Y518", "不是百分数", "应写成百分数，如 20%"),
    ReasonKind("Y514", "单元格没有值", "单元格是错误值或没有结果的公式"),
    # Y6: a line that cannot be carried out
    ReasonKind("Y601", "来源写法不对", "“{value}”应写成“表.列”，表可以是：{options}"),
    ReasonKind("Y602", "没有这一列", "“{sheet}”表里没有“{column}”这一列{nearest}"),
    ReasonKind("Y603", "适用类别都不存在", "适用类别都不存在"),
    ReasonKind("Y604", "缺少触发所需的内容", "触发为“{value}”，却没有填写“{column}”"),
    ReasonKind("Y605", "不在同一张表", "应是“{sheet}”表的列，与“起算”在同一张表"),
    ReasonKind("Y606", "条件列与条件值不成对", "“条件列”写了 {columns} 列，“条件值”写了 {values} 组"),
    ReasonKind("Y607", "不是日期列", "“{column}”不是日期列"),
    ReasonKind("Y608", "不能按这一列判断", "不能按“{column}”判断，可以用“{sheet}”表的：{options}"),
    ReasonKind("Y609", "没有选择判断", "填写了“依据列”，却没有选择“判断”"),
    ReasonKind("Y610", "判断值不是数", "“合计不少于”的判断值应是一个数"),
    ReasonKind("Y611", "起算和完成相同", "“起算”和“完成”是同一列"),
    ReasonKind("Y612", "时限过长", "时限最多 {limit} {unit}"),
    ReasonKind("Y613", "不是时间列", "“{column}”不是时间列"),
    ReasonKind("Y614", "选项题没有选项", "题型是“选项”，却没有选项"),
    ReasonKind("Y615", "题目与列同名", "题目与回访记录的另一列同名"),
    ReasonKind(
        "Y616",
        "截止写法不对",
        "截止应写成 报告日、期末、次日、周五、第一个周一、最后一个周五、25日、次月3日、期末后3天 或 活动结束后3天",
    ),
    ReasonKind(
        "Y617",
        "截止与期间不合",
        "截止“{value}”与期间“{span}”不合：周几用于周，几日和第几个周几用于旬、月、季、半年、年",
    ),
    ReasonKind("Y618", "抽取写法不对", "抽取应写成 5份、10% 或 每人2份"),
    ReasonKind("Y619", "抽取和办到只能有一个", "抽了记录来检查的，要填写完成时间，不能按“办到”判断"),
    ReasonKind("Y620", "指标不看这个范围", "“{value}”不看{column}"),
    ReasonKind("Y650", "条件自相矛盾", "“{column}”的条件值写了“空”，又写了别的；只能是“空”，或者只写别的"),
    ReasonKind("Y651", "这一列不会空着", "“{column}”每一行都有内容，条件值写“{value}”不起作用"),
    ReasonKind(
        "Y622",
        "执行写法不对",
        "“执行”的“{value}”应写成：{options}、角色：主管、人员：A01，或写着人的一列，如 服务单.服务人员",
    ),
    ReasonKind("Y623", "执行要看的行不在起算那张表", "“{value}”要在起算的那一行里找，“起算”应是“{options}”表的列"),
    ReasonKind("Y624", "不是写着人的列", "“{column}”里不是由谁打，应是写着工号或姓名的一列"),
    ReasonKind("Y652", "列与别的列同名", "“{sheet}”表已经有叫这个名字的列或题目"),
    ReasonKind("Y653", "选项列没有选项", "类型是“选项”，却没有选项"),
    ReasonKind("Y654", "列名里有标点", "列名里不能有逗号、顿号、分号和句点，规则里要用它们分隔"),
    ReasonKind("Y621", "指标的要求写反了", "“{value}”的要求应写 {other}"),
)

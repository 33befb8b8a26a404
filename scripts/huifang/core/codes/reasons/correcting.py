"""Why a row of a 更正单 is not carried out."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

CORRECTING = (
    # Y4: a correction
    ReasonKind("Y401", "没有更正人", "没有填写更正人"),
    ReasonKind("Y402", "没有原因", "没有填写原因"),
    ReasonKind("Y403", "更正人不在人员表里", "更正人“{value}”不在《人员》表里"),
    ReasonKind("Y404", "更正人没有权限", "{person} 不是在职的主管或老板"),
    ReasonKind("Y405", "整条只能撤销", "列填“{column}”时，新值只能填“{new}”"),
    ReasonKind("Y406", "没有这条记录", "台账里没有记录“{record_no}”"),
    ReasonKind("Y407", "记录已经撤销", "记录“{record_no}”已经撤销"),
    ReasonKind("Y408", "原值与台账不符", "原值与台账不符，台账上是“{old}”"),
    ReasonKind("Y409", "成为同一通电话", "改后与记录“{record_no}”成为同一通电话"),
    ReasonKind("Y410", "没有要决定的问题", "记录“{record_no}”没有未解决的问题，不需要{column}"),
    ReasonKind("Y411", "应由上报对象决定", "这个问题上报给 {person}，请由他或他的上级{column}"),
    ReasonKind("Y412", "改后不符合规定", "改后不符合规定：{finding}"),
    ReasonKind("Y413", "不能更正的列", "“{column}”不是可以更正的列"),
    ReasonKind("Y414", "新值不能填入", "新值“{new}”不能填入“{column}”"),
    ReasonKind("Y415", "不能改为空", "“{column}”不能改为空；要取消整条记录，请用“整行”和“撤销”"),
    ReasonKind("Y416", "没有这次提交", "没有编号为“{subject}”的提交"),
    ReasonKind("Y417", "提交只能更正到达时间", "提交只能更正“{column}”，或用“{whole}”撤销"),
    ReasonKind("Y418", "到达时间写法不对", "新值应写成 2026-11-20 17:30"),
    ReasonKind("Y419", "原值与登记不符", "原值与登记不符，登记的是“{old}”"),
    ReasonKind("Y420", "到达时间在现在之后", "到达时间在现在之后"),
    ReasonKind("Y421", "计划只能整批撤销", "回访计划只能用“{whole}”撤销"),
    ReasonKind("Y422", "没有这一期的计划", "没有期间“{period}”的计划"),
    ReasonKind("Y423", "不是最近一次计划", "只能撤销最近一次计划"),
    ReasonKind("Y424", "计划的表已经交回", "这次计划的表已经有人交回，不能撤销"),
    ReasonKind("Y425", "本单位没有这张登记表", "本单位没有“{sheet}”表"),
    ReasonKind("Y426", "登记表里没有这个编号", "“{sheet}”表里没有见过编号“{number}”"),
    ReasonKind("Y427", "这一行还在登记表里", "“{sheet}”表的“{number}”还在表里，只有已经删去的行才能撤销"),
    ReasonKind(
        "Y428", "原编号还在登记表里", "“{sheet}”表的原编号“{number}”还在表里，或者不是这一行的；改了编号才能这样更正"
    ),
    ReasonKind("Y429", "原值与照算的不符", "原值与现在照算的不符，照算的是“{old}”"),
    ReasonKind("Y430", "不是发出的批示单", "“{record_no}”不是这张批示单发出时要批示的问题，或者写了两次"),
    ReasonKind("Y431", "没有选怎样批示", "写了文字，没有选同意、不同意、另行处理还是不再处理"),
    ReasonKind("Y432", "不认识的批示", "“{value}”不是{options}中的一个"),
    ReasonKind("Y433", "没有写明怎样办", "选了“{choice}”，没有在右边写明怎样办"),
    ReasonKind("Y434", "文字与所选相反", "选了“{choice}”，文字里却写着“{word}”"),
    ReasonKind("Y435", "承办人不在人员表里", "由谁办写的“{value}”不是《人员》表里在职的人"),
    ReasonKind("Y436", "限期不是日期", "限期“{value}”不是日期，请写成 2026-11-25"),
    ReasonKind("Y437", "两张表填得不一样", "“{record_no}”在批示单和更正单里填得不一样，请只留一处"),
    ReasonKind("Y438", "没有写明由谁决定", "填了{what}，没有填写“{column}”，不知道由谁决定"),
    ReasonKind("Y439", "决定的人没有权限", "“{column}”填的“{value}”不是在职的主管或老板"),
    ReasonKind(
        "Y440", "过去的回访只能整份撤销", "导入的过去的回访不单独更正：按名单的编号用“{whole}”撤销整份，改好名单再导入"
    ),
    ReasonKind("Y441", "过去的回访已经撤销", "过去的回访“{number}”已经由 {by} 撤销"),
    ReasonKind("Y442", "没有这份过去的回访", "没有导入过编号为“{number}”的过去的回访"),
)

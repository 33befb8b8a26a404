"""Why a workbook that people own is not changed."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

_RESAVE = "请在 Excel 或 WPS 里打开，另存为新的 .xlsx 文件后再试。"
_SAVE_NEW = "请在 Excel 或 WPS 里另存为新的 .xlsx 文件后再试。"

# fmt: off
PATCHING = (
    # Y7: a change of a workbook
    ReasonKind("Y701", "不能修改的文件", "文件不是可以修改的 .xlsx 工作簿，或设置了打开密码", "请取消密码，并在 Excel 或 WPS 里打开，另存为新的 .xlsx 文件后再试。"),
    ReasonKind("Y702", "部件重名或加密", "文件里有重名的部件，或部件设置了密码，不能直接修改", _RESAVE),
    ReasonKind("Y703", "不是工作簿的压缩包", "文件里没有工作簿", _RESAVE),
    ReasonKind("Y704", "文件过大", "文件展开后过大，不能直接修改", "请删除多余的行、列和图片。" + _RESAVE),
    ReasonKind("Y705", "缺少部件", "文件里缺少部件“{part}”", _RESAVE),
    ReasonKind("Y706", "文件不完整", "文件不完整或已损坏，不能修改", _RESAVE),
    ReasonKind("Y707", "部件不是完整的 XML", "文件里的部件“{part}”不是完整的 XML，不能修改", _RESAVE),
    ReasonKind("Y708", "没有工作簿", "文件里没有工作簿，不能修改", "请在 Excel 或 WPS 里另存为 .xlsx 文件后再试。"),
    ReasonKind("Y709", "严格 Open XML 格式", "文件是“严格 Open XML”格式，不能直接修改", "请在 Excel 里另存为普通的 .xlsx 文件后再试。"),
    ReasonKind("Y710", "没有这张工作表", "工作簿里没有工作表“{sheet}”，不能修改", "请检查工作表的名称是否被改过，改回以后再试。"),
    ReasonKind("Y711", "工作簿结构不完整", "工作簿的结构不完整，不能修改", _SAVE_NEW),
    ReasonKind("Y712", "工作表有保护密码", "工作表“{sheet}”设置了保护密码，不能修改", "请在 Excel 或 WPS 里撤销工作表保护后再试。"),
    ReasonKind("Y713", "有不认识的写法", "文件里有不认识的写法，不能修改", _RESAVE),
    ReasonKind("Y714", "一次只能加到一个表格", "一次只能向工作表“{sheet}”的一个表格加行", "请分几次添加。"),
    ReasonKind("Y715", "没有样式表", "工作簿没有样式表，不能修改", _SAVE_NEW),
    ReasonKind("Y716", "样式表不完整", "工作簿的样式表不完整，不能修改", _SAVE_NEW),
    ReasonKind("Y717", "日期过早", "日期“{day}”早于表格能表示的范围，不能写入", "请检查这个日期。"),
    ReasonKind("Y718", "不是数的值", "无穷大或非数字的值不能写入单元格", "请检查数据。"),
    ReasonKind("Y719", "不能确定表格", "工作表“{sheet}”上的表格({tables})里，不能确定要把行加到哪一个", "请指明表格的名称。"),
    ReasonKind("Y720", "表格由外部数据生成", "表格“{table}”由外部数据生成，刷新后新加的行会丢失", "请在数据来源处添加。"),
    ReasonKind("Y721", "列用数组公式计算", "表格“{table}”有用数组公式计算的列，不能自动加行", "请在 Excel 或 WPS 里手工添加。"),
    ReasonKind("Y722", "上一行有数组公式", "工作表“{sheet}”第 {number} 行有数组公式，不能照样加行", "请在 Excel 或 WPS 里手工添加。"),
    ReasonKind("Y723", "最后是合计行", "工作表“{sheet}”第 {number} 行是合计行，不能在它下面加行", "请把合计行移到列表以外，或在它上面插入空行。"),
    ReasonKind("Y724", "工作表放不下", "工作表“{sheet}”放不下 {count} 行", "请把旧的行移到另一个工作簿。"),
    ReasonKind("Y725", "有合并单元格", "{where} 有合并单元格 {merged}，不能自动加行", "请先取消合并。"),
    ReasonKind("Y726", "被另一个表格占用", "{where} 被另一个表格“{table}”占用，不能自动加行", "请先把它移到别处。"),
    ReasonKind("Y727", "表格有汇总行", "表格“{table}”有汇总行，不能自动加行", "请先在“表设计”里取消勾选“汇总行”。"),
    ReasonKind("Y728", "表格下面有内容", "表格“{table}”下面的第 {number} 行有内容，没有地方加行", "请先把这些内容移到别处。"),
    ReasonKind("Y729", "在数组公式里", "{where} 在数组公式或模拟运算表 {array} 里，不能写入", "请先把它移到别处，或手工填写。"),
    ReasonKind("Y730", "没有这一列", "工作表“{sheet}”里没有列“{column}”(有：{known})", "请检查表头，改正后再试。"),
    ReasonKind("Y731", "不是单元格地址", "“{address}”不是工作表“{sheet}”里一个单元格的地址，不能写入", "请检查地址。"),
    ReasonKind("Y732", "单元格已合并", "{where} 在合并单元格 {merged} 里，不能写入", "请先取消合并。"),
    ReasonKind("Y733", "表头或汇总行", "{where} 是表格“{table}”的表头或汇总行，不能写入", "请在 Excel 或 WPS 里修改。"),
    ReasonKind("Y734", "公式由几个单元格共用", "{where} 的公式由几个单元格共用，不能写入", "请在 Excel 里打开，另存为新的文件后再试，或手工填写。"),
    ReasonKind("Y735", "表格范围不认识", "工作簿里一个表格的范围写法不认识，不能修改", "请在 Excel 里另存为新的 .xlsx 文件后再试。"),
    ReasonKind("Y736", "工作表重名", "工作簿里已有工作表“{sheet}”", "请先把它改名或删除。"),
    ReasonKind("Y737", "唯一看得见的工作表", "“{sheet}”是工作簿里唯一看得见的工作表，不能删除", "请先显示另一张工作表。"),
    ReasonKind("Y738", "工作簿结构受保护", "工作簿的结构设置了保护，不能增删工作表", "请在“审阅”里撤销工作簿保护后再试。"),
)
# fmt: on

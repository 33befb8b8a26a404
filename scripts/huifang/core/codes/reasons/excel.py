"""Why the workbook that is open in Excel cannot be read or written."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

_INSTEAD = "也可以保存工作簿，再运行不带 live 的命令，例如 huifang check。"

# fmt: off
EXCEL = (
    ReasonKind("Y880", "没有安装 xlwings", "没有安装 xlwings，不能和打开的 Excel 连接", "请运行 pip install xlwings 安装。" + _INSTEAD),
    ReasonKind("Y881", "这台电脑不能连接 Excel", "这台电脑不能和 Excel 连接：只有 Windows 和 macOS 上的 Microsoft Excel 可以", "请保存工作簿，再运行不带 live 的命令，例如 huifang check。"),
    ReasonKind("Y882", "Excel 没有打开", "Excel 没有打开", "请先在 Microsoft Excel 里打开工作簿，再运行一次。用 WPS 的，请保存工作簿，再运行不带 live 的命令，例如 huifang check。"),
    ReasonKind("Y883", "打开的是 WPS", "打开工作簿的是 WPS，不是 Microsoft Excel", "请保存工作簿，再运行不带 live 的命令，例如 huifang check；或者改用 Excel 打开。"),
    ReasonKind("Y884", "Excel 被 WPS 接管", "连接不上 Excel：它的接口被 WPS 接管了", "请打开 WPS 的“配置工具”，在“高级”的“兼容设置”里去掉“WPS Office 兼容第三方系统和软件”，再修复一次 Office。" + _INSTEAD),
    ReasonKind("Y885", "没有打开工作簿", "Excel 里没有打开工作簿", "请先打开要处理的工作簿，再运行一次；显示“受保护的视图”的，请先点“启用编辑”。"),
    ReasonKind("Y886", "没有打开这个工作簿", "Excel 里没有打开“{workbook}”", "打开的有：{workbooks}。请核对 --book 后面的名称。"),
    ReasonKind("Y887", "打开了几个工作簿", "Excel 里打开了几个工作簿，最前面的“{workbook}”不是回访用的表格", "请先点一下要处理的那个，或用 --book 写明名称。打开的有：{workbooks}。"),
    ReasonKind("Y888", "不知道是哪个办公文件夹", "“{workbook}”不在回访办公文件夹里", "请在办公文件夹里运行，或用 -C 指定文件夹。"),
    ReasonKind("Y889", "有没有保存的修改", "{workbooks}有没有保存的修改，这个命令只按保存了的内容记账", "请先保存再运行一次，或加上 --save，由程序替您保存(保存以前的文件另留一份)。"),
    ReasonKind("Y890", "Excel 没有接受", "Excel 没有接受这个操作：{error}", "请退出单元格的编辑，关闭弹出的窗口，受保护的工作表先撤销保护，再运行一次。"),
    ReasonKind("Y891", "Mac 上要先保存", "“{workbook}”有没有保存的修改，Mac 上的 Excel 不能另存副本", "请先按 ⌘S 保存，再运行一次。"),
    ReasonKind("Y892", "属于别的办公文件夹", "“{workbook}”属于办公文件夹“{office}”，不是这一个", "请在那个文件夹里运行，或用 -C 指定它。"),
    ReasonKind("Y893", "写入后核对不一致", "写入打开的“{workbook}”以后，单元格 {cell} 和应写的内容不同", "请看一看工作簿里的宏和自动更正，改好以后再运行一次。"),
    ReasonKind("Y894", "写入时中断", "写入打开的“{workbook}”时中断：{error}", "请不保存就关闭它，文件还是原来的样子；打开以后再运行一次。"),
    ReasonKind("Y895", "同名的工作簿开着", "Excel 里已经打开了另一个“{file}”", "请先关闭它，再打开新的。"),
)
# fmt: on

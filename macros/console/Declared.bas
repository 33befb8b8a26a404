Attribute VB_Name = "Declared"
Option Explicit
'由 scripts/regenerate.py 按表的声明生成，请不要手改。
Public Const TODAY_SHEET As String = "今天"
Public Const RESULT_SHEET As String = "结果"
Public Const STYLE_SHEET As String = "_样式"
Public Const SETUP_SHEET As String = "_设置"
Public Const SETTINGS_BOOK As String = "制度.xlsx"
Public Const ROOMS As String = ".huifang/cache/console"
Public Const BEGUN As String = "begun"
Public Const PROGRESS As String = "progress"
Public Const SHOWN As String = "huifang-shown.xlsx"
Public Const DONE As String = "done"
Public Const DOOR As String = "huifang.cli.console_door"
Public Const BEFORE As Long = 3
Public Const LAST As Long = 6
Public Const LOOK_BAND As Long = 1
Public Const LOOK_DAY As Long = 2
Public Const LOOK_BUTTONS As Long = 3
Public Const LOOK_ALARM As Long = 19
Public Const LOOK_TEXT As Long = 14

Public Sub 做今天该做的()
    按下 "run", "做今天该做的"
End Sub

Public Sub 检查()
    按下 "check", "检查"
End Sub

Public Sub 排计划()
    按下 "plan", "排计划"
End Sub

Public Sub 收表()
    按下 "collect", "收表"
End Sub

Public Sub 出报告()
    按下 "report", "出报告"
End Sub

Public Sub 抽查()
    按下 "auditor", "抽查"
End Sub

Public Sub 发信()
    按下 "mail-send", "发信"
End Sub

Public Sub 打开回访台()
    按下 "page", "打开回访台"
End Sub

Public Sub 刷新()
    按下 "refresh", "刷新"
End Sub

Public Sub 回到今天()
    ThisWorkbook.Worksheets(TODAY_SHEET).Activate
End Sub

Attribute VB_Name = "Console"
Option Explicit

'说一声控制台是好的，写在当前工作表的 A1。
Public Sub 试一试()
    ActiveSheet.Range("A1").Value = "控制台可用：" & PROGRAM
End Sub

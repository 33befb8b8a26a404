Attribute VB_Name = "Agent"
Option Explicit

'说一声回访表的宏是好的，写在当前工作表的 A1。
Public Sub 试一试()
    ActiveSheet.Range("A1").Value = "回访表的宏可用：" & PROGRAM
End Sub

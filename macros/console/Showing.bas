Attribute VB_Name = "Showing"
Option Explicit
'把程序写好的内容摆到两张表里：每一行的样子从一张藏起来的表里抄，字和链接一格一格写。

Public Sub 摆出(ByVal 文件 As String, ByVal 办公室 As String, ByVal 看今天 As Boolean)
    Dim 书 As Workbook, 要打开 As String, 错 As Long, 为什么 As String
    Application.ScreenUpdating = False
    On Error GoTo 出错
    Set 书 = Workbooks.Open(Filename:=文件, ReadOnly:=True)
    摆一张 书.Worksheets(TODAY_SHEET), ThisWorkbook.Worksheets(TODAY_SHEET)
    摆一张 书.Worksheets(RESULT_SHEET), ThisWorkbook.Worksheets(RESULT_SHEET)
    要打开 = CStr(书.Worksheets(SETUP_SHEET).Cells(1, 1).Value)
还原:
    On Error Resume Next
    If Not 书 Is Nothing Then 书.Close SaveChanges:=False
    Application.ScreenUpdating = True
    ThisWorkbook.Activate
    On Error GoTo 0
    If 错 <> 0 Then Err.Raise 错, , 为什么
    ThisWorkbook.Worksheets(IIf(看今天, TODAY_SHEET, RESULT_SHEET)).Activate
    存一下
    If 要打开 <> "" Then 打开 办公室 & Application.PathSeparator & Replace(要打开, "/", Application.PathSeparator)
    Exit Sub
出错:
    错 = Err.Number
    为什么 = Err.Description
    Resume 还原
End Sub

'程序说不了话的时候，自己在“结果”里说。
Public Sub 自己说(ByVal 叫什么 As String, ByVal 抬头 As String, ByVal 话 As String)
    Dim 表 As Worksheet
    On Error GoTo 表没了
    Set 表 = ThisWorkbook.Worksheets(RESULT_SHEET)
    擦掉 表
    写一行 表, 1, LOOK_BAND, 30, "结果 · " & 叫什么
    写一行 表, 2, LOOK_DAY, 18, Format(Now, "mm-dd hh:mm")
    样子 表, 3, LOOK_BUTTONS, 60
    写一行 表, 4, LOOK_ALARM, 30, 抬头
    写一行 表, 5, LOOK_TEXT, IIf(Len(话) > 55, 36, 20), 话
    表.Activate
    Exit Sub
表没了:
    MsgBox 抬头 & "。" & vbCrLf & 话, vbInformation, "控制台 · " & 叫什么
End Sub

Private Sub 摆一张(ByVal 来 As Worksheet, ByVal 去 As Worksheet)
    Dim 行 As Long, 列 As Long, 字 As String, 链接 As String
    擦掉 去
    行 = 1
    Do While CStr(来.Cells(行, 1).Value) <> ""
        样子 去, 行, CLng(来.Cells(行, 1).Value), CDbl(来.Cells(行, 2).Value)
        链接 = CStr(来.Cells(行, 3).Value)
        For 列 = 1 To LAST
            字 = CStr(来.Cells(行, BEFORE + 列).Value)
            If 字 <> "" And 列 = LAST And 链接 <> "" Then
                去.Cells(行, 列).Formula = "=HYPERLINK(""" & Replace(链接, """", """""") & """,""" & Replace(字, """", """""") & """)"
            ElseIf 字 <> "" Then
                If 列 = LAST Then 去.Cells(行, 列).NumberFormat = "@"
                去.Cells(行, 列).Value = 字
            End If
        Next 列
        行 = 行 + 1
    Loop
End Sub

Private Sub 写一行(ByVal 表 As Worksheet, ByVal 行 As Long, ByVal 哪种 As Long, ByVal 高 As Double, ByVal 字 As String)
    样子 表, 行, 哪种, 高
    表.Cells(行, 2).Value = 字
End Sub

Private Sub 样子(ByVal 表 As Worksheet, ByVal 行 As Long, ByVal 哪种 As Long, ByVal 高 As Double)
    Dim 样 As Worksheet
    Set 样 = ThisWorkbook.Worksheets(STYLE_SHEET)
    样.Range(样.Cells(哪种, 1), 样.Cells(哪种, LAST)).Copy 表.Cells(行, 1)
    表.Rows(行).RowHeight = 高
End Sub

Private Sub 擦掉(ByVal 表 As Worksheet)
    Dim 末行 As Long
    末行 = 表.UsedRange.Row + 表.UsedRange.Rows.Count
    With 表.Range(表.Cells(1, 1), 表.Cells(末行, LAST))
        .UnMerge
        .Clear
    End With
End Sub

'存不了的(只读、别人开着)，下次再存。
Private Sub 存一下()
    On Error Resume Next
    Application.DisplayAlerts = False
    If Not ThisWorkbook.ReadOnly Then ThisWorkbook.Save
    Application.DisplayAlerts = True
End Sub

Private Sub 打开(ByVal 路径 As String)
    On Error Resume Next
    Workbooks.Open Filename:=路径
End Sub

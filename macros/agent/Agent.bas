Attribute VB_Name = "Agent"
Option Explicit
' What the buttons of the sheet and the double click do.

Public Sub 下一个()
    On Error GoTo Failed
    Say NextCall()
    Exit Sub
Failed:
    SayFailed Err.Description
End Sub

Public Sub 检查本表()
    On Error GoTo Failed
    Say CheckSheet()
    Exit Sub
Failed:
    SayFailed Err.Description
End Sub

Public Sub 交表()
    On Error GoTo Failed
    Say HandIn()
    Exit Sub
Failed:
    SayFailed Err.Description
End Sub

' The present time into the selected cell, as by double click.
Public Sub 记时间()
    On Error GoTo Failed
    If Not StampTime(ActiveCell.Row, ActiveCell.Column) Then Say "请先选“" & HEADER_STARTED & "”或“" & HEADER_ENDED & "”下面的空格，再记时间。"
    Exit Sub
Failed:
    SayFailed Err.Description
End Sub

' In a box alone: what stands in the status bar would stay there, for every other workbook too.
Private Sub Say(ByVal text As String)
    If Not IsRehearsal() Then MsgBox text, vbOKOnly, BOX_TITLE
End Sub

' Not in the editor's box with its debugger; the sheet is good without its macros.
Private Sub SayFailed(ByVal reason As String)
    Application.ScreenUpdating = True
    Say "没有做成：" & reason & vbLf & "没有这几个按钮也一样：请照常填写、保存，把文件发回。"
End Sub

Private Function CallsSheet() As Object
    Set CallsSheet = ThisWorkbook.Worksheets(CALLS_SHEET)
End Function

' The facts and the columns; what is to be said where a header is lacking.
Private Function Prepared() As String
    Dim lacking As String
    LoadFacts
    lacking = FindColumns(CallsSheet())
    Prepared = ""
    If lacking <> "" Then Prepared = "表头里缺少“" & lacking & "”一列。请把第 1 行的表头恢复原样，再点一次。"
End Function

Private Function TextAt(ByVal row As Long, ByVal header As String) As String
    Dim sheet As Object, c As Long
    Set sheet = CallsSheet()
    TextAt = ""
    For c = 1 To sheet.UsedRange.Columns.Count + sheet.UsedRange.Column
        If CStr(sheet.Cells(1, c).Value) = header Then
            TextAt = AsText(sheet.Cells(row, c).Value)
            Exit Function
        End If
    Next c
End Function

' A number from a cell, or 0.
Private Function NumberAt(ByVal row As Long, ByVal key As String) As Double
    Dim raw As Variant
    NumberAt = 0
    If SheetCol(key) = 0 Then Exit Function
    raw = CallsSheet().Cells(row, SheetCol(key)).Value
    If IsError(raw) Or IsEmpty(raw) Then Exit Function
    If IsNumeric(raw) Or VarType(raw) = vbDate Then NumberAt = CDbl(raw)
End Function

Private Function IsFilled(ByVal row As Long, ByVal key As String) As Boolean
    IsFilled = False
    If SheetCol(key) > 0 Then IsFilled = (AsText(CallsSheet().Cells(row, SheetCol(key)).Value) <> "")
End Function

Private Function HasBegun(ByVal row As Long) As Boolean
    Dim key As Variant
    HasBegun = False
    For Each key In Split(TELLING_KEYS, " ")
        If IsFilled(row, key) Then HasBegun = True
    Next key
End Function

' To the next call that is to be made: whom to ring, the number, and what was said last.
Public Function NextCall() As String
    Dim sheet As Object, last As Long, row As Long, from As Long, i As Long, due As Long, ahead As Long, earliest As Double
    Dim today As Long, openDue As Long
    NextCall = Prepared()
    If NextCall <> "" Then Exit Function
    Set sheet = CallsSheet()
    today = TodaySerial()
    last = sheet.UsedRange.Rows.Count + sheet.UsedRange.Row - 1
    from = 1
    If ActiveSheet.Name = CALLS_SHEET Then from = ActiveCell.Row
    If from > last Then from = 1
    For i = 1 To last
        row = ((from - 1 + i) Mod last) + 1
        If row > 1 Then
            If IsFilled(row, "plan_no") And IsFilled(row, "due_on") And Not HasBegun(row) And Not sheet.Rows(row).Hidden Then
                If NumberAt(row, "planned_on") <= today Or NumberAt(row, "due_on") < today Then
                    openDue = openDue + 1
                    If due = 0 Then due = row
                ElseIf ahead = 0 Or NumberAt(row, "planned_on") < earliest Then
                    ahead = row
                    earliest = NumberAt(row, "planned_on")
                End If
            End If
        End If
    Next i
    If due = 0 And ahead = 0 Then
        NextCall = "这张表里要打的都打过了。" & AgainSaid(last) & "请点“检查本表”，没有要改的就交表。"
        Exit Function
    End If
    row = IIf(due > 0, due, ahead)
    sheet.Activate
    sheet.Cells(row, SheetCol("started_at")).Select
    NextCall = WhomSaid(row)
    If due > 0 Then
        NextCall = NextCall & vbLf & "今天要打的还有 " & CStr(openDue) & " 个。"
    Else
        NextCall = "今天要打的都打过了。" & AgainSaid(last) & vbLf & "下一个排在 " & Format(DateSerial(1899, 12, 30) + earliest, "mm-dd") & "：" & vbLf & NextCall
    End If
End Function

Private Function WhomSaid(ByVal row As Long) As String
    Dim role As String, about As String
    role = TextAt(row, HEADER_ROLE)
    If role <> "" Then role = "（" & role & "）"
    WhomSaid = "请打：" & TextAt(row, HEADER_CUSTOMER) & "　" & TextAt(row, HEADER_CONTACT) & role & vbLf & "电话：" & TextAt(row, HEADER_PHONE)
    about = TextAt(row, HEADER_REASON)
    If TextAt(row, HEADER_MESSAGE) <> "" Then about = about & "。" & TextAt(row, HEADER_MESSAGE)
    If about <> "" Then WhomSaid = WhomSaid & vbLf & "事由：" & about
    WhomSaid = WhomSaid & vbLf & "上次：" & IIf(TextAt(row, HEADER_LAST) = "", "没有记录", TextAt(row, HEADER_LAST))
End Function

' How many calls did not connect and are to be made again.
Private Function AgainSaid(ByVal last As Long) As String
    Dim row As Long, count As Long, number As String
    AgainSaid = ""
    For row = 2 To last
        If IsToBeMadeAgain(row) Then
            number = AsText(CallsSheet().Cells(row, SheetCol("plan_no")).Value)
            If number <> "" And Not IsDoneBelow(number, row, last) Then count = count + 1
        End If
    Next row
    If count > 0 Then AgainSaid = "没有接通要再打的有 " & CStr(count) & " 个：在表末的空行里填同一个计划编号，写新的日期和时间。"
End Function

Private Function IsToBeMadeAgain(ByVal row As Long) As Boolean
    Dim result As String
    result = AsText(CallsSheet().Cells(row, SheetCol("result")).Value)
    IsToBeMadeAgain = (result <> "" And result <> CONNECTED And Not IsAmong(result, Replace(NO_MORE_ATTEMPTS, " ", vbLf)))
End Function

' Whether the call stands in another row that settles it, or in a later one that says so again.
Private Function IsDoneBelow(ByVal number As String, ByVal row As Long, ByVal last As Long) As Boolean
    Dim r As Long
    IsDoneBelow = False
    For r = 2 To last
        If r <> row Then
            If AsText(CallsSheet().Cells(r, SheetCol("plan_no")).Value) = number And IsFilled(r, "result") Then
                If r > row Or Not IsToBeMadeAgain(r) Then IsDoneBelow = True
            End If
        End If
    Next r
End Function

' The present time into an empty cell of the start or the end; whether it was written.
Public Function StampTime(ByVal row As Long, ByVal column As Long) As Boolean
    Dim sheet As Object, moment As Long, start As Double, minutes As Long, present As Date
    StampTime = False
    If row < 2 Then Exit Function
    If Prepared() <> "" Then Exit Function
    Set sheet = CallsSheet()
    If column <> SheetCol("started_at") And column <> SheetCol("ended_at") Then Exit Function
    If column = 0 Or AsText(sheet.Cells(row, column).Value) <> "" Then Exit Function
    present = Now
    moment = Hour(present) * 60 + Minute(present)
    If column = SheetCol("started_at") Then
        moment = AfterLast(sheet, moment)
        If Not IsFilled(row, "called_on") Then sheet.Cells(row, SheetCol("called_on")).Value = TodaySerial()
    ElseIf IsFilled(row, "started_at") Then
        start = NumberAt(row, "started_at")
        If NumberedTime(start) Then minutes = GotMinutes Else minutes = -1
        If minutes = moment Then moment = (moment + 1) Mod 1440
    End If
    sheet.Cells(row, column).Value = moment / 1440
    StampTime = True
End Function

' Not before the last call of the day ended, where that was a minute ago that is not over.
Private Function AfterLast(ByVal sheet As Object, ByVal moment As Long) As Long
    Dim r As Long
    AfterLast = moment
    For r = 2 To sheet.UsedRange.Rows.Count + sheet.UsedRange.Row - 1
        If Int(NumberAt(r, "called_on")) = TodaySerial() And IsFilled(r, "ended_at") Then
            If NumberedTime(NumberAt(r, "ended_at")) Then
                If GotMinutes = moment + 1 Then AfterLast = GotMinutes
            End If
        End If
    Next r
End Function

' Finds everything that can be found here.
Public Sub FindAll()
    Dim lacking As String
    StartFinding
    LoadFacts
    lacking = FindColumns(CallsSheet())
    If lacking <> "" Then LackingHeader lacking
    ReadRows CallsSheet()
    If lacking = "" Then CheckRows
End Sub

' Finds everything, lists it, marks the cells, and says how much it is.
Public Function CheckSheet() As String
    Dim kept As Long, errors As Long
    Application.ScreenUpdating = False
    FindAll
    kept = WriteResults()
    MarkCells CallsSheet()
    errors = ErrorCount()
    Application.ScreenUpdating = True
    If FoundCount + kept = 0 Then
        ThisWorkbook.Worksheets(RESULTS_SHEET).Visible = 0
        CallsSheet().Activate
        CheckSheet = "本表检查：没有发现要改的地方，可以交表。"
        Exit Function
    End If
    ThisWorkbook.Worksheets(RESULTS_SHEET).Visible = -1
    ThisWorkbook.Worksheets(RESULTS_SHEET).Activate
    CheckSheet = "本表检查：错误 " & CStr(errors) & " 处，要改；提醒 " & CStr(FoundCount - errors) & " 处，请看一看。都列在“" & RESULTS_SHEET & "”表里，点单元格就到那一格。"
    If kept > 0 Then CheckSheet = CheckSheet & vbLf & "退回时指出的还有 " & CStr(kept) & " 处，要交上去才能核对。"
End Function

' Saved, under the called that was given to it; to whom it goes.
Public Function HandIn() As String
    Dim errors As Long, target As String, checked As String
    checked = CheckSheet()
    errors = ErrorCount()
    HandIn = ""
    If errors > 0 Then HandIn = "还有 " & CStr(errors) & " 处错误没有改，见“" & RESULTS_SHEET & "”表；有错误的行会退回来。" & vbLf
    If errors = 0 And InStr(checked, vbLf) > 0 Then HandIn = Mid(checked, InStr(checked, vbLf) + 1) & vbLf
    target = SavedAs()
    If target = "" Then
        HandIn = HandIn & "文件没有保存成功。请点“另存为”，存到桌面，文件名写 " & RightName & "。" & vbLf & HandTo
    Else
        HandIn = HandIn & "已经保存：" & target & vbLf & HandTo
    End If
End Function

' The file that is to be sent: this one where it has its right called, else a copy beside it.
Private Function SavedAs() As String
    Dim called As String, number As Long, stem As String, ending As String
    SavedAs = ""
    On Error GoTo Failed
    ThisWorkbook.Save
    If LCase(ThisWorkbook.Name) = LCase(RightName) Then
        SavedAs = ThisWorkbook.Name
        Exit Function
    End If
    stem = Left(RightName, InStrRev(RightName, ".") - 1)
    ending = Mid(RightName, InStrRev(RightName, "."))
    called = RightName
    number = 2
    Do While Dir(ThisWorkbook.Path & Application.PathSeparator & called) <> ""
        called = stem & "-" & CStr(number) & ending
        number = number + 1
    Loop
    ThisWorkbook.SaveCopyAs ThisWorkbook.Path & Application.PathSeparator & called
    SavedAs = called & "（在这张表旁边）"
    Exit Function
Failed:
    SavedAs = ""
End Function

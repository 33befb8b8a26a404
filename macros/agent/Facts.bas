Attribute VB_Name = "Facts"
Option Explicit
' What was written about this very workbook when it was handed out (hidden sheet, from row 3), and where columns stand.

Public PeriodFrom As Long
Public PeriodUntil As Long
Public WorkedDays As String
Public SpansText As String
Public SpanCount As Long
Public SpanLow(99) As Long
Public SpanHigh(99) As Long
Public MaxMinutes As Long
Public InWriting As Boolean
Public OpenMethods As String
Public ColCount As Long
Public ColKey(99) As String
Public ColHeader(99) As String
Public ColKind(99) As String
Public ColExample(99) As String
Public ColChoices(99) As String
Public ColAt(99) As Long
Public ColTells(99) As Boolean
Public ColPrefilled(99) As Boolean
Public Mandatory As String
Public Questions As String
Public PlanCount As Long
Public PlanNo() As String
Public PlanShare() As String
Public PlanMethods() As String
Public PlanIssued() As String
Public RightName As String
Public HandTo As String
Private mPlans As Collection
Private mDaysOff As Collection
Private mDaysOn As Collection
Private mQuiet As Collection
Private mCols As Collection

Public Sub LoadFacts()
    Dim sheet As Object, cells As Variant, r As Long, last As Long, wide As Long
    Set sheet = ThisWorkbook.Worksheets(RECORD_SHEET)
    last = sheet.UsedRange.Rows.Count + sheet.UsedRange.Row
    wide = sheet.UsedRange.Columns.Count + sheet.UsedRange.Column
    cells = sheet.Range(sheet.Cells(1, 1), sheet.Cells(last, wide)).Value
    Set mPlans = New Collection
    Set mDaysOff = New Collection
    Set mDaysOn = New Collection
    Set mQuiet = New Collection
    Set mCols = New Collection
    SpanCount = 0
    ColCount = 0
    PlanCount = 0
    MaxMinutes = 0
    InWriting = False
    Mandatory = ""
    Questions = ""
    OpenMethods = ""
    ReDim PlanNo(last)
    ReDim PlanShare(last)
    ReDim PlanMethods(last)
    ReDim PlanIssued(last)
    For r = 3 To last
        TakeFact cells, r, wide
    Next r
End Sub

Private Sub TakeFact(ByRef cells As Variant, ByVal r As Long, ByVal wide As Long)
    Select Case CStr(cells(r, 1))
        Case "期间"
            PeriodFrom = CLng(cells(r, 2))
            PeriodUntil = CLng(cells(r, 3))
        Case "工作日"
            WorkedDays = CStr(cells(r, 2))
        Case "休"
            mDaysOff.Add CStr(cells(r, 3)), "d" & CStr(cells(r, 2))
        Case "班"
            mDaysOn.Add "1", "d" & CStr(cells(r, 2))
        Case "时段"
            SpansText = CStr(cells(r, 2))
        Case "段"
            SpanCount = SpanCount + 1
            SpanLow(SpanCount) = CLng(cells(r, 2))
            SpanHigh(SpanCount) = CLng(cells(r, 3))
        Case "最长"
            MaxMinutes = CLng(cells(r, 2))
        Case "书面"
            InWriting = True
        Case "方式"
            OpenMethods = Joined(cells, r, 2, wide)
        Case "必答"
            Mandatory = Joined(cells, r, 2, wide)
        Case "问"
            Questions = Joined(cells, r, 2, wide)
        Case "列"
            ColCount = ColCount + 1
            ColKey(ColCount) = CStr(cells(r, 2))
            ColHeader(ColCount) = CStr(cells(r, 3))
            ColKind(ColCount) = CStr(cells(r, 4))
            ColExample(ColCount) = CStr(cells(r, 5))
            ColChoices(ColCount) = Joined(cells, r, 6, wide)
            ColTells(ColCount) = InStr(" " & TELLING_KEYS & " ", " " & ColKey(ColCount) & " ") > 0
            ColPrefilled(ColCount) = InStr(" " & PREFILLED_KEYS & " ", " " & ColKey(ColCount) & " ") > 0
            mCols.Add ColCount, ColKey(ColCount)
        Case "计划"
            PlanCount = PlanCount + 1
            PlanNo(PlanCount) = CStr(cells(r, 2))
            PlanShare(PlanCount) = CStr(cells(r, 3))
            PlanMethods(PlanCount) = CStr(cells(r, 4))
            PlanIssued(PlanCount) = Issued(cells, r)
            mPlans.Add PlanCount, PlanNo(PlanCount)
        Case "勿扰"
            mQuiet.Add Joined(cells, r, 3, wide), CStr(cells(r, 2))
        Case "交表"
            RightName = CStr(cells(r, 2))
            HandTo = CStr(cells(r, 3))
    End Select
End Sub

Private Function Joined(ByRef cells As Variant, ByVal r As Long, ByVal from As Long, ByVal wide As Long) As String
    Dim c As Long, out As String
    For c = from To wide
        If CStr(cells(r, c)) = "" Then Exit For
        If c > from Then out = out & vbLf
        out = out & CStr(cells(r, c))
    Next c
    Joined = out
End Function

Private Function Issued(ByRef cells As Variant, ByVal r As Long) As String
    Dim i As Long, out As String
    For i = 0 To UBound(Split(ISSUED_KEYS, " "))
        If i > 0 Then out = out & vbTab
        out = out & CStr(cells(r, 5 + i))
    Next i
    Issued = out
End Function

Private Function Lookup(ByVal among As Collection, ByVal key As String) As Variant
    Dim found As Variant
    found = Empty
    On Error Resume Next
    found = among(key)
    On Error GoTo 0
    Lookup = found
End Function

' The place of a column among those that were declared; 0 where there is none.
Public Function ColOf(ByVal key As String) As Long
    Dim found As Variant
    found = Lookup(mCols, key)
    If IsEmpty(found) Then ColOf = 0 Else ColOf = found
End Function

' The place of a call that was issued in this workbook; 0 where it is none.
Public Function PlanOf(ByVal number As String) As Long
    Dim found As Variant
    PlanOf = 0
    If number = "" Then Exit Function
    found = Lookup(mPlans, number)
    If IsEmpty(found) Then Exit Function
    If PlanNo(found) = number Then PlanOf = found
End Function

Public Function QuietOf(ByVal customer As String) As String
    Dim found As Variant
    QuietOf = ""
    If customer = "" Then Exit Function
    found = Lookup(mQuiet, customer)
    If Not IsEmpty(found) Then QuietOf = found
End Function

' Why a day is not worked; empty on a working day.
Public Function ReasonOff(ByVal serial As Long) As String
    Dim found As Variant, at As Long
    ReasonOff = ""
    If Not IsEmpty(Lookup(mDaysOn, "d" & CStr(serial))) Then Exit Function
    found = Lookup(mDaysOff, "d" & CStr(serial))
    at = ((serial + 5) Mod 7) + 1
    If Not IsEmpty(found) Then
        ReasonOff = found
    ElseIf Mid(WorkedDays, at, 1) <> "1" Then
        ReasonOff = Mid(WEEKDAY_WORDS, at * 2 - 1, 2)
    End If
End Function

' Where each declared column stands; the first header that is lacking, or nothing.
Public Function FindColumns(ByVal sheet As Object) As String
    Dim wide As Long, c As Long, i As Long, header As String
    wide = sheet.UsedRange.Columns.Count + sheet.UsedRange.Column
    FindColumns = ""
    For i = 1 To ColCount
        ColAt(i) = 0
    Next i
    For c = wide To 1 Step -1
        header = HalfWidth(CleanText(CStr(sheet.Cells(1, c).Value)))
        If Right(header, 1) = "*" Then header = Left(header, Len(header) - 1)
        If header <> "" Then
            For i = 1 To ColCount
                If HalfWidth(ColHeader(i)) = header Then ColAt(i) = c
            Next i
        End If
    Next c
    For i = 1 To ColCount
        If ColAt(i) = 0 And InStr(" " & NEEDED_KEYS & " ", " " & ColKey(i) & " ") > 0 Then
            FindColumns = ColHeader(i)
            Exit Function
        End If
    Next i
End Function

' Where a column stands in the sheet; 0 where it is not there.
Public Function SheetCol(ByVal key As String) As Long
    Dim i As Long
    i = ColOf(key)
    If i = 0 Then SheetCol = 0 Else SheetCol = ColAt(i)
End Function

Public Function Letters(ByVal column As Long) As String
    Dim out As String
    Do While column > 0
        out = Chr(65 + ((column - 1) Mod 26)) & out
        column = (column - 1) \ 26
    Loop
    Letters = out
End Function

' The day of today, or the one that a rehearsal was told.
Public Function TodaySerial() As Long
    Dim told As Variant
    told = ThisWorkbook.Worksheets(RECORD_SHEET).Cells(2, 2).Value
    If IsNumeric(told) And Not IsEmpty(told) Then TodaySerial = CLng(told) Else TodaySerial = CLng(Int(CDbl(Date)))
End Function

Public Function IsRehearsal() As Boolean
    IsRehearsal = (CStr(ThisWorkbook.Worksheets(RECORD_SHEET).Cells(2, 1).Value) = "试")
End Function

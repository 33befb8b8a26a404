Attribute VB_Name = "SheetRows"
Option Explicit
' The rows of the sheet as they are read: each cell by the kind of its column.

Public RowCount As Long
Public RowNo() As Long
Public RowBroken() As Boolean
Public RowAnswered() As Boolean
Public Known() As Variant
Public OddCells() As Boolean
Public LastRow As Long
Public PlanTexts() As String
Public RowPlan() As Long
Public RowDay() As Long
Public RowStart() As Long
Public RowEnd() As Long
Public RowWhom() As String
Private mCode As String
Private mMeant As String
Private mIsLength As Boolean

Public Sub ReadRows(ByVal sheet As Object)
    Dim grid As Variant, r As Long, wide As Long, i As Long
    LastRow = sheet.UsedRange.Rows.Count + sheet.UsedRange.Row - 1
    wide = 1
    For i = 1 To ColCount
        If ColAt(i) > wide Then wide = ColAt(i)
    Next i
    If LastRow < 2 Then LastRow = 2
    grid = sheet.Range(sheet.Cells(1, 1), sheet.Cells(LastRow, wide)).Value
    ReDim RowNo(LastRow)
    ReDim RowBroken(LastRow)
    ReDim RowAnswered(LastRow)
    ReDim Known(LastRow, ColCount)
    ReDim OddCells(LastRow, ColCount)
    ReDim PlanTexts(LastRow)
    ReDim RowPlan(LastRow)
    ReDim RowDay(LastRow)
    ReDim RowStart(LastRow)
    ReDim RowEnd(LastRow)
    ReDim RowWhom(LastRow)
    RowCount = 0
    For r = 1 To LastRow
        If SheetCol("plan_no") > 0 Then PlanTexts(r) = AsText(grid(r, SheetCol("plan_no")))
        If r > 1 Then ReadRow grid, r
    Next r
    For r = 1 To RowCount
        Summarise r
    Next r
End Sub

' What several checks ask of a row: which call it is, when it began and ended (-1: not said), whom it is about.
Private Sub Summarise(ByVal place As Long)
    RowPlan(place) = PlanOf(Word(place, "plan_no"))
    RowDay(place) = NumberOr(Cell(place, "called_on"), 0)
    RowStart(place) = NumberOr(Cell(place, "started_at"), -1)
    RowEnd(place) = NumberOr(Cell(place, "ended_at"), -1)
    RowWhom(place) = Word(place, "plan_no")
    If RowWhom(place) = "" Then RowWhom(place) = "客户 " & Word(place, "customer_no")
    If RowWhom(place) = "客户 " Then RowWhom(place) = "客户 " & HalfWidth(Word(place, "customer_name"))
End Sub

Private Function NumberOr(ByVal value As Variant, ByVal instead As Long) As Long
    If IsEmpty(value) Then NumberOr = instead Else NumberOr = value
End Function

' A cell as text, cleaned.
Public Function AsText(ByVal raw As Variant) As String
    If IsError(raw) Or IsEmpty(raw) Then
        AsText = ""
    ElseIf VarType(raw) = vbString Then
        AsText = CleanText(raw)
    ElseIf VarType(raw) = vbBoolean Then
        AsText = IIf(raw, "TRUE", "FALSE")
    ElseIf IsNumeric(raw) Or VarType(raw) = vbDate Then
        AsText = ShownNumber(CDbl(raw))
    Else
        AsText = CStr(raw)
    End If
End Function

Private Sub ReadRow(ByRef grid As Variant, ByVal r As Long)
    Dim i As Long, value As Variant, place As Long, filled As Boolean, column As Long
    place = RowCount + 1
    RowNo(place) = r
    For i = 1 To ColCount
        column = ColAt(i)
        If column > 0 Then
            If Not IsEmpty(grid(r, column)) Then
                mIsLength = False
                value = ReadCell(grid(r, column), ColKind(i), ColKey(i), ColChoices(i))
                If mCode = "" And mIsLength Then value = AfterStart(place, value)
                Known(place, i) = value
                If mCode <> "" Then
                    OddCells(place, i) = True
                    RowBroken(place) = True
                    filled = True
                    FoundCell mCode, r, i, AsRead(grid(r, column)), mMeant
                ElseIf Not IsEmpty(value) Then
                    If Not ColPrefilled(i) Then filled = True
                    If ColTells(i) Then RowAnswered(place) = True
                End If
            End If
        End If
    Next i
    If filled Then
        RowCount = place
    Else
        For i = 1 To ColCount
            Known(place, i) = Empty
        Next i
    End If
End Sub

Private Function AsRead(ByVal raw As Variant) As String
    AsRead = Left(AsText(raw), 40)
End Function

' So many minutes after the start: as a time of day.
Private Function AfterStart(ByVal place As Long, ByVal minutes As Variant) As Variant
    Dim i As Long
    i = ColOf("started_at")
    AfterStart = Empty
    If i > 0 Then
        If Not IsEmpty(Known(place, i)) Then
            AfterStart = (Known(place, i) + minutes) Mod 1440
            Exit Function
        End If
    End If
    mCode = "C203"
End Function

' The value of one cell; what is wrong with it is in mCode.
Private Function ReadCell(ByVal raw As Variant, ByVal kind As String, ByVal key As String, ByVal choices As String) As Variant
    Dim text As String, isNothing As Boolean
    mCode = ""
    mMeant = ""
    ReadCell = Empty
    If IsError(raw) Or IsEmpty(raw) Then Exit Function
    If VarType(raw) = vbString Then
        text = raw
        If text = "" Then Exit Function
        If IsPlain(text) Then
            If kind = KIND_TEXT Or IsAmong(text, choices) Then
                ReadCell = text
                Exit Function
            End If
        End If
        If kind <> KIND_TEXT Then isNothing = SaysNothing(text)
        If isNothing And choices = "" Then Exit Function
    End If
    Select Case kind
        Case KIND_TIME
            ReadCell = TimeIn(raw, key)
        Case KIND_DATE
            ReadCell = DayIn(raw, key)
        Case KIND_DATETIME
            ReadCell = DayIn(raw, key)
        Case KIND_CHOICE
            ReadCell = ChoiceIn(raw, choices)
            If isNothing And mCode = "C205" Then mCode = ""
        Case Else
            ReadCell = TextIn(raw, kind)
    End Select
End Function

Private Function TextIn(ByVal raw As Variant, ByVal kind As String) As Variant
    Dim text As String
    TextIn = Empty
    If VarType(raw) <> vbString Then
        If IsNumeric(raw) Then
            If Abs(CDbl(raw)) >= 1E+15 Then
                mCode = "C216"
                Exit Function
            End If
        End If
        TextIn = AsText(raw)
        Exit Function
    End If
    text = CleanText(raw)
    If kind <> KIND_TEXT Then text = WithoutQuotes(HalfWidth(text))
    If text <> "" Then TextIn = text
End Function

Private Function TimeIn(ByVal raw As Variant, ByVal key As String) As Variant
    Dim good As Boolean
    TimeIn = Empty
    GotMeant = ""
    If VarType(raw) = vbString Then
        If CleanText(raw) = "" Then Exit Function
        good = TimeOfText(raw)
    ElseIf VarType(raw) = vbBoolean Then
        good = False
    Else
        good = TimeOfNumber(CDbl(raw))
    End If
    If good And GotLength And key <> MINUTES_AFTER_START Then good = False
    If good Then
        TimeIn = GotMinutes
        mIsLength = GotLength
    Else
        mCode = "C203"
        mMeant = GotMeant
    End If
End Function

Private Function DayIn(ByVal raw As Variant, ByVal key As String) As Variant
    Dim good As Boolean, ahead As Boolean
    DayIn = Empty
    GotMeant = ""
    ahead = InStr(" " & AHEAD_KEYS & " ", " " & key & " ") > 0
    If VarType(raw) = vbString Then
        If CleanText(raw) = "" Then Exit Function
        good = DayOfText(raw, ahead)
    ElseIf VarType(raw) = vbBoolean Then
        good = False
    Else
        good = DayOfNumber(CDbl(raw), ahead)
    End If
    If good Then
        DayIn = GotDay
    Else
        mCode = "C202"
        mMeant = GotMeant
    End If
End Function

' The option that stands there or is meant.
Private Function ChoiceIn(ByVal raw As Variant, ByVal choices As String) As Variant
    Dim text As String, word As String
    ChoiceIn = Empty
    text = AsText(raw)
    word = WithoutQuotes(HalfWidth(text))
    If word = "" Then Exit Function
    If choices = "" Or IsAmong(word, choices) Then
        ChoiceIn = word
        Exit Function
    End If
    If IsAmong(text, choices) Then
        ChoiceIn = text
        Exit Function
    End If
    word = Simplified(HalfWidth(text))
    If IsAmong(word, choices) Then ChoiceIn = word Else ChoiceIn = Chosen(UCase(word), choices)
End Function

' One of two that an option names; of a mark, or of yes and no, what means so.
Private Function Chosen(ByVal word As String, ByVal choices As String) As Variant
    Dim listed As Variant, one As Variant, bit As Variant, found As String, count As Long
    Chosen = Empty
    listed = Split(choices, vbLf)
    If choices = "是" & vbLf & "否" Or UBound(listed) = 0 Then
        If IsAmong(word, Replace(YesWords(), " ", vbLf)) Then
            Chosen = listed(0)
            Exit Function
        End If
        If IsAmong(word, Replace(NoWords(), " ", vbLf)) Then
            If UBound(listed) = 1 Then Chosen = listed(1)
            Exit Function
        End If
    End If
    For Each one In listed
        For Each bit In Split(Replace(Replace(one, "/", "或"), "、", "或"), "或")
            If UCase(bit) = word Then
                found = one
                count = count + 1
                Exit For
            End If
        Next bit
    Next one
    If count = 1 Then Chosen = found Else mCode = "C205"
End Function

' The value under a key; Empty where nothing stands there.
Public Function Cell(ByVal place As Long, ByVal key As String) As Variant
    Dim i As Long
    i = ColOf(key)
    If i = 0 Then Cell = Empty Else Cell = Known(place, i)
End Function

Public Function Word(ByVal place As Long, ByVal key As String) As String
    Word = CStr(Cell(place, key))
End Function

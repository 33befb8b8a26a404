Attribute VB_Name = "Results"
Option Explicit
' What was found: the list, as in the sheet that comes back, and the marks on the cells. What only the office can
' check stays in the list as the office wrote it.

Public FoundCount As Long
Private mCode(9999) As String
Private mRow(9999) As Long
Private mColumn(9999) As Long
Private mMessage(9999) As String
Private mHint(9999) As String
Private mLines As Collection
Private mLabels() As String
Private mErrors As Long
Private mWarnings As Long

Public Sub StartFinding()
    FoundCount = 0
End Sub

' A finding about a cell of a row that was read; row 0: about the sheet.
Public Sub FoundAt(ByVal code As String, ByVal place As Long, ByVal key As String, ByVal told As Variant)
    Dim row As Long, column As Long
    If place > 0 Then row = RowNo(place)
    If key <> "" Then column = SheetCol(key)
    If row > 0 And column = 0 Then column = 1
    Note code, row, column, told
End Sub

' A finding about a cell that cannot be read.
Public Sub FoundCell(ByVal code As String, ByVal row As Long, ByVal i As Long, ByVal value As String, ByVal meant As String)
    Dim example As String, several As String
    If ColExample(i) <> "" Then example = "例如：" & ColExample(i) & "。"
    If InStr(meant, vbLf) > 0 Then several = "它可以是 " & Replace(meant, vbLf, "，也可以是 ") & "；"
    Note code, row, ColAt(i), Array("column", ColHeader(i), "value", value, "options", Replace(ColChoices(i), vbLf, "、"), _
        "meant", several, "nearest", "", "example", example)
End Sub

Public Sub LackingHeader(ByVal header As String)
    Note "F103", 1, 1, Array("sheet", CALLS_SHEET, "column", header)
End Sub

Private Sub Note(ByVal code As String, ByVal row As Long, ByVal column As Long, ByVal told As Variant)
    Dim message As String, hint As String, i As Long
    If FoundCount >= 9999 Then Exit Sub
    message = MessageOf(code)
    hint = HintOf(code)
    For i = 0 To UBound(told) - 1 Step 2
        message = Replace(message, "{" & told(i) & "}", told(i + 1))
        hint = Replace(hint, "{" & told(i) & "}", told(i + 1))
    Next i
    FoundCount = FoundCount + 1
    mCode(FoundCount) = code
    mRow(FoundCount) = row
    mColumn(FoundCount) = column
    mMessage(FoundCount) = message
    mHint(FoundCount) = CleanText(hint)
End Sub

Public Function ErrorCount() As Long
    Dim i As Long
    ErrorCount = 0
    For i = 1 To FoundCount
        If IsErrorCode(mCode(i)) Then ErrorCount = ErrorCount + 1
    Next i
End Function

Private Function LevelOf(ByVal code As String) As String
    LevelOf = IIf(IsErrorCode(code), ERROR_WORD, WARNING_WORD)
End Function

' How each row is known whatever it is sorted by: its number, and its place among those alike.
Private Sub LabelRows()
    Dim seen As Collection, r As Long, text As String, count As Long
    Set seen = New Collection
    ReDim mLabels(LastRow + 1)
    For r = 1 To LastRow
        text = Replace(PlanTexts(r), vbLf, " ")
        If text = "" Then
            mLabels(r) = "|" & CStr(r)
        Else
            count = 0
            On Error Resume Next
            count = seen("k" & text)
            seen.Remove "k" & text
            On Error GoTo 0
            seen.Add count + 1, "k" & text
            mLabels(r) = text & "|" & CStr(count + 1)
        End If
    Next r
End Sub

Private Function MarkOf(ByVal i As Long) As String
    Dim label As String, letter As String
    label = "|0"
    If mRow(i) > 0 And mRow(i) <= LastRow Then label = mLabels(mRow(i))
    If mColumn(i) > 0 And mRow(i) > 0 Then letter = Letters(mColumn(i))
    MarkOf = mCode(i) & "|" & CALLS_SHEET & "|" & letter & "|" & label
End Function

Private Function CellOf(ByVal i As Long) As String
    CellOf = ""
    If mRow(i) > 0 And mColumn(i) > 0 Then CellOf = Letters(mColumn(i)) & CStr(mRow(i))
End Function

' The list anew: what was found now, what stays of the office's, what is corrected. Returns how many of the office's stay.
Public Function WriteResults() As Long
    Dim sheet As Object, i As Long, at As Long, entry As Variant, before As Collection, states() As String, kept As Long
    Set sheet = ResultsSheet()
    Set before = LinesBefore(sheet)
    Set mLines = New Collection
    ReDim states(FoundCount + 1)
    LabelRows
    For i = 1 To FoundCount
        states(i) = STATE_NEW
        For at = 1 To before.Count
            If before(at)(9) = MarkOf(i) Then
                states(i) = STATE_STILL
                before.Remove at
                Exit For
            End If
        Next at
    Next i
    mErrors = AddOpen(before, states, ERROR_WORD, kept)
    mWarnings = AddOpen(before, states, WARNING_WORD, kept)
    WriteResults = kept
    For Each entry In before
        If entry(8) = STATE_FIXED Or IsCovered(entry(2)) Then
            mLines.Add Array("", entry(1), entry(2), entry(3), entry(4), entry(5), entry(6), "", STATE_FIXED, entry(9))
        End If
    Next entry
    FillList sheet
End Function

Private Function IsCovered(ByVal code As String) As Boolean
    IsCovered = InStr(" " & COVERED_CODES & " ", " " & code & " ") > 0
End Function

' What is to be dealt with of that level: found now, or found by the office, which counts as kept.
Private Function AddOpen(ByVal before As Collection, ByRef states() As String, ByVal level As String, ByRef kept As Long) As Long
    Dim i As Long, entry As Variant, start As Long
    start = mLines.Count
    For i = 1 To FoundCount
        If LevelOf(mCode(i)) = level Then
            mLines.Add Array("", level, mCode(i), TitleOf(mCode(i)), CALLS_SHEET, CellOf(i), mMessage(i), mHint(i), states(i), MarkOf(i))
        End If
    Next i
    For Each entry In before
        If entry(8) <> STATE_FIXED And (entry(1) = level Or (level = WARNING_WORD And entry(1) <> ERROR_WORD)) Then
            If Not IsCovered(entry(2)) Then
                mLines.Add entry
                kept = kept + 1
            End If
        End If
    Next entry
    AddOpen = mLines.Count - start
End Function

Private Function ResultsSheet() As Object
    Dim sheet As Object
    On Error Resume Next
    Set sheet = ThisWorkbook.Worksheets(RESULTS_SHEET)
    On Error GoTo 0
    If sheet Is Nothing Then
        Set sheet = ThisWorkbook.Worksheets.Add(ThisWorkbook.Worksheets(1))
        sheet.Name = RESULTS_SHEET
        ThisWorkbook.Worksheets(CALLS_SHEET).Activate
    End If
    Set ResultsSheet = sheet
End Function

' The lines of the list as it stands, one for each cell; those of an order that is not ours are left out.
Private Function LinesBefore(ByVal sheet As Object) As Collection
    Dim r As Long, last As Long, cells As Variant, marks As Variant, one As Variant, at As Long, found As Collection
    Dim address As String
    Set found = New Collection
    Set LinesBefore = found
    last = sheet.UsedRange.Rows.Count + sheet.UsedRange.Row - 1
    If last < 2 Then Exit Function
    cells = sheet.Range(sheet.Cells(1, 1), sheet.Cells(last, 10)).Value
    If CStr(cells(1, 3)) <> "代码" Or CStr(cells(1, 10)) <> "标识" Then Exit Function
    For r = 2 To last
        If CStr(cells(r, 10)) <> "" Then
            marks = Split(Replace(CStr(cells(r, 10)), vbCr, ""), vbLf)
            For Each one In marks
                address = CStr(cells(r, 6))
                at = InStrRev(one, "@")
                If UBound(marks) > 0 And at > 0 Then
                    address = Mid(one, at + 1)
                    one = Left(one, at - 1)
                End If
                found.Add Array("", CStr(cells(r, 2)), CStr(cells(r, 3)), CStr(cells(r, 4)), CStr(cells(r, 5)), address, _
                    CStr(cells(r, 7)), CStr(cells(r, 8)), CStr(cells(r, 9)), CStr(one))
            Next one
        End If
    Next r
End Function

Private Sub FillList(ByVal sheet As Object)
    Dim headers As Variant, c As Long, r As Long, entry As Variant, last As Long, grid As Variant, area As Object
    headers = Split(LIST_HEADERS, " ")
    last = sheet.UsedRange.Rows.Count + sheet.UsedRange.Row
    sheet.Range(sheet.Cells(2, 1), sheet.Cells(last + 1, 10)).Clear
    For c = 0 To 9
        sheet.Cells(1, c + 1).Value = headers(c)
    Next c
    If mLines.Count = 0 Then Exit Sub
    ReDim grid(1 To mLines.Count, 1 To 10)
    For Each entry In mLines
        r = r + 1
        grid(r, 1) = r
        For c = 1 To 9
            grid(r, c + 1) = entry(c)
        Next c
    Next entry
    Set area = sheet.Range(sheet.Cells(2, 1), sheet.Cells(r + 1, 10))
    sheet.Range(sheet.Cells(2, 2), sheet.Cells(r + 1, 10)).NumberFormat = "@"
    area.Value = grid
    area.WrapText = True
    area.VerticalAlignment = -4108
    area.Font.Name = "微软雅黑"
    area.Font.Size = 10
    area.Borders.LineStyle = 1
    area.Borders.Color = LINE_COLOUR
    LinkCells sheet.Range(sheet.Cells(2, 6), sheet.Cells(r + 1, 6))
    ColourLevels sheet, 2, mErrors, ERROR_COLOUR
    ColourLevels sheet, 2 + mErrors, mWarnings, WARNING_COLOUR
    ColourLevels sheet, 2 + mErrors + mWarnings, mLines.Count - mErrors - mWarnings, PALE_COLOUR
    area.Rows.AutoFit
End Sub

' The cells of the list lead to the cells that they name.
Private Sub LinkCells(ByVal area As Object)
    Dim links As Variant, r As Long, entry As Variant
    ReDim links(1 To mLines.Count, 1 To 1)
    For Each entry In mLines
        r = r + 1
        links(r, 1) = entry(5)
        If entry(5) <> "" And InStr(entry(5), "、") = 0 Then links(r, 1) = "=HYPERLINK(""#'" & entry(4) & "'!" & entry(5) & """,""" & entry(5) & """)"
    Next entry
    area.NumberFormat = "General"
    area.Formula = links
    area.Font.Color = LINK_COLOUR
    area.Font.Underline = True
    area.HorizontalAlignment = -4108
End Sub

Private Sub ColourLevels(ByVal sheet As Object, ByVal first As Long, ByVal count As Long, ByVal colour As Long)
    If count > 0 Then sheet.Range(sheet.Cells(first, 2), sheet.Cells(first + count - 1, 2)).Interior.Color = colour
End Sub

' Colours and notes on the cells, instead of those from before.
Public Sub MarkCells(ByVal sheet As Object)
    Dim texts As Collection, worst As Collection, addresses As Collection, entry As Variant, address As Variant, text As String
    ClearMarks sheet
    Set texts = New Collection
    Set worst = New Collection
    Set addresses = New Collection
    For Each entry In mLines
        If entry(4) = CALLS_SHEET And entry(5) <> "" And InStr(entry(5), "、") = 0 And (entry(8) = STATE_NEW Or entry(8) = STATE_STILL) Then
            text = "【" & entry(1) & "】" & entry(6) & entry(7)
            If IsKept(texts, entry(5)) Then
                text = texts(entry(5)) & vbLf & text
                texts.Remove entry(5)
            Else
                addresses.Add entry(5)
            End If
            texts.Add text, entry(5)
            If entry(1) = ERROR_WORD And Not IsKept(worst, entry(5)) Then worst.Add "1", entry(5)
        End If
    Next entry
    For Each address In addresses
        AddNote sheet.Range(address), texts(address)
        ColourCell sheet.Range(address), IsKept(worst, address)
    Next address
End Sub

Private Function IsKept(ByVal among As Collection, ByVal key As String) As Boolean
    Dim text As String
    text = vbNullChar
    On Error Resume Next
    text = among(key)
    On Error GoTo 0
    IsKept = (text <> vbNullChar)
End Function

Private Sub AddNote(ByVal cell As Object, ByVal text As String)
    On Error Resume Next
    text = text & vbLf & SIGNATURE
    If Not cell.Comment Is Nothing Then text = text & vbLf & WithoutOurs(cell.Comment.Text)
    WriteNote cell, text
    cell.Comment.Visible = False
    cell.Comment.Shape.TextFrame.AutoSize = True
    On Error GoTo 0
End Sub

' In pieces: of what is longer than 255 signs Excel may take only the beginning.
Private Sub WriteNote(ByVal cell As Object, ByVal text As String)
    Dim at As Long
    If cell.Comment Is Nothing Then
        cell.AddComment Left(text, 200)
    Else
        cell.Comment.Text Left(text, 200)
    End If
    For at = 201 To Len(text) Step 200
        cell.Comment.Text Mid(text, at, 200), at, False
    Next at
End Sub

' What people wrote in a note, below our line.
Private Function WithoutOurs(ByVal text As String) As String
    Dim at As Long
    at = InStr(text, SIGNATURE)
    If at > 0 Then text = Mid(text, at + Len(SIGNATURE))
    WithoutOurs = CleanText(text)
End Function

' The same always true condition by which the program knows its own colours again.
Private Sub ColourCell(ByVal cell As Object, ByVal isWorst As Boolean)
    Dim rule As Object
    On Error Resume Next
    Set rule = cell.FormatConditions.Add(2, , "=LEN(""huifang:" & IIf(isWorst, "error", "warning") & """)>0")
    rule.Interior.Color = IIf(isWorst, ERROR_COLOUR, WARNING_COLOUR)
    rule.SetFirstPriority
    On Error GoTo 0
End Sub

Private Sub ClearMarks(ByVal sheet As Object)
    Dim i As Long, count As Long, text As String, remark As Object, place As Object, formula As String
    On Error Resume Next
    count = sheet.Cells.FormatConditions.Count
    For i = count To 1 Step -1
        formula = ""
        formula = sheet.Cells.FormatConditions(i).Formula1
        If Left(Replace(formula, " ", ""), 14) = "=LEN(""huifang:" Then sheet.Cells.FormatConditions(i).Delete
    Next i
    count = sheet.Comments.Count
    For i = count To 1 Step -1
        Set remark = sheet.Comments(i)
        text = ""
        text = remark.Text
        If InStr(text, SIGNATURE) > 0 Then
            text = WithoutOurs(text)
            Set place = Nothing
            Set place = remark.Parent
            If text = "" Then
                remark.Delete
            ElseIf Not place Is Nothing Then
                WriteNote place, text
            End If
        End If
    Next i
    On Error GoTo 0
End Sub

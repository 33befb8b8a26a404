Attribute VB_Name = "Checks"
Option Explicit
' The checks of calls that need nothing but this sheet, each under the code that the program gives it.

Public Sub CheckRows()
    Dim place As Long
    For place = 1 To RowCount
        If RowAnswered(place) And Not RowBroken(place) Then
            CheckAnswers place
            CheckDays place
            CheckTimes place
            CheckWords place
        End If
    Next place
    CheckIssued
    CheckTwice
    CheckAtOnce
End Sub

Private Function IsEmptyAt(ByVal place As Long, ByVal key As String) As Boolean
    IsEmptyAt = IsEmpty(Cell(place, key))
End Function

Private Function IsIn(ByVal word As String, ByVal listed As String) As Boolean
    IsIn = (word <> "" And IsAmong(word, Replace(listed, " ", vbLf)))
End Function

Private Function ExampleOf(ByVal key As String) As String
    ExampleOf = ""
    If ColExample(ColOf(key)) <> "" Then ExampleOf = "例如：" & ColExample(ColOf(key)) & "。"
End Function

Private Sub CheckAnswers(ByVal place As Long)
    Dim key As Variant
    For Each key In Split(ANSWER_KEYS, " ")
        If IsEmptyAt(place, key) And Not (IsIn(key, CLOCK_KEYS) And Word(place, "method") = BY_LETTER) Then
            FoundAt "C201", place, key, Array("column", ColHeader(ColOf(key)), "example", ExampleOf(key))
        End If
    Next key
    If Word(place, "result") = CONNECTED Then
        For Each key In Split(CONNECTED_KEYS, " ")
            MissingAnswer place, key
        Next key
        If Mandatory <> "" Then
            For Each key In Split(Mandatory, vbLf)
                MissingAnswer place, key
            Next key
        End If
    ElseIf Word(place, "result") <> "" And Word(place, "satisfaction") <> "" Then
        FoundAt "R312", place, "satisfaction", Array("result", Word(place, "result"), "value", Word(place, "satisfaction"))
    End If
End Sub

Private Sub MissingAnswer(ByVal place As Long, ByVal key As String)
    If ColOf(key) = 0 Then Exit Sub
    If IsEmptyAt(place, key) Then FoundAt "R311", place, key, Array("column", ColHeader(ColOf(key)), "example", ExampleOf(key))
End Sub

Private Sub CheckDays(ByVal place As Long)
    Dim called As Long, later As Long, reason As String
    If IsEmptyAt(place, "called_on") Then Exit Sub
    called = Cell(place, "called_on")
    If called < PeriodFrom Or (called > PeriodUntil And Not IsLateCall(place)) Then
        FoundAt "R301", place, "called_on", Array("day", ShownDay(called), "from_on", ShownDay(PeriodFrom), "until_on", ShownDay(PeriodUntil))
    End If
    If called > TodaySerial() Then FoundAt "R302", place, "called_on", Array("day", ShownDay(called), "today", ShownDay(TodaySerial()))
    reason = ReasonOff(called)
    If reason <> "" Then FoundAt "R307", place, "called_on", Array("day", ShownDay(called), "name", reason)
    If IsEmptyAt(place, "next_contact_on") Then Exit Sub
    later = Cell(place, "next_contact_on")
    If later < called Then FoundAt "R313", place, "next_contact_on", Array("day", ShownDay(later))
End Sub

' A call that was made after the batch, on a number of a plan: whether it may be so late only the office can tell.
Private Function IsLateCall(ByVal place As Long) As Boolean
    IsLateCall = False
    If IsEmptyAt(place, "started_at") And Word(place, "method") <> BY_LETTER Then Exit Function
    IsLateCall = (Word(place, "plan_no") <> "")
End Function

' How long a call took, over midnight where it ends in the small hours; -1 where the end is before the start.
Private Function CallMinutes(ByVal start As Long, ByVal finish As Long) As Long
    CallMinutes = finish - start
    If CallMinutes >= 0 Then Exit Function
    CallMinutes = CallMinutes + 1440
    If CallMinutes > LONGEST_OVER_MIDNIGHT Then CallMinutes = -1
End Function

Private Sub CheckTimes(ByVal place As Long)
    Dim start As Long, finish As Long, hasEnd As Boolean, minutes As Long
    If IsEmptyAt(place, "started_at") Then Exit Sub
    start = Cell(place, "started_at")
    hasEnd = Not IsEmptyAt(place, "ended_at")
    finish = start
    If hasEnd Then finish = Cell(place, "ended_at")
    minutes = CallMinutes(start, finish)
    If start > finish Then
        FoundAt IIf(minutes >= 0, "R316", "R303"), place, "ended_at", Array("start", ShownTime(start), "end", ShownTime(finish))
    End If
    If MaxMinutes > 0 And minutes > MaxMinutes And IsContent(place) Then
        FoundAt "R304", place, "ended_at", Array("minutes", CStr(minutes), "limit", CStr(MaxMinutes))
    End If
    If hasEnd And start = finish And Word(place, "result") = CONNECTED And Word(place, "method") = BY_PHONE Then
        If Word(place, "satisfaction") <> "" Then
            FoundAt "R321", place, "ended_at", Array("start", ShownTime(start), "value", Word(place, "satisfaction"))
        End If
    End If
    If minutes < 0 Then finish = start
    If Not IsWithin(start, finish) Then
        FoundAt "R305", place, "started_at", Array("start", ShownTime(start), "spans", SpansText)
    End If
    CheckQuiet place, start, finish
End Sub

Private Function IsContent(ByVal place As Long) As Boolean
    Dim key As Variant
    IsContent = Not IsIn(Word(place, "satisfaction"), DISSATISFIED)
    If Questions <> "" Then
        For Each key In Split(Questions, vbLf)
            If IsIn(Word(place, key), DISSATISFIED) Then IsContent = False
        Next key
    End If
    If Word(place, "handling") <> "" And Word(place, "handling") <> NO_PROBLEM Then IsContent = False
End Function

Private Function IsWithin(ByVal start As Long, ByVal finish As Long) As Boolean
    Dim i As Long
    IsWithin = False
    If finish < start Then finish = finish + 1440
    For i = 1 To SpanCount
        If SpanLow(i) <= start And finish <= SpanHigh(i) Then IsWithin = True
    Next i
End Function

Private Sub CheckQuiet(ByVal place As Long, ByVal start As Long, ByVal finish As Long)
    Dim bits As Variant, i As Long, customer As String, low As Long, high As Long
    customer = Word(place, "customer_no")
    If RowPlan(place) > 0 Then customer = IssuedOf(RowPlan(place), "customer_no")
    If QuietOf(customer) = "" Then Exit Sub
    If finish < start Then finish = finish + 1440
    bits = Split(QuietOf(customer), vbLf)
    For i = 1 To UBound(bits) - 1 Step 2
        low = CLng(bits(i))
        high = CLng(bits(i + 1))
        If IsDisturbed(low, high, start, finish) Then
            FoundAt "R306", place, "started_at", Array("start", ShownTime(start), "spans", bits(0))
            Exit Sub
        End If
    Next i
End Sub

Private Function IsDisturbed(ByVal low As Long, ByVal high As Long, ByVal start As Long, ByVal finish As Long) As Boolean
    Dim shift As Long
    IsDisturbed = (start <> high Mod 1440) And ((low <= start And start <= high) Or start + 1440 <= high)
    For shift = -1440 To 1440 Step 1440
        If IIf(low + shift > start, low + shift, start) < IIf(high + shift < finish, high + shift, finish) Then IsDisturbed = True
    Next shift
End Function

Public Function IssuedOf(ByVal plan As Long, ByVal key As String) As String
    Dim i As Long, keys As Variant
    keys = Split(ISSUED_KEYS, " ")
    IssuedOf = ""
    For i = 0 To UBound(keys)
        If keys(i) = key Then IssuedOf = Split(PlanIssued(plan), vbTab)(i)
    Next i
End Function

Private Sub CheckWords(ByVal place As Long)
    Dim key As Variant, plan As Long, allowed As String
    If IsIn(Word(place, "satisfaction"), DISSATISFIED) And SaysNothing(Word(place, "dissatisfied_because")) Then
        FoundAt "R308", place, "dissatisfied_because", Array("value", Word(place, "satisfaction"))
    End If
    If InWriting And Word(place, "handling") = UNRESOLVED Then
        For Each key In Split("reported_to report_document", " ")
            If SaysNothing(Word(place, key)) Then FoundAt "R309", place, key, Array("column", ColHeader(ColOf(key)))
        Next key
    End If
    If Word(place, "handling") = SOLVED And SaysNothing(Word(place, "measures")) Then FoundAt "R317", place, "measures", Array()
    plan = RowPlan(place)
    If Word(place, "method") <> "" And (plan > 0 Or Word(place, "plan_no") = "") Then
        allowed = OpenMethods
        If plan > 0 Then allowed = Replace(PlanMethods(plan), "、", vbLf)
        If allowed <> "" And Not IsAmong(Word(place, "method"), allowed) Then
            FoundAt "R310", place, "method", Array("value", Word(place, "method"), "allowed", Replace(allowed, vbLf, "、"))
        End If
    End If
    If Word(place, "plan_no") = "" And Word(place, "customer_no") = "" And Word(place, "customer_name") = "" Then
        FoundAt "R315", place, "customer_no", Array()
    End If
End Sub

' Grey cells come back as they were issued; every issued row is there.
Private Sub CheckIssued()
    Dim plan As Long, place As Long, whole() As Long, most() As Long, count As Long
    ReDim whole(PlanCount + 1)
    ReDim most(PlanCount + 1)
    For place = 1 To RowCount
        plan = RowPlan(place)
        If plan > 0 Then
            count = FilledGrey(place)
            If count > most(plan) Then
                most(plan) = count
                whole(plan) = place
            End If
        End If
    Next place
    For place = 1 To RowCount
        plan = RowPlan(place)
        If plan > 0 Then CheckGrey place, plan, place <> whole(plan)
    Next place
    For plan = 1 To PlanCount
        If whole(plan) = 0 Then FoundAt "T504", 0, "", Array("value", PlanNo(plan), "name", IssuedOf(plan, "customer_name"))
    Next plan
End Sub

Private Function FilledGrey(ByVal place As Long) As Long
    Dim key As Variant
    FilledGrey = 0
    For Each key In Split(ISSUED_KEYS, " ")
        If Not IsEmptyAt(place, key) Then FilledGrey = FilledGrey + 1
    Next key
End Function

Private Sub CheckGrey(ByVal place As Long, ByVal plan As Long, ByVal mayBeEmpty As Boolean)
    Dim i As Long, keys As Variant, handedOut As Variant, value As String
    keys = Split(ISSUED_KEYS, " ")
    handedOut = Split(PlanIssued(plan), vbTab)
    For i = 0 To UBound(keys)
        If SheetCol(keys(i)) > 0 Then
            value = Word(place, keys(i))
            If value <> "" And ColKind(ColOf(keys(i))) = KIND_DATE Then value = ShownDay(CLng(value))
            If handedOut(i) <> value And Not (mayBeEmpty And value = "") And Not OddCells(place, ColOf(keys(i))) Then
                If HalfWidth(handedOut(i)) <> HalfWidth(value) Then
                    FoundAt "T505", place, keys(i), Array("column", ColHeader(ColOf(keys(i))), "issued", Left(handedOut(i), 40), "value", Left(value, 40))
                End If
            End If
        End If
    Next i
End Sub

Private Function IsJudged(ByVal place As Long) As Boolean
    IsJudged = RowAnswered(place) And Not RowBroken(place) And RowDay(place) > 0
End Function

' The same call entered twice.
Private Sub CheckTwice()
    Dim place As Long, other As Long, seen As Collection, key As String
    Set seen = New Collection
    For place = 1 To RowCount
        If IsJudged(place) And (RowStart(place) >= 0 Or Word(place, "method") = BY_LETTER) Then
            key = CStr(RowDay(place)) & "|" & CStr(RowStart(place)) & "|" & RowWhom(place)
            other = 0
            On Error Resume Next
            other = seen(key)
            On Error GoTo 0
            If other = 0 Then
                seen.Add place, key
            Else
                FoundAt "X401", place, "started_at", Array("other", CStr(RowNo(other)))
            End If
        End If
    Next place
End Sub

Private Function IsSameCall(ByVal place As Long, ByVal other As Long) As Boolean
    IsSameCall = (RowDay(place) = RowDay(other) And RowStart(place) = RowStart(other) And RowWhom(place) = RowWhom(other))
End Function

' Minutes since the calendar began.
Private Function Began(ByVal place As Long) As Double
    Began = CDbl(RowDay(place)) * 1440 + RowStart(place)
End Function

Private Function Ended(ByVal place As Long) As Double
    Dim minutes As Long
    Ended = Began(place)
    If RowEnd(place) < 0 Then Exit Function
    minutes = CallMinutes(RowStart(place), RowEnd(place))
    If minutes > 0 Then Ended = Ended + minutes
End Function

' One person makes one call at a time.
Private Sub CheckAtOnce()
    Dim order() As Long, count As Long, place As Long, i As Long, j As Long, longest As Long, returned() As Boolean
    Dim sameTime As Boolean
    ReDim order(RowCount + 1)
    ReDim returned(RowCount + 1)
    For place = 1 To RowCount
        If IsJudged(place) And RowStart(place) >= 0 Then
            count = count + 1
            i = count
            Do While i > 1
                If Began(order(i - 1)) <= Began(place) Then Exit Do
                order(i) = order(i - 1)
                i = i - 1
            Loop
            order(i) = place
        End If
    Next place
    For j = 1 To count
        place = order(j)
        If longest = 0 Then
            longest = place
        ElseIf Int(Ended(longest) / 1440) < RowDay(place) Then
            longest = place
        Else
            sameTime = (Began(place) = Began(longest))
            If Not (sameTime And Ended(place) = Ended(longest) And MayShare(longest, place)) Then
                If (Began(place) < Ended(longest) Or sameTime) And Not IsSameCall(longest, place) And Not returned(place) Then
                    FoundAt "X402", place, "started_at", Array("line", CStr(RowNo(place)), "other", CStr(RowNo(longest)), _
                        "start", ShownTime(RowStart(longest)), "end", ShownTime(CLng(Ended(longest) - Int(Ended(longest) / 1440) * 1440)))
                    returned(place) = True
                End If
                If Ended(place) >= Ended(longest) Then longest = place
            End If
        End If
    Next j
End Sub

Private Function MayShare(ByVal place As Long, ByVal other As Long) As Boolean
    Dim one As Long, two As Long
    MayShare = False
    one = RowPlan(place)
    two = RowPlan(other)
    If one = 0 Or two = 0 Or one = two Then Exit Function
    MayShare = (PlanShare(one) <> "" And PlanShare(one) = PlanShare(two))
End Function

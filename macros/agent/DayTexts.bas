Attribute VB_Name = "DayTexts"
Option Explicit
' Days as numbers and as people write them; one without a year is the one in the batch, or nearest to it.

Private mFound(9) As Long
Private mCount As Long

' A day: from a cell that holds a number.
Public Function DayOfNumber(ByVal number As Double, ByVal ahead As Boolean) As Boolean
    Dim written As String
    GotMeant = ""
    DayOfNumber = True
    If number >= 36526 And number <= 73050 Then
        GotDay = Int(number)
    ElseIf number = Int(number) And number > 0 And number < 32 Then
        DayOfNumber = OnlyOf(CLng(number), ahead)
    ElseIf number = Int(number) Then
        DayOfNumber = WrittenDay(ShownNumber(number), ahead)
        If DayOfNumber Then DayOfNumber = IsTail(GotRest)
    Else
        written = ShownNumber(number)
        mCount = 0
        If WrittenDay(written, ahead) Then Keep GotDay
        If Len(Mid(written, InStr(written, ".") + 1)) = 1 Then
            If WrittenDay(written & "0", ahead) Then Keep GotDay
        End If
        DayOfNumber = OneKept()
    End If
End Function

' A day: from a text.
Public Function DayOfText(ByVal text As String, ByVal ahead As Boolean) As Boolean
    Dim bare As String
    GotMeant = ""
    bare = BareNumber(text)
    If bare = "" Then
        DayOfText = WrittenDay(text, ahead)
        If DayOfText Then DayOfText = IsTail(GotRest)
        If Not DayOfText Then GotMeant = MeantDays(text, ahead)
    ElseIf (Val(bare) >= 36526 And Val(bare) <= 73050) Or (Val(bare) = Int(Val(bare)) And Val(bare) > 0 And Val(bare) < 32) Then
        DayOfText = DayOfNumber(Val(bare), ahead)
    Else
        DayOfText = WrittenDay(text, ahead)
    End If
End Function

' Whether what stands behind a day is a time, two of them, a part of the day, or nothing.
Private Function IsTail(ByVal rest As String) As Boolean
    Dim ends As Variant, one As Variant, plain As String
    IsTail = True
    If rest = "" Then Exit Function
    plain = LCase(Plainly(rest))
    If IsAmong(plain, Replace(PARTS_OF_DAY, " ", vbLf)) Then Exit Function
    plain = rest
    For Each one In Array(ChrW(&H2013), "—", "～", "~", "至", "到")
        plain = Replace(plain, one, "-")
    Next one
    ends = Split(plain, "-")
    If UBound(ends) > 1 Then
        IsTail = False
        Exit Function
    End If
    For Each one In ends
        If Not WrittenTime(CleanText(one)) Then IsTail = False
    Next one
End Function

Private Sub Keep(ByVal serial As Long)
    Dim i As Long
    For i = 1 To mCount
        If mFound(i) = serial Then Exit Sub
    Next i
    If mCount < 9 Then
        mCount = mCount + 1
        mFound(mCount) = serial
    End If
End Sub

Private Function OneKept() As Boolean
    Dim i As Long, j As Long, swap As Long
    OneKept = (mCount = 1)
    If OneKept Then
        GotDay = mFound(1)
        Exit Function
    End If
    For i = 1 To mCount - 1
        For j = i + 1 To mCount
            If mFound(j) < mFound(i) Then
                swap = mFound(i)
                mFound(i) = mFound(j)
                mFound(j) = swap
            End If
        Next j
    Next i
    GotMeant = ""
    For i = 1 To mCount
        If i > 1 Then GotMeant = GotMeant & vbLf
        GotMeant = GotMeant & ShownDay(mFound(i))
    Next i
End Function

' The days of the batch with that number alone.
Private Function OnlyOf(ByVal number As Long, ByVal ahead As Boolean) As Boolean
    Dim serial As Long, lastDay As Long
    lastDay = IIf(ahead, PeriodUntil + 31, TodaySerial())
    mCount = 0
    If Not ahead Then
        For serial = PeriodFrom To IIf(lastDay < PeriodUntil, lastDay, PeriodUntil)
            If NumberOfDay(serial) = number Then Keep serial
        Next serial
    End If
    If mCount = 0 Then
        For serial = PeriodFrom To lastDay
            If NumberOfDay(serial) = number Then Keep serial
        Next serial
    End If
    OnlyOf = OneKept()
End Function

Private Function NumberOfDay(ByVal serial As Long) As Long
    NumberOfDay = Day(DateSerial(1899, 12, 30) + serial)
End Function

Private Function YearOf(ByVal serial As Long) As Long
    YearOf = Year(DateSerial(1899, 12, 30) + serial)
End Function

Private Function SerialOf(ByVal yearNo As Long, ByVal monthNo As Long, ByVal dayNo As Long) As Long
    Dim serial As Long
    SerialOf = 0
    If yearNo < 1900 Or monthNo < 1 Or monthNo > 12 Or dayNo < 1 Or dayNo > 31 Then Exit Function
    serial = CLng(CDbl(DateSerial(yearNo, monthNo, dayNo)))
    If NumberOfDay(serial) = dayNo Then SerialOf = serial
End Function

' The day of that month and number that is meant; 0 where none is.
Private Function WholeDay(ByVal monthNo As Long, ByVal dayNo As Long, ByVal ahead As Boolean) As Long
    Dim near As Long, yearNo As Long, serial As Long, best As Long, distance As Long
    WholeDay = 0
    near = YearOf(PeriodUntil)
    For yearNo = near - 8 To near + 8
        serial = SerialOf(yearNo, monthNo, dayNo)
        If serial > 0 And Not (ahead And serial < PeriodFrom) Then
            distance = 0
            If serial < PeriodFrom Then distance = PeriodFrom - serial
            If serial > PeriodUntil Then distance = serial - PeriodUntil
            If WholeDay = 0 Or distance < best Then
                WholeDay = serial
                best = distance
            End If
        End If
    Next yearNo
End Function

Private Function InYear(ByVal yearText As String, ByVal monthNo As Long, ByVal dayNo As Long, ByVal sure As Boolean) As Long
    InYear = 0
    If Len(yearText) = 4 Then
        InYear = SerialOf(CLng(yearText), monthNo, dayNo)
    ElseIf sure Or CLng(yearText) > 12 Then
        InYear = SerialOf(2000 + CLng(yearText), monthNo, dayNo)
        If InYear > 0 Then
            If Abs(YearOf(InYear) - YearOf(PeriodUntil)) > 1 Then InYear = 0
        End If
    End If
End Function

Private Function PlainDay(ByVal text As String) As String
    Dim one As Variant, plain As String, bits As Variant
    plain = Plainly(text)
    For Each one In Array(&H3002&, 44, &H3001&)
        plain = Replace(plain, ChrW(one), ".")
    Next one
    For Each one In Array(&H2014&, &H2013&, &H2212&, &H2010&)
        plain = Replace(plain, ChrW(one), "-")
    Next one
    plain = Replace(plain, "\", "/")
    plain = CleanText(plain)
    Do While Len(plain) > 0
        If InStr("-/.", Right(plain, 1)) = 0 Then Exit Do
        plain = Left(plain, Len(plain) - 1)
    Loop
    bits = Split(plain, " ")
    If UBound(bits) >= 2 Then
        If IsDigits(bits(0)) And Len(bits(0)) = 4 And IsDigits(bits(1)) And Len(bits(1)) <= 2 And IsDigits(bits(2)) And Len(bits(2)) <= 2 Then
            bits(0) = bits(0) & "-" & bits(1) & "-" & bits(2)
            bits(1) = ""
            bits(2) = ""
            plain = CleanText(Join(bits, " "))
        End If
    End If
    PlainDay = plain
End Function

' Of a day with its year behind, as 11/12/2026: the days that it may be.
Private Function MeantDays(ByVal text As String, ByVal ahead As Boolean) As String
    MeantDays = ""
    If YearBehind(PlainDay(text)) Then
        If OneKept() Then MeantDays = ShownDay(GotDay) Else MeantDays = GotMeant
    End If
End Function

Private Function YearBehind(ByVal plain As String) As Boolean
    Dim bits As Variant, serial As Long
    YearBehind = False
    mCount = 0
    bits = Split(Replace(Replace(plain, "/", "-"), ".", "-"), "-")
    If UBound(bits) <> 2 Then Exit Function
    If Not (IsDigits(bits(0)) And IsDigits(bits(1)) And IsDigits(bits(2))) Then Exit Function
    If Len(bits(0)) > 2 Or Len(bits(1)) > 2 Or (Len(bits(2)) <> 2 And Len(bits(2)) <> 4) Then Exit Function
    serial = InYear(bits(2), CLng(bits(0)), CLng(bits(1)), True)
    If serial > 0 Then Keep serial
    serial = InYear(bits(2), CLng(bits(1)), CLng(bits(0)), True)
    If serial > 0 Then Keep serial
    YearBehind = True
End Function

' The day that the text begins with; what stands behind it is in GotRest.
Public Function WrittenDay(ByVal text As String, ByVal ahead As Boolean) As Boolean
    Dim plain As String, at As Long
    WrittenDay = False
    GotRest = ""
    GotDay = 0
    plain = PlainDay(text)
    If IsDigits(plain) And (Len(plain) = 8 Or Len(plain) = 6) Then
        GotDay = InYear(Left(plain, Len(plain) - 4), CLng(Mid(plain, Len(plain) - 3, 2)), CLng(Right(plain, 2)), False)
    ElseIf IsAlone(plain) Then
        If Not OnlyOf(CLng(Val(plain)), ahead) Then GotDay = 0
    ElseIf YearBehind(plain) And mCount = 1 And IsDigits(Right(plain, 4)) Then
        GotDay = mFound(1)
    Else
        at = ThreeNumbers(plain)
        If at = 0 Then at = TwoNumbers(plain, ahead)
        If at > 0 Then GotRest = CleanText(Mid(plain, at))
    End If
    WrittenDay = (GotDay > 0)
End Function

Private Function IsAlone(ByVal plain As String) As Boolean
    Dim before As String
    IsAlone = False
    If Len(plain) < 2 Then Exit Function
    If InStr(1, "日号", Right(plain, 1), 0) = 0 Then Exit Function
    before = CleanText(Left(plain, Len(plain) - 1))
    IsAlone = IsDigits(before) And Len(before) <= 2
End Function

Private Function DigitRun(ByVal plain As String, ByRef at As Long) As String
    Dim start As Long
    start = at
    Do While IsDigits(Mid(plain, at, 1))
        at = at + 1
    Loop
    DigitRun = Mid(plain, start, at - start)
End Function

Private Function Signs(ByVal plain As String, ByRef at As Long, ByVal allowed As String) As String
    Dim out As String
    Do While IsSpace(Mid(plain, at, 1))
        at = at + 1
    Loop
    Do While Mid(plain, at, 1) <> ""
        If InStr(1, allowed, Mid(plain, at, 1), 0) = 0 Then Exit Do
        out = out & Mid(plain, at, 1)
        at = at + 1
    Loop
    Do While IsSpace(Mid(plain, at, 1))
        at = at + 1
    Loop
    Signs = out
End Function

' Year, month and day; where what follows them begins, or 0.
Private Function ThreeNumbers(ByVal plain As String) As Long
    Dim at As Long, yearText As String, monthText As String, dayText As String, first As String
    ThreeNumbers = 0
    at = 1
    yearText = DigitRun(plain, at)
    If Len(yearText) <> 4 And Len(yearText) <> 2 Then Exit Function
    first = Signs(plain, at, "-/.年")
    If first = "" Then Exit Function
    monthText = DigitRun(plain, at)
    If Len(monthText) < 1 Or Len(monthText) > 2 Then Exit Function
    If Signs(plain, at, "-/.月") = "" Then Exit Function
    dayText = DigitRun(plain, at)
    If Len(dayText) < 1 Or Len(dayText) > 2 Then Exit Function
    GotDay = InYear(yearText, CLng(monthText), CLng(dayText), Right(first, 1) = "年")
    ThreeNumbers = Behind(plain, at)
End Function

' Month and day; where what follows them begins, or 0.
Private Function TwoNumbers(ByVal plain As String, ByVal ahead As Boolean) As Long
    Dim at As Long, monthText As String, dayText As String
    TwoNumbers = 0
    at = 1
    monthText = DigitRun(plain, at)
    If Len(monthText) < 1 Or Len(monthText) > 2 Then Exit Function
    If Signs(plain, at, "-/.月") = "" Then Exit Function
    dayText = DigitRun(plain, at)
    If Len(dayText) < 1 Or Len(dayText) > 2 Then Exit Function
    GotDay = WholeDay(CLng(monthText), CLng(dayText), ahead)
    TwoNumbers = Behind(plain, at)
End Function

' Past the word for a day, a weekday and space.
Private Function Behind(ByVal plain As String, ByVal at As Long) As Long
    Dim start As Long, inside As Boolean
    Do While IsSpace(Mid(plain, at, 1))
        at = at + 1
    Loop
    If Mid(plain, at, 1) = "日" Or Mid(plain, at, 1) = "号" Then at = at + 1
    Do While IsSpace(Mid(plain, at, 1))
        at = at + 1
    Loop
    start = at
    inside = (Mid(plain, at, 1) = "(")
    If inside Then at = at + 1
    If Mid(plain, at, 2) = "星期" Or Mid(plain, at, 2) = "礼拜" Then
        at = at + 2
    ElseIf Mid(plain, at, 1) = "周" Then
        at = at + 1
    Else
        at = 0
    End If
    If at > 0 Then
        If Mid(plain, at, 1) <> "" And InStr(1, "一二三四五六日天", Mid(plain, at, 1), 0) > 0 Then at = at + 1 Else at = 0
    End If
    If at > 0 Then
        If Mid(plain, at, 1) = ")" Then at = at + 1
        start = at
    End If
    Do While IsSpace(Mid(plain, start, 1)) Or Mid(plain, start, 1) = "T"
        start = start + 1
    Loop
    Behind = start
End Function

Attribute VB_Name = "Moments"
Option Explicit
' Times of day and days, as numbers and as people write them.

' What the last reading gave: minutes of the day, a length in minutes, or a day's serial number.
Public GotMinutes As Long
Public GotLength As Boolean
Public GotDay As Long
Public GotMeant As String
Public GotRest As String

' A time of day that a bare number says.
Public Function NumberedTime(ByVal number As Double) As Boolean
    Dim part As Double, hundred As Double
    NumberedTime = False
    GotLength = False
    part = number - Int(number)
    If number >= 0 And number < 1 Then
        GotMinutes = OfDay(number)
        NumberedTime = True
    ElseIf number >= 36526 Then
        If part > 0 Then
            GotMinutes = OfDay(part)
            NumberedTime = True
        End If
    ElseIf number < 24 And number > 0 And part > 0 Then
        hundred = Int(number * 100 + 0.5)
        If Abs(number * 100 - hundred) < 0.000001 And CLng(hundred) Mod 10 <> 0 Then NumberedTime = HourAndMinute(CLng(hundred))
    ElseIf number >= 100 And number <= 2400 And part = 0 Then
        NumberedTime = HourAndMinute(CLng(number))
    End If
End Function

Private Function OfDay(ByVal part As Double) As Long
    OfDay = (CLng(Int(part * 86400 + 0.5)) \ 60) Mod 1440
End Function

Private Function HourAndMinute(ByVal number As Long) As Boolean
    Dim hourNo As Long, minuteNo As Long
    hourNo = number \ 100
    minuteNo = number Mod 100
    HourAndMinute = (minuteNo < 60 And (hourNo < 24 Or number = 2400))
    If HourAndMinute Then GotMinutes = (hourNo Mod 24) * 60 + minuteNo
End Function

' A time, or a length in minutes: from a cell that holds a number.
Public Function TimeOfNumber(ByVal number As Double) As Boolean
    TimeOfNumber = True
    If NumberedTime(number) Then Exit Function
    GotMeant = MeantTimes(number)
    If number > 0 And number < 100 And number = Int(number) Then
        GotMinutes = CLng(number)
        GotLength = True
    Else
        TimeOfNumber = False
    End If
End Function

Private Function MeantTimes(ByVal number As Double) As String
    Dim hourNo As Long, tenths As Long
    MeantTimes = ""
    If number < 1 Or number >= 24 Then Exit Function
    hourNo = Int(number)
    If number = hourNo Then
        MeantTimes = CStr(hourNo) & ":00" & vbLf & "0:" & Right("0" & CStr(hourNo), 2)
        Exit Function
    End If
    tenths = CLng(Int(number * 10 + 0.5)) Mod 10
    If tenths < 6 Then MeantTimes = CStr(hourNo) & ":" & CStr(tenths) & "0" & vbLf & CStr(hourNo) & ":0" & CStr(tenths)
End Function

' A time, or a length in minutes: from a text.
Public Function TimeOfText(ByVal text As String) As Boolean
    Dim bare As String
    GotLength = False
    GotMeant = ""
    TimeOfText = True
    If WrittenTime(text) Then Exit Function
    If WrittenMinutes(text) Then Exit Function
    bare = BareNumber(text)
    If bare <> "" Then TimeOfText = TimeOfNumber(Val(bare)) Else TimeOfText = False
End Function

' The number in a text that is nothing but one: at most five digits before the point.
Public Function BareNumber(ByVal text As String) As String
    Dim plain As String, at As Long, whole As String, part As String
    BareNumber = ""
    plain = WithoutQuotes(Narrow(CleanText(text)))
    at = InStr(plain, ".")
    If at = 0 Then
        If IsDigits(plain) And Len(plain) <= 5 Then BareNumber = plain
        Exit Function
    End If
    whole = Left(plain, at - 1)
    part = Mid(plain, at + 1)
    If Not IsDigits(part) Or Len(plain) >= 20 Then Exit Function
    If whole = "" Or (IsDigits(whole) And Len(whole) <= 5) Then BareNumber = plain
End Function

Public Function WrittenTime(ByVal text As String) As Boolean
    Dim plain As String, between As String, together As Boolean
    WrittenTime = False
    plain = WithoutDay(Plainly(text))
    together = TwoNumbers(plain, between)
    If Not together Then
        between = WithColons(plain)
        If InStr(between, ":") = 0 Then Exit Function
    End If
    WrittenTime = TimeInWords(between)
End Function

' 0905 or 9 05: as 9:05.
Private Function TwoNumbers(ByVal plain As String, ByRef between As String) As Boolean
    Dim first As String, last As String
    TwoNumbers = False
    If Len(plain) < 3 Or Len(plain) > 5 Then Exit Function
    last = Right(plain, 2)
    first = Left(plain, Len(plain) - 2)
    If IsSpace(Right(first, 1)) Then first = Left(first, Len(first) - 1)
    If Not (IsDigits(first) And IsDigits(last)) Or Len(first) > 2 Then Exit Function
    between = first & ":" & last
    TwoNumbers = True
End Function

' A day in front of a time is passed over.
Private Function WithoutDay(ByVal plain As String) As String
    Dim at As Long, first As Long, count As Long
    WithoutDay = plain
    at = 1
    count = DigitsAt(plain, at)
    If count = 0 Then Exit Function
    first = at + count
    If count >= 2 And count <= 4 And InStr(1, "-/.年", Mid(plain, first, 1), 0) > 0 And Mid(plain, first, 1) <> "" Then
        If DayBehind(plain, first + 1, at) Then
            WithoutDay = Mid(plain, at)
            Exit Function
        End If
    End If
    at = 1
    If DayBehind(plain, 1, at) Then WithoutDay = Mid(plain, at)
End Function

' A month and a day from that place on, with something behind them; where that begins.
Private Function DayBehind(ByVal plain As String, ByVal start As Long, ByRef at As Long) As Boolean
    Dim place As Long, count As Long, sign As String
    DayBehind = False
    place = start
    count = DigitsAt(plain, place)
    If count < 1 Or count > 2 Then Exit Function
    place = place + count
    sign = Mid(plain, place, 1)
    If sign = "" Or InStr(1, "-/.月", sign, 0) = 0 Then Exit Function
    place = place + 1
    count = DigitsAt(plain, place)
    If count < 1 Or count > 2 Then Exit Function
    place = place + count
    sign = Mid(plain, place, 1)
    If sign = "" Then Exit Function
    If InStr(1, "日号", sign, 0) > 0 Then
        place = place + 1
        Do While IsSpace(Mid(plain, place, 1))
            place = place + 1
        Loop
    ElseIf IsSpace(sign) Or sign = "T" Then
        Do While IsSpace(Mid(plain, place, 1)) Or Mid(plain, place, 1) = "T"
            place = place + 1
        Loop
    Else
        Exit Function
    End If
    If place > Len(plain) Then Exit Function
    at = place
    DayBehind = True
End Function

Private Function DigitsAt(ByVal text As String, ByVal at As Long) As Long
    Dim count As Long
    Do While IsDigits(Mid(text, at + count, 1))
        count = count + 1
    Loop
    DigitsAt = count
End Function

' What stands between hourNo and minuteNo as a colon.
Private Function WithColons(ByVal plain As String) As String
    Dim i As Long, j As Long, out As String, sign As String, has As Boolean
    i = 1
    Do While i <= Len(plain)
        j = i
        Do While IsSpace(Mid(plain, j, 1))
            j = j + 1
        Loop
        has = False
        sign = Mid(plain, j, 1)
        If IsBetween(sign) Then
            Do While IsBetween(Mid(plain, j, 1))
                j = j + 1
            Loop
            has = True
        ElseIf sign = "." Or sign = "。" Then
            j = j + 1
            Do While IsSpace(Mid(plain, j, 1))
                j = j + 1
            Loop
            has = (DigitsAt(plain, j) >= 2)
        End If
        If has Then
            Do While IsSpace(Mid(plain, j, 1))
                j = j + 1
            Loop
            out = out & ":"
            i = j
        Else
            out = out & Mid(plain, i, 1)
            i = i + 1
        End If
    Loop
    WithColons = out
End Function

Private Function IsBetween(ByVal sign As String) As Boolean
    If sign = "" Then
        IsBetween = False
    Else
        IsBetween = InStr(1, ":;,·'点时" & ChrW(&H2236) & ChrW(&H2F8), sign, 0) > 0
    End If
End Function

' [part of the day] hourNo[:minuteNo[:second]] [part of the day]
Private Function TimeInWords(ByVal text As String) As Boolean
    Dim at As Long, count As Long, before As String, behind As String, hourNo As Long, minuteNo As Long, part As String
    TimeInWords = False
    at = 1
    before = PartAt(text, at, True)
    at = at + Len(before)
    SkipSpace text, at
    count = DigitsAt(text, at)
    If count < 1 Or count > 2 Then Exit Function
    hourNo = CLng(Mid(text, at, count))
    at = at + count
    If Mid(text, at, 1) = ":" Then
        at = at + 1
        count = DigitsAt(text, at)
        If count > 2 Then Exit Function
        If count > 0 Then
            minuteNo = CLng(Mid(text, at, count))
            at = at + count
        ElseIf Mid(text, at, 1) = "半" Then
            minuteNo = 30
            at = at + 1
        ElseIf Mid(text, at, 2) = "一刻" Or Mid(text, at, 2) = "三刻" Then
            minuteNo = IIf(Mid(text, at, 1) = "一", 15, 45)
            at = at + 2
        End If
        If Mid(text, at, 1) = ":" Or Mid(text, at, 1) = "分" Then
            at = at + 1
            count = DigitsAt(text, at)
            If count > 2 Then Exit Function
            at = at + count
            If Mid(text, at, 1) = "秒" Then at = at + 1
        End If
    End If
    SkipSpace text, at
    If Mid(text, at, 1) <> "" Then
        If InStr(1, "钟整正", Mid(text, at, 1), 0) > 0 Then at = at + 1
    End If
    SkipSpace text, at
    behind = PartAt(text, at, False)
    at = at + Len(behind)
    If at <= Len(text) Then Exit Function
    If before <> "" And behind <> "" Then Exit Function
    part = LCase(before & behind)
    If part <> "" And Not IsAmong(part, Replace(PARTS_OF_DAY, " ", vbLf)) Then Exit Function
    If minuteNo > 59 Then Exit Function
    If hourNo = 24 And minuteNo = 0 And part = "" Then
        GotMinutes = 0
        TimeInWords = True
        Exit Function
    End If
    If hourNo > 23 Then Exit Function
    If hourNo = 12 And part <> "" And IsAmong(part, Replace(PARTS_AT_NIGHT, " ", vbLf)) Then Exit Function
    If part <> "" And CountsFromNoon(part, hourNo) Then hourNo = hourNo + 12
    GotMinutes = hourNo * 60 + minuteNo
    TimeInWords = True
End Function

Private Sub SkipSpace(ByVal text As String, ByRef at As Long)
    Do While IsSpace(Mid(text, at, 1))
        at = at + 1
    Loop
End Sub

' One or two signs that are no digits (or am, pm) at that place.
Private Function PartAt(ByVal text As String, ByVal at As Long, ByVal isAny As Boolean) As String
    Dim two As String
    PartAt = ""
    two = LCase(Mid(text, at, 2))
    If two = "am" Or two = "pm" Then
        PartAt = Mid(text, at, 2)
        Exit Function
    End If
    If Not isAny Then Exit Function
    Do While Len(PartAt) < 2 And at + Len(PartAt) <= Len(text)
        If IsDigits(Mid(text, at + Len(PartAt), 1)) Or IsSpace(Mid(text, at + Len(PartAt), 1)) Then Exit Do
        PartAt = PartAt & Mid(text, at + Len(PartAt), 1)
    Loop
End Function

Private Function CountsFromNoon(ByVal part As String, ByVal hourNo As Long) As Boolean
    Dim one As Variant, bits As Variant
    CountsFromNoon = False
    For Each one In Split(FROM_NOON, " ")
        bits = Split(one, ",")
        If bits(0) = part Then CountsFromNoon = (hourNo >= CLng(bits(1)) And hourNo <= CLng(bits(2)))
    Next one
End Function

' 6分钟, 1小时5分
Public Function WrittenMinutes(ByVal text As String) As Boolean
    Dim plain As String, at As Long, count As Long, hours As Long, minutes As Long, has As Boolean, place As Long
    WrittenMinutes = False
    plain = LCase(Plainly(text))
    If plain = "" Then Exit Function
    at = 1
    count = DigitsAt(plain, at)
    If count = 1 Then
        place = at + 1
        SkipSpace plain, place
        If Mid(plain, place, 1) = "个" Then place = place + 1
        If Mid(plain, place, 2) = "小时" Then
            hours = CLng(Mid(plain, at, 1))
            at = place + 2
            has = True
        End If
    End If
    SkipSpace plain, at
    count = DigitsAt(plain, at)
    If count >= 1 And count <= 3 Then
        place = at + count
        SkipSpace plain, place
        If Mid(plain, place, 1) = "分" Or Mid(plain, place, 3) = "min" Or Mid(plain, place, 1) = "'" Then
            minutes = CLng(Mid(plain, at, count))
            has = True
            If Mid(plain, place, 3) = "min" Then
                at = place + 3
            ElseIf Mid(plain, place, 2) = "分钟" Then
                at = place + 2
            Else
                at = place + 1
            End If
        End If
    End If
    SkipSpace plain, at
    count = DigitsAt(plain, at)
    If count >= 1 And count <= 2 Then
        place = at + count
        SkipSpace plain, place
        If Mid(plain, place, 1) = "秒" Then at = place + 1
    End If
    If at <= Len(plain) Or Not has Then Exit Function
    minutes = hours * 60 + minutes
    If minutes < 1 Or minutes >= 1440 Then Exit Function
    GotMinutes = minutes
    GotLength = True
    WrittenMinutes = True
End Function

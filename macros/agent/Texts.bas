Attribute VB_Name = "Texts"
Option Explicit
' Text as people type it, read as the program reads it.

Public Function CodeOf(ByVal sign As String) As Long
    CodeOf = AscW(sign) And &HFFFF&
End Function

' Whether the text is of letters, digits and Chinese characters alone: it is as clean and as narrow as can be.
Public Function IsPlain(ByVal text As String) As Boolean
    IsPlain = Not (text Like "*[!0-9A-Za-z一-" & ChrW(&H9FA5&) & "]*")
End Function

' Without control and invisible characters and without space at the ends.
Public Function CleanText(ByVal text As String) As String
    Dim i As Long, c As Long, out As String, first As Long, last As Long
    If IsPlain(text) Then
        CleanText = text
        Exit Function
    End If
    text = Replace(Replace(text, vbCrLf, vbLf), vbCr, vbLf)
    For i = 1 To Len(text)
        c = CodeOf(Mid(text, i, 1))
        If IsKept(c) Then out = out & Mid(text, i, 1)
    Next i
    first = 1
    last = Len(out)
    Do While first <= last
        If Not IsEdge(CodeOf(Mid(out, first, 1))) Then Exit Do
        first = first + 1
    Loop
    Do While last >= first
        If Not IsEdge(CodeOf(Mid(out, last, 1))) Then Exit Do
        last = last - 1
    Loop
    CleanText = Mid(out, first, last - first + 1)
End Function

Private Function IsKept(ByVal c As Long) As Boolean
    If c < 32 Then
        IsKept = (c = 9 Or c = 10)
    ElseIf c < &H200B& Then
        IsKept = (c <> 127)
    Else
        IsKept = Not ((c <= &H200F&) Or (c >= &H202A& And c <= &H202E&) Or c = &H2060& _
            Or (c >= &H2066& And c <= &H2069&) Or c >= &HFFFE& Or c = &HFEFF&)
    End If
End Function

Private Function IsEdge(ByVal c As Long) As Boolean
    IsEdge = (c = 32 Or c = 9 Or c = 10 Or c = &H3000& Or c = 160)
End Function

Public Function IsSpace(ByVal sign As String) As Boolean
    Dim c As Long
    If sign = "" Then
        IsSpace = False
        Exit Function
    End If
    c = CodeOf(sign)
    IsSpace = (c = 32 Or (c >= 9 And c <= 13) Or c = 160 Or c = &H3000& Or (c >= &H2000& And c <= &H200A&))
End Function

' Full-width letters, digits and signs as half-width ones; space stays.
Public Function Narrow(ByVal text As String) As String
    Dim i As Long, c As Long, out As String
    For i = 1 To Len(text)
        c = CodeOf(Mid(text, i, 1))
        If c >= &HFF01& And c <= &HFF5E& Then
            out = out & Chr(c - &HFEE0&)
        ElseIf c = &H3000& Or c = 160 Then
            out = out & " "
        Else
            out = out & Mid(text, i, 1)
        End If
    Next i
    Narrow = out
End Function

' The same with all space removed.
Public Function HalfWidth(ByVal text As String) As String
    Dim i As Long, out As String
    If IsPlain(text) Then
        HalfWidth = text
        Exit Function
    End If
    text = Narrow(text)
    For i = 1 To Len(text)
        If Not IsSpace(Mid(text, i, 1)) Then out = out & Mid(text, i, 1)
    Next i
    HalfWidth = out
End Function

Public Function Simplified(ByVal text As String) As String
    Dim i As Long, at As Long, out As String, sign As String
    For i = 1 To Len(text)
        sign = Mid(text, i, 1)
        If CodeOf(sign) > 255 Then
            at = InStr(1, TraditionalSigns(), sign, 0)
            If at > 0 Then sign = Mid(SimplifiedSigns(), at, 1)
        End If
        out = out & sign
    Next i
    Simplified = out
End Function

Public Function IsDigits(ByVal text As String) As Boolean
    Dim i As Long, c As String
    IsDigits = (Len(text) > 0)
    For i = 1 To Len(text)
        c = Mid(text, i, 1)
        If c < "0" Or c > "9" Or CodeOf(c) > 57 Then
            IsDigits = False
            Exit Function
        End If
    Next i
End Function

Public Function IsAmong(ByVal word As String, ByVal listed As String) As Boolean
    IsAmong = InStr(1, vbLf & listed & vbLf, vbLf & word & vbLf, 0) > 0
End Function

Public Function WithoutQuotes(ByVal text As String) As String
    Do While Len(text) > 0
        Select Case CodeOf(Left(text, 1))
            Case 39, &H2019&, &H2018&, 96, 180
                text = Mid(text, 2)
            Case Else
                Exit Do
        End Select
    Loop
    WithoutQuotes = text
End Function

' Whether the text is empty, or only says that there is nothing.
Public Function SaysNothing(ByVal text As String) As Boolean
    Dim plain As String, i As Long
    SaysNothing = True
    If text = "" Then Exit Function
    If IsPlain(text) Then
        SaysNothing = (text = "无" Or text = "没有" Or text = "暂无")
        Exit Function
    End If
    plain = UCase(HalfWidth(CleanText(text)))
    If plain = "" Or IsAmong(plain, Replace("无 没有 暂无 N/A", " ", vbLf)) Then Exit Function
    For i = 1 To Len(plain)
        Select Case CodeOf(Mid(plain, i, 1))
            Case 45, 47, 92, 95, &H2014&, &H2013&, &H2212&
            Case Else
                SaysNothing = False
                Exit Function
        End Select
    Next i
End Function

' Half-width signs, simplified characters, digits for numerals; an apostrophe in front is gone.
Public Function Plainly(ByVal text As String) As String
    Plainly = WithDigits(CleanText(WithoutQuotes(Simplified(Narrow(CleanText(text))))))
End Function

Private Function WithDigits(ByVal text As String) As String
    Dim i As Long, j As Long, out As String, part As String, behind As String, before As String
    i = 1
    Do While i <= Len(text)
        j = i
        Do While j <= Len(text)
            If InStr(1, Numerals(), Mid(text, j, 1), 0) = 0 Then Exit Do
            j = j + 1
        Loop
        If j = i Then
            out = out & Mid(text, i, 1)
            i = i + 1
        Else
            part = Mid(text, i, j - i)
            behind = Mid(text, j, 1)
            before = ""
            If i > 1 Then before = Mid(text, i - 1, 1)
            If behind <> "" And InStr(1, "年月日号点时分秒", behind, 0) > 0 Then
                part = Digits(part)
            ElseIf before <> "" And InStr(1, "点时月", before, 0) > 0 And behind <> "刻" And InStr(part, "两") = 0 Then
                part = Digits(part)
            End If
            out = out & part
            i = j
        End If
    Loop
    WithDigits = out
End Function

Private Function Digits(ByVal numeral As String) As String
    Dim at As Long, tens As String, ones As String, i As Long, out As String, number As Long
    at = InStr(1, numeral, "十", 0)
    If at = 0 Then
        For i = 1 To Len(numeral)
            out = out & CStr(DigitOf(Mid(numeral, i, 1)))
        Next i
        Digits = out
        Exit Function
    End If
    tens = Left(numeral, at - 1)
    ones = Mid(numeral, at + 1)
    If Len(tens) > 1 Or Len(ones) > 1 Or ones = "十" Then
        Digits = numeral
        Exit Function
    End If
    number = 10
    If tens <> "" Then number = DigitOf(tens) * 10
    If ones <> "" Then number = number + DigitOf(ones)
    Digits = CStr(number)
End Function

Private Function DigitOf(ByVal sign As String) As Long
    If sign = ChrW(&H3007) Then
        DigitOf = 0
    ElseIf sign = "两" Then
        DigitOf = 2
    Else
        DigitOf = InStr(1, Numerals(), sign, 0) - 1
    End If
End Function

' A number as people see it.
Public Function ShownNumber(ByVal number As Double) As String
    ShownNumber = Trim(Str(number))
    If Left(ShownNumber, 1) = "." Then ShownNumber = "0" & ShownNumber
End Function

Public Function ShownDay(ByVal serial As Long) As String
    ShownDay = Format(DateSerial(1899, 12, 30) + serial, "yyyy-mm-dd")
End Function

Public Function ShownTime(ByVal minutes As Long) As String
    ShownTime = Right("0" & CStr(minutes \ 60), 2) & ":" & Right("0" & CStr(minutes Mod 60), 2)
End Function

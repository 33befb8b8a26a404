Attribute VB_Name = "Pressing"
Option Explicit
'按下一个按钮以后：启动程序，等它做完，把结果摆到“今天”和“结果”两张表里。
'程序和这里只用 ASCII 说话：办公室的路径写成十六进制，做完的标记里只有一个退出码。
Private 正在做 As Boolean
Private Const 加载宏 As String = "xlwings.xlam"
Private Const 一天的秒 As Double = 86400
'按 Esc 时不弹调试窗口，当作出错处理(xlErrorHandler)；出错号是 18。
Private Const 交给出错处理 As Long = 2
Private Const 按了ESC As Long = 18

Public Sub 按下(ByVal 做什么 As String, ByVal 叫什么 As String)
    Dim 错 As Long, 为什么 As String
    If 正在做 Then
        Application.StatusBar = "上一个按钮还没有做完，请等一等。"
        Exit Sub
    End If
    正在做 = True
    On Error GoTo 出错
    听Esc
    做一次 做什么, 叫什么
收尾:
    正在做 = False
    Application.StatusBar = False
    Exit Sub
出错:
    错 = Err.Number
    为什么 = Err.Description
    Resume 说明
'先 Resume 才算离开出错处理：在那里面再出的错，没有人接。
说明:
    On Error Resume Next
    If 错 = 按了ESC Then
        自己说 叫什么, "您按了 Esc，不再等了", "程序可能还在做，不会因此停下。过一会儿点“刷新”，就能看到做成了什么。"
    Else
        自己说 叫什么, "没有做成：" & 为什么, "请关掉控制台再打开，点一次“刷新”。还不行的，请用“回访台”做这件事。"
    End If
    GoTo 收尾
End Sub

Private Sub 听Esc()
    On Error Resume Next
    Application.EnableCancelKey = 交给出错处理
End Sub

Private Sub 做一次(ByVal 做什么 As String, ByVal 叫什么 As String)
    Dim 办公室 As String, 房间 As String, 号 As String, 码 As String, 序号 As Long
    办公室 = ThisWorkbook.Path
    If Not 放对了(办公室, 叫什么) Then Exit Sub
    Do
        序号 = 序号 + 1
        号 = CStr(CLng(Int(Now))) & CStr(CLng(Int(Timer * 100))) & CStr(序号)
        房间 = 接上(接上(办公室, Replace(ROOMS, "/", Application.PathSeparator)), 号)
    Loop While 有文件(接上(房间, BEGUN))
    Application.StatusBar = 叫什么 & "……正在启动"
    If Not 启动(办公室, 房间, Trim(做什么 & " " & 号 & " " & 十六进制(办公室) & " " & 设置(7))) Then
        自己说 叫什么, "回访的程序没有启动", "可能换了电脑，或者程序移走了、删掉了。请用“启动.bat”打开回访台，做一次“今天该做的”，控制台会自己更新；或者请装程序的人重新装好。"
        Exit Sub
    End If
    码 = 等到做完(房间, 叫什么)
    If 码 = "停了" Then
        自己说 叫什么, "程序中途停了", "电脑可能很忙，或者程序被关掉了。已经入账的没有丢，再点一次就会接着做完。"
    ElseIf 码 = "太久" Then
        自己说 叫什么, "等了 " & CLng(设置(4)) \ 60 & " 分钟，还没有做完", "程序可能还在做，不会因此停下。过一会儿点“刷新”，就能看到做成了什么。"
    ElseIf Dir(接上(房间, SHOWN)) = "" Then
        自己说 叫什么, "程序自己出错了", "已经入账的没有丢。请再点一次；还不行的，请用“回访台”做这件事，并告诉装程序的人。"
    Else
        摆出 接上(房间, SHOWN), 办公室, (做什么 = "refresh")
    End If
End Sub

Private Function 放对了(ByVal 办公室 As String, ByVal 叫什么 As String) As Boolean
    If LCase(Left(办公室, 4)) = "http" Then
        自己说 叫什么, "这个文件夹是从网盘上打开的", "请在这台电脑的文件夹里打开控制台：按钮要启动这台电脑上的程序。"
    ElseIf 办公室 = "" Then
        自己说 叫什么, "控制台还没有存在文件夹里", "请把它存到办公文件夹里，和 " & SETTINGS_BOOK & " 放在一起。"
    ElseIf Dir(接上(办公室, SETTINGS_BOOK)) = "" Then
        自己说 叫什么, "这里不是办公文件夹", "控制台要和 " & SETTINGS_BOOK & " 放在同一个文件夹里。请移回去，或者打开办公文件夹里的那一个。"
    Else
        放对了 = True
    End If
End Function

Private Function 启动(ByVal 办公室 As String, ByVal 房间 As String, ByVal 话 As String) As Boolean
    Dim 第几个 As Long, 程序 As String
    If 用加载宏(话) Then
        If 开始了(房间) Then 启动 = True
        If 启动 Then Exit Function
    End If
    For 第几个 = 1 To 4
        程序 = 哪个程序(第几个, 办公室)
        If 程序 <> "" Then
            If 试一试(程序 & " " & 设置(2) & " " & 话) Then
                If 开始了(房间) Then 启动 = True
                If 启动 Then Exit Function
            End If
        End If
    Next 第几个
End Function

'先用做这个控制台的程序，再用办公室所在的那个大文件夹里的，最后用系统里的。
Private Function 哪个程序(ByVal 第几个 As Long, ByVal 办公室 As String) As String
    Dim 路径 As String
    If 第几个 = 1 Then 路径 = 设置(1)
    If 第几个 = 2 And 设置(3) <> "" Then 路径 = 接上(办公室, 设置(3))
    If 第几个 <= 2 Then
        If 路径 <> "" Then
            If 有文件(路径) Then 哪个程序 = """" & 路径 & """"
        End If
    ElseIf Application.PathSeparator = "\" Then
        哪个程序 = IIf(第几个 = 3, "py", "python")
    Else
        哪个程序 = IIf(第几个 = 3, "python3", "python")
    End If
End Function

Private Function 试一试(ByVal 命令 As String) As Boolean
    On Error GoTo 不行
    Shell 命令, vbHide
    试一试 = True
不行:
End Function

'装了 xlwings 的，由它来启动；没有装的，这里就什么也不做。
Private Function 用加载宏(ByVal 话 As String) As Boolean
    On Error GoTo 没有
    If Workbooks(加载宏).Name = 加载宏 Then
        Application.Run 加载宏 & "!RunPython", 给加载宏的话(话)
        用加载宏 = True
    End If
没有:
End Function

'用的那个 Python 里没有回访的程序时，什么也不做，不弹窗口。
Public Function 给加载宏的话(ByVal 话 As String) As String
    给加载宏的话 = "from importlib.util import find_spec; find_spec('huifang') and " & _
        "__import__('" & DOOR & "', fromlist=['begin']).begin('" & 话 & "')"
End Function

Private Function 开始了(ByVal 房间 As String) As Boolean
    Dim 起 As Date
    起 = Now
    Do While 秒数(起) <= CDbl(设置(6))
        If 有文件(接上(房间, BEGUN)) Then
            开始了 = True
            Exit Function
        End If
        歇一歇
    Loop
End Function

'做完了给退出码；一点动静也没有了给“停了”，超过最长的时间给“太久”。
Private Function 等到做完(ByVal 房间 As String, ByVal 叫什么 As String) As String
    Dim 起 As Date, 动静 As Date, 进度 As String, 上次 As String
    起 = Now
    动静 = Now
    Do
        If 有文件(接上(房间, DONE)) Then
            等到做完 = 读一行(接上(房间, DONE))
            If 等到做完 <> "" Then Exit Function
        End If
        进度 = 读一行(接上(房间, PROGRESS))
        If 进度 <> 上次 Then
            上次 = 进度
            动静 = Now
        End If
        If 秒数(动静) > CDbl(设置(5)) Then 等到做完 = "停了"
        If 秒数(起) > CDbl(设置(4)) Then 等到做完 = "太久"
        If 等到做完 <> "" Then Exit Function
        Application.StatusBar = 叫什么 & "……已用 " & 秒数(起) & " 秒" & 做了多少(进度)
        歇一歇
    Loop
End Function

'进度是三个数：第几次动静，做了几个，一共几个。
Private Function 做了多少(ByVal 进度 As String) As String
    Dim 各数 As Variant
    各数 = Split(进度, " ")
    If UBound(各数) = 2 Then
        If Val(各数(2)) > 0 Then 做了多少 = "，已完成 " & 各数(1) & " / " & 各数(2)
    End If
End Function

Private Function 秒数(ByVal 起 As Date) As Long
    秒数 = Int((Now - 起) * 一天的秒 + 0.5)
End Function

'不到一秒的 Wait 在 Excel 里等于没有等：Now 只到整秒，会一刻不停地读盘。
Private Sub 歇一歇()
    DoEvents
    Application.Wait Now + TimeSerial(0, 0, 1)
End Sub

Private Function 有文件(ByVal 路径 As String) As Boolean
    On Error GoTo 没有
    有文件 = (Dir(路径) <> "")
没有:
End Function

'只读 ASCII。正被程序写着的，下一次再读。
Private Function 读一行(ByVal 路径 As String) As String
    Dim 号 As Integer, 行 As String
    If Not 有文件(路径) Then Exit Function
    On Error GoTo 再说
    号 = FreeFile
    Open 路径 For Input As #号
    Line Input #号, 行
    读一行 = Trim(行)
再说:
    On Error Resume Next
    Close #号
End Function

Private Function 设置(ByVal 第几行 As Long) As String
    设置 = CStr(ThisWorkbook.Worksheets(SETUP_SHEET).Cells(第几行, 1).Value)
End Function

Private Function 接上(ByVal 文件夹 As String, ByVal 名字 As String) As String
    接上 = 文件夹 & Application.PathSeparator & 名字
End Function

Public Function 十六进制(ByVal 字 As String) As String
    Dim 第几个 As Long
    For 第几个 = 1 To Len(字)
        十六进制 = 十六进制 & Right("000" & Hex(AscW(Mid(字, 第几个, 1)) And &HFFFF&), 4)
    Next 第几个
End Function

Attribute VB_Name = "Declared"
Option Explicit
'由 scripts/regenerate.py 按表的声明生成，请不要手改。
Public Const PROGRAM As String = "huifang"

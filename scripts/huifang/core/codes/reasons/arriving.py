"""Why a file that came in, or one that is to be imported, is not taken."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

_RESAVE = "请在 Excel 或 WPS 里打开，另存为新的 .xlsx 文件后再发送。"

# fmt: off
ARRIVING = (
    # Y1: a file that cannot be read
    ReasonKind("Y101", "不是工作簿", "文件不是 Excel 工作簿", "请确认发送的是 .xlsx 文件，不要只改文件名的后缀。"),
    ReasonKind("Y102", "旧版格式或有密码", "文件是旧版 .xls 格式，或设置了打开密码", "请取消密码，并另存为 .xlsx 格式后再发送。"),
    ReasonKind("Y103", "文件不完整", "文件不完整或已损坏", "请重新保存并再次发送；若邮件附件总是损坏，请压缩后发送。"),
    ReasonKind("Y104", "文件设置了密码", "文件设置了密码", "请取消密码后再发送。"),
    ReasonKind("Y105", "没有工作簿", "文件里没有工作簿", "请在 Excel 或 WPS 里另存为 .xlsx 文件后再发送。"),
    ReasonKind("Y106", "文件过大", "文件展开后过大", "请删除多余的行、列和图片，只保留本期的表格后再发送。"),
    ReasonKind("Y107", "没有工作表", "工作簿里没有工作表", "请在 Excel 或 WPS 里打开检查后再发送。"),
    ReasonKind("Y108", "表格伸展过远", "表格伸展到第 {rows} 行、第 {columns} 列", "请删除表格以外多余的行和列，保存后再发送。"),
    ReasonKind("Y109", "内容不完整", "文件内容不完整或已损坏", _RESAVE),
    ReasonKind("Y110", "部件过多", "文件结构异常(部件过多)", _RESAVE),
    ReasonKind("Y111", "部件重名", "文件结构异常(部件重名)", _RESAVE),
    ReasonKind("Y112", "部件路径不安全", "文件结构异常(部件路径不安全)", _RESAVE),
    ReasonKind("Y113", "编码不是 UTF-8", "文件结构异常(编码不是 UTF-8)", _RESAVE),
    ReasonKind("Y114", "含有实体声明", "文件结构异常(含有实体声明)", _RESAVE),
    ReasonKind("Y115", "不是完整的 XML", "文件结构异常(第 {line} 行起不是完整的 XML)", _RESAVE),
    ReasonKind("Y116", "地址超出范围", "文件结构异常(行号或单元格地址“{address}”超出范围)", _RESAVE),
    ReasonKind("Y117", "读取程序中断", "文件使读取程序意外中断", "请在 Excel 或 WPS 里打开，把内容复制到新发的表里，保存后再发送。"),
    ReasonKind("Y118", "文件正被打开", "文件正被打开或没有读取权限", "请关闭文件后再运行一次。"),
    ReasonKind("Y119", "由较新的版本写成", "{what}由较新的版本写成，请先升级 huifang", "升级以后请再运行一次。"),
    ReasonKind("Y133", "密码不对", "文件设置了密码，用登记的附件密码打不开", "请用约定的附件密码保存，或取消密码以后再发送。"),
    ReasonKind("Y120", "不能导入的文件", "不能导入“{ending}”文件", "请在 Excel 或 WPS 里另存为 .xlsx 或 .csv 文件。"),
    ReasonKind("Y121", "名单文件过大", "文件过大", "请分成几个文件，分几次导入。"),
    ReasonKind("Y122", "名单的格子过多", "表格过大", "请分成几个文件，分几次导入。"),
    ReasonKind("Y124", "文字编码认不出来", "文件的文字编码认不出来", "请在 Excel 或 WPS 里另存为 .xlsx 文件，或编码为 UTF-8 的 .csv 文件。"),
    ReasonKind("Y130", "文件超过大小限制", "文件超过 {limit} MB", "请删除多余的行、列和图片，或分成几个文件。"),
    ReasonKind("Y131", "不是普通文件", "不是可以读取的文件", "请把表格保存为 .xlsx 文件，放在普通的文件夹里。"),
    # Y2: what cannot be taken out of a mail or archive
    ReasonKind("Y201", "里面的文件过多", "里面的文件超过 {count} 个", "请分成几次发送。"),
    ReasonKind("Y202", "转发过多", "邮件转发超过 {count} 层", "请把表格直接作为附件发送。"),
    ReasonKind("Y203", "附件编码损坏", "附件的编码损坏", "请重新发送一次；附件总是损坏的，请压缩成 .zip 后发送。"),
    ReasonKind("Y204", "压缩包套得过深", "压缩包套了太多层", "请只压缩一次，或把表格直接作为附件发送。"),
    ReasonKind("Y205", "压缩包有密码", "压缩包设置了密码", "请取消密码后再发送。"),
    ReasonKind("Y206", "里面的文件过大", "文件展开后过大", "请只发送本期的表格，或分成几次发送。"),
    ReasonKind("Y207", "邮件损坏", "邮件格式损坏", "请重新发送一次；也可以把表格直接放进收件箱。"),
    ReasonKind("Y208", "压缩包损坏", "压缩包不完整或已损坏", "请重新发送一次；也可以把表格直接放进收件箱。"),
    ReasonKind("Y209", "里面的文件损坏", "文件已损坏", "请重新发送一次；也可以把表格直接放进收件箱。"),
    # Y3: what is none of our sheets, or goes back
    ReasonKind("Y301", "没有回访记录工作表", "工作簿里没有“{sheet}”工作表，不是本系统发放的回访表"),
    ReasonKind("Y302", "别处发放的表", "这张表是另一个办公文件夹发放的"),
    ReasonKind("Y303", "计划已经撤销", "这张表所属的计划已经撤销"),
    ReasonKind("Y304", "隐藏记录与发放时不符", "隐藏记录与发放时不符，也找不到发放过的计划编号"),
    ReasonKind("Y305", "没有隐藏记录", "没有系统的隐藏记录，也找不到发放过的计划编号"),
    ReasonKind("Y306", "后缀不是工作簿", "不是 .xlsx 或 .xlsm 工作簿({ending}){advice}"),
    ReasonKind("Y307", "里面没有回访表", "里面没有可以收的回访表"),
    ReasonKind("Y308", "后缀不能核对", "后缀是“{ending}”，只检查 .xlsx 和 .xlsm"),
    ReasonKind("Y309", "没有标准工作表", "找不到任何一张标准工作表"),
    ReasonKind("Y310", "表里有错误", "{count} 处错误"),
    ReasonKind("Y311", "要由有权的人确认的单子", "这是一张{form}，收表时不执行，要由有权的人核对以后再执行：{how}"),
    ReasonKind("Y314", "要由有权的人确认的内容", "《{form}》里填的{what}要由有权的人确认，收表时不登记：请主管核对是谁填的，再运行 huifang correct"),
    ReasonKind("Y315", "登记表里没有这一行", "“{sheet}”表里没有编号“{subject}”", "请核对这一行是不是删掉了，或改了编号；恢复以后再交一次，或把内容填到登记表里。"),
    ReasonKind("Y316", "不知道是哪位客户", "客户资料库里找不到“{value}”", "请在这一格写客户资料库里的名称或客户编号；新客户请先登记到客户资料库。"),
    ReasonKind("Y317", "有几位这样的客户", "客户资料库里有 {count} 位“{value}”", "请在这一格写客户编号。"),
    ReasonKind("Y318", "没有系统记录的表单", "这张《{form}》里没有系统的记录，不知道是关于哪一行的：请把内容填到登记表或回访表里，下次用 huifang form 打印的文件填写"),
    ReasonKind("Y312", "还没有下载完", "文件还没有下载或复制完，留在原处，下次运行再收"),
    ReasonKind("Y313", "还不完整", "文件还不完整，可能正在复制或下载，留在原处，下次运行再收"),
    # Y32: why a letter of ours came back
    ReasonKind("Y320", "没有这个邮箱", "没有这个邮箱地址", "请核对《人员》或登记表里的邮箱地址，改正以后重新发出。"),
    ReasonKind("Y321", "对方的邮箱满了", "对方的邮箱满了", "请用别的办法告诉本人清理邮箱，再重新发出。"),
    ReasonKind("Y322", "信太大", "信太大，对方的邮箱不收", "请在“邮箱”里把“每封最大(MB)”改小，或换一个办法交给本人。"),
    ReasonKind("Y323", "对方的服务器拒收", "对方的服务器拒收", "请本人把单位邮箱加入白名单；收信人很多时，少发几封再试。"),
    ReasonKind("Y324", "找不到对方的服务器", "找不到或连不上对方的邮箱服务器", "请核对地址里 @ 后面的部分；没有错的，过一天再发。"),
    ReasonKind("Y325", "没有写明退信的原因", "退信没有写明原因", "请看一看退信的原件，核对邮箱地址，再重新发出。"),
    # Y33: mails that stay in the mailbox
    ReasonKind("Y330", "发件人不收取", "发件人不在《人员》和“另外接收”里，没有收取", "要收的，请在《人员》里填写邮箱，或写进“邮箱”的“另外接收”。"),
    ReasonKind("Y331", "信太大没有收取", "这封信有 {size} MB，超过 {limit} MB，没有收取", "请对方只附上本期的表格，去掉图片，或压缩以后再发。"),
    ReasonKind("Y332", "服务器给不出这封信", "邮箱服务器现在给不出这封信", "下次运行时再取；一直取不到的，请在网页版里保存附件，放进收件箱。"),
    # Y34: why a mail decides nothing
    ReasonKind("Y340", "发件人写法不寻常", "发件人的写法不寻常，认不准是谁发来的"),
    ReasonKind("Y341", "发件人的名称里有别的地址", "发件人自称“{name}”，实际的地址却是 {address}"),
    ReasonKind("Y342", "由别人代发", "信上写的发件人是 {address}，实际由 {other} 代发"),
    ReasonKind("Y343", "发件人没有通过核对", "收信服务器核对发件人 {address} 没有通过({found})"),
    ReasonKind("Y344", "发件人无权决定", "发信的 {person} 不是在职的主管或老板"),
    ReasonKind("Y345", "地址不是一个人的", "{address} 在《人员》里不是恰好一个人的邮箱，认不准是谁发来的"),
    ReasonKind("Y346", "更正人不是发件人", "更正人写的是 {signed}，发信的是 {person}", "请更正人自己发来，或由主管核对以后运行 huifang correct。"),
    ReasonKind("Y347", "有几处没有执行", "有 {count} 处没有执行：{why}", "请主管核对，改好以后运行 huifang correct，或让本人重新发来。"),
    ReasonKind("Y348", "单子没有填写", "这张单子没有填写", "请填好以后重新发来。"),
    # Y35: mails that bring no sheet
    ReasonKind("Y354", "来信没有附表格", "来信里没有附表格", "请主管阅读这封信；要交表的，请对方把表格作为附件发来。"),
    ReasonKind("Y355", "附件是云端链接", "附件是云端链接({clouds})，系统取不到", "请对方直接附上表格：表格不大，不需要超大附件或网盘。"),
    ReasonKind("Y356", "原表没有填写", "附件还是我们发出的原表，没有填写", "请对方填好以后，附上填好的那一张再发。"),
    ReasonKind("Y357", "自动回复", "这是 {sender} 的邮箱自动回复的，没有附表格", "人可能不在，请看一看原信，必要时安排代班。"),
    ReasonKind("Y358", "已读回执", "这是 {sender} 的已读回执", "不用处理。"),
    ReasonKind("Y359", "退信", "发给 {address} 的{mail}没有送达：{why}", "{advice}"),
    ReasonKind("Y360", "上次的信被退回", "{person} 的邮箱 {moment} 有信被退回：{why}", "请核对《人员》或登记表里的邮箱地址；本人来信以后，不再提醒。"),
)
# fmt: on

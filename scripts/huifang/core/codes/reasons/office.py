"""Why the office itself cannot be read or written."""

from __future__ import annotations

from huifang.core.codes.reason_kind import ReasonKind

# fmt: off
OFFICE = (
    # Y8: the office's own files
    ReasonKind("Y801", "没有权限写入", "没有权限写入“{folder}”", "请检查文件夹是否只读。"),
    ReasonKind("Y802", "不能写入文件", "不能写入“{file}”：{error}", "请检查磁盘空间和文件夹。"),
    ReasonKind("Y803", "找不到办公文件夹的文件", "找不到“{file}”", "请确认当前文件夹是回访办公文件夹。"),
    ReasonKind("Y804", "不能读取文件", "不能读取“{file}”：{error}", "如正在打开，请先关闭。"),
    ReasonKind("Y840", "系统拒绝了操作", "系统不允许读写“{file}”：{error}", "请关闭正在使用它的程序，检查权限和磁盘空间，然后再运行一次。"),
    ReasonKind("Y805", "文件正被打开", "“{file}”正被打开，暂时不能写入", "请在 Excel 或 WPS 里关闭它，然后再运行一次。"),
    ReasonKind("Y806", "不是办公文件夹", "“{folder}”不在回访办公文件夹里", "请先用 huifang init 建立，或用 -C 指定文件夹。"),
    ReasonKind("Y807", "别人正在使用", "{person} 从 {start} 起正在电脑 {host} 上使用这个办公文件夹", "请等对方完成；若确定没有人在用，请删除“{file}”后重试。"),
    ReasonKind("Y808", "不能写入办公文件夹", "不能写入办公文件夹：{error}", "请检查权限和磁盘空间。"),
    ReasonKind("Y809", "另一个程序正在使用", "办公文件夹正被另一个程序使用，请稍后再试"),
    ReasonKind("Y810", "由较新的版本写成", "{what}由较新的版本写成，请先升级 huifang"),
    ReasonKind("Y811", "日志被改动", "日志第 {line} 行{error}，不能继续", "请先运行 huifang verify 查看受影响的内容，再用 huifang restore 恢复最近的备份；确实没有备份的，由主管运行 huifang resume，认可丢失后继续。"),
    ReasonKind("Y812", "不能写入日志", "不能写入日志：{error}", "请检查磁盘空间和权限，然后再运行一次。"),
    ReasonKind("Y813", "同步冲突", "发现同步冲突：{path} 与 {journal} 的前 {same} 条相同，之后另有 {count} 条只在前者里", "这个办公文件夹被两台电脑写过。请只用一台：把 {file} 移到别处，再重新收取那台电脑上收过的表。"),
    ReasonKind("Y814", "缓存损坏", "缓存“{file}”已损坏", "请删除 {folder} 文件夹后再运行一次，它会重新生成。"),
    ReasonKind("Y815", "留存的文件不见了或被改动", "“{file}”不见了，或与入账时不同，不能继续", "请运行 huifang verify，并从备份恢复这个文件。"),
    ReasonKind("Y816", "账目文件缺失", "账目文件缺失：{files}", "请运行 huifang verify，并从备份恢复这些文件。"),
    ReasonKind("Y817", "找不到指定的文件", "找不到“{path}”", "请核对文件名和路径。"),
    ReasonKind("Y818", "不是更正单", "“{file}”里没有“{sheet}”工作表", "请使用发件箱里的更正单。"),
    ReasonKind("Y819", "封存的名单被改动", "封存的名单“{file}”被改动过，不能抽签", "请运行 huifang verify，并从备份恢复这个文件。"),
    ReasonKind("Y820", "登记表刚刚被改动", "“{file}”刚刚被改动过，这次没有写入", "请再运行一次。"),
    ReasonKind("Y821", "登记表缺少内容", "缺少{items}", "请恢复后再运行；可以运行 huifang check 查看全部问题。"),
    ReasonKind("Y822", "读取程序接连中断", "读取表格的程序接连中断", "请检查电脑的内存和杀毒软件，然后再运行一次。"),
    ReasonKind("Y823", "计划已经撤销", "{agent} 的 {period} 计划已经撤销，不能再核对"),
    ReasonKind("Y824", "登记表没有这张工作表", "{file} 里没有工作表“{sheet}”", "请恢复这张工作表，然后再运行一次。"),
    ReasonKind("Y825", "登记表没有这一列", "“{sheet}”表没有“{column}”列，请加上这一列"),
    ReasonKind("Y826", "没有这本登记表", "本单位没有“{file}”", "请在《制度》里改正“回访中的不满登记到”。"),
    ReasonKind("Y827", "不是空文件夹", "“{folder}”不是空文件夹", "请换一个新的文件夹名，原有的文件不会被改动。"),
    ReasonKind("Y828", "已有同名的文件", "“{folder}”里已有 {files}，这次没有写入任何文件", "请换一个文件夹，或先把这些文件移到别处。"),
    ReasonKind("Y829", "日志的一条不完整", "{what}的内容不完整", "请用 huifang restore 恢复最近的备份。"),
    ReasonKind("Y830", "归档里的内容不同", "归档里已有“{file}”，内容不同，没有覆盖", "请运行 huifang verify 查看归档是否完好，再联系维护人员。"),
    ReasonKind("Y831", "日志刚刚被改动", "日志在这次运行当中被别的程序改动过，这次没有写入", "请确认没有别的电脑或同步软件在写这个办公文件夹，然后再运行一次。"),
    ReasonKind("Y832", "账目文件被改动", "账目文件“{file}”被改动过，不能继续", "请运行 huifang verify，并从备份恢复这个文件。"),
    ReasonKind("Y833", "日志丢失了内容", "{what}；为了不覆盖已有的归档和报告，这次什么也没有写", "请找出最近的备份，用 huifang restore 备份.zip 新文件夹 恢复，以后在新文件夹里工作；日志是同步软件换掉的，请从它的历史版本里找回。确实都找不回的，由主管运行 huifang resume --by 工号 --why 原因，认可丢失后继续。"),
    ReasonKind("Y834", "不知道原来的制度", "日志不见了，不能知道这个办公文件夹原来用的是哪个制度", "请在命令里加上 --policy 和它的名字；可用的名字见 huifang policies。"),
    ReasonKind("Y835", "办公文件夹还没有建好", "办公文件夹“{folder}”还没有建好，建立的过程中断了", "请再运行一次 huifang init。"),
    ReasonKind("Y836", "已有同名的备份", "已有“{file}”，没有覆盖", "请换一个文件名，例如带上日期。"),
    ReasonKind("Y837", "不是完好的备份", "“{file}”不是完好的备份：{error}", "请换一个备份，或把这个文件重新拷贝一次再试。"),
    ReasonKind("Y838", "在别的办公文件夹里面", "“{folder}”在办公文件夹“{office}”里面", "请恢复到它外面的一个新文件夹，两个办公文件夹才不会混在一起。"),
    ReasonKind("Y845", "制度文件的写法不对", "写法不是 TOML：{error}", "请按说明的行和列改正；文件要存成 UTF-8。"),
    ReasonKind("Y846", "不是制度工作簿", "里面没有“基本”和“回访规则”工作表", "请选 制度.xlsx 这样的工作簿，或者按样子写的 .toml 文件。"),
    ReasonKind("Y860", "不是 Windows", "这台电脑不是 Windows，不能自动加入任务计划", "请按 huifang run --schedule 打印的说明加入。"),
    ReasonKind("Y861", "任务计划没有加入", "Windows 没有接受这个任务计划：{error}", "请在自己的账户里再试一次，或打开“任务计划程序”，导入 huifang run --schedule 打印的内容。"),
    ReasonKind("Y870", "不是免安装的 Python", "“{file}”不是 64 位 Windows 的免安装 Python：{why}", "请下载名称像 python-3.13.9-embed-amd64.zip 的文件(Windows embeddable package，64-bit)，不用解压。"),
    ReasonKind("Y871", "Python 太旧", "“{file}”是 Python {version}，要 {oldest} 或更新的版本", "请下载新一些的。"),
    ReasonKind("Y872", "缺少安装包", "没有适合 64 位 Windows 和 Python {version} 的安装包：{names}", "请换一个版本的 Python，或者把缺少的 .whl 文件放进 --wheels 的文件夹。"),
    ReasonKind("Y873", "安装包不是锁定的那一个", "“{file}”不是锁定文件里的那一个，或者里面有不该有的文件", "请删除它，重新下载。"),
    ReasonKind("Y874", "安装包没有下载下来", "安装包没有下载下来({error})", "请检查网络，再运行一次；没有网络的，用 --wheels 写明放着 .whl 文件的文件夹。"),
)
# fmt: on

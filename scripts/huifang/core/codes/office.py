"""What is found at planning, drawing, moving in, and about the office itself."""

from __future__ import annotations

from huifang.core.codes.finding_kind import E, FindingKind, W

# fmt: off
OFFICE = (
    # L: planning, and what waits for somebody
    FindingKind("L701", W, "超出每日上限", "本期工作日装不下全部到期回访。",
          "{agent} 本期有 {count} 个回访超出每日上限 {limit}，已排在 {day}。", "请调高上限、安排代班或分给其他业务员。"),
    FindingKind("L702", W, "排在应访期之后", "应访期内没有空余的工作日。",
          "{agent} 有 {count} 个回访排在应访止之后，首个是 {name}({customer_no})：应访止 {due_on}，排在 {day}。", "应访期内没有空余的工作日；请尽量提前联系。"),
    FindingKind("L703", W, "多次未接通", "尝试次数已用完，不再列入计划。",
          "{name}({customer_no})已 {count} 次未接通，不再列入计划。", "请更正电话，或在《人员》的“例外”表登记处理办法。"),
    FindingKind("L704", W, "没有可以派单的人", "客户的业务员不明或已离职，回访改派。",
          "{name}({customer_no})的业务员“{owner}”不能派单，改派给 {agent}。", "请在客户资料库里改正业务员。"),
    FindingKind("L705", W, "没有名单日期", "客户没有审核日期和首次登记日期。",
          "{name}({customer_no})没有审核日期，从今天起计算。", "请补填审核日期。"),
    FindingKind("L706", W, "没有交表", "到了报告日还没有收到回访表。",
          "{agent} 的 {period} 回访表还没有收到，应在 {due_on} 前交。", "请尽快发送；确有原因的，请在“例外”表登记免责。"),
    FindingKind("L707", W, "更正等待确认", "重发的表改动了已入账的内容。",
          "{record_no} 的“{column}”由“{old}”改为“{new}”，等待主管确认。", "请在发件箱的更正单上填写更正人和原因，然后运行 correct。"),
    FindingKind("L708", W, "更正未获批准", "同样的改动已经被主管否决。",
          "{record_no} 的“{column}”改为“{new}”未获批准，保持原值“{old}”。", "请与主管确认后恢复原值。"),
    FindingKind("L709", W, "逾期未回访", "客户的应访日期已过。",
          "有 {count} 位客户逾期未回访，最早应在 {due_on} 前回访(客户编号 {customer_no})。", "请运行 plan 列入计划，并督促业务员。"),
    FindingKind("L710", W, "排在休息日", "本期余下的日子都是休息日。",
          "{agent} 有 {count} 个回访只能排在休息日 {day}。", "请尽量提前联系，或在《制度》的“日历”表写明上班的日子。"),
    FindingKind("L711", W, "没有该角色的联系人", "规则要找某个角色的联系人，客户没有登记。",
          "有 {count} 位客户没有登记“{role}”的联系人，首个是 {name}({customer_no})，暂用客户资料里的联系人。", "请在《客户资料库》的“联系人”表登记。"),
    FindingKind("L712", W, "两次回访间隔过短", "余下的时间不够，只能排得近一些。",
          "{agent} 有 {count} 个回访与同一联系人的另一次相隔不到 {gap} 天，首个是 {name}({customer_no})，排在 {day}。", "请与客户约好时间；也可以在《制度》里调整最短间隔。"),
    FindingKind("L713", W, "没有可以回访的客户", "登记表里的行应回访，却没有已审核的客户可以联系。",
          "“{sheet}”表有 {count} 行应回访却没有安排，首个是 {subject}：{reason}。", "请在《客户资料库》登记并审核这位客户，或在“{sheet}”表补填、改正客户编号。"),
    FindingKind("L714", W, "专项的区域没有客户", "专项要去的区域里没有已审核的客户。",
          "{from_on} 至 {until_on} 的专项要去“{region}”，那里没有已审核的客户。", "请改正“专项”表的区域，或在《客户资料库》补填客户的区域。"),
    # S: spot checks
    FindingKind("S901", W, "重复抽签", "同一期用另一个种子又抽了一次。",
          "{period} 已经用种子“{first}”抽过签，又用种子“{seed}”抽了第 {number} 次。", "请按第 1 次抽出的名单核查；确需重抽的，请向老板说明理由。"),
    # M: moving in: lists of the office's own
    FindingKind("M001", E, "找不到表头", "名单里没有一行像这张表的表头。",
          "找不到“{table}”的表头。", "请核对文件和 --to 的表名；表头写法特别的，请用 --map 源列=目标列 指明。"),
    FindingKind("M002", E, "缺少对应的列", "新的一行必须有的内容，名单里没有对应的列。",
          "名单里没有与“{column}”对应的列，有 {count} 行没有导入(首行在本格)。", "请用 --map 源列={column} 指明，或在名单里增加这一列。"),
    FindingKind("M003", W, "没有对应的列", "名单里有标准表没有的列。",
          "列“{column}”没有对应的标准列，内容留在归档的原件里，不导入。", "如应导入，请用 --map {column}=目标列 指明。{nearest}"),
    FindingKind("M004", W, "按内容认出的列", "表头认不出来，从内容看是某一列。",
          "列“{column}”从内容看是“{target}”，已按此对应。", "请核对；不对的，请用 --map {column}=目标列 指明，不导入的写 --map {column}= 。"),
    FindingKind("M005", W, "不能确定的列", "几列都可能是同一列，或一列可能是几列。",
          "列“{column}”可能是“{target}”，不能确定，没有导入。", "请用 --map 指明，例如 --map {example} 。"),
    FindingKind("M006", W, "几张工作表都像名单", "文件里不止一张工作表有这样的表头。",
          "工作表“{column}”也像“{table}”的名单，这次只导入了“{sheet}”。", "请把要导入的工作表另存为一个文件，再导入一次。"),
    FindingKind("M007", W, "自动补填", "名单里没有的内容，按常规补填。",
          "有 {count} 行没有“{column}”，新增时填为“{value}”(首行在本格)。", "请核对；不对的，请在表里改正。"),
    # J: journal, archive and the office itself
    FindingKind("J801", W, "时钟早于上次记录", "电脑的日期比上次入账还早。",
          "现在的时间 {now} 早于上次记录的 {last}。", "请核对电脑的日期和时间。"),
    FindingKind("J802", W, "文件正被打开", "目标文件被 Excel、WPS 或同步软件占用。",
          "“{file}”正被打开，暂时不能写入。", "请关闭后再运行一次；已入账的内容不受影响。"),
    FindingKind("J803", E, "更正不能执行", "更正单的一行与账上的情况不符。",
          "更正没有执行：{reason.text}。", "请改正这一行后重新运行 correct。"),
    FindingKind("J804", W, "疑似冲突副本", "同步软件在两台电脑同时改动一个文件时，会留下副本。",
          "“{file}”像是同步软件留下的冲突副本，系统不会读取它。", "请核对两份的内容，合并到原来的文件里，再删除副本。"),
    FindingKind("J805", W, "回访结果没有写回", "登记表不能自动改动，回访记录编号或回访时间没有写进去。",
          "回访的结果没有写回“{sheet}”表：{reason.sentence}", "处理以后再运行一次，会自动补写；已入账的内容不受影响。"),
    FindingKind("J806", W, "回访中的不满没有登记", "登记表不能自动改动，回访中听到的不满没有登记进去。",
          "有 {count} 次回访中的不满没有登记到“{sheet}”表：{reason.sentence}", "处理以后再运行一次，会自动补登；已入账的内容不受影响。"),
    FindingKind("J807", W, "没有人可以通知", "《制度》要求当天通知的角色，《人员》里没有在职的人。",
          "有 {count} 次回访中的不满应当天通知“{roles}”，《人员》里没有这样的在职人员。", "请在《人员》登记，或修改《制度》的“当天通知”；再运行一次就会写好通知。"),
    FindingKind("J808", W, "重点标记没有加上", "客户资料库不能自动改动。",
          "有 {count} 位客户的重点标记没有加上：{reason.sentence}", "处理以后再运行一次，会自动补上。"),
)
# fmt: on

"""What the caller is told to ask at each stage of a project (003/五 6.1.1): in 回访内容 and on the printed form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from office import SHEET, TestOffice, add_rows, load, run, table

#: How many months ago power was switched on (None: not yet), who is asked, and what has to be among it.
STAGES = (
    (None, "现场负责人", ("资料", "包装", "培训", "态度", "技术")),
    (1, "配电室负责人", ("声音", "臭氧味", "培训", "质量问题")),
    (6, "配电室负责人", ("声音", "温度", "放电", "停电检修", "联锁", "触头", "接地", "及时")),
    (12, "配电室负责人", ("声音", "温度", "放电", "停电检修", "联锁", "触头", "接地", "及时")),
    (24, "变电站联系人", ("绝缘件", "互感器", "二次元件", "生锈", "手车", "断路器", "联锁", "检修", "保养")),
    (36, "变电站联系人", ("绝缘件", "互感器", "二次元件", "生锈", "手车", "断路器", "联锁", "检修", "保养")),
)


@pytest.mark.slow
def test_each_stage_asks_what_the_text_lists(tmp_path: Path) -> None:
    root = tmp_path / "办公室"
    assert run("--now", "2026-11-02 09:00", "init", str(root), "--policy", "equipment-lifecycle").code == 0
    add_rows(root / "人员.xlsx", "人员", {"工号": "A01", "姓名": "李晓明", "角色": "业务员", "状态": "在职"})
    for number, (age, _, _) in enumerate(STAGES):
        who = {
            "客户类别": "普通客户",
            "业务员": "A01",
            "审核状态": "已审核",
            "审核人": "A01",
            "电话": f"1380000000{number}",
        }
        customer = {"客户编号": f"K{number}", "客户名称": f"{number} 号电力", "审核日期": date(2026, 10, 1)}
        add_rows(root / "客户资料库.xlsx", "客户", {**who, **customer})
        year, month = divmod(2026 * 12 + 10 - (age or 0), 12)
        days = {"安装完成日期": date(2026, 11, 2)} if age is None else {"送电日期": date(year, month + 1, 2)}
        project = {"项目编号": f"P{number}", "工程名称": f"{number} 号站", "客户编号": f"K{number}", **days}
        add_rows(root / "项目台账.xlsx", "台账", project)
    office = TestOffice(root, tmp_path / "寄出")
    (file,) = office.run("plan", "--period", "2026-11", now="2026-11-02 09:30").data["files"]
    rows = {row["客户编号"]: row for row in table(office.path(file), SHEET) if row["客户编号"]}
    assert {"产品质量", "服务质量", "逐项情况"} <= rows["K0"].keys()
    for number, (_, role, asked) in enumerate(STAGES):
        newest = [row for row in rows.values() if row["客户编号"] == f"K{number}"][0]
        assert newest["联系角色"] == role
        assert [word for word in asked if word not in newest["回访内容"]] == [], number
    (printed,) = office.run("form", "顾客回访记录", "K4", now="2026-11-02 10:00").data["files"]
    texts = "".join(str(cell.value or "") for row in load(office.path(printed)).active.iter_rows() for cell in row)
    assert "绝缘件" in texts and "逐项情况" in texts

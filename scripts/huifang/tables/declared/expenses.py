"""费用报销.xlsx: what visits cost, who signs and who pays."""

from huifang.tables.model import Column, Kind, Table

WORKBOOK = "费用报销.xlsx"


def _amount(
    header: str, key: str, help_text: str = "", example: str = "0", required: bool = False, **more: str
) -> Column:
    return Column(
        header,
        key,
        Kind.NUMBER,
        required=required,
        width=10,
        example=example,
        help=help_text,
        low=0,
        high=10_000_000,
        **more,  # type: ignore[arg-type]
    )


EXPENSES = Table(
    "报销",
    WORKBOOK,
    "费用报销单",
    (
        Column(
            "报销单号",
            "claim_no",
            Kind.CODE,
            required=True,
            width=13,
            example="E2611-001",
            help="每笔费用一个，不要重复。",
            synonyms="报销编号 单号 编号",
        ),
        Column(
            "报销人",
            "claimant",
            Kind.PERSON,
            required=True,
            width=10,
            example="A01",
            help="工号，或不重名的姓名。",
            synonyms="申请人 报销人员 姓名",
        ),
        Column(
            "发生日期",
            "spent_on",
            Kind.DATE,
            required=True,
            width=12,
            example="2026-11-23",
            synonyms="日期 费用日期 发生时间",
        ),
        Column("关联记录", "record_no", Kind.CODE, width=15, example="H2611-0001-1", help="为哪一次回访花的。"),
        Column(
            "费用类型",
            "expense_type",
            Kind.CHOICE,
            options="费用类型",
            width=11,
            example="交通费",
            synonyms="类型 费用项目 费用类别 科目",
        ),
        _amount(
            "金额(元)",
            "amount_yuan",
            "实际花费的金额。",
            "86",
            required=True,
            synonyms="金额 报销金额 报销金额(元) 费用(元)",
        ),
        Column("凭证号", "voucher_no", Kind.CODE, width=14, example="00012345", synonyms="发票号 凭证编号 发票号码"),
        _amount("限额(元)", "limit_yuan", "这类费用最多可以报销的金额。", "80"),
        _amount("自付(元)", "own_share_yuan", "超过限额、由本人负担的金额。", "6"),
        Column(
            "审核人", "audited_by", Kind.PERSON, width=10, example="B01", help="主管的工号或姓名。", synonyms="审批人"
        ),
        Column("审核日期", "audited_on", Kind.DATE, width=12, example="2026-11-25", synonyms="审批日期"),
        Column(
            "审核结果", "audit_result", Kind.CHOICE, options="审核结果", width=11, example="同意", synonyms="审批结果"
        ),
        Column("财务付款日期", "paid_on", Kind.DATE, width=13, example="2026-11-27", synonyms="付款日期"),
        Column("备注", "notes", width=22, synonyms="说明 摘要"),
    ),
    unique=("claim_no",),
    about="每笔费用一行。主管审核后由财务付款，超过限额的部分由报销人自付。",
    same_by=("claimant", "spent_on", "expense_type", "amount_yuan", "voucher_no"),
)

TABLES = (EXPENSES,)

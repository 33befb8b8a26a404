"""The names of sheets that we put into workbooks beside what people fill in."""

LISTS = "_选项"
GUIDE = "使用说明"
RESULTS = "校验结果"
ENTERED = "已入账"

"""huifang (回访): follow-up calls and complaint rules kept in plain Excel workbooks."""

__version__ = "0.2.0.dev0"

"""One file per command: parse, call a flow, print. Only this floor asks the clock."""

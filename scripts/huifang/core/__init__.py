"""Values everything else is made of: places, findings, periods, working time, tickets, text. No dependency at all."""

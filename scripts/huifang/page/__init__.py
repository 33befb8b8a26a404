"""回访台: the page on the supervisor's and the auditor's own screen, and every command as a form on it."""

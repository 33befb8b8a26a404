"""Package data: Jinja2 templates for the HTML reports and the texts of mails."""

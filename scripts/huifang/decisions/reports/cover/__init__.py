"""The one page that whoever gets a report reads, before anybody decides how it is drawn."""

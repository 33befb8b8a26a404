"""Reports: what they are made from, made and made again; the file."""

"""回访台 at its edges: drawing pages, serving them on this computer, opening files, processes of their own."""

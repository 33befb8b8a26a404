"""回访台 at its edges: drawing pages, and serving them on this computer."""

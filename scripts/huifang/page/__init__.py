"""回访台: what the commands do, on the screen."""

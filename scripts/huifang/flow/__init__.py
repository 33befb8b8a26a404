"""One file per journey, each a short straight list of steps."""

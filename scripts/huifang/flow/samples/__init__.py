"""Made-up offices, and the demonstration."""

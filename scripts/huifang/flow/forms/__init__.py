"""Forms: what an office prints, fills in by hand or hands to somebody."""

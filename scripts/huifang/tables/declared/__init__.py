"""One file per register or form: what each table is called, and what every column holds. The source of all else."""

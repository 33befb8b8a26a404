"""Everything that touches the world: workbooks, files, the journal on disk, the lock, pages."""

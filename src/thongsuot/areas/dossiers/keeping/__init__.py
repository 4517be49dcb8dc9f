"""What becomes of a dossier after its end: how long it is kept, its package for the archive, its erasure."""

"""Pages on which the catalogue of procedures is read, switched on, and what waits for a person is decided."""

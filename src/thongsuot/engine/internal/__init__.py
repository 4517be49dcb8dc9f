"""Internal processes of procedures: drawn up by offices as step tables, woven into the table of a kind of case."""

"""Cut-over: dossiers, papers and history of another system, read, judged row by row, adopted and reconciled."""

"""Money at the desk: of one dossier, and the day's reconciliation."""

"""A reorganisation carried out: every open dossier handed to its new body, counted before and after."""

"""The board: what a leader sees in two minutes, from the nation down to one dossier."""

"""Stages that outside systems own: sent there, asked about, and what they say written into the dossier's journal."""

"""Closed dossiers at the desk: the archive, erasing, requests to correct, looks of an investigation."""

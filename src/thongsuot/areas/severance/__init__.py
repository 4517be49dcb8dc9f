"""Severance: what a person who leaves because of a reorganisation is owed, decided, funded and paid on a day."""

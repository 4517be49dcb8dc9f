"""Inspections: teams that go and look, what they find at a place, and what was done about it."""

"""Petitions and feedback (phản ánh, kiến nghị) and field reflections; complaints and denunciations are another area."""

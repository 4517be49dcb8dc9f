"""Meetings and what they conclude: agenda, documents, participants, minutes, and the notice that assigns tasks."""

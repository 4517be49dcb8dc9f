"""Guidance and law owed (văn bản nợ): what localities wait for, who owes it, by when, and who has read it."""

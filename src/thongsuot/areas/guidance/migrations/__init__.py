"""The migrations of guidance owed."""

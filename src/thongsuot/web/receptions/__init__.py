"""The page of reception days: who receives citizens where, when, and how one registers."""

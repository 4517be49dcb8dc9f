"""The pages of communication: what changed for people, questions with answers, practices that others can copy."""

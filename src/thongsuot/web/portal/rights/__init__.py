"""A person and all that is kept about her: what it is, who looked, a copy of it, what she agreed to, corrections."""

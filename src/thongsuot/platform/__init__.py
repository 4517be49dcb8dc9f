"""What the programme stands on: the embedded database, its roles, processes, logs and plain words for trouble."""

"""What the programme stands on: embedded database, roles, processes, logs, plain words for trouble."""

"""Communication: what a commune announces to its people, and the questions most asked with their answers."""

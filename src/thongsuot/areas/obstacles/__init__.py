"""Obstacles (vướng mắc): what an office cannot pass, solved at the lowest tier that can, closed by who raised it."""

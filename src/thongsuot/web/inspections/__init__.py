"""Pages of inspections: findings taken at a place, also with no signal; powers handed down and how they fare."""

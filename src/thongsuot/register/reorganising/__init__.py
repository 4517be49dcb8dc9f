"""Bodies and units that merge, split, change their name or end, as one act with a legal basis."""

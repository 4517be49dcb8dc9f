"""The national portal: what this site tells it, what it holds for this site, and what is stuck between the two."""

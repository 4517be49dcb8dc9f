"""Pages on which internal processes are seen, tried, compared, imported and published."""

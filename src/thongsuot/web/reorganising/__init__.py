"""Pages of reorganisations: enter, look, approve, carry out, report."""

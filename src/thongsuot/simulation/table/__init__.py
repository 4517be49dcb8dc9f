"""The work of the Government's table in the simulated country: what is planned, one module a kind, and its doing."""

"""A simulated country: the traffic of real days, made by invented people through the engine's own verbs."""

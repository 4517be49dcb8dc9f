"""Electronic forms on the screen: filling them in section by section or whole, and the administrators' editor."""

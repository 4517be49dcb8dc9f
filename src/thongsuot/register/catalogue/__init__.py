"""The catalogue of procedures: what a version says, how sources are understood, overridden, switched on."""

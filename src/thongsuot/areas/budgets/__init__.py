"""Budget support: what a commune or province asks for, by which norm, what is decided, transferred and spent of it."""

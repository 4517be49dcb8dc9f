"""The electronic forms of dossiers: definitions as data, their sources, and what is printed from them."""

"""Satisfaction: one rating for each delivered dossier, by whichever way it comes, and what may be said of many."""

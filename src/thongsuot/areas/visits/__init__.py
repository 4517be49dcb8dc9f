"""Visits to a centre: a number taken at the door, a time booked before, and who is called to which counter.

A visit is no case. No law gives it a limit, nothing is decided in it, no result ends it, and who comes needs to tell no
name; a case would give each person at the door a code, a journal and an owner whose breach nobody could name. What
begins at the counter is a dossier, and that is a case from its first moment. See docs/adr/0011.
"""

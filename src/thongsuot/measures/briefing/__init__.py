"""The Government's briefing: twelve sections for a period and a place, issued as a report that never changes."""

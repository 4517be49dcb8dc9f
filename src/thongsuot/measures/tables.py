"""The tables of the measures that never change: the application's database role may only add to them."""

APPEND_ONLY = ("measures_statement", "measures_briefing_text", "measures_briefing")

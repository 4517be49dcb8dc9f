"""The briefing's pages: a period of a place, its lists, its texts, what others published, what was issued."""

"""Interlinked requests at the portal: what belongs together, asking once, one page with all parts."""

"""Excel of every list, and the register book: what a page shows, whole, as a workbook through the same door."""

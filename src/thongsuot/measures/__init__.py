"""The numbers: what each one counts, as of which moment, and the list of cases behind it."""

"""Exchange with other systems: readers of the journal that tell, and acts of elsewhere that are applied here."""

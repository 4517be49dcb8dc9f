"""Reception of citizens (tiếp công dân): the days on which a body's chair receives, planned, held or called off."""

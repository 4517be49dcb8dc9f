"""The pages of the persons' store: what did not get through, and whose it is."""

"""The pages of issued guidance: what one's office must read, one document, who has not read it."""

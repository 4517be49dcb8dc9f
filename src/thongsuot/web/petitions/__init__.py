"""The portal's pages of petitions: which of three ways, sending, the receipt, following, what others were answered."""

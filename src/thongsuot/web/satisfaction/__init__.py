"""The pages of satisfaction: rating by link, by QR or at the counter's tablet; the slip; the figures for who leads."""

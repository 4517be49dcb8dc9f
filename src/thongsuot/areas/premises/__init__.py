"""Surplus premises: every house and plot that offices left, how it is to be handled, until when, and whether it was."""

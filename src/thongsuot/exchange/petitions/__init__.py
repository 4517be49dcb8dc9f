"""Petitions to and from other petition systems: each message once, kept until somebody knows that it arrived."""

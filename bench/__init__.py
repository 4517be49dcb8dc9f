"""Measurements of the whole: engine, server and their parts, each with the machine it was taken on."""

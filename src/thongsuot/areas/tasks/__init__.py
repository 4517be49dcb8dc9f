"""Tasks given by one body to another with their six clears: who, what, until when, who answers, product, power."""

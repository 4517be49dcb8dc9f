"""Good practices: what an office does better, offered to the others. The smallest area: copy it to begin another."""

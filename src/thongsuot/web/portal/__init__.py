"""The portal: what a citizen finds, reads, sends and follows, on a phone and perhaps for the first time."""

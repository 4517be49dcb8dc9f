"""Pages of a centre's visits: kiosk, the screen on the wall, counters, times booked, the head's settings."""

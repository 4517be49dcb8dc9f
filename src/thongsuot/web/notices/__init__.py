"""Pages of the notices to applicants: what did not get through, and what a demonstration would have sent."""

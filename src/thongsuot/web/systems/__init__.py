"""Pages of information systems: how they stand for all, their register for officers, conditions at each commune."""

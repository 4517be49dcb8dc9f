"""Information systems: who owns each, whether it is unified and connected, what is wrong with it, how it answers."""

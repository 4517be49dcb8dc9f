"""The exchange's pages: what is stuck between this site and the national portal, and the days compared."""
